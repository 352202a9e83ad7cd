"""Random histories of an organisation, told to the code and to the model of the design side by side."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from random import Random
from uuid import UUID, uuid4

from guong.jobs import clock
from guong.tally.models import Observation
from guong.units import planning
from guong.units.actions import BadPlan, carry_out
from guong.units.enums import ChangeKind, Fate
from guong.units.models import Change, Unit
from guong.units.plans import Item, Part, Plan, Step
from guong.units.tests.model import LAST_DAY, Fact, Knowledge, Organisation, Value

LINES = ("party", "administration")
UNITS, CHANGES, VALUES, LATER_VALUES = 30, 12, 40, 6
_DAY, _INSTANT = date(2021, 3, 1), datetime(2022, 1, 1, tzinfo=UTC)
KIND = "cell"


def day(number: int) -> date:
    return _DAY + timedelta(days=number)


def instant(number: int) -> datetime:
    return _INSTANT + timedelta(hours=number)


@dataclass
class Ground:
    """The founding of an organisation: a tree of `UNITS` units in the first line, of every second one in the other.

    Many histories begin on one ground, each in a savepoint of its own, so its units are made once.
    """

    random: Random
    units: dict[int, Unit] = field(default_factory=dict)
    values: list[Value] = field(default_factory=list)
    series: UUID = field(default_factory=uuid4)

    def __post_init__(self) -> None:
        places: dict[tuple[int, str], int | None] = {}
        for number in range(UNITS):
            places[number, LINES[0]] = None if number < 2 else self.random.randrange(max(2, number // 2))
            if number % 2 == 0:
                places[number, LINES[1]] = None if number < 3 else 2 * self.random.randrange(number // 4 + 1)
        names = {number: f"Đơn vị {number}" for number in range(UNITS)}
        self.fact = Fact(0, 0, frozenset(names), names, places)
        with clock.at(instant(0)):
            done = carry_out(by=None, plan=Plan(day(0), tuple(_founding(names, places))))
        self.units = {number: done.units[_key(number)] for number in range(UNITS)}
        self.values = stated(self.random, self.units, self.series, VALUES, 0)


def stated(random: Random, units: Mapping[int, Unit], series: UUID, count: int, recorded: int) -> list[Value]:
    """Values of some of these units for some days."""
    numbers = sorted(units)
    values = [
        Value(random.choice(numbers), random.randrange(LAST_DAY), random.randrange(1, 99), recorded)
        for _number in range(count)
    ]
    Observation.objects.bulk_create(
        Observation(
            series=series,
            unit=units[value.unit],
            on=day(value.day),
            measure="people",
            value=value.number,
            source=uuid4(),
            known_from=instant(recorded),
        )
        for value in values
    )
    return values


class History:
    """An organisation with its past: units by the number that the model gives them."""

    def __init__(self, seed: int, ground: Ground) -> None:
        self.random = Random(seed)
        self.model = Organisation([ground.fact])
        self.units = dict(ground.units)
        self.values = list(ground.values)
        self.changes: dict[int, Change] = {}  # by the instant of recording
        self.series = ground.series
        self.now = 0

    def numbers(self) -> dict[int, int]:
        """By the key in the database, the number in the model."""
        return {unit.pk: number for number, unit in self.units.items()}

    def state(self) -> None:
        """Values of the units that came later."""
        later = {number: unit for number, unit in self.units.items() if number >= UNITS}
        if later:
            self.values += stated(self.random, later, self.series, LATER_VALUES, self.now)

    # --- one change ---

    def change(self) -> bool:
        """Try one random change. The code takes it exactly when the model says that it may be."""
        self.now += 1
        made = self.random.choice(_KINDS)(self)
        if made is None:
            return False
        fact, plan, new = made
        refused = self._carried_out(plan, new)
        assert (not refused) == self.model.may_add(fact), (fact, plan, refused)
        if not refused:
            self.model.add(fact)
        return not refused

    def _carried_out(self, plan: Plan, new: Mapping[int, int]) -> list[str]:
        """Carry the plan out; gives the sentences with which it was refused."""
        try:
            with clock.at(instant(self.now)):
                done = carry_out(by=None, plan=plan)
        except BadPlan as bad:
            return bad.sentences
        self.units |= {number: done.units[key] for number, key in new.items()}
        self.changes[self.now] = done.changes[0]
        return []

    @property
    def told(self) -> Knowledge:
        """What is known before the change that is being tried."""
        return self.model.now()

    def some_day(self) -> int:
        return self.random.randrange(1, LAST_DAY)

    def some(self, count: int, on: int) -> list[int] | None:
        """Units of which most stand on the day; None where there are too few."""
        standing = sorted(self.told.on(on).standing)
        everybody = standing if self.random.random() < 0.9 else sorted(self.units)
        return self.random.sample(everybody, count) if len(everybody) >= count else None

    def below(self, ending: list[int], heir: int | None, on: int) -> dict[tuple[int, str], int | None]:
        """Where those directly below go."""
        return {
            (child, line): heir
            for line in LINES
            for child, parent in self.told.on(on).parents(line).items()
            if parent in ending and child not in {*ending, heir}
        }

    def where(self, unit: int, on: int) -> dict[str, int | None]:
        """The superior of a unit in every line in which it stands."""
        lines = {line: self.told.on(on).parents(line) for line in LINES}
        return {line: parents[unit] for line, parents in lines.items() if unit in parents}

    def unit(self, number: int | None) -> Unit | None:
        return None if number is None else self.units[number]

    def next_number(self) -> int:
        return max(self.units) + 1


Made = tuple[Fact, Plan, Mapping[int, int]]  # what the model adds, what the code carries out, new numbers → keys


def _key(number: int) -> int:
    return -1 - number


def _founding(names: Mapping[int, str], places: Mapping[tuple[int, str], int | None]) -> list[Step]:
    steps = []
    for number, name in names.items():
        items = [
            Item(_key(unit), Fate.GOES_ON, line, None if parent is None else _key(parent))
            for (unit, line), parent in places.items()
            if unit == number
        ]
        items[0] = replace(items[0], fate=Fate.BEGINS, name=name, kind=KIND, code=f"U{number}")
        steps.append(Step(ChangeKind.FOUND, tuple(items)))
    return steps


def _found(history: History) -> Made | None:
    on, number = history.some_day(), history.next_number()
    above = history.some(1, on)
    if above is None:
        return None
    name = f"Đơn vị mới {number}"
    fact = Fact(history.now, on, frozenset([number]), {number: name}, {(number, LINES[0]): above[0]})
    places = {LINES[0]: history.unit(above[0])}
    return fact, planning.found(day=day(on), name=name, kind=KIND, places=places), {number: planning.NEW}


def _rename(history: History) -> Made | None:
    on = history.some_day()
    chosen = history.some(1, on)
    if chosen is None:
        return None
    name = f"Tên {history.now}"
    plan = planning.rename(unit=history.units[chosen[0]], day=day(on), name=name, kind=KIND)
    return Fact(history.now, on, names={chosen[0]: name}), plan, {}


def _move(history: History) -> Made | None:
    on = history.some_day()
    chosen = history.some(2, on)
    if chosen is None:
        return None
    line = history.random.choice(sorted(history.where(chosen[0], on)) or [LINES[0]])
    above = None if history.random.random() < 0.1 else chosen[1]
    plan = planning.move(unit=history.units[chosen[0]], day=day(on), places={line: history.unit(above)})
    return Fact(history.now, on, places={(chosen[0], line): above}), plan, {}


def _join(history: History) -> Made | None:
    on = history.some_day()
    chosen = history.some(history.random.randrange(2, 4), on)
    if chosen is None:
        return None
    into, ending = chosen[0], chosen[1:]
    places = history.below(ending, into, on)
    heirs = dict.fromkeys(ending, (into,))
    plan = planning.join(units=[history.units[one] for one in ending], into=history.units[into], day=day(on))
    return Fact(history.now, on, places=places, ends=frozenset(ending), heirs=heirs), plan, {}


def _merge(history: History) -> Made | None:
    on, number = history.some_day(), history.next_number()
    ending = history.some(history.random.randrange(2, 4), on)
    if ending is None:
        return None
    where = history.where(ending[0], on)
    if not where:
        return None
    name = f"Hợp nhất {number}"
    places = {(number, line): parent for line, parent in where.items()} | history.below(ending, number, on)
    heirs = dict.fromkeys(ending, (number,))
    fact = Fact(history.now, on, frozenset([number]), {number: name}, places, frozenset(ending), heirs)
    plan = planning.merge(
        units=[history.units[one] for one in ending],
        day=day(on),
        name=name,
        kind=KIND,
        places={line: history.unit(parent) for line, parent in where.items()},
    )
    return fact, plan, {number: planning.NEW}


def _split(history: History) -> Made | None:
    on, first = history.some_day(), history.next_number()
    chosen = history.some(1, on)
    where = history.where(chosen[0], on) if chosen else {}
    if chosen is None or not where:
        return None
    new = [first, first + 1, first + 2][: history.random.randrange(2, 4)]
    main = history.random.choice(new)
    below = history.below(chosen, main, on)
    follow = {key: history.random.choice(new) for key in below if history.random.random() < 0.5}
    names = {number: f"Phần {number}" for number in new}
    places = {(number, line): parent for number in new for line, parent in where.items()} | below | follow
    heirs = {chosen[0]: (main, *(one for one in new if one != main))}
    parts = [
        Part(
            names[number],
            KIND,
            main=number == main,
            children={
                line: tuple(
                    history.units[child].pk for (child, at), goes in follow.items() if goes == number and at == line
                )
                for line in LINES
            },
        )
        for number in new
    ]
    plan = planning.split(unit=history.units[chosen[0]], parts=parts, day=day(on))
    fact = Fact(history.now, on, frozenset(new), names, places, frozenset(chosen), heirs)
    return fact, plan, {number: planning.NEW - place for place, number in enumerate(new)}


def _dissolve(history: History) -> Made | None:
    on = history.some_day()
    chosen = history.some(2, on)
    if chosen is None:
        return None
    to = chosen[1] if history.random.random() < 0.7 else None
    places = history.below(chosen[:1], to, on) if to is not None else {}
    plan = planning.dissolve(units=[history.units[chosen[0]]], day=day(on), children_to=history.unit(to))
    return Fact(history.now, on, places=places, ends=frozenset(chosen[:1])), plan, {}


def _void(history: History) -> Made | None:
    holding = [
        fact.recorded for fact in history.told.facts if fact.recorded in history.changes and fact.says_something()
    ]
    if not holding:
        return None
    recorded = history.random.choice(holding)
    return Fact(history.now, 0, voids=recorded), planning.void(change=history.changes[recorded]), {}


def _replace(history: History) -> Made | None:
    """Another change in the place of an earlier one, on another day."""
    made, back = history.random.choice((_rename, _move, _found))(history), _void(history)
    if made is None or back is None or back[0].voids is None:
        return None
    plan = planning.correcting(made[1], history.changes[back[0].voids])
    return replace(made[0], voids=back[0].voids), plan, made[2]


_KINDS: tuple[Callable[[History], Made | None], ...] = (
    _found, _rename, _move, _move, _join, _join, _merge, _merge, _split, _split, _dissolve, _dissolve, _void, _replace,
)  # fmt: skip
