"""The calendar of a pack: occasions in the form that the text engine derives dates with, and its working days."""

from datetime import date, timedelta

from guong.packs import Entry, Pack
from guong.viet.occasions import Occasion


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
