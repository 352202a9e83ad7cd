"""The counter. Its unit is the visit: one visitor on one day."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Sum

from guong.jobs.clock import day_of
from guong.visits.models import DayVisits, Seen
from guong.visits.rules import ONLINE


@dataclass(frozen=True)
class Counts:
    """`week` runs from Monday; `online`: seen in the last five minutes."""

    online: int
    today: int
    week: int
    all: int


def counts(at: datetime) -> Counts:
    """The four figures of the portal at an instant, people only."""
    today = day_of(at)
    monday = today - timedelta(days=today.weekday())
    people = Seen.objects.filter(robot=False, on__lte=today)
    return Counts(
        online=people.filter(on=today, seen_at__gt=at - ONLINE, seen_at__lte=at).count(),
        today=people.filter(on=today).count() + _closed(today, today),
        week=people.filter(on__gte=monday).count() + _closed(monday, today),
        all=people.count() + _closed(date.min, today),
    )


def _closed(first: date, last: date) -> int:
    """People of the days that were counted already."""
    days = DayVisits.objects.filter(on__gte=first, on__lte=last)
    return days.aggregate(total=Sum("people"))["total"] or 0
