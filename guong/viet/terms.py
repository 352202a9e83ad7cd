"""Terms of office as texts name them: by their number, or by the year in which they began."""

import re

from guong.viet.fold import nfc
from guong.viet.numbers import from_roman

_NTH = r"(?P<nth>[IVXL]+|\d{1,2})(?!\w)"
_SAID = re.compile(rf"kh(?:óa|oá)\s+{_NTH}|nhiệm\s+kỳ\s+(?P<year>(?:19|20)\d\d)", re.IGNORECASE)
_ORDINAL = re.compile(rf"(?<!\w){_NTH}")


def said_terms(text: str) -> set[int]:
    """'khóa XX' as 20, 'nhiệm kỳ 2020 - 2025' as 2020."""
    found = _SAID.finditer(nfc(text))
    return {_number(each["nth"]) if each["nth"] else int(each["year"]) for each in found}


def nth_of(ordinal: str) -> int | None:
    """Which one a registered term is: 'XXII', 'khóa XXII', '22'."""
    found = _ORDINAL.search(ordinal)
    return _number(found["nth"]) if found else None


def _number(printed: str) -> int:
    return int(printed) if printed.isdecimal() else from_roman(printed)
