"""Periods of units over all days, in memory, with a plan laid over them: what a plan is checked against.

Rows are fetched when they are first asked for, many at a time, so that a plan for one unit reads a handful and one for
a whole country reads each table once.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import zip_longest

from guong.units.enums import Fate
from guong.units.plans import Plan
from guong.units.sql import day_of, fetch, marks

MANY = 5000  # from here on a table is read whole
Line = str

# Parameters: a change that does not count, then those of {some}.
_PLACES = """
SELECT p.unit_id, p.line, p.starts_on, p.parent_id, p.standing FROM units_placement p
WHERE p.known_until IS NULL AND p.change_id <> %s {some}
"""
# With each name, whether its change founded the unit.
_NAMES = """
SELECT p.unit_id, p.starts_on, EXISTS (
  SELECT 1 FROM units_changeunit u WHERE u.change_id = p.change_id AND u.unit_id = p.unit_id AND u.fate = 'begins')
FROM units_unitname p WHERE p.known_until IS NULL AND p.change_id <> %s {some}
"""
_CODES = """
SELECT p.unit_id, p.starts_on, p.code FROM units_unitcode p WHERE p.known_until IS NULL AND p.change_id <> %s {some}
"""
# Places of units, of all that ever stand above them and of those directly below others.
_AROUND = """
AND p.unit_id IN (
  WITH RECURSIVE up(id) AS (
    SELECT id FROM units_unit WHERE id IN ({seeds}) UNION
    SELECT q.parent_id FROM up JOIN units_placement q ON q.unit_id = up.id
    WHERE q.known_until IS NULL AND q.parent_id IS NOT NULL)
  SELECT id FROM up
  UNION SELECT q.unit_id FROM units_placement q WHERE q.parent_id IN ({below}) AND q.known_until IS NULL)
"""
# Every code period of whoever ever carries a code of these units or one of those given, and of these units.
_SAME_CODES = """
AND p.unit_id IN (
  SELECT q.unit_id FROM units_unitcode q WHERE q.known_until IS NULL AND q.code IN (
    SELECT c.code FROM units_unitcode c WHERE c.known_until IS NULL AND c.unit_id IN ({units}))
  UNION SELECT q.unit_id FROM units_unitcode q WHERE q.known_until IS NULL AND q.code IN ({codes})
  UNION SELECT id FROM units_unit WHERE id IN ({units}))
"""
_SUCCESSIONS = """
SELECT s.successor_id, c.in_force_on FROM units_succession s JOIN units_change c ON c.id = s.change_id
WHERE s.change_id <> %s AND NOT EXISTS (SELECT 1 FROM units_change d WHERE d.corrects_id = c.id) {some}
"""


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

    def __init__(self, plan: Plan, touched: Collection[int]) -> None:
        self.plan = plan
        self._places: defaultdict[int, dict[tuple[Line, date], Place]] = defaultdict(dict)
        self._children: defaultdict[int, set[int]] = defaultdict(set)
        self._segments: dict[int, list[Segment]] = {}
        self._known: set[int] = set()
        self.doubles: list[tuple[int, Line]] = []  # a place that would start twice on a day
        for item in plan.items():
            if item.line:
                place = Place(item.unit, item.line, plan.day, item.parent, item.fate != Fate.ENDS)
                if (item.line, plan.day) in self._places[item.unit]:
                    self.doubles.append((item.unit, item.line))
                self._put(place)
        self._around(touched)

    def _put(self, place: Place) -> None:
        self._places[place.unit][place.line, place.starts] = place
        if place.parent is not None:
            self._children[place.parent].add(place.unit)

    def _around(self, touched: Collection[int]) -> None:
        """Fetch, in one query, these units, all that ever stand above them and those directly below."""
        below = existing(touched)
        seeds = existing({*touched, *(item.parent for item in self.plan.items() if item.parent is not None)})
        if len(seeds) > MANY:
            self._fetch("", ())
        elif seeds:
            self._fetch(_AROUND.format(seeds=marks(seeds), below=marks(below)), (*seeds, *below))
        self._known |= {*seeds, *self._places}

    def load(self, units: Iterable[int]) -> None:
        """Fetch the rows of these units, where they are not at hand."""
        new = existing(set(units) - self._known)
        self._known |= set(new)
        if new:
            self._fetch(f"AND p.unit_id IN ({marks(new)})", new)

    def _fetch(self, some: str, given: Iterable[int]) -> None:
        for unit, line, starts, parent, standing in fetch(_PLACES.format(some=some), (self.plan.corrects or 0, *given)):
            if (line, day_of(starts)) in self._places[unit]:
                self.doubles.append((unit, line))
            else:
                self._put(Place(unit, line, day_of(starts), parent, bool(standing)))

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
    """Days on which names and codes of units start, and who carries their codes, with those of the plan."""

    def __init__(self, plan: Plan, touched: Collection[int]) -> None:
        self.names: defaultdict[int, set[date]] = defaultdict(set)
        self.founded = dict.fromkeys(plan.beginning(), plan.day)
        self._codes: defaultdict[int, list[tuple[date, str]]] = defaultdict(list)
        units, but = existing(touched), plan.corrects or 0
        given = sorted({item.code for item in plan.items() if item.code})
        if len(units) + len(given) > MANY:
            names, codes = fetch(_NAMES.format(some=""), (but,)), fetch(_CODES.format(some=""), (but,))
        else:
            some = f"AND p.unit_id IN ({marks(units)})"
            names = fetch(_NAMES.format(some=some), (but, *units))
            some = _SAME_CODES.format(units=marks(units), codes=marks(given))
            codes = fetch(_CODES.format(some=some), (but, *units, *given, *units))
        for unit, starts, founded in names:
            self.names[unit].add(day_of(starts))
            if founded:
                self.founded[unit] = day_of(starts)
        for unit, starts, code in codes:
            self._codes[unit].append((day_of(starts), code))
        self._given = [(item.unit, plan.day, item.code) for item in plan.items() if item.code]

    def codes(self, unit: int) -> set[date]:
        return {starts for starts, _code in self._codes.get(unit, ())}

    def stretches(self) -> dict[str, list[tuple[int, date, date]]]:
        """Code → (unit, since, until) of everybody who carries it."""
        periods = {unit: list(rows) for unit, rows in self._codes.items()}
        for unit, day, code in self._given:
            periods.setdefault(unit, []).append((day, code))
        found: defaultdict[str, list[tuple[int, date, date]]] = defaultdict(list)
        for unit, rows in periods.items():
            ordered = sorted(rows)
            for (since, code), following in zip_longest(ordered, ordered[1:]):
                found[code].append((unit, since, following[0] if following else date.max))
        return found


def carried_on(units: Collection[int], but: int | None) -> list[tuple[int, date]]:
    """(Unit, day) of each succession to one of these that holds, but for those of a change."""
    asked = existing(units)
    some = "" if len(asked) > MANY else f"AND s.successor_id IN ({marks(asked)})"
    rows = fetch(_SUCCESSIONS.format(some=some), (but or 0, *(() if len(asked) > MANY else asked)))
    return [(unit, day_of(day)) for unit, day in rows if unit in units]


def existing(units: Iterable[int]) -> list[int]:
    """Without those that the plan founds."""
    return sorted(unit for unit in units if unit > 0)
