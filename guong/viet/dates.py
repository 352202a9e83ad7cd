"""Dates as Vietnamese offices write them: found in texts, and written the way `words` of the project ask for.

A found date keeps what was not said as None: 'Quốc khánh 2/9' has no year, 'tháng 5 năm 2022' no day.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from guong.viet.fold import nfc_with_offsets

_MONTHS_EN = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


@dataclass(frozen=True, order=True)
class Month:
    year: int
    month: int


@dataclass(frozen=True)
class FoundDate:
    """A date at `start:end` of the text. `cued` when a word says so (ngày, sáng, Quốc khánh …)."""

    start: int
    end: int
    year: int | None
    month: int | None
    day: int | None
    cued: bool = True

    @property
    def value(self) -> date | None:
        """The full date, else None."""
        if self.year is None or self.month is None or self.day is None:
            return None
        return date(self.year, self.month, self.day)


@dataclass(frozen=True)
class FoundRange:
    """'từ tháng 5 đến tháng 7 năm 2022': whole months, both included."""

    start: int
    end: int
    first: Month
    last: Month


_DAY, _MONTH, _YEAR = r"(?P<d>\d{1,2})", r"(?P<m>\d{1,2})", r"(?P<y>(?:1[89]|20)\d\d)"
_SEP = r"\s?[/.\-–⁄]\s?"
_EDGE, _END = r"(?<![\d/.,\-–⁄])", r"(?!\d|[/\-–.,]\d|\s?%)"
_LONG = re.compile(
    rf"{_EDGE}(?:(?P<cue>(?i:ngày))\s+)?{_DAY}\s+(?i:tháng)\s+{_MONTH}(?:\s*,?\s+(?i:năm)\s+{_YEAR})?(?!\d)"
)
_NUMERIC = re.compile(rf"{_EDGE}(?:(?P<cue>(?i:ngày))\s*)?{_DAY}{_SEP}{_MONTH}{_SEP}{_YEAR}(?!\d|[/–]\d)")
_CUES = r"(?i:ngày|sáng|trưa|chiều|tối|đêm|lễ|tết|dịp|quốc khánh|quốc tế lao động|chiến thắng)"
_SHORT = re.compile(rf"(?P<cue>{_CUES})\s+{_DAY}[/\-–⁄]{_MONTH}{_END}")
_MONTHLY = re.compile(rf"(?<!\d\s)(?P<cue>(?i:tháng))\s+{_MONTH}(?:\s*[/\-]\s*|\s*,?\s+(?i:năm)\s+){_YEAR}(?!\d)")
_RANGE = re.compile(
    rf"(?i:từ\s+)?(?i:tháng)\s+(?P<m1>\d{{1,2}})(?:(?:/|\s+(?i:năm)\s+)(?P<y1>(?:19|20)\d\d))?"
    rf"\s*(?:(?i:đến)(?:\s+(?i:hết))?|[-–])\s*(?i:tháng)\s+{_MONTH}(?:/|\s+(?i:năm)\s+){_YEAR}(?!\d)"
)
_PATTERNS = (_NUMERIC, _LONG, _SHORT, _MONTHLY)


def find_dates(text: str) -> list[FoundDate]:
    """Every date in order; a day and month without year only behind a cue ('ngày 14/8', 'Quốc khánh 2/9')."""
    source = nfc_with_offsets(text)
    taken: list[FoundDate] = []
    for pattern in _PATTERNS:
        for found in pattern.finditer(source.text):
            groups = found.groupdict()
            day, month, year = (int(groups[key]) if groups.get(key) else None for key in "dmy")
            start, end = source.original(_begin(found, pattern), found.end())
            if _exists(day, month, year) and not any(start < old.end and old.start < end for old in taken):
                taken.append(FoundDate(start, end, year, month, day, groups["cue"] is not None))
    return sorted(taken, key=lambda each: each.start)


def find_ranges(text: str) -> list[FoundRange]:
    source = nfc_with_offsets(text)
    return list(_ranges(source.text, source.offsets))


def _ranges(text: str, offsets: Sequence[int]) -> Iterator[FoundRange]:
    for found in _RANGE.finditer(text):
        year = int(found["y"])
        first = Month(int(found["y1"] or year), int(found["m1"]))
        last = Month(year, int(found["m"]))
        if 1 <= first.month <= 12 and 1 <= last.month <= 12 and first <= last:
            yield FoundRange(offsets[found.start()], offsets[found.end()], first, last)


def _begin(found: re.Match[str], pattern: re.Pattern[str]) -> int:
    """A date starts at its cue, but 'Quốc khánh 2/9' names a day itself: there it starts at the figures."""
    return found.start("d") if pattern is _SHORT else found.start()


def _exists(day: int | None, month: int | None, year: int | None) -> bool:
    try:
        date(year or 2000, month or 1, day or 1)
    except ValueError:
        return False
    return True


def format_date(value: date, *, style: str = "table", lang: str = "vi") -> str:
    """`style`: 'table' 24/02/2022 · 'text' ngày 24/02/2022 · 'place' ngày 05 tháng 7 năm 2022."""
    if lang == "en":
        return f"{value.day} {_MONTHS_EN[value.month - 1]} {value.year}"
    if style == "place":
        # Decree 30/2020: a zero before days under 10 and before months 1 and 2 only.
        month = f"{value.month:02d}" if value.month < 3 else str(value.month)
        return f"ngày {value.day:02d} tháng {month} năm {value.year}"
    figures = f"{value.day:02d}/{value.month:02d}/{value.year}"
    return f"ngày {figures}" if style == "text" else figures


def format_months(first: Month, last: Month, *, lang: str = "vi") -> str:
    """'từ tháng 5 đến tháng 7 năm 2022'; one month alone 'tháng 5 năm 2022'."""
    if lang == "en":
        return _months_en(first, last)
    end = f"tháng {last.month} năm {last.year}"
    if first == last:
        return end
    begin = f"tháng {first.month}" if first.year == last.year else f"tháng {first.month} năm {first.year}"
    return f"từ {begin} đến {end}"


def _months_en(first: Month, last: Month) -> str:
    end = f"{_MONTHS_EN[last.month - 1]} {last.year}"
    if first == last:
        return end
    begin = _MONTHS_EN[first.month - 1]
    return f"{begin} to {end}" if first.year == last.year else f"{begin} {first.year} to {end}"
