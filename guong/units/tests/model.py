"""The tree that remembers, as the design tells it: a list of facts, replayed anew for every question.

Written from the laws alone and slow on purpose: the code is held against it, so nothing here is shared with the code.
Days and instants of recording are plain numbers; units are numbers.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

LAST_DAY = 14
Parents = dict[int, int | None]


@dataclass(frozen=True)
class Fact:
    """What one change says. `recorded`: when it became known; `day`: from when it is in force."""

    recorded: int
    day: int
    names: Mapping[int, str] = field(default_factory=dict)
    places: Mapping[tuple[int, str], int | None] = field(default_factory=dict)  # (unit, line) → superior
    ends: frozenset[int] = frozenset()
    heirs: Mapping[int, tuple[int, ...]] = field(default_factory=dict)  # ended unit → those named, main part first
    voids: int | None = None  # `recorded` of the fact that no longer holds

    def says_something(self) -> bool:
        return bool(self.names or self.places or self.ends)


@dataclass(frozen=True)
class Value:
    """What a unit stated for a day."""

    unit: int
    day: int
    number: int


class Organisation:
    """Facts in the order in which they were recorded."""

    def __init__(self) -> None:
        self.facts: list[Fact] = []

    def known(self, known: int) -> list[Fact]:
        """Facts that hold as known at an instant, by the day from which they are in force."""
        told = [fact for fact in self.facts if fact.recorded <= known]
        void = {fact.voids for fact in told}
        return sorted((fact for fact in told if fact.recorded not in void), key=lambda fact: (fact.day, fact.recorded))

    def name(self, unit: int, on: int, known: int) -> str | None:
        said = [fact.names[unit] for fact in self.known(known) if unit in fact.names and fact.day <= on]
        return said[-1] if said else None

    def parents(self, line: str, on: int, known: int) -> Parents:
        """Who stands in a line on a day, and below whom."""
        standing: Parents = {}
        for fact in self.known(known):
            if fact.day > on:
                continue
            for (unit, where), parent in fact.places.items():
                if where == line:
                    standing[unit] = parent
            for unit in fact.ends:
                standing.pop(unit, None)
        return standing

    def path(self, unit: int, line: str, on: int, known: int) -> list[int]:
        """From the root down to the unit; empty where it does not stand."""
        parents = self.parents(line, on, known)
        return list(_up(unit, parents))[::-1] if unit in parents else []

    def end(self, unit: int, known: int) -> Fact | None:
        return next((fact for fact in self.known(known) if unit in fact.ends), None)

    def heirs(self, unit: int, line: str, on: int, known: int) -> set[int]:
        """Units that stand on a day and carry on what this one was."""
        if unit in self.parents(line, on, known):
            return {unit}
        end = self.end(unit, known)
        if end is None or end.day > on:
            return set()
        named = end.heirs.get(unit) or self._parts(unit, line, end.day, known)
        return {heir for one in named for heir in self.heirs(one, line, on, known)}

    def _parts(self, unit: int, line: str, ended: int, known: int) -> list[int]:
        """Units directly below on the last day."""
        return [one for one, parent in self.parents(line, ended - 1, known).items() if parent == unit]

    # --- totals ---

    def then(self, value: Value, line: str, on: int, known: int) -> list[int]:
        """Where a value counts in the view of the time: its unit and all above it on the day of the value."""
        place = self._place(value.unit, line, value.day, on, known)
        if place is None:
            return []
        above = self.parents(line, place, known)[value.unit]
        over = [] if above is None else self.then(Value(above, value.day, 0), line, on, known)
        return [value.unit, *over]

    def _place(self, unit: int, line: str, day: int, on: int, known: int) -> int | None:
        """The day itself when the unit stood; else its last day before; else its first one, if that has come."""
        days = [one for one in range(on + 1) if unit in self.parents(line, one, known)]
        before = [one for one in days if one <= day]
        return (before or days[:1])[-1] if days else None

    def now(self, unit: int, line: str, on: int, known: int) -> list[int]:
        """Where values of a unit count when carried over to the organisation of a day.

        A unit that ended counts at the one that carries it on, a divided one whole at its main part. Without a named
        heir in this line it keeps its own name and stands where its superior of the last day now counts.
        """
        parents = self.parents(line, on, known)
        if unit in parents:
            return list(_up(unit, parents))
        end = self.end(unit, known)
        if end is None or end.day > on:
            return []
        last = self.parents(line, end.day - 1, known)
        if unit not in last:
            return []
        heir = next(iter(end.heirs.get(unit, ())), None)
        if heir in self.parents(line, end.day, known) and heir is not None:
            return self.now(heir, line, on, known)
        above = last[unit]
        return [unit, *(self.now(above, line, on, known) if above is not None else [])]

    def counts_at(self, value: Value, line: str, on: int, known: int, view: str) -> list[int]:
        """The units at which a value counts in a view: the first one it counts at, and all above that one."""
        if value.day > on:
            return []
        return self.then(value, line, on, known) if view == "then" else self.now(value.unit, line, on, known)

    # --- what may be written ---

    def may_add(self, fact: Fact) -> bool:
        """Whether the organisation is sound on every day with this fact added."""
        trial = Organisation()
        trial.facts = [*self.facts, fact]
        return trial._sound(fact.recorded)

    def _sound(self, known: int) -> bool:
        facts = self.known(known)
        return (
            _no_double_start(facts)
            and _ended_for_good(facts)
            and all(self._sound_on(line, day, known) for line in _lines(facts) for day in range(LAST_DAY + 1))
            and self._heirs_stand(facts, known)
        )

    def _sound_on(self, line: str, day: int, known: int) -> bool:
        """Every superior stands, and nobody stands below itself."""
        parents = self.parents(line, day, known)
        for unit in parents:
            way = list(_up(unit, parents))
            if len(way) > len(parents) or any(one not in parents for one in way):
                return False
        return True

    def _heirs_stand(self, facts: list[Fact], known: int) -> bool:
        for fact in facts:
            standing = {one for line in _lines(facts) for one in self.parents(line, fact.day, known)}
            if any(heir not in standing for named in fact.heirs.values() for heir in named):
                return False
        return True


def _up(unit: int, parents: Parents) -> Iterator[int]:
    """From a unit up to its root; goes on one step too far in a circle, so that it shows."""
    here: int | None = unit
    steps = 0
    while here is not None and steps <= len(parents):
        yield here
        here = parents.get(here)
        steps += 1


def _lines(facts: list[Fact]) -> set[str]:
    return {line for fact in facts for _unit, line in fact.places}


def _no_double_start(facts: list[Fact]) -> bool:
    """A unit gets one name and one place in a line on a day, by one fact; its end is such a place."""
    names = [(unit, fact.day) for fact in facts for unit in fact.names]
    places = [(unit, line, fact.day) for fact in facts for unit, line in fact.places]
    lines = _lines(facts)
    ends = [(unit, line, fact.day) for fact in facts for unit in fact.ends for line in lines]
    begun = {(unit, line) for fact in facts for unit, line in fact.places}
    places += [end for end in ends if (end[0], end[1]) in begun]
    return len(set(names)) == len(names) and len(set(places)) == len(places)


def _ended_for_good(facts: list[Fact]) -> bool:
    """Before its first day and after its end a unit gets no name, no place and no second end."""
    for fact in facts:
        for unit in {*fact.names, *(unit for unit, _line in fact.places), *fact.ends}:
            begins = min((one.day for one in facts for placed, _line in one.places if placed == unit), default=None)
            ends = [one for one in facts if unit in one.ends]
            if begins is None or fact.day < begins:
                return False
            if len(ends) > 1 or (ends and fact is not ends[0] and fact.day >= ends[0].day):
                return False
    return True
