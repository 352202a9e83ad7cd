"""Snapshots of the tree: drawn from what is known, dropped when a change makes them old. No act of a person."""

from datetime import date

from django.db import transaction
from django.db.models import Max

from guong.jobs import clock
from guong.units.models import Change, Placement, Snapshot, SnapshotPlace
from guong.units.pouring import pour
from guong.units.queries.snapshots import days_alike, intervals, snapshot
from guong.units.queries.trees import places
from guong.units.sql import alone

_NAMES = ("snapshot_id", "unit_id", "parent_id", "first", "last", "depth")


@transaction.atomic
def take_snapshot(*, line: str, on: date) -> Snapshot:
    """The tree of a line on a day as intervals, for as long as nothing that is known changes it."""
    alone()
    found = snapshot(line, on)
    if found is not None:
        return found
    since, until = days_alike(line, on)
    last = Change.objects.aggregate(last=Max("recorded_at"))["last"] or clock.now()
    made = Snapshot.objects.create(line=line, since=since, until=until, known_from=last)
    parents = dict(places(line, on).values_list("unit_id", "parent_id"))
    pour(SnapshotPlace, _NAMES, ((made.pk, *row) for row in intervals(parents)))
    return made


def keep_snapshots() -> None:
    """One of today for each line in use, and none that is known no more or of another day: the worker asks."""
    day = clock.today()
    Snapshot.objects.filter(known_until__isnull=False).delete()
    Snapshot.objects.exclude(since__lte=day, until__gt=day).delete()
    for line in Placement.objects.values_list("line", flat=True).distinct().order_by("line"):
        take_snapshot(line=line, on=day)
