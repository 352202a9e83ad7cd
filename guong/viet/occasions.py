"""Anniversaries in a text ('kỷ niệm 75 năm ngày thành lập …') and the day that a calendar derives for them.

A calendar is passed in (pack data). What a text does not say is derived, and said to be derived.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from guong.viet.fold import fold, nfc_with_offsets
from guong.viet.tone import place_tones


@dataclass(frozen=True)
class Occasion:
    """An entry of a calendar: `names` as texts write it, its day, the year it began or None."""

    code: str
    names: tuple[str, ...]
    day: int
    month: int
    year: int | None = None


@dataclass(frozen=True)
class Anniversary:
    """One occasion named in a text. Several may share one ordinal ('77 năm A và B'): then `group` is equal.

    `start:end` covers the subject, with the ordinal for the first of its group. `day`, `month` when stated.
    """

    start: int
    end: int
    group: int
    ordinal: int
    subject: str
    day: int | None = None
    month: int | None = None


@dataclass(frozen=True)
class DerivedDay:
    """The day of an anniversary. `on` None: not known, though `year` may be."""

    code: str | None
    year: int | None
    on: date | None


_SUBJECT = (
    r"(?:(?i:ngày)\s+(?:(?i:thành lập|sinh|mất|truyền thống|giải phóng|toàn quốc|ra đời|khởi nghĩa|ký)"
    r"|[A-ZĐÂÊÔƠƯĂÁÀẠ])"
    r"|(?i:cách mạng|quốc khánh|chiến thắng|khởi nghĩa|giải phóng|tổng khởi nghĩa|quốc tế)\b)"
)
_START = re.compile(rf"(?<![\d.,/])(?P<n>\d{{1,3}})\s+(?i:năm)\s+(?={_SUBJECT})")
_FLOOR = re.compile(r"(?:hơn|trên|gần|khoảng|sau)\s+$", re.IGNORECASE)
# A subject runs to the next clause: a full stop, a bracket, a verb of what is done on the occasion.
_STOP = re.compile(
    r"[.;:()“”\"\n]|,(?=\s)|\s+(?=(?:được|đã|sẽ|gắn|nhằm|để|với|trong|tại|trên|do|là|bằng"
    r"|kết hợp|nhân(?!\s+dân)|(?:hơn|gần)\s+\d)\b)"
    r"|\s+(?=(?:và\s+)?(?:kỷ niệm\s+)?\d{1,3}\s+năm\b)",
    re.IGNORECASE,
)
_AND = re.compile(rf"\s+(?i:và)\s+(?={_SUBJECT})|,\s+(?={_SUBJECT})")
# The longest subject in characters.
_LONGEST = 160
# 'Đảng' and 'Đảng bộ', 'Đoàn' and 'đoàn viên' are not the same.
_GOES_ON = re.compile(r" (?:bo|uy|vien|doan|doi|phai)\b")
_STATED = re.compile(r"\s*\(?(?P<d>\d{1,2})[/\-](?P<m>\d{1,2})(?![\d/])\)?\s*$")


def find_anniversaries(text: str) -> list[Anniversary]:
    """Anniversaries in order. 'hơn 35 năm thực hiện …' is a span of time, not one of them."""
    source = nfc_with_offsets(text)
    found = []
    for group, (ordinal, parts) in enumerate(_groups(source.text)):
        for first, begin, last in parts:
            start, end = source.original(first, last)
            subject, day, month = _subject(source.text[begin:last])
            found.append(Anniversary(start, end, group, ordinal, subject, day, month))
    return found


def _groups(text: str) -> Iterator[tuple[int, list[tuple[int, int, int]]]]:
    for found in _START.finditer(text):
        if _FLOOR.search(text, max(0, found.start() - 8), found.start()):
            continue
        stop = _STOP.search(text, found.end())
        end = min(stop.start() if stop else len(text), found.end() + _LONGEST)
        yield int(found["n"]), list(_split(text, found.start(), found.end(), end))


def _split(text: str, start: int, begin: int, end: int) -> Iterator[tuple[int, int, int]]:
    for joint in _AND.finditer(text, begin, end):
        yield start, begin, joint.start()
        start = begin = joint.end()
    yield start, begin, begin + len(text[begin:end].rstrip())


def _subject(printed: str) -> tuple[str, int | None, int | None]:
    stated = _STATED.search(printed)
    name = " ".join((printed[: stated.start()] if stated else printed).split())
    return (name, int(stated["d"]), int(stated["m"])) if stated else (name, None, None)


def derive(found: Anniversary, calendar: Iterable[Occasion], *, host_year: int | None = None) -> DerivedDay:
    """The day of `found`: first year and ordinal from the calendar, else the year of the text around it."""
    known = match(found.subject, tuple(calendar))
    if known is None:
        return DerivedDay(None, host_year, _day(host_year, found.month, found.day))
    year = known.year + found.ordinal if known.year is not None else host_year
    return DerivedDay(known.code, year, _day(year, found.month or known.month, found.day or known.day))


def match(subject: str, calendar: Sequence[Occasion]) -> Occasion | None:
    """The entry one of whose names stands in `subject`; the longest name wins."""
    asked = f" {_plain(subject)} "
    best: tuple[int, Occasion] | None = None
    for occasion in calendar:
        for name in map(_plain, occasion.names):
            at = asked.find(f" {name} ")
            if at < 0 or _GOES_ON.match(asked, at + len(name) + 1):
                continue
            if best is None or len(name) > best[0]:
                best = (len(name), occasion)
    return best[1] if best else None


def ordinal(occasion: Occasion, year: int) -> int | None:
    """Which anniversary falls in `year`; None when it is not known when the occasion began."""
    return year - occasion.year if occasion.year is not None and year >= occasion.year else None


def _plain(text: str) -> str:
    words = fold(place_tones(text)).replace("ngay ", " ").split()
    return " ".join(words)


def _day(year: int | None, month: int | None, day: int | None) -> date | None:
    if year is None or month is None or day is None:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None
