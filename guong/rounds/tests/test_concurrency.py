"""Many writers at once on a real database: one receipt an id, numbers without gaps, one first version a duty."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

import pytest
from django.db import connection
from uuid_utils.compat import uuid7

from guong.rounds import content, rules
from guong.rounds.models import Held, Receipt, Sitting, Submission
from guong.rounds.tests.factories import duty_of, make_phase, make_world, send, sitting
from guong.tally.models import Observation
from guong.units.tests.factories import make_member, make_unit

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both]

THREADS = 16
Result = TypeVar("Result")


def at_once(acts: Sequence[Callable[[], Result]]) -> list[Result]:
    """Run every act in a thread of its own, all starting together."""
    start = Barrier(len(acts))

    def run(act: Callable[[], Result]) -> Result:
        try:
            start.wait(timeout=30)
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def test_the_same_id_at_once_gives_one_receipt() -> None:
    world = make_world()
    duty = duty_of(make_phase(world), world.school)
    uid = uuid7()
    receipts = at_once([lambda: send(world.secretary, duty, uid=uid).pk] * THREADS)
    assert set(receipts) == {Receipt.objects.get().pk}
    assert (Submission.objects.count(), Sitting.objects.count(), Held.objects.count()) == (1, 1, 0)
    assert Observation.objects.filter(measure="sittings").count() == 1


def test_the_same_id_with_other_bytes_at_once_keeps_every_one() -> None:
    world = make_world()
    duty = duty_of(make_phase(world), world.school)
    uid = uuid7()

    def attempt(present: int) -> str:
        try:
            send(world.secretary, duty, uid=uid, said=sitting(duty, present=present, absent=18 - present))
        except rules.Conflict:
            return "conflict"
        return "taken"

    numbers = range(1, 9)
    outcomes = at_once([lambda number=number: attempt(number) for number in numbers])  # type: ignore[misc]  # bound now
    assert sorted(outcomes) == ["conflict"] * 7 + ["taken"]
    kept = [*Submission.objects.values_list("up", flat=True), *Held.objects.values_list("up", flat=True)]
    said = [content.parse(bytes(up)) for up in kept]
    assert sorted(one.present for one in said if isinstance(one, content.SittingReport)) == list(numbers)  # type: ignore[type-var]  # no None here


def test_two_first_versions_for_one_duty_at_once_count_once() -> None:
    world = make_world()
    duty = duty_of(make_phase(world), world.school)

    def attempt() -> str:
        try:
            send(world.secretary, duty)
        except rules.Stale:
            return "stale"
        return "taken"

    assert sorted(at_once([attempt] * THREADS)) == ["stale"] * (THREADS - 1) + ["taken"]
    assert (Submission.objects.count(), Held.objects.count()) == (1, THREADS - 1)
    assert Observation.objects.filter(measure="sittings").count() == 1


def test_sixteen_units_at_once_get_numbers_without_a_gap() -> None:
    world = make_world()
    units = [make_unit(parent=world.district, kind="grassroots_cell") for _ in range(THREADS)]
    people = [make_member(unit, "signatory") for unit in units]
    phase = make_phase(world)
    duties = [duty_of(phase, unit) for unit in units]
    acts = [lambda p=p, d=d: send(p, d).number for p, d in zip(people, duties, strict=True)]
    assert sorted(at_once(acts)) == list(range(1, THREADS + 1))
