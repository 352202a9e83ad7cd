"""Roll-ups over the tree of a line, in two labelled views that one total never mixes.

`View.THEN`: every value counts where its unit stood on the day of the value. `View.NOW`: carried over to the
organisation of the day `on`, in which a unit that ended counts at its heir. `on` bounds the values too; `known` says as
recorded by when, values and changes of the tree alike. Both are passed in, so a view of (on, known) never alters.
`known=None` asks for what is known now: then what is kept (`guong.tally.keeping`) answers, where it covers the day.
Sums are carried by addition; rates are made anew from the sums of their parts; nothing is averaged.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from fractions import Fraction
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet, Sum
from django.db.models.expressions import RawSQL

from guong.tally import kept
from guong.tally.models import Observation, Summary
from guong.tally.sql import day_of, key_of
from guong.units.models import Succession, Unit
from guong.units.queries import Params, Spans, View, places, spans
from guong.units.queries.periods import held, held_sql

__all__ = [
    "CarriedOver",
    "ChildRow",
    "Level",
    "View",
    "before_the_last_change",
    "by_child",
    "carried_at",
    "carried_over",
    "counting_units",
    "level",
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


def observations(*, series: UUID, on: date, known: datetime | None) -> QuerySet[Observation]:
    """What was stated of a series for days up to `on`, as known at an instant."""
    return Observation.objects.filter(held(known), series=series, on__lte=on)


# Observations that count at the asked unit; parameters: those of the spans, series, day, those of {held}.
_COUNTED = """
FROM tally_observation o JOIN span s ON s.unit_id = o.unit_id AND o."on" >= s.since AND o."on" < s.until
WHERE o.series = %s AND o."on" <= %s AND {held}
"""


def _counted(span: Spans, series: UUID, on: date, known: datetime | None) -> tuple[str, Params]:
    held, at = held_sql("o", known)
    return _COUNTED.format(held=held), (*span.params, key_of(series), day_of(on), *at)


def _rows(
    columns: str, *, series: UUID, unit: Unit, line: str, on: date, known: datetime | None, view: View
) -> Iterator[tuple[int, str, int]]:
    """(a column of span, measure, sum) of what counts at a unit; `columns` is text of ours."""
    span = spans(unit.pk, line, on, view, known)
    counted, given = _counted(span, series, on, known)
    sql = f"WITH RECURSIVE {span.sql} SELECT {columns}, o.measure, SUM(o.value) {counted} GROUP BY {columns}, o.measure"
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        found = cursor.fetchall()
    return ((key, measure, int(total)) for key, measure, total in found)


def observations_below(
    *, series: UUID, unit: Unit, line: str, on: date, known: datetime | None, view: View = View.THEN
) -> QuerySet[Observation]:
    """What was stated that counts at a unit: the rows behind a total."""
    span = spans(unit.pk, line, on, view, known)
    counted, given = _counted(span, series, on, known)
    sql = f"WITH RECURSIVE {span.sql} SELECT o.id {counted}"
    return Observation.objects.filter(pk__in=RawSQL(sql, given))  # noqa: S611  (the same)


def totals(
    *, series: UUID, unit: Unit, line: str, on: date, known: datetime | None, view: View = View.THEN
) -> dict[str, int]:
    """Sums by measure of what counts at a unit: its own values and those of all below it."""
    summary = kept.summary(series=series, line=line, on=on, view=view) if known is None else None
    if summary is not None:
        return kept.whole(summary, unit.pk, on)
    sums: Counter[str] = Counter()
    for _depth, measure, value in _rows("s.depth", series=series, unit=unit, line=line, on=on, known=known, view=view):
        sums[measure] += value
    return dict(sums)


def own(*, series: UUID, unit: Unit, on: date, known: datetime | None) -> dict[str, int]:
    """Sums by measure of what the unit itself stated."""
    rows = observations(series=series, on=on, known=known).filter(unit=unit)
    return dict(rows.values_list("measure").annotate(Sum("value")).order_by())


@dataclass(frozen=True)
class Level:
    """What counts at a unit itself and at each unit directly below it; together they are the whole."""

    own: dict[str, int]
    rows: list[ChildRow]
    summary: Summary | None = field(default=None, compare=False, repr=False)  # what answered, where something is kept

    @property
    def whole(self) -> dict[str, int]:
        sums = Counter(self.own)
        for row in self.rows:
            sums.update(row.values)
        return dict(sums)


def level(*, series: UUID, unit: Unit, line: str, on: date, known: datetime | None, view: View = View.THEN) -> Level:
    """One row for each unit directly below on the day, empty values where nothing counts there; then those that no
    longer stand there.
    """
    below = places(line, on, known).filter(parent=unit).order_by("pk").values_list("unit_id", flat=True)
    summary = kept.summary(series=series, line=line, on=on, view=view) if known is None else None
    if summary is not None:
        sums = kept.level(summary, unit.pk, on)
        own = _less(sums.pop(unit.pk, {}), sums.values())
    else:
        sums = _branches(series=series, unit=unit, line=line, on=on, known=known, view=view)
        own = sums.pop(unit.pk, {})
    standing = {child: sums.pop(child, {}) for child in below}
    rows = [ChildRow(child, values) for child, values in standing.items()]
    rows += [ChildRow(child, values, stands=False) for child, values in sorted(sums.items())]
    return Level({measure: value for measure, value in own.items() if value}, rows, summary)


def _less(whole: Mapping[str, int], parts: Iterable[Mapping[str, int]]) -> dict[str, int]:
    left = Counter(whole)
    for part in parts:
        left.subtract(part)
    return dict(left)


def _branches(
    *, series: UUID, unit: Unit, line: str, on: date, known: datetime | None, view: View
) -> dict[int, dict[str, int]]:
    """Sums by the unit directly below on the way; those of the unit itself under its own id."""
    found: defaultdict[int, dict[str, int]] = defaultdict(dict)
    for branch, measure, value in _rows("s.branch", series=series, unit=unit, line=line, on=on, known=known, view=view):
        found[branch][measure] = value
    return found


def by_child(
    *, series: UUID, unit: Unit, line: str, on: date, known: datetime | None, view: View = View.THEN
) -> list[ChildRow]:
    """The rows of `level`. With what counts at the unit itself they add up to its totals."""
    return level(series=series, unit=unit, line=line, on=on, known=known, view=view).rows


def counting_units(
    *, series: UUID, measure: str, unit: Unit, line: str, on: date, known: datetime | None, view: View = View.THEN
) -> dict[int, int]:
    """How many units stated more than nothing of a measure, by depth under `unit` (0 itself, 1 directly below).

    Each unit that stated counts for itself, also where its values are carried over to another.
    """
    span = spans(unit.pk, line, on, view, known)
    counted, given = _counted(span, series, on, known)
    sql = (
        f"WITH RECURSIVE {span.sql} SELECT depth, COUNT(*) FROM (SELECT o.unit_id, MIN(s.depth) AS depth {counted} "  # noqa: S608  (constant text, values are parameters)
        "AND o.measure = %s GROUP BY o.unit_id HAVING SUM(o.value) > 0) stated GROUP BY depth ORDER BY depth"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, (*given, measure))
        return dict(cursor.fetchall())


def carried_over(*, series: UUID, unit: Unit, line: str, on: date, known: datetime | None) -> list[CarriedOver]:
    """Of the values that count at a unit in the view of now: those of units that ended, and where they went."""
    span = spans(unit.pk, line, on, View.NOW, known)
    counted, given = _counted(span, series, on, known)
    sql = (
        f"WITH RECURSIVE {span.sql} SELECT l.unit_id, l.parent_id, l.divided FROM link l "  # noqa: S608  (constant text, values are parameters)
        f"WHERE l.carried = 1 AND l.unit_id IN (SELECT o.unit_id {counted}) ORDER BY l.unit_id"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        return [CarriedOver(unit_id, heir_id, bool(divided)) for unit_id, heir_id, divided in cursor.fetchall()]


def carried_at(*, series: UUID, unit: Unit, level: Level, line: str, on: date) -> list[CarriedOver]:
    """The same as known now, of what counts in a level of the view of now: at the unit and at each directly below."""
    heirs = {unit.pk, *(row.unit_id for row in level.rows)}
    if level.summary is not None:
        return [CarriedOver(*row) for row in kept.carried(level.summary, heirs, on)]
    found = carried_over(series=series, unit=unit, line=line, on=on, known=None)
    return [one for one in found if one.heir_id in heirs]


def rate(values: Mapping[str, int], part: str, *whole: str) -> Fraction | None:
    """A rate made anew from summed parts; None where there is nothing to divide by."""
    base = sum(values.get(measure, 0) for measure in whole)
    return Fraction(values.get(part, 0), base) if base else None


def before_the_last_change(on: date) -> date | None:
    """The day before units last became others, up to a day: the other day that people ask for."""
    days = Succession.objects.filter(change__in_force_on__lte=on).order_by("-change__in_force_on")
    last = days.values_list("change__in_force_on", flat=True).first()
    return last - timedelta(days=1) if last else None
