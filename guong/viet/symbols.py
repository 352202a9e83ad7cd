"""Number and symbol of an official document ('105-KH/TU', '30/2020/NĐ-CP') in a form for matching."""

import re

from guong.viet.fold import nfc
from guong.viet.tone import place_tones

_DASHES = re.compile(r"[\u2010-\u2015\u2212\u00ad\uff0d]")
_SLASHES = re.compile(r"[\u2044\u2215\uff0f\\]")
_PREFIX = re.compile(r"^\s*số\s*:?\s*", re.IGNORECASE)
# "số" before what may be a number and its letters: 'số 86 KH', 'Số: 86-KH/HU', not 'số 5'.
_CALLED = re.compile(r"(?<!\w)s[ốo]\s*:?\s*(?=\d{1,5}[^\W\d]?[\s/–-]*[^\W\d])", re.IGNORECASE)
_NUMBER = re.compile(r"^\s*(?:số\s*:?\s*)?(\d{1,5}[a-zđ]?)(?![\w])", re.IGNORECASE)
_BLANK_BEFORE_LETTERS, _BLANKS = re.compile(r"(\d)\s+(?=[^\W\d_])"), re.compile(r"\s+")
_DASHES_IN_A_ROW, _DASH_BEFORE_SLASH = re.compile(r"-{2,}"), re.compile(r"^(\d+[a-zđ]?)-+/")
_LEADING_ZEROS = re.compile(r"^0+(?=\d)")
# Quyết định and Quy định share QĐ in party symbols; QyĐ and QĐi are spellings that tell them apart.
_ONE_CLASS = re.compile(r"(?<![^\W\d_])q(?:y|)đi?(?![^\W\d_])")


def symbol_key(symbol: str) -> str:
    """The form in which two prints of one symbol are equal: case, blanks, dashes, tone places, leading zeros, QyĐ.

    '05 - HD/TU' and '5-HD/TU' are equal, '30c/NQ-CP' and '30/NQ-CP' are not. Empty for a text without letters or
    digits. At most 80 characters. The key of a key is that key.
    """
    text = place_tones(nfc(symbol)).replace("\u00d0", "Đ").replace("\u00f0", "đ")
    text = _SLASHES.sub("/", _DASHES.sub("-", _PREFIX.sub("", text)))
    text = _BLANKS.sub("", _BLANK_BEFORE_LETTERS.sub(r"\1-", text)).casefold()
    text = _DASH_BEFORE_SLASH.sub(r"\1/", _DASHES_IN_A_ROW.sub("-", text)).strip(".,;:-/")
    return _LEADING_ZEROS.sub("", _ONE_CLASS.sub("qđ", text))[:80]


def number_of(symbol: str) -> str:
    """The number as printed, zeros and suffix kept: '05' of '05-HD/TU'; '' where there is none."""
    found = _NUMBER.match(nfc(symbol))
    return found[1] if found else ""


def bare_numbers(text: str) -> str:
    """NFC, without the word "số" before numbers of documents.

    >>> bare_numbers("kế hoạch số 86 KH HU")
    'kế hoạch 86 KH HU'
    """
    return _CALLED.sub("", nfc(text))
