"""The counter. Its unit is the visit: one visitor on one day."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Sum

from guong.jobs.clock import now
from guong.visits.models import DayVisits, Seen
from guong.visits.rules import ONLINE


@dataclass(frozen=True)
class Counts:
    """`week` runs from Monday; `online`: seen in the last five minutes."""

    online: int
    today: int
    week: int
    all: int


def counts(today: date, at: datetime | None = None) -> Counts:
    """The four figures of the portal, people only. `at`: the instant that `online` means, by default this one."""
    monday = today - timedelta(days=today.weekday())
    people = Seen.objects.filter(robot=False, on__lte=today)
    instant = at or now()
    return Counts(
        online=people.filter(on=today, seen_at__gt=instant - ONLINE, seen_at__lte=instant).count(),
        today=people.filter(on=today).count() + _closed(today, today),
        week=people.filter(on__gte=monday).count() + _closed(monday, today),
        all=people.count() + _closed(date.min, today),
    )


def _closed(first: date, last: date) -> int:
    """People of the days that were counted already."""
    days = DayVisits.objects.filter(on__gte=first, on__lte=last)
    return days.aggregate(total=Sum("people"))["total"] or 0
