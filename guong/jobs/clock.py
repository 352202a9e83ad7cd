"""The one clock. Views, commands and actions ask it; queries are told the day.

A sample installation runs on a set clock: `guong.json` records which instant it showed and when it was started, so
that web and worker agree. Tests set it with `at()`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings

_set: ContextVar[datetime | None] = ContextVar("set_clock", default=None)


def _offset() -> timedelta:
    home = settings.GUONG_INSTALLATION
    if not home.clock_shows:
        return timedelta(0)
    return datetime.fromisoformat(home.clock_shows) - datetime.fromisoformat(home.clock_started)


def now() -> datetime:
    """This instant, in UTC."""
    return _set.get() or datetime.now(UTC) + _offset()


def zone() -> ZoneInfo:
    """The organisation's zone, in which days are counted."""
    return ZoneInfo(settings.TIME_ZONE)


def today() -> date:
    """The organisation's day of this instant."""
    return now().astimezone(zone()).date()


def day_of(instant: datetime) -> date:
    return instant.astimezone(zone()).date()


def start_of(day: date) -> datetime:
    """00:00 of a day of the organisation, as an instant in UTC."""
    return datetime(day.year, day.month, day.day, tzinfo=zone()).astimezone(UTC)


@contextmanager
def at(instant: datetime) -> Iterator[None]:
    """The clock stands at `instant` (with its zone) inside the block."""
    token = _set.set(instant.astimezone(UTC))
    try:
        yield
    finally:
        _set.reset(token)


def machine() -> datetime:
    """The machine's own instant, whatever the organisation's clock shows: for leases, retries and other bookkeeping."""
    return datetime.now(UTC)
