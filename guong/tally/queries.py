"""Roll-ups over the tree of a line, in two labelled views that one total never mixes.

`View.THEN`: every value counts where its unit stood on the day of the value. `View.NOW`: carried over to the
organisation of the day `on`, in which a unit that ended counts at its heir. `on` bounds the values too; `known` says as
recorded by when, values and changes of the tree alike. Both are passed in, so a view of (on, known) never alters.
Sums are carried by addition; rates are made anew from the sums of their parts; nothing is averaged.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet, Sum
from django.db.models.expressions import RawSQL

from guong.tally.models import Observation
from guong.units.models import Unit
from guong.units.queries import Params, Spans, View, places, spans

__all__ = [
    "CarriedOver",
    "ChildRow",
    "View",
    "by_child",
    "carried_over",
    "counting_units",
    "observations",
    "observations_below",
    "own",
    "rate",
    "totals",
]


@dataclass(frozen=True)
class ChildRow:
    """A unit directly below and the sums of its own values and all below it, by measure.

    `stands` is false for a unit that ended (or was moved away) and whose values still count here.
    """

    unit_id: int
    values: dict[str, int]
    stands: bool = True


@dataclass(frozen=True)
class CarriedOver:
    """Values of `unit_id`, which ended, count at `heir_id`; whole, although it was divided, where `divided`."""

    unit_id: int
    heir_id: int
    divided: bool


def observations(*, series: UUID, on: date, known: datetime) -> QuerySet[Observation]:
    """What was stated of a series for days up to `on`, as known at an instant."""
    return Observation.objects.filter(
        Q(known_until__isnull=True) | Q(known_until__gt=known), series=series, on__lte=on, known_from__lte=known
    )


# Observations that count at the asked unit; parameters: those of the spans, series, day, instant twice.
_COUNTED = """
FROM tally_observation o JOIN span s ON s.unit_id = o.unit_id AND o."on" >= s.since AND o."on" < s.until
WHERE o.series = %s AND o."on" <= %s AND o.known_from <= %s AND (o.known_until IS NULL OR o.known_until > %s)
"""


def _counted(span: Spans, series: UUID, on: date, known: datetime) -> Params:
    at = connection.ops.adapt_datetimefield_value(known)
    uid = series if connection.features.has_native_uuid_field else series.hex
    return (*span.params, uid, connection.ops.adapt_datefield_value(on), at, at)


def _rows(
    columns: str, *, series: UUID, unit: Unit, line: str, on: date, known: datetime, view: View
) -> Iterator[tuple[int, str, int]]:
    """(a column of span, measure, sum) of what counts at a unit; `columns` is text of ours."""
    span = spans(unit.pk, line, on, view, known)
    sql = (
        f"WITH RECURSIVE {span.sql} SELECT {columns}, o.measure, SUM(o.value) {_COUNTED} GROUP BY {columns}, o.measure"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, _counted(span, series, on, known))
        found = cursor.fetchall()
    return ((key, measure, int(total)) for key, measure, total in found)


def observations_below(
    *, series: UUID, unit: Unit, line: str, on: date, known: datetime, view: View = View.THEN
) -> QuerySet[Observation]:
    """What was stated that counts at a unit: the rows behind a total."""
    span = spans(unit.pk, line, on, view, known)
    sql = f"WITH RECURSIVE {span.sql} SELECT o.id {_COUNTED}"
    return Observation.objects.filter(pk__in=RawSQL(sql, _counted(span, series, on, known)))  # noqa: S611  (the same)


def totals(*, series: UUID, unit: Unit, line: str, on: date, known: datetime, view: View = View.THEN) -> dict[str, int]:
    """Sums by measure of what counts at a unit: its own values and those of all below it."""
    sums: Counter[str] = Counter()
    for _depth, measure, value in _rows("s.depth", series=series, unit=unit, line=line, on=on, known=known, view=view):
        sums[measure] += value
    return dict(sums)


def own(*, series: UUID, unit: Unit, on: date, known: datetime) -> dict[str, int]:
    """Sums by measure of what the unit itself stated."""
    rows = observations(series=series, on=on, known=known).filter(unit=unit)
    return dict(rows.values_list("measure").annotate(Sum("value")).order_by())


def by_child(
    *, series: UUID, unit: Unit, line: str, on: date, known: datetime, view: View = View.THEN
) -> list[ChildRow]:
    """One row for each unit directly below on the day, empty values where nothing counts there; then those that no
    longer stand there. With what counts at the unit itself the rows add up to its totals.
    """
    below = places(line, on, known).filter(parent=unit).order_by("pk").values_list("unit_id", flat=True)
    standing: dict[int, dict[str, int]] = {child: {} for child in below}
    gone: defaultdict[int, dict[str, int]] = defaultdict(dict)
    for branch, measure, value in _rows("s.branch", series=series, unit=unit, line=line, on=on, known=known, view=view):
        if branch != unit.pk:
            (standing if branch in standing else gone)[branch][measure] = value
    rows = [ChildRow(child, values) for child, values in standing.items()]
    return rows + [ChildRow(child, values, stands=False) for child, values in sorted(gone.items())]


def counting_units(
    *, series: UUID, measure: str, unit: Unit, line: str, on: date, known: datetime, view: View = View.THEN
) -> dict[int, int]:
    """How many units stated more than nothing of a measure, by depth under `unit` (0 itself, 1 directly below).

    Each unit that stated counts for itself, also where its values are carried over to another.
    """
    span = spans(unit.pk, line, on, view, known)
    sql = (
        f"WITH RECURSIVE {span.sql} SELECT depth, COUNT(*) FROM (SELECT o.unit_id, MIN(s.depth) AS depth {_COUNTED} "  # noqa: S608  (constant text, values are parameters)
        "AND o.measure = %s GROUP BY o.unit_id HAVING SUM(o.value) > 0) stated GROUP BY depth ORDER BY depth"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, (*_counted(span, series, on, known), measure))
        return dict(cursor.fetchall())


def carried_over(*, series: UUID, unit: Unit, line: str, on: date, known: datetime) -> list[CarriedOver]:
    """Of the values that count at a unit in the view of now: those of units that ended, and where they went."""
    span = spans(unit.pk, line, on, View.NOW, known)
    sql = (
        f"WITH RECURSIVE {span.sql} SELECT l.unit_id, l.parent_id, l.divided FROM link l "  # noqa: S608  (constant text, values are parameters)
        f"WHERE l.carried = 1 AND l.unit_id IN (SELECT o.unit_id {_COUNTED}) ORDER BY l.unit_id"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, _counted(span, series, on, known))
        return [CarriedOver(unit_id, heir_id, bool(divided)) for unit_id, heir_id, divided in cursor.fetchall()]


def rate(values: Mapping[str, int], part: str, *whole: str) -> Fraction | None:
    """A rate made anew from summed parts; None where there is nothing to divide by."""
    base = sum(values.get(measure, 0) for measure in whole)
    return Fraction(values.get(part, 0), base) if base else None
