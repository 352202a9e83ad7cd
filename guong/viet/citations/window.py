"""A stretch of text made ready for the grammar: one folded character for each printed one, so offsets stay."""

import codecs
import re
from dataclasses import dataclass
from functools import cache

from guong.viet.fold import fold_char, nfc
from guong.viet.lookalikes import LOOKALIKES, latin

_DASHES = "‐‑‒–—−﹣－_"
_SLASHES = "⁄∕／\\"
_SPACES = "\u00a0\u2002\u2003\u2009\u202f\u3000"
_ODD = re.compile(f"[{re.escape(_DASHES + _SLASHES + _SPACES + LOOKALIKES)}]")
# Digits that a scanner took for letters: 'số l2/QĐ-UBND', 'số 1O-KH/TU'.
_MISREAD = re.compile(r"(?<=[sS][ốỐôÔoO] )(?=[\dlIO]*\d)(?:\d*[lIO][\dlIO]*)(?=\s?[-/]\s?[A-ZĐ\d])")
_DIGITS = str.maketrans("lIO", "110")
# 'ngày l5/O3/2O19', and the same in a symbol's year is left alone.
_MISREAD_DAY = re.compile(r"(?<=[nN]g[àÀaA]y )[\dlIO]{1,2}(?P<mark>[/.-])[\dlIO]{1,2}(?P=mark)[12l][\dlIO]{3}(?!\w)")
# Until the seventies words of two syllables were joined: 'Nghị-định', 'Thông-tư'.
_JOINED = re.compile(r"(?<=[ịỉgct])-(?=(?:định|thị|tư|lệnh|quyết)(?!\w))", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Window:
    """`printed` is NFC with plain dashes, slashes and spaces; `folded` has the same length.

    `caseless`: printed in small letters throughout, so that a small letter says nothing.
    """

    printed: str
    folded: str
    caseless: bool


def make(text: str, start: int, end: int) -> Window:
    """The window `start:end` of an NFC text."""
    piece = text[start:end]
    printed = "".join(map(_plain, piece)) if _ODD.search(piece) else piece
    if _MISREAD.search(printed):
        printed = _MISREAD.sub(lambda found: found[0].translate(_DIGITS), printed)
    if _MISREAD_DAY.search(printed):
        printed = _MISREAD_DAY.sub(lambda found: found[0].translate(_DIGITS), printed)
    if _JOINED.search(printed):
        printed = _JOINED.sub(" ", printed)
    return Window(printed, _fold(printed), printed.islower())


@cache
def _plain(char: str) -> str:
    if char in _DASHES:
        return "-"
    if char in _SLASHES:
        return "/"
    if char in _SPACES:
        return " "
    return latin(char)


class _Folding(dict[int, str]):
    """Character → its fold, one for one, filled as characters come."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        folded = fold_char(char)
        self[code] = folded if len(folded) == 1 else (folded[:1] or char)
        return self[code]


_FOLDING = _Folding()
# All that Vietnamese is printed with fits into one byte; by way of it folding is ten times as fast as `str.translate`.
_VIETNAMESE = "".join(
    nfc(vowel + tone) for vowel in "aăâeêioôơuưy" for tone in ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
)
_PRINTED = "".join(
    dict.fromkeys(f"\t\n\r{''.join(map(chr, range(32, 127)))}{_VIETNAMESE}đ{_VIETNAMESE.upper()}Đ“”‘’…•·«»°²³½×")
)
_TO_BYTES = codecs.charmap_build(_PRINTED.ljust(256, "\ufffe"))
_FOLDED = _PRINTED.translate(_FOLDING).ljust(256, "\ufffe")


def _fold(printed: str) -> str:
    try:
        return codecs.charmap_decode(codecs.charmap_encode(printed, "strict", _TO_BYTES)[0], "strict", _FOLDED)[0]
    except UnicodeEncodeError:
        return printed.translate(_FOLDING)
