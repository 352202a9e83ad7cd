"""Who came from whom: changes that hold, predecessors, successors, and the heirs of units that ended."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet

from guong.units.models import Change, ChangeUnit, Placement, Succession, Unit
from guong.units.queries.periods import Units, id_of, in_force
from guong.units.queries.trees import parents_of, stands_below
from guong.units.sql import fetch, marks


@dataclass(frozen=True)
class Heir:
    """A unit that carries on another. `main`: what that one stated is carried here; `divided`: by a divided unit."""

    unit_id: int
    main: bool
    divided: bool


def _uncorrected(at: str, known: datetime | None) -> Q:
    """Condition that the change at `at` (a prefix of field names) was recorded and not corrected by `known`."""
    correcting = Change.objects.filter(corrects=OuterRef(f"{at}pk"))
    if known is None:
        return Q(~Exists(correcting))
    return Q(~Exists(correcting.filter(recorded_at__lte=known)), **{f"{at}recorded_at__lte": known})


def effective(known: datetime | None = None) -> QuerySet[Change]:
    """Changes that hold as known at an instant: recorded by then, neither corrected nor taken back."""
    return Change.objects.filter(_uncorrected("", known)).exclude(kind="void")


def changes_of(unit: Unit, known: datetime | None = None) -> QuerySet[ChangeUnit]:
    """The life of a unit: what each change that holds says of it, in the order of days."""
    rows = unit.changes.filter(_uncorrected("change__", known))
    return rows.select_related("change", "parent").order_by("change__in_force_on", "change__recorded_at", "pk")


def successions(on: date, known: datetime | None = None) -> QuerySet[Succession]:
    """Who carried on whom, up to a day; main parts first."""
    rows = Succession.objects.filter(_uncorrected("change__", known), change__in_force_on__lte=on)
    return rows.select_related("change").order_by("change__in_force_on", "-main", "pk")


def predecessors(units: Units, on: date, known: datetime | None = None) -> dict[int, list[Succession]]:
    """Unit id → those whom it carries on, directly."""
    return _grouped(successions(on, known).filter(successor__in=units), "successor_id")


def successors(units: Units, on: date, known: datetime | None = None) -> dict[int, list[Succession]]:
    """Unit id → those named to carry it on, main part first, directly."""
    return _grouped(successions(on, known).filter(predecessor__in=units), "predecessor_id")


def _grouped(rows: Iterable[Succession], key: str) -> dict[int, list[Succession]]:
    found: defaultdict[int, list[Succession]] = defaultdict(list)
    for row in rows:
        found[getattr(row, key)].append(row)
    return dict(found)


def divided(on: date, known: datetime | None = None) -> dict[int, int]:
    """Unit id → main part, of the units that were divided up to a day."""
    rows = successions(on, known).filter(divided=True, main=True)
    return dict(rows.values_list("predecessor_id", "successor_id"))


def ends_of(units: Units, line: str, on: date, known: datetime | None = None) -> dict[int, date]:
    """Unit id → the day from which it no longer stands in the line, of those that ended up to a day."""
    rows = in_force(Placement.objects.filter(line=line), on, "line", known=known)
    return dict(rows.filter(standing=False, unit__in=units).values_list("unit_id", "starts_on"))


def heirs(units: Units, line: str, on: date, known: datetime | None = None) -> dict[int, tuple[Heir, ...]]:
    """Unit id → the units that carry it on and stand on a day, main one first; a standing unit is its own heir.

    A unit that ended without a named heir has the heirs of those below it on its last day; none of them is the main
    one, as its own values stay under its own name.
    """
    asked = [id_of(unit) for unit in units]
    return _Line(line, on, known).heirs(asked)


class _Line:
    """Heirs in a line on a day, found level by level so that many units take as many queries as one."""

    def __init__(self, line: str, on: date, known: datetime | None) -> None:
        self.line, self.on, self.known = line, on, known
        self.next: dict[int, list[Heir]] = {}  # one step on; a unit that stands leads to itself
        self.standing: set[int] = set()

    def heirs(self, asked: list[int]) -> dict[int, tuple[Heir, ...]]:
        wanted = set(asked)
        while wanted:
            wanted = self._step(wanted)
        done: dict[int, dict[int, Heir]] = {}
        return {unit: _main_first(self._ends(unit, done)) for unit in asked}

    def _step(self, wanted: set[int]) -> set[int]:
        """Take `wanted` one step on; gives the units met for the first time."""
        standing = parents_of(list(wanted), self.line, self.on, self.known).keys()
        self.standing |= standing
        gone = wanted - standing
        self.next |= {unit: [] for unit in wanted}
        for unit, heir, main, divided in _named(gone, self.on, self.known):
            self.next[unit].append(Heir(heir, bool(main), bool(divided)))
        self._parts({unit for unit in gone if not self.next[unit]})
        return {heir.unit_id for unit in gone for heir in self.next[unit]} - self.next.keys()

    def _parts(self, units: set[int]) -> None:
        """The parts of units without a named heir, on their last day."""
        by_day: defaultdict[date, list[int]] = defaultdict(list)
        ended = ends_of(units, self.line, self.on, self.known) if units else {}
        for unit, end in ended.items():
            by_day[end - timedelta(days=1)].append(unit)
        for last, above in by_day.items():
            for part in stands_below(above, last, self.known):
                if part.line == self.line and part.parent_id is not None:
                    self.next[part.parent_id].append(Heir(part.unit_id, main=False, divided=False))

    def _ends(self, unit: int, done: dict[int, dict[int, Heir]]) -> dict[int, Heir]:
        if unit in self.standing:
            return {unit: Heir(unit, main=True, divided=False)}
        if unit not in done:
            found: dict[int, Heir] = {}
            done[unit] = found
            for step in self.next[unit]:
                for end in self._ends(step.unit_id, done).values():
                    known = found.get(end.unit_id, Heir(end.unit_id, main=False, divided=False))
                    found[end.unit_id] = Heir(
                        end.unit_id,
                        main=known.main or (step.main and end.main),
                        divided=known.divided or step.divided or end.divided,
                    )
        return done[unit]


# Parameters: units, day, those of {recorded}, those of {corrected}.
_NAMED = """
SELECT s.predecessor_id, s.successor_id, s.main, s.divided FROM units_succession s
JOIN units_change c ON c.id = s.change_id
WHERE s.predecessor_id IN ({units}) AND c.in_force_on <= %s {recorded} AND NOT EXISTS (
  SELECT 1 FROM units_change d WHERE d.corrects_id = c.id {corrected})
ORDER BY c.in_force_on, s.main DESC, s.id
"""


def _named(units: set[int], on: date, known: datetime | None) -> list[tuple[Any, ...]]:
    """(Predecessor, successor, main, divided) of successions that hold, up to a day."""
    if not units:
        return []
    at = () if known is None else (connection.ops.adapt_datetimefield_value(known),)
    recorded, corrected = ("", "") if known is None else ("AND c.recorded_at <= %s", "AND d.recorded_at <= %s")
    sql = _NAMED.format(units=marks(units), recorded=recorded, corrected=corrected)
    return fetch(sql, (*units, connection.ops.adapt_datefield_value(on), *at, *at))


def _main_first(found: dict[int, Heir]) -> tuple[Heir, ...]:
    return tuple(sorted(found.values(), key=lambda heir: not heir.main))
