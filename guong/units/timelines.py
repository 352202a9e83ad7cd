"""Periods of units over all days, in memory, with a plan laid over them: what a plan is checked against.

Rows are fetched when they are first asked for, many at a time, so that a plan for one unit reads a handful and one for
a whole country reads each table once.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import zip_longest

from django.db.models import Q

from guong.units.enums import Fate
from guong.units.models import Placement, UnitCode, UnitName
from guong.units.plans import Plan

MANY = 5000  # from here on a table is read whole
Line = str


@dataclass(frozen=True)
class Place:
    """A row of a timeline: where a unit stands in a line from a day on."""

    unit: int
    line: Line
    starts: date
    parent: int | None
    standing: bool


@dataclass(frozen=True)
class Segment:
    """A stretch of days [since, until) in which a unit stands below one superior."""

    unit: int
    line: Line
    since: date
    until: date
    parent: int | None


class Timelines:
    """What would hold if the plan were carried out."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self._places: defaultdict[int, dict[tuple[Line, date], Place]] = defaultdict(dict)
        self._children: defaultdict[int, set[int]] = defaultdict(set)
        self._segments: dict[int, list[Segment]] = {}
        self._known: set[int] = set()
        self._parents_known: set[int] = set()
        self.doubles: list[tuple[int, Line]] = []  # a place that would start twice on a day
        for item in plan.items():
            if item.line:
                place = Place(item.unit, item.line, plan.day, item.parent, item.fate != Fate.ENDS)
                if (item.line, plan.day) in self._places[item.unit]:
                    self.doubles.append((item.unit, item.line))
                self._put(place)

    def _put(self, place: Place) -> None:
        self._places[place.unit][place.line, place.starts] = place
        if place.parent is not None:
            self._children[place.parent].add(place.unit)

    def load(self, units: Iterable[int]) -> None:
        """Fetch the rows of these units."""
        new = {unit for unit in units if unit > 0} - self._known
        if new:
            self._fetch(new, "unit")
            self._known |= new

    def load_children(self, units: Iterable[int]) -> None:
        """Fetch all rows of every unit that stands below one of these on some day."""
        new = {unit for unit in units if unit > 0} - self._parents_known
        if not new:
            return
        self._parents_known |= new
        rows = Placement.objects.filter(known_until__isnull=True, parent__isnull=False)
        rows = rows if len(new) > MANY else rows.filter(parent__in=new)
        pairs = list(rows.exclude(change=self.plan.corrects).values_list("unit_id", "parent_id"))
        self.load(unit for unit, parent in pairs if parent in new)

    def _fetch(self, units: Collection[int], field: str) -> None:
        rows = Placement.objects.filter(known_until__isnull=True)
        rows = rows if len(units) > MANY else rows.filter(**{f"{field}__in": units})
        values = rows.exclude(change=self.plan.corrects).values_list(
            "unit_id", "line", "starts_on", "parent_id", "standing"
        )
        for unit, line, starts, parent, standing in values:
            if unit not in units:
                continue
            if (line, starts) in self._places[unit]:
                self.doubles.append((unit, line))
            else:
                self._put(Place(unit, line, starts, parent, standing))

    def places(self, unit: int) -> list[Place]:
        """Rows of a unit, by line and day."""
        self.load([unit])
        return [self._places[unit][key] for key in sorted(self._places[unit])]

    def segments(self, unit: int) -> list[Segment]:
        """The stretches in which a unit stands, by line."""
        if unit not in self._segments:
            self._segments[unit] = list(_segments(self.places(unit)))
        return self._segments[unit]

    def below(self, unit: int) -> Iterator[Segment]:
        """The stretches of others below a unit."""
        self.load_children([unit])
        for child in sorted(self._children[unit]):
            yield from (one for one in self.segments(child) if one.parent == unit)

    def lines_on(self, unit: int, day: date) -> set[Line]:
        """The lines in which a unit stands on a day."""
        return {one.line for one in self.segments(unit) if one.since <= day < one.until}

    def first_day(self, unit: int) -> date | None:
        return min((place.starts for place in self.places(unit) if place.standing), default=None)

    def last_day(self, unit: int) -> date | None:
        """The day from which a unit stands nowhere any more."""
        ends = [place.starts for place in self.places(unit) if not place.standing]
        return min(ends, default=None)


def _segments(places: list[Place]) -> Iterator[Segment]:
    for place, following in zip_longest(places, places[1:]):
        until = following.starts if following is not None and following.line == place.line else date.max
        if place.standing:
            yield Segment(place.unit, place.line, place.starts, until, place.parent)


class Called:
    """Names or codes of units over all days, with those of the plan."""

    def __init__(self, plan: Plan, units: Collection[int]) -> None:
        self.plan = plan
        existing = [unit for unit in units if unit > 0]
        self.names = self._starts(UnitName, existing)
        self.codes = self._starts(UnitCode, existing)

    def _starts(self, model: type[UnitName] | type[UnitCode], units: list[int]) -> dict[int, set[date]]:
        found: defaultdict[int, set[date]] = defaultdict(set)
        rows = model.objects.filter(known_until__isnull=True).exclude(change=self.plan.corrects)
        rows = rows if len(units) > MANY else rows.filter(unit__in=units)
        for unit, starts in rows.values_list("unit_id", "starts_on"):
            found[unit].add(starts)
        return found


def code_stretches(plan: Plan, units: Collection[int]) -> dict[str, list[tuple[int, date, date]]]:
    """Code → (unit, since, until) of everybody who carries it, for the codes that these units ever carry."""
    rows = UnitCode.objects.filter(known_until__isnull=True).exclude(change=plan.corrects)
    existing = {unit for unit in units if unit > 0}
    given = {item.unit: item.code for item in plan.items() if item.code}
    if len(existing) + len(given) <= MANY:
        codes = {*rows.filter(unit__in=existing).values_list("code", flat=True), *given.values()}
        holders = rows.filter(code__in=codes).values("unit")
        rows = rows.filter(Q(unit__in=holders) | Q(unit__in=existing))
    by_unit: defaultdict[int, list[tuple[date, str]]] = defaultdict(list)
    for unit, starts, code in rows.values_list("unit_id", "starts_on", "code"):
        by_unit[unit].append((starts, code))
    for unit, code in given.items():
        by_unit[unit].append((plan.day, code))
    found: defaultdict[str, list[tuple[int, date, date]]] = defaultdict(list)
    for unit, periods in by_unit.items():
        ordered = sorted(periods)
        for (since, code), following in zip_longest(ordered, ordered[1:]):
            found[code].append((unit, since, following[0] if following else date.max))
    return found
