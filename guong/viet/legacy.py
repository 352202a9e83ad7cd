"""Texts of before Unicode: letters of TCVN3 (.VnTime) and VNI fonts, read as Western ones.

Such texts are told line by line, since a page may quote one: a line that holds none of today's Vietnamese letters, and
common words of the language once it is read anew.
"""

import re
from enum import StrEnum
from typing import NamedTuple

from guong.viet.fold import Folded


class Legacy(StrEnum):
    TCVN3 = "TCVN3"
    VNI = "VNI"


_TCVN3 = str.maketrans(
    dict(
        zip(
            "µ¸¶·¹¨»¾¼½Æ©ÇÊÈÉË®ÌÐÎÏÑªÒÕÓÔÖ×ÝØÜÞßãáâä«åèæçé¬êíëìîïóñòô\u00adõøö÷ùúýûüþ§¡¢£¤¥¦",
            "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵĐĂÂÊÔƠƯ",
            strict=True,
        )
    )
)


def _vni() -> dict[str, str]:
    """VNI writes most marks as a letter of their own behind the vowel."""
    tones = {"a": "àáảãạ", "e": "èéẻẽẹ", "o": "òóỏõọ", "u": "ùúủũụ", "y": "ỳýỷỹ", "ô": "ờớởỡợ", "ö": "ừứửữự"}
    hats = {"a": "âầấẩẫậ", "e": "êềếểễệ", "o": "ôồốổỗộ"}
    table = {"ñ": "đ", "ô": "ơ", "ö": "ư", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ"}
    for vowel, letters in tones.items():
        table |= {vowel + mark: letter for mark, letter in zip("øùûõï", letters, strict=False)}
    for vowel, letters in hats.items():
        table |= {vowel + mark: letter for mark, letter in zip("âàáåãä", letters, strict=True)}
    table |= {"a" + mark: letter for mark, letter in zip("êèéúüë", "ăằắẳẵặ", strict=True)}
    upper = {key.upper(): letter.upper() for key, letter in table.items()}
    mixed = {key[0].upper() + key[1:]: letter.upper() for key, letter in table.items()}
    return table | mixed | upper


_VNI = _vni()
# Letters that no Vietnamese text of today holds; a text without one is not looked at further.
SUSPECTS = re.compile("[®§ÞßæøûïäåëüñÑÖö¸µ¹¶·¨»¾¼½©ª«¬ÆÇËÎÏ×Ø÷þÛÄÅÜ]")
_MODERN = re.compile("[Ạ-ỹĂăĐđƠơƯư]")
_VNI_PAIR = re.compile("|".join(sorted(map(re.escape, _VNI), key=len, reverse=True)))
_WORD = re.compile(r"[^\W\d_]+")
_COMMON = frozenset(
    [
        "của",
        "số",
        "nghị",
        "quyết",
        "định",
        "chỉ",
        "thị",
        "kế",
        "hướng",
        "dẫn",
        "thông",
        "tư",
        "về",
        "một",
        "những",
        "được",
        "với",
        "người",
        "việt",
        "tỉnh",
        "huyện",
        "đã",
        "để",
        "đến",
        "ủy",
        "uỷ",
        "bộ",
        "ở",
        "cứ",
        "luật",
        "kết",
        "ngày",
        "các",
        "điều",
        "lệ",
        "quốc",
        "hội",
        "chính",
        "phủ",
    ]
)
_FOREIGN = re.compile(
    "[µ¸¶·¹¨»¾¼½©®ª«¬§Þßþ×÷æøûïäåëüñöÆÇËÎÏÑÖØ\u00ad]|[aeouyôöAEOUYÔÖ][øùûõïâàáåãäêèéúëØÙÛÕÏÂÀÁÅÃÄÊÈÉÚË]"
)


class _Reading(NamedTuple):
    text: str
    of: Legacy


def recognise(text: str) -> Legacy | None:
    """The encoding of the first line that is one of before Unicode."""
    return next((line.of for line in map(_read, _lines(text)) if line), None) if SUSPECTS.search(text) else None


def modernise(text: str) -> Folded | None:
    """The text with such lines in today's letters, and the way back; None when there is no such line."""
    if not SUSPECTS.search(text):
        return None
    pieces: list[str] = []
    offsets: list[int] = []
    changed, at = False, 0
    for line in _lines(text):
        reading = _read(line)
        pieces.append(reading.text if reading else line)
        offsets += _vni_offsets(line, at) if reading and reading.of is Legacy.VNI else range(at, at + len(line))
        changed = changed or reading is not None
        at += len(line)
    return Folded("".join(pieces), (*offsets, len(text))) if changed else None


def _lines(text: str) -> list[str]:
    return re.split(r"(?<=\n)", text)


def _read(line: str) -> _Reading | None:
    """The reading with more common words in it, if it has more of them than the line as it stands."""
    if _MODERN.search(line) or not _FOREIGN.search(line):
        return None
    readings = (
        _Reading(line.translate(_TCVN3), Legacy.TCVN3),
        _Reading(_VNI_PAIR.sub(lambda found: _VNI[found[0]], line), Legacy.VNI),
    )
    best = max(readings, key=lambda reading: _score(reading.text))
    return best if _score(best.text) > _score(line) else None


def _vni_offsets(line: str, base: int) -> list[int]:
    """For each character of the reading, where it begins: most letters with marks are two in VNI."""
    offsets: list[int] = []
    at = 0
    for found in _VNI_PAIR.finditer(line):
        offsets += range(base + at, base + found.start() + 1)
        at = found.end()
    offsets += range(base + at, base + len(line))
    return offsets


def _score(line: str) -> int:
    """How many of its words are common ones, their marks included."""
    return sum(word in _COMMON for word in _WORD.findall(line.lower()))
