"""Who came from whom: changes that hold, predecessors, successors, and the heirs of units that ended."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from guong.units.models import Change, ChangeUnit, Placement, Succession, Unit
from guong.units.queries.periods import Units, id_of, in_force
from guong.units.queries.trees import places


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
        standing = set(places(self.line, self.on, self.known).filter(unit__in=wanted).values_list("unit", flat=True))
        self.standing |= standing
        gone = wanted - standing
        named = successors(gone, self.on, self.known)
        for unit in wanted:
            self.next[unit] = [Heir(row.successor_id, row.main, row.divided) for row in named.get(unit, ())]
        self._parts(gone - named.keys())
        return {heir.unit_id for unit in gone for heir in self.next[unit]} - self.next.keys()

    def _parts(self, units: set[int]) -> None:
        """The parts of units without a named heir, on their last day."""
        by_day: defaultdict[date, list[int]] = defaultdict(list)
        for unit, ended in ends_of(units, self.line, self.on, self.known).items():
            by_day[ended - timedelta(days=1)].append(unit)
        for last, above in by_day.items():
            rows = places(self.line, last, self.known).filter(parent__in=above).order_by("pk")
            for part, unit in rows.values_list("unit_id", "parent_id"):
                self.next[unit].append(Heir(part, main=False, divided=False))

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


def _main_first(found: dict[int, Heir]) -> tuple[Heir, ...]:
    return tuple(sorted(found.values(), key=lambda heir: not heir.main))
