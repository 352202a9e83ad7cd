"""Where the tone mark stands in oa, oe, uy: traditional (hòa, khỏe, ủy) or of school books (hoà, khoẻ, uỷ)."""

import re

from guong.viet.fold import nfc

_TONED = {
    "a": "àảãáạ",
    "e": "èẻẽéẹ",
    "o": "òỏõóọ",
    "u": "ùủũúụ",
    "y": "ỳỷỹýỵ",
}


def _pairs(first: str, second: str) -> dict[str, str]:
    """School-book spelling → traditional one, in the cases that words are written in."""
    pairs = {}
    for tone in range(5):
        new, old = first + _TONED[second][tone], _TONED[first][tone] + second
        for case in (str.lower, str.upper, str.capitalize):
            pairs[case(new)] = case(old)
        pairs[new[0] + new[1].upper()] = old[0] + old[1].upper()
    return pairs


_TRADITIONAL = _pairs("o", "a") | _pairs("o", "e") | _pairs("u", "y")
_SCHOOL = {old: new for new, old in _TRADITIONAL.items()}

# After q the u belongs to the consonant (quỳ, quý); a letter after the pair fixes the place (hoàn, huýt).
_LETTER = r"[^\W\d_]"
_TO_TRADITIONAL = re.compile(rf"(?<![qQ])(?:{'|'.join(_TRADITIONAL)})(?!{_LETTER})")
_TO_SCHOOL = re.compile(rf"(?<![qQ])(?:{'|'.join(_SCHOOL)})(?!{_LETTER})")


def place_tones(text: str) -> str:
    """NFC with tone marks where tradition puts them: 'uỷ ban' → 'ủy ban'. Twice is the same as once."""
    return _TO_TRADITIONAL.sub(lambda found: _TRADITIONAL[found[0]], nfc(text))


def place_tones_school(text: str) -> str:
    """The other way, as decision 1989/QĐ-BGDĐT has it: 'ủy ban' → 'uỷ ban'."""
    return _TO_SCHOOL.sub(lambda found: _SCHOOL[found[0]], nfc(text))
