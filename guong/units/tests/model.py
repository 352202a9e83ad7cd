"""The tree that remembers, as its laws say it: written from the laws of time, tree and figures, not from the code.

Slow and short. There are no periods and no intervals here: what holds on a day is found by going through all facts that
were known and in force, in order, from the beginning. Units, days and instants are plain numbers.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property

LAST_DAY = 14
Place = tuple[int, str]
"""A unit in a line."""


@dataclass(frozen=True)
class Fact:
    """What one decision says. It is added, and never altered or removed."""

    recorded: int
    day: int
    begins: frozenset[int] = frozenset()
    names: Mapping[int, str] = field(default_factory=dict)
    places: Mapping[Place, int | None] = field(default_factory=dict)
    """Under whom; None: at the head of the line."""
    ends: frozenset[int] = frozenset()
    heirs: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    """Who follows an ended unit; the first is the main part."""
    voids: int | None = None
    """The instant at which the fact was recorded that this one takes back."""

    def says_something(self) -> bool:
        return bool(self.names or self.places or self.ends)


@dataclass(frozen=True)
class Value:
    """What was counted at a unit on a day."""

    unit: int
    day: int
    number: int
    recorded: int = 0


@dataclass
class Day:
    """The organisation on one day."""

    called: dict[int, str] = field(default_factory=dict)
    """The last name of every unit that has begun; an ended one keeps it."""
    standing: set[int] = field(default_factory=set)
    above: dict[str, dict[int, int | None]] = field(default_factory=dict)
    """By line, the superior of each unit in it."""

    def hears(self, fact: Fact) -> None:
        self.called |= fact.names
        self.standing |= fact.begins
        for (unit, line), parent in fact.places.items():
            self.above.setdefault(line, {})[unit] = parent

    def loses(self, unit: int) -> None:
        self.standing.discard(unit)
        for above in self.above.values():
            above.pop(unit, None)

    def parents(self, line: str) -> dict[int, int | None]:
        return self.above.get(line, {})

    def path(self, unit: int, line: str) -> list[int]:
        """The unit, its superior, and so on to the head of the line. In a circle the last one comes twice."""
        way = [unit]
        while (parent := self.parents(line).get(way[-1])) is not None:
            way.append(parent)
            if way.count(parent) > 1:
                break
        return way

    def faults(self) -> Iterator[str]:
        for line, above in self.above.items():
            for unit, parent in above.items():
                if unit not in self.standing:
                    yield f"{unit} is placed, and does not stand"
                if parent is not None and parent not in above:
                    yield f"{unit} is below {parent}, who does not stand in {line}"
                if len(way := self.path(unit, line)) > len(set(way)):
                    yield f"{unit} is below itself in {line}"


class Knowledge:
    """What is held to be true at one instant."""

    def __init__(self, facts: Iterable[Fact]) -> None:
        heard = list(facts)
        taken_back = {fact.voids for fact in heard}
        self.facts = [fact for fact in heard if fact.recorded not in taken_back]
        self.on = cache(self._on)

    def in_force(self, day: int) -> list[Fact]:
        """In the order of their days."""
        return sorted((f for f in self.facts if f.day <= day), key=lambda fact: (fact.day, fact.recorded))

    def _on(self, day: int) -> Day:
        told = Day()
        for fact in self.in_force(day):
            told.hears(fact)
        for unit, end in self.ends.items():
            if end <= day:
                told.loses(unit)
        return told

    @cached_property
    def ends(self) -> dict[int, int]:
        return {unit: fact.day for fact in self.facts for unit in fact.ends}

    def ended(self, unit: int, day: int) -> bool:
        return unit in self.ends and self.ends[unit] <= day

    @cached_property
    def named_heirs(self) -> dict[int, tuple[int, ...]]:
        return {unit: heirs for fact in self.facts for unit, heirs in fact.heirs.items()}

    def heirs(self, unit: int, line: str, day: int) -> set[int]:
        """Who stands for a unit in a line: itself, else the heirs of those who followed it, else those of its parts."""
        if not self.ended(unit, day):
            return {unit} & set(self.on(day).parents(line))
        followers = self.named_heirs.get(unit) or self.parts(unit, line)
        return {heir for one in followers for heir in self.heirs(one, line, day)}

    def ever_in(self, line: str, day: int) -> set[int]:
        """Who stands in a line on a day, or stood in it before."""
        return {unit for one in range(day + 1) for unit in self.on(one).parents(line)}

    def parts(self, unit: int, line: str) -> list[int]:
        """Who was directly below a unit on its last day."""
        return [child for child, parent in self.last_day(unit).parents(line).items() if parent == unit]

    # Where a value lies

    def way(self, unit: int, line: str, day: int) -> list[int]:
        """In whose totals a value carried over to a day lies: its holder and all above. None outside the line."""
        if not self.ended(unit, day):
            return self.on(day).path(unit, line) if unit in self.on(day).parents(line) else []
        if unit not in self.last_day(unit).parents(line):
            return []
        heir = self.main_heir(unit, line)
        return self.way(heir, line, day) if heir is not None else self.way_of_ended(unit, line, day)

    def last_day(self, unit: int) -> Day:
        return self.on(self.ends[unit] - 1)

    def main_heir(self, unit: int, line: str) -> int | None:
        """A divided unit goes whole to its main part. Who does not stand in a line is nobody's heir in it."""
        heirs = self.named_heirs.get(unit)
        return heirs[0] if heirs and heirs[0] in self.on(self.ends[unit]).parents(line) else None

    def way_of_ended(self, unit: int, line: str, day: int) -> list[int]:
        """It keeps its values under its own name, below its last superior and whoever holds for that one."""
        above = self.last_day(unit).parents(line)[unit]
        return [unit, *(self.way(above, line, day) if above is not None else [])]

    def way_then(self, unit: int, line: str, day: int, on: int) -> list[int]:
        """In whose totals a value lies as it was then, told on the day `on`: the unit and all that were above it.

        A value may be of a day on which its unit, as is known since, did not stand: it lies where the unit stood last
        before, or else where it stood first.
        """
        stood = [one for one in range(on + 1) if unit in self.on(one).parents(line)]
        if not stood:
            return []
        place = max((one for one in stood if one <= day), default=stood[0])
        above = self.on(place).parents(line)[unit]
        return [unit, *(self.way_then(above, line, day, on) if above is not None else [])]

    # What may be said

    def faults(self) -> Iterator[str]:
        yield from self.faults_of_lives()
        yield from self.faults_of_starts()
        for day in {fact.day for fact in self.facts}:
            yield from self.on(day).faults()
        for fact in self.facts:
            yield from self.faults_of(fact)

    def faults_of_starts(self) -> Iterator[str]:
        """A start is unique: two facts give no unit two names, or two places in a line, from one day on."""
        starts = [(fact.day, unit) for fact in self.facts for unit in fact.names]
        places = [(fact.day, place) for fact in self.facts for place in fact.places]
        if len(set(starts)) < len(starts) or len(set(places)) < len(places):
            yield "two facts say the same of a unit from one day on"

    def faults_of_lives(self) -> Iterator[str]:
        begun = [unit for fact in self.facts for unit in fact.begins]
        ended = [unit for fact in self.facts for unit in fact.ends]
        for unit in {*begun, *ended}:
            if begun.count(unit) != 1 or ended.count(unit) > 1:
                yield f"{unit} begins or ends more than once"

    def faults_of(self, fact: Fact) -> Iterator[str]:
        """Whom a fact speaks of stands on its day; whom it ends stood on the day before."""
        today, before = self.on(fact.day), self.on(fact.day - 1)
        begun = {unit for known in self.facts if known.day <= fact.day for unit in known.begins}
        for unit in {*fact.names, *(unit for unit, _line in fact.places)}:
            if unit not in begun or self.ended(unit, fact.day):
                yield f"{unit} is altered on a day on which it does not stand"
        for unit in fact.ends - before.standing:
            yield f"{unit} ends without having stood"
        for unit in (heir for heirs in fact.heirs.values() for heir in heirs):
            if unit not in today.standing:
                yield f"{unit} is named as heir, and does not stand"


class Organisation:
    """All facts ever recorded."""

    def __init__(self, facts: Iterable[Fact] = ()) -> None:
        self.facts = list(facts)
        self.at = cache(self._at)

    def add(self, fact: Fact) -> None:
        """It is later than all others, so that it alters nothing that was known before it."""
        assert fact.recorded > self.facts[-1].recorded
        self.facts.append(fact)

    def _at(self, instant: int) -> Knowledge:
        return Knowledge(fact for fact in self.facts if fact.recorded <= instant)

    def now(self) -> Knowledge:
        return self.at(self.facts[-1].recorded)

    def may_add(self, fact: Fact) -> bool:
        return not any(Knowledge([*self.facts, fact]).faults())
