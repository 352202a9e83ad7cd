"""The tree of a day as intervals: all units below one are a range of numbers, whatever their depth.

A snapshot answers exactly what the tree says (`take_snapshot` makes it, a change of the tree ends it); where there is
none, the walk through the tree answers.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime

from django.db.models import F, QuerySet
from django.db.models.expressions import RawSQL

from guong.units.models import Placement, Snapshot, SnapshotPlace, Unit
from guong.units.queries.periods import held
from guong.units.queries.trees import descendants

Interval = tuple[int, int | None, int, int, int]  # unit, parent, first, last, depth

_WITHIN = """
SELECT q.unit_id FROM units_snapshotplace p JOIN units_snapshotplace q
ON q.snapshot_id = p.snapshot_id AND q.first > p.first AND q.first <= p.last
WHERE p.snapshot_id = %s AND p.unit_id = %s
"""


def snapshot(line: str, on: date, known: datetime | None = None) -> Snapshot | None:
    """A snapshot that holds for a day, as known at an instant."""
    rows = Snapshot.objects.filter(held(known), line=line, since__lte=on, until__gt=on)
    return rows.order_by("-known_from").first()


def within(of: Snapshot, unit: Unit) -> RawSQL:
    """SQL for the ids of all units below one."""
    return RawSQL(_WITHIN, (of.pk, unit.pk))  # noqa: S611  (constant text, values are parameters)


def sizes(of: Snapshot, units: Sequence[int]) -> dict[int, int]:
    """Unit id → how many units stand below it, of those that stand."""
    rows = SnapshotPlace.objects.filter(snapshot=of, unit__in=units)
    return dict(rows.values_list("unit_id", F("last") - F("first")))


def all_below(unit: Unit, line: str, on: date, known: datetime | None = None) -> QuerySet[Unit]:
    """Units at any depth below one on a day: from a snapshot where there is one."""
    found = snapshot(line, on, known)
    if found is None:
        return Unit.objects.filter(pk__in=descendants(unit, line, on, known))
    return Unit.objects.filter(pk__in=within(found, unit))


def days_alike(line: str, on: date) -> tuple[date, date]:
    """[since, until) around a day in which nothing changes in a line, as known now."""
    rows = Placement.objects.filter(line=line, known_until__isnull=True)
    before = rows.filter(starts_on__lte=on).order_by("-starts_on").values_list("starts_on", flat=True).first()
    after = rows.filter(starts_on__gt=on).order_by("starts_on").values_list("starts_on", flat=True).first()
    return before or date.min, after or date.max


def intervals(parents: Mapping[int, int | None]) -> Iterator[Interval]:
    """Every unit with the numbers of itself and of the last one below it, parents first."""
    kids: dict[int | None, list[int]] = {}
    for unit in sorted(parents):
        kids.setdefault(parents[unit], []).append(unit)
    sizes = _sizes(kids)
    places = [(unit, first, 0) for unit, first in _numbered(kids.get(None, []), sizes, 0)]
    while places:
        unit, first, depth = places.pop()
        yield unit, parents[unit], first, first + sizes[unit] - 1, depth
        places += [(child, number, depth + 1) for child, number in _numbered(kids.get(unit, []), sizes, first + 1)]


def _numbered(units: Sequence[int], sizes: Mapping[int, int], first: int) -> list[tuple[int, int]]:
    """Siblings with their first numbers, one after the other."""
    placed = []
    for unit in units:
        placed.append((unit, first))
        first += sizes[unit]
    return placed


def _sizes(kids: Mapping[int | None, Sequence[int]]) -> dict[int, int]:
    """How many units each one and all below it are."""
    order = list(kids.get(None, []))
    for unit in order:
        order.extend(kids.get(unit, []))
    sizes: dict[int, int] = {}
    for unit in reversed(order):
        sizes[unit] = 1 + sum(sizes[child] for child in kids.get(unit, []))
    return sizes
