"""What lies open at a unit on the day on which it ends."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from guong.jobs import clock
from guong.jobs.clock import day_of
from guong.rounds import queries, rules
from guong.rounds.actions import pass_on
from guong.rounds.enums import DutyKind, DutyState, Exemption, HeldReason
from guong.rounds.models import Duty, Held, Passing, Phase, Submission
from guong.rounds.tests.factories import BEFORE, DUE, World, duty_of, make_phase, make_round, make_world, open_it, send
from guong.trail.models import Entry
from guong.units import planning
from guong.units.actions import Done, carry_out
from guong.units.models import Unit
from guong.units.plans import Plan

pytestmark = [pytest.mark.django_db, pytest.mark.both]

DAY = day_of(BEFORE)
LATER = DAY + timedelta(days=5)
DECISION = "Quyết định 12-QĐ/HU"


@pytest.fixture
def world() -> World:
    return make_world()


@pytest.fixture
def phase(world: World) -> Phase:
    phase = make_phase(world)
    for unit, expected in ((world.village, 20), (world.hamlet, 9)):
        Duty.objects.filter(phase=phase, unit=unit).update(expected=expected)
    return phase


def carried_out(plan: Plan) -> Done:
    with clock.at(BEFORE):
        return carry_out(by=None, plan=plan)


def joined(world: World, day: date = DAY) -> Plan:
    return planning.join(units=[world.village], into=world.hamlet, day=day, decision=DECISION)


def merged(world: World, day: date = DAY) -> Plan:
    return planning.merge(
        units=[world.village, world.hamlet], day=day, name="Chi bộ Bản Phố Phìn", kind="cell",
        places={"party": world.commune}, decision=DECISION,
    )  # fmt: skip


def states(phase: Phase) -> dict[DutyState, int]:
    return {state: number for state, number in queries.counts(phase, BEFORE).items() if number}


def test_what_is_open_goes_to_the_heir_with_its_reason(world: World, phase: Phase) -> None:
    before = states(phase)
    carried_out(joined(world))
    duty = duty_of(phase, world.village)
    assert (duty.exemption, duty.heir) == (Exemption.HEIR, duty_of(phase, world.hamlet))
    assert duty.exemption_reason == (
        "Chi bộ thôn Bản Phố kết thúc hoạt động từ ngày 20/08/2022; Chi bộ thôn Phìn Hồ kế thừa việc chưa xong."
        " Quyết định 12-QĐ/HU"
    )
    assert before == {DutyState.NOT_DUE: 4}
    assert states(phase) == {DutyState.NOT_DUE: 3, DutyState.NOT_APPLICABLE: 1}
    assert Entry.objects.filter(what="rounds.pass_on").count() == 0  # one act, one entry: that of the change


def test_a_new_unit_owes_once_what_all_its_predecessors_owed(world: World, phase: Phase) -> None:
    new = carried_out(merged(world)).units[planning.NEW]
    duty = duty_of(phase, new)
    assert (duty.expected, duty.depth, duty.superior, duty.due_at) == (29, 2, world.commune, DUE)
    assert {one.heir for one in Duty.objects.filter(unit__in=[world.village, world.hamlet])} == {duty}
    assert DECISION in duty.added_reason
    assert sum(states(phase).values()) == 5


def test_what_was_handed_in_stays_where_it_is(world: World, phase: Phase) -> None:
    send(world.headman, duty_of(phase, world.village))
    carried_out(joined(world))
    assert (duty_of(phase, world.village).exemption, Passing.objects.count()) == ("", 0)


def test_without_an_heir_the_duty_is_excused(world: World, phase: Phase) -> None:
    carried_out(planning.dissolve(units=[world.village], day=DAY))
    duty = duty_of(phase, world.village)
    assert (duty.exemption, duty.heir) == (Exemption.EXCUSED, None)
    assert duty.exemption_reason == (
        "Chi bộ thôn Bản Phố kết thúc hoạt động từ ngày 20/08/2022; không có đơn vị kế thừa."
    )


def test_whoever_leads_the_round_inherits_nothing_of_it(world: World, phase: Phase) -> None:
    carried_out(planning.join(units=[world.school], into=world.district, day=DAY))
    assert duty_of(phase, world.school).exemption == Exemption.EXCUSED


def test_the_plan_may_name_another_heir_or_nobody(world: World, phase: Phase) -> None:
    one, two = (duty_of(phase, unit) for unit in (world.village, world.hamlet))
    plan = planning.passing(merged(world), one.uid, to=world.school, reason="Trường nhận báo cáo thay")
    plan = planning.passing(plan, two.uid, to=None, reason="Đã họp chung với xã")
    shown = {piece.uid: (piece.heir_id, piece.reason) for piece in planning.preview(plan).open}
    assert shown == {
        one.uid: (world.school.pk, "Trường nhận báo cáo thay"),
        two.uid: (None, "Đã họp chung với xã"),
    }
    new = carried_out(plan).units[planning.NEW]
    one, two = (duty_of(phase, unit) for unit in (world.village, world.hamlet))
    assert (one.heir, one.exemption_reason) == (duty_of(phase, world.school), "Trường nhận báo cáo thay")
    assert (two.exemption, two.exemption_reason) == (Exemption.EXCUSED, "Đã họp chung với xã")
    assert not Duty.objects.filter(unit=new).exists()


def test_a_preview_names_what_is_open_and_who_would_inherit_it(world: World, phase: Phase) -> None:
    shown = planning.preview(merged(world)).open
    assert [(one.uid, one.unit_id, one.heir_id) for one in shown] == [
        (duty_of(phase, unit).uid, unit.pk, planning.NEW) for unit in (world.village, world.hamlet)
    ]
    assert {one.words.partition(": ")[2] for one in shown} == {phase.title}
    assert planning.preview(planning.rename(unit=world.village, day=DAY, name="X", kind="cell")).open == ()


def test_a_change_of_a_later_day_passes_duties_on_that_day(world: World, phase: Phase) -> None:
    carried_out(joined(world, LATER))
    second = open_it(world, make_round(world).phases.get(order=0), at=BEFORE)  # opened between recording and day
    for day, exempt in ((LATER - timedelta(days=1), 0), (LATER, 2), (LATER, 2)):
        with clock.at(clock.start_of(day)):
            pass_on()
        assert Duty.objects.filter(unit=world.village, exemption=Exemption.HEIR).count() == exempt
    assert {one.heir for one in Duty.objects.filter(unit=world.village)} == {
        duty_of(phase, world.hamlet),
        duty_of(second, world.hamlet),
    }
    entries = Entry.objects.filter(what="rounds.pass_on")
    assert [entry.facts for entry in entries] == [{"duties": 2, "superiors": 0}]


def test_a_correction_names_the_duties_that_come_back_and_those_that_stay(world: World, phase: Phase) -> None:
    done = carried_out(joined(world))
    void = planning.void(change=done.changes[0])
    shown = planning.preview(void).given_back
    assert [(one.unit_id, one.heir_id, one.comes_back) for one in shown] == [(world.village.pk, world.hamlet.pk, True)]
    Duty.objects.filter(phase=phase, unit=world.hamlet).update(thread=uuid4(), first_arrived_at=BEFORE)
    assert [one.comes_back for one in planning.preview(void).given_back] == [False]
    assert planning.preview(joined(world)).given_back == ()


def test_a_change_taken_back_gives_back_what_nobody_answered(world: World, phase: Phase) -> None:
    done = carried_out(merged(world))
    carried_out(planning.void(change=done.changes[0]))
    assert [duty_of(phase, unit).exemption for unit in (world.village, world.hamlet)] == ["", ""]
    assert duty_of(phase, done.units[planning.NEW]).exemption == Exemption.NOT_APPLICABLE
    assert states(phase) == {DutyState.NOT_DUE: 4, DutyState.NOT_APPLICABLE: 1}


def test_a_later_change_taken_back_before_its_day_passes_nothing(world: World, phase: Phase) -> None:
    done = carried_out(joined(world, LATER))
    carried_out(planning.void(change=done.changes[0]))
    with clock.at(clock.start_of(LATER)):
        pass_on()
    assert duty_of(phase, world.village).exemption == ""


def test_what_is_taken_back_stays_with_the_heir_that_has_answered(world: World, phase: Phase) -> None:
    done = carried_out(planning.join(units=[world.hamlet], into=world.village, day=DAY))
    send(world.headman, duty_of(phase, world.village))
    carried_out(planning.void(change=done.changes[0]))
    assert duty_of(phase, world.hamlet).exemption == Exemption.HEIR


def test_units_of_a_superior_that_ended_are_followed_up_by_the_next_one(world: World, phase: Phase) -> None:
    carried_out(planning.dissolve(units=[world.commune], day=DAY, children_to=world.district))
    assert {duty_of(phase, unit).superior for unit in (world.village, world.hamlet)} == {world.district}


def test_what_no_round_of_the_line_asks_stays_as_it_is(world: World, phase: Phase) -> None:
    """The unit ends in a second line alone."""
    carried_out(planning.move(unit=world.village, day=DAY - timedelta(days=2), places={"administration": None}))
    plan = joined(world)
    ends = [item for item in plan.items() if item.line == "administration"]
    assert ends
    assert {one.uid for one in planning.preview(plan).open} == {duty_of(phase, world.village).uid}


def test_a_chain_of_heirs_ends_at_who_stands(world: World, phase: Phase) -> None:
    carried_out(joined(world, LATER))
    carried_out(planning.join(units=[world.hamlet], into=world.commune, day=LATER + timedelta(days=1)))
    with clock.at(clock.start_of(LATER + timedelta(days=2))):
        pass_on()
    units: list[Unit] = [world.village, world.hamlet]
    assert {duty_of(phase, unit).heir for unit in units} == {duty_of(phase, world.commune)}
    assert {DutyKind(duty.kind) for duty in phase.duties.all()} == {DutyKind.SITTING}


def test_what_is_sent_for_a_duty_that_was_passed_on_waits_and_the_heir_is_named(world: World, phase: Phase) -> None:
    carried_out(joined(world))
    with pytest.raises(rules.PassedOn) as refused:
        send(world.headman, duty_of(phase, world.village))
    assert refused.value.heir == "Chi bộ thôn Phìn Hồ"
    assert "Chi bộ thôn Phìn Hồ" in refused.value.sentence
    kept = Held.objects.get()
    assert (kept.uid, kept.reason, list(kept.duties.all())) == (
        refused.value.kept, HeldReason.PASSED, [duty_of(phase, world.village)],
    )  # fmt: skip
    assert (Submission.objects.count(), duty_of(phase, world.hamlet).first_arrived_at) == (0, None)
    with clock.at(clock.start_of(LATER)):
        carry_out(by=None, plan=planning.join(units=[world.hamlet], into=world.school, day=LATER, decision=DECISION))
    with pytest.raises(rules.PassedOn) as refused:
        send(world.headman, duty_of(phase, world.village))
    assert refused.value.heir == "Chi bộ Trường Mầm non số 2"
