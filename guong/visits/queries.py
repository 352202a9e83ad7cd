"""The counter. Its unit is the visit: one visitor on one day."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q, Sum

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
    """The four figures of the portal at an instant, people only: days that still run, and those counted already."""
    today = day_of(at)
    this_day, this_week = Q(on=today), Q(on__gte=today - timedelta(days=today.weekday()))
    running = Seen.objects.filter(robot=False, on__lte=today).aggregate(
        online=Count("pk", filter=this_day & Q(seen_at__gt=at - ONLINE, seen_at__lte=at)),
        today=Count("pk", filter=this_day),
        week=Count("pk", filter=this_week),
        all=Count("pk"),
    )
    closed = DayVisits.objects.filter(on__lte=today).aggregate(
        today=Sum("people", filter=this_day), week=Sum("people", filter=this_week), all=Sum("people")
    )
    return Counts(**{name: number + (closed.get(name) or 0) for name, number in running.items()})
