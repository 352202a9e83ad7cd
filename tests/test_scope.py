"""Decisions of `scope`, set by set, against the model of the design: none may differ."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from random import Random

import pytest
from django.db import transaction

from guong.tally.tests import histories
from guong.tally.tests.histories import LINES, Ground, History, day
from guong.units.access import among, scope
from guong.units.enums import Verb
from guong.units.models import DelegatedVerb, Delegation, Mandate, Person
from guong.units.tests.model import LAST_DAY
from tests.scope_model import AT_THE_UNIT, LENT, VERBS, Held, Lent, Offices, lies_at

pytestmark = pytest.mark.django_db

PEOPLE = 12
CHANGES = 12


@dataclass
class World:
    """An organisation with a past, and people with mandates: the code's rows beside the model's."""

    history: History
    offices: Offices
    people: list[Person]

    def decide(self) -> int:
        """Compare every decision; gives how many there were."""
        numbers = {unit.pk: number for number, unit in self.history.units.items()}
        known, made = self.history.now, 0
        for on in range(LAST_DAY + 1):
            places = {
                (unit, line): lies_at(self.history.model, unit, line, on, known)
                for unit in self.history.units
                for line in LINES
            }
            for person in range(len(self.people)):
                for verb in VERBS:
                    expected = self.offices.where(person, verb, on, places)
                    told = scope(self.people[person], Verb(verb), day(on)).values_list("pk", flat=True)
                    assert {numbers[pk] for pk in told} == expected, (person, verb, on)
                    made += len(numbers)
        return made

    def walk_up(self, times: int) -> None:
        """The same, asked for a few units at a time."""
        random, known = self.history.random, self.history.now
        for _time in range(times):
            person, verb, on = random.randrange(len(self.people)), random.choice(VERBS), random.randrange(LAST_DAY + 1)
            chosen = random.sample(sorted(self.history.units), 5)
            found = among(
                self.people[person], Verb(verb), [self.history.units[number].pk for number in chosen], day(on)
            )
            expected = {number for number in chosen if self.offices.may(person, verb, number, on, known)}
            assert {self.history.units[number].pk for number in expected} == found, (person, verb, on)


def make(seed: int) -> World:
    random = Random(seed)
    history = History(seed, Ground(random))
    changed = 0
    for _attempt in range(60):
        changed += history.change()
        if changed == CHANGES:
            break
    people = [Person.objects.create(name=f"Người {number}") for number in range(PEOPLE)]
    world = World(history, Offices(history.model), people)
    for number in range(PEOPLE * 2):
        _appoint(world, random, number % PEOPLE)
    return world


def _appoint(world: World, random: Random, person: int) -> None:
    unit = random.choice(sorted(world.history.units))
    since = random.randrange(LAST_DAY)
    until = random.choice([None, random.randrange(since, LAST_DAY + 1)])
    role, follows = random.choice(sorted(AT_THE_UNIT)), random.random() < 0.2
    held = Held(person, unit, role, random.choice(LINES), since, until, follows)
    world.offices.held.append(held)
    row = Mandate.objects.create(
        person=world.people[person],
        unit=world.history.units[unit],
        role=role,
        office="" if role or follows else "secretary",
        line=held.line,
        follows=follows,
        starts_on=day(since),
        ends_on=None if until is None else day(until),
    )
    lendable = sorted(AT_THE_UNIT[role] & LENT)
    if lendable and random.random() < 0.6:
        _lend(world, random, held, row, random.sample(lendable, random.randint(1, len(lendable))))


def _lend(world: World, random: Random, held: Held, row: Mandate, verbs: list[str]) -> None:
    """Also for days on which the mandate does not hold: then nothing is open."""
    to = random.choice([one for one in range(PEOPLE) if one != held.person])
    since = random.randrange(LAST_DAY)
    until = random.randrange(since, LAST_DAY + 1)
    world.offices.lent.append(Lent(held, to, frozenset(verbs), since, until))
    made = Delegation.objects.create(
        mandate=row, holder=row.person, person=world.people[to], starts_on=day(since), ends_on=day(until)
    )
    DelegatedVerb.objects.bulk_create(DelegatedVerb(delegation=made, verb=verb) for verb in verbs)


def decide(seeds: Iterable[int]) -> int:
    made = 0
    for seed in seeds:
        with transaction.atomic():
            world = make(seed)
            made += world.decide()
            world.walk_up(100)
            transaction.set_rollback(True)
    return made


def test_a_hundred_thousand_decisions_are_as_the_design_says() -> None:
    assert decide(range(2)) >= 100_000


@pytest.mark.both
def test_some_decisions_are_the_same_on_every_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.test_scope.PEOPLE", 3)
    assert decide(range(2, 4)) > 10_000


def test_the_model_takes_a_wrong_answer_for_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """The comparison can fail: one mandate more than the model knows is found."""
    world = make(5)
    unit = world.history.units[0]
    given = {"person": world.people[0], "unit": unit, "role": "auditor", "starts_on": date(2021, 3, 1)}
    Mandate.objects.create(**given)
    with pytest.raises(AssertionError):
        world.decide()


@pytest.mark.soak
@pytest.mark.timeout(7200)
def test_ten_million_decisions_are_as_the_design_says(
    monkeypatch: pytest.MonkeyPatch, record_property: Callable[[str, object], None]
) -> None:
    monkeypatch.setattr(histories, "UNITS", 200)
    made, seed = 0, 100
    while made < 10_000_000:
        made += decide([seed])
        seed += 1
    record_property("decisions", made)
