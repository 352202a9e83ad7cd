"""The calendar of a pack: occasions in the form that the text engine derives dates with, and its working days."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from guong.packs import Entry, Pack
from guong.viet.occasions import Occasion, ordinal


def occasions(pack: Pack) -> tuple[Occasion, ...]:
    """Occasions with a known day; `year` stays None where the first year is unknown."""
    return tuple(
        Occasion(
            code=entry.code,
            names=tuple(entry.extra["names"]),
            day=entry.extra["day"],
            month=entry.extra["month"],
            year=entry.extra.get("since"),
        )
        for entry in pack.table("occasions")
        if "day" in entry.extra
    )


@dataclass(frozen=True)
class Coming:
    """An occasion as it comes round on a day; `years` is its ordinal where the first year is known."""

    occasion: Occasion
    entry: Entry
    on: date
    years: int | None


def coming(pack: Pack, first: date, last: date) -> list[Coming]:
    """Occasions from one day to another, both included, by day."""
    entries = {entry.code: entry for entry in pack.table("occasions")}
    found = [
        Coming(one, entries[one.code], day, ordinal(one, day.year))
        for one in occasions(pack)
        for day in _days(one, first.year, last.year)
        if first <= day <= last
    ]
    return sorted(found, key=lambda one: (one.on, one.occasion.code))


def _days(one: Occasion, first: int, last: int) -> Iterator[date]:
    for year in range(first, last + 1):
        try:
            yield date(year, one.month, one.day)
        except ValueError:  # 29 February
            continue


def holiday(pack: Pack, day: date) -> Entry | None:
    """The holiday that takes a day off: dated rows, and those that come round each year."""
    for entry in pack.table("holidays"):
        given = entry.extra
        yearly = (given.get("month"), given.get("day")) == (day.month, day.day)
        if yearly or ("first" in given and given["first"] <= day <= given["last"]):
            return entry
    return None


def is_working(pack: Pack, day: date) -> bool:
    return day.isoweekday() not in pack.weekend and holiday(pack, day) is None


def working_day(pack: Pack, day: date) -> date:
    """The day itself, or the next one on which offices work."""
    while not is_working(pack, day):
        day += timedelta(days=1)
    return day


def working_days_after(pack: Pack, day: date, number: int) -> date:
    """The n-th working day after a day."""
    for _step in range(number):
        day = working_day(pack, day + timedelta(days=1))
    return day
