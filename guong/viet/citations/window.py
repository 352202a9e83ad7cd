"""A stretch of text made ready for the grammar: one folded character for each printed one, so offsets stay."""

import re
from dataclasses import dataclass
from functools import cache

from guong.viet.fold import fold_char

_DASHES = "‐‑‒–—−﹣－"
_SLASHES = "⁄∕／\\"
_SPACES = "\u00a0\u2002\u2003\u2009\u202f\u3000"
# Letters of other alphabets and small capitals that look like Latin ones; texts pasted from elsewhere carry them.
_LOOKALIKES = str.maketrans(
    "АВЕКМНОРСТУХавекмнорстухѕіјᴀʙᴄᴅᴇɢʜᴊᴋʟᴍɴᴏᴘᴛᴜᴠᴡ",
    "ABEKMHOPCTYXabekmhopctyxsijABCDEGHJKLMNOPTUVW",
)
# Legacy font encoding TCVN3 read as Latin-1: its letters are accented Western ones, ® is đ.
_TCVN3 = str.maketrans(
    "µ¸¶·¹¨»¾¼½Æ©ÇÊÈÉË®ÌÐÎÏÑªÒÕÓÔÖ×ÝØÜÞßãáâä«åèæçé¬êíëìîïóñòô\u00adõøö÷ùúýûüþ§¡¢£¤¥¦",
    "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵĐĂÂÊÔƠƯ",
)
_TCVN3_SIGN = re.compile(r"[®Þ§][^\W\d]|[^\W\d][®Þ]")
_MODERN = re.compile("[Ạ-ỹĂăĐđƠơƯư]")


_LOOK = "".join(map(chr, _LOOKALIKES))
_ODD = re.compile(f"[{re.escape(_DASHES + _SLASHES + _SPACES + _LOOK)}]")


@dataclass(frozen=True)
class Window:
    """`printed` is NFC with plain dashes, slashes and spaces; `folded` has the same length; `start` in the NFC text."""

    printed: str
    folded: str
    start: int


def make(text: str, start: int, end: int) -> Window:
    """The window `start:end` of an NFC text."""
    piece = text[start:end]
    if _TCVN3_SIGN.search(piece) and not _MODERN.search(piece):
        piece = piece.translate(_TCVN3)
    printed = "".join(map(_plain, piece)) if _ODD.search(piece) else piece
    return Window(printed, printed.translate(_FOLDING), start)


@cache
def _plain(char: str) -> str:
    if char in _DASHES:
        return "-"
    if char in _SLASHES:
        return "/"
    if char in _SPACES:
        return " "
    return char.translate(_LOOKALIKES)


class _Folding(dict[int, str]):
    """Character → its fold, one for one, filled as characters come; `str.translate` reads it twice as fast as a map."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        folded = fold_char(char)
        self[code] = folded if len(folded) == 1 else (folded[:1] or char)
        return self[code]


_FOLDING = _Folding()
