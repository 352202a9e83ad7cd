"""Roll-ups over the tree of a line. `on`: the tree of that day and values up to it; `known`: as recorded by then.

Both are passed in, so a view of (on, known) never alters. Sums are carried by addition; nothing is averaged.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q, QuerySet, Sum

from guong.tally.models import Observation
from guong.units.models import Unit
from guong.units.queries import below, places

Parents = Mapping[int, int | None]


@dataclass(frozen=True)
class ChildRow:
    """A unit directly below and the sums of its own values and all below it, by measure."""

    unit_id: int
    values: dict[str, int]


def observations(*, series: UUID, on: date, known: datetime) -> QuerySet[Observation]:
    """What was stated of a series for days up to `on`, as known at an instant."""
    return Observation.objects.filter(
        Q(known_until__isnull=True) | Q(known_until__gt=known), series=series, on__lte=on, known_from__lte=known
    )


def observations_below(*, series: UUID, unit: Unit, line: str, on: date, known: datetime) -> QuerySet[Observation]:
    """The same, of a unit and all below it: the rows behind a total."""
    subtree = below("%s", (unit.pk,), line, on, among=True)
    return observations(series=series, on=on, known=known).filter(unit__in=Unit.objects.filter(pk__in=subtree))


def totals(*, series: UUID, unit: Unit, line: str, on: date, known: datetime) -> dict[str, int]:
    """Sums by measure of a unit and all below it."""
    rows = observations_below(series=series, unit=unit, line=line, on=on, known=known)
    return dict(rows.values_list("measure").annotate(Sum("value")).order_by())


def own(*, series: UUID, unit: Unit, on: date, known: datetime) -> dict[str, int]:
    """Sums by measure of what the unit itself stated."""
    rows = observations(series=series, on=on, known=known).filter(unit=unit)
    return dict(rows.values_list("measure").annotate(Sum("value")).order_by())


def by_child(*, series: UUID, unit: Unit, line: str, on: date, known: datetime) -> list[ChildRow]:
    """One row for each unit directly below, empty values where it stated nothing; own values and rows add to totals."""
    parents = dict(places(line, on).values_list("unit_id", "parent_id"))
    sums: dict[int, Counter[str]] = {child: Counter() for child, parent in parents.items() if parent == unit.pk}
    rows = observations_below(series=series, unit=unit, line=line, on=on, known=known)
    for unit_id, measure, value in rows.values_list("unit_id", "measure").annotate(Sum("value")).order_by():
        child = _ancestor_below(unit_id, unit.pk, parents)
        if child is not None:
            sums[child][measure] += value
    return [ChildRow(child, dict(values)) for child, values in sums.items()]


def counting_units(*, series: UUID, measure: str, unit: Unit, line: str, on: date, known: datetime) -> dict[int, int]:
    """How many units stated more than nothing of a measure, by depth under `unit` (0 itself, 1 directly below)."""
    parents = dict(places(line, on).values_list("unit_id", "parent_id"))
    rows = observations_below(series=series, unit=unit, line=line, on=on, known=known).filter(measure=measure)
    stated = rows.values_list("unit_id").annotate(total=Sum("value")).filter(total__gt=0).order_by()
    depths = Counter(len(list(_up(unit_id, unit.pk, parents))) for unit_id, _total in stated)
    return dict(sorted(depths.items()))


def _up(unit_id: int, top: int, parents: Parents) -> Iterator[int]:
    """From a unit up to, and without, `top`."""
    here: int | None = unit_id
    while here is not None and here != top:
        yield here
        here = parents.get(here)


def _ancestor_below(unit_id: int, top: int, parents: Parents) -> int | None:
    """The unit directly below `top` on the way up; None for `top` itself."""
    way = list(_up(unit_id, top, parents))
    return way[-1] if way else None
