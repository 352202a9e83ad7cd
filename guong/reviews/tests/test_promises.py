"""What was promised stands in the next phase; later versions replace it; words are for people of the unit alone."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from guong.keys import store
from guong.reviews import queries
from guong.reviews.enums import CorrectionState, FindingKind
from guong.reviews.models import Correction, Finding, SecondLook
from guong.rounds import content
from guong.rounds.models import Phase
from guong.rounds.tests.factories import (
    AFTER,
    DUE,
    FINDING,
    PROMISE,
    World,
    duty_of,
    make_round,
    make_world,
    open_it,
    send,
    sitting,
)
from guong.units.tests.factories import make_member

pytestmark = [pytest.mark.django_db, pytest.mark.both]

NEXT = DUE + timedelta(days=60)


@pytest.fixture
def world() -> World:
    return make_world()


def first_phase(world: World) -> Phase:
    return open_it(world, make_round(world).phases.get(order=0))


def next_phase(world: World, phase: Phase) -> Phase:
    return open_it(world, phase.round.phases.get(order=1), at=AFTER, due_at=NEXT)


def test_the_next_phase_opens_with_what_was_promised(world: World) -> None:
    phase = first_phase(world)
    send(world.secretary, duty_of(phase, world.school))
    second = next_phase(world, phase)
    on = date(2022, 10, 2)
    (promise,) = queries.standing(world.school, second, person=world.secretary, at=on)
    assert (promise.words, promise.holder, promise.deadline) == (PROMISE.words, PROMISE.holder, PROMISE.deadline)
    assert (promise.promised_in, promise.state, promise.overdue) == (phase, CorrectionState.PROMISED, True)
    assert promise.age_days == 43
    assert queries.standing(world.school, phase, person=world.secretary, at=on) == []
    assert queries.standing(world.village, second, person=world.headman, at=on) == []


def test_those_above_see_state_and_age_and_no_words(world: World) -> None:
    phase = first_phase(world)
    send(world.secretary, duty_of(phase, world.school))
    on = date(2022, 9, 1)
    people = [world.clerk, make_member(world.district, "leader"), make_member(world.school, "clerk"), None]
    for person in people:
        (promise,) = queries.corrections_of(world.school, person=person, at=on)
        assert (promise.words, promise.measure, promise.holder, promise.closed) == (None, None, None, False)
        assert [words for _row, words in queries.findings_of(world.school, phase, person=person, at=on)] == [None]
    (promise,) = queries.corrections_of(world.school, person=make_member(world.school, "reader"), at=on)
    assert promise.words == PROMISE.words
    assert queries.states_below(world.district, "party", on)[CorrectionState.PROMISED] == 1


def test_counts_by_topic_go_up_and_add_over_the_tree(world: World) -> None:
    phase = first_phase(world)
    strength = content.StatedFinding(kind=FindingKind.STRENGTH, topic="study", words="Thảo luận kỹ")
    duty = duty_of(phase, world.village)
    send(world.headman, duty, said=sitting(duty, findings=(FINDING, strength, replace(FINDING, topic="tasks"))))
    send(world.secretary, duty_of(phase, world.school))
    counts = {unit: queries.counts_by_topic(phase, unit, on=date(2022, 9, 1), known=AFTER) for unit in world.units}
    assert counts[world.commune] == {"study": 1, "tasks": 1}
    everything = queries.counts_by_topic(phase, world.district, on=date(2022, 9, 1), known=AFTER)
    assert everything == {"study": 2, "tasks": 1}
    assert list(Finding.objects.filter(unit=world.village).values_list("kind", flat=True)) == [
        FindingKind.SHORTCOMING,
        FindingKind.STRENGTH,
        FindingKind.SHORTCOMING,
    ]


def test_a_new_version_keeps_what_it_repeats_and_withdraws_the_rest(world: World) -> None:
    phase = first_phase(world)
    duty = duty_of(phase, world.school)
    other = replace(PROMISE, words="Họp đúng giờ")
    first = send(world.secretary, duty, said=sitting(duty, promises=(PROMISE, other))).submission
    kept = Correction.objects.order_by("pk")[0]
    new = replace(PROMISE, words="Phân công người ghi biên bản")
    send(world.secretary, duty, said=sitting(duty, promises=(PROMISE, new)), base=first.uid, at=AFTER)
    standing = queries.corrections_of(world.school, person=world.secretary, at=date(2022, 9, 1))
    assert {promise.words for promise in standing} == {PROMISE.words, new.words}
    assert kept.pk in {promise.correction.pk for promise in standing}
    assert Correction.objects.filter(withdrawn_at=AFTER).count() == 1
    assert Finding.objects.filter(withdrawn_at=None).count() == 1


def test_a_promise_that_comes_in_late_stands_in_the_phase_already_open(world: World) -> None:
    phase = first_phase(world)
    second = next_phase(world, phase)
    send(world.secretary, duty_of(phase, world.school), at=AFTER + timedelta(days=1))
    assert SecondLook.objects.get().phase == second


def test_what_was_confirmed_or_withdrawn_no_longer_stands(world: World) -> None:
    phase = first_phase(world)
    first = send(world.secretary, duty_of(phase, world.school)).submission
    send(world.headman, duty_of(phase, world.village))
    Correction.objects.filter(unit=world.village).update(state=CorrectionState.CONFIRMED)
    second = next_phase(world, phase)
    assert [look.correction.unit for look in SecondLook.objects.all()] == [world.school]
    duty = duty_of(phase, world.school)
    send(world.secretary, duty, said=sitting(duty, promises=()), base=first.uid, at=AFTER + timedelta(days=1))
    assert queries.standing(world.school, second, person=world.secretary, at=date(2022, 9, 1)) == []


def test_without_the_key_the_words_stay_closed_and_the_rest_is_there(world: World) -> None:
    phase = first_phase(world)
    send(world.secretary, duty_of(phase, world.school))
    store.forget("unit", str(world.school.uid))
    (promise,) = queries.corrections_of(world.school, person=world.secretary, at=date(2022, 9, 1))
    assert (promise.words, promise.closed, promise.state) == (None, True, CorrectionState.PROMISED)


def test_what_the_unit_shares_goes_up_in_clear(world: World) -> None:
    phase = first_phase(world)
    duty = duty_of(phase, world.school)
    said = sitting(duty, promises=(replace(PROMISE, shared="Gửi tài liệu sớm hơn"),))
    receipt = send(world.secretary, duty, said=said)
    assert content.shared(bytes(receipt.submission.up)) == ["Gửi tài liệu sớm hơn"]
    (promise,) = queries.corrections_of(world.school, person=world.clerk, at=date(2022, 8, 20))
    assert (promise.shared, promise.words) == ("Gửi tài liệu sớm hơn", None)
