"""The frame of a round: scope, phases, copies; what units between add; plans before sittings; standing rounds."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from guong.jobs import clock
from guong.rounds import content, queries
from guong.rounds.actions import (
    add_own_item,
    add_phase,
    approve_plan,
    ask_earlier,
    confirm_round,
    copy_round,
    edit_round,
    open_phase,
    remove_own_item,
    remove_phase,
    return_submission,
    set_scope,
)
from guong.rounds.actions.standing import due_of_month, open_months
from guong.rounds.enums import OWN_ORDERS, DutyKind, Exemption, HeldReason, Precision, Rhythm
from guong.rounds.models import AgendaPoint, Duty, Held, OwnItem, Phase, Receipt, Round, Sitting
from guong.rounds.proposals import ProposedBasis, ProposedPoint
from guong.rounds.rules import PlanAwaited, Refused
from guong.rounds.tests.factories import (
    BEFORE,
    DUE,
    OPENED,
    World,
    duty_of,
    make_phase,
    make_round,
    make_world,
    open_it,
    send,
    sitting,
)
from guong.units.tests.factories import make_member

pytestmark = pytest.mark.django_db


def _scoped(world: World, **given: object) -> Round:
    values: dict[str, object] = {"lead_office": None, "unit_kinds": [], "levels": None, "plan_approval": False}
    return set_scope(by=world.clerk, round=make_round(world), **{**values, **given})  # type: ignore[arg-type]  # values of one call in a dict


def _named(round: Round, **given: object) -> set[int]:
    planned = queries.list_preview(round, [DutyKind.SITTING], None, date(2022, 8, 1), **given)  # type: ignore[arg-type]  # values of one call in a dict
    return {one.unit.pk for one in planned}


def test_the_scope_narrows_the_list_and_a_person_picks_in() -> None:
    world = make_world()
    assert _named(_scoped(world, levels=1)) == {world.commune.pk, world.school.pk}
    cells = _scoped(world, unit_kinds=["cell"])
    assert _named(cells) == {world.village.pk, world.hamlet.pk}
    assert _named(cells, also={world.school.pk}) == {world.village.pk, world.hamlet.pk, world.school.pk}


@pytest.mark.both
def test_who_is_picked_out_stays_on_the_list_with_the_reason() -> None:
    world = make_world()
    phase = _scoped(world, unit_kinds=["cell"]).phases.get(order=0)
    picked = {"left_out": {world.hamlet.pk: "đang kiện toàn"}, "taken_in": {world.school.pk: "trường đăng ký"}}
    with clock.at(OPENED):
        open_phase(by=world.clerk, phase=phase, due_at=DUE, kinds=[DutyKind.SITTING], **picked)  # type: ignore[arg-type]  # values of one call in a dict
    rows = Duty.objects.filter(phase=phase).values_list("unit", "exemption", "exemption_reason", "added_reason")
    assert sorted(rows) == sorted(
        [
            (world.village.pk, Exemption.NONE, "", ""),
            (world.hamlet.pk, Exemption.NOT_APPLICABLE, "đang kiện toàn", ""),
            (world.school.pk, Exemption.NONE, "", "trường đăng ký"),
        ]
    )


def test_nobody_is_picked_without_a_reason() -> None:
    world = make_world()
    phase = make_round(world).phases.get(order=0)
    with clock.at(OPENED), pytest.raises(Refused):
        open_phase(by=world.clerk, phase=phase, due_at=DUE, kinds=[DutyKind.SITTING], left_out={world.hamlet.pk: " "})
    assert not Duty.objects.exists()


def test_phases_come_and_go_until_they_are_opened() -> None:
    world = make_world()
    round = make_round(world)
    added = add_phase(
        by=world.clerk, round=round, title="Giai đoạn 3", starts_on=None, ends_on=None, precision=Precision.DAY
    )
    remove_phase(by=world.clerk, phase=round.phases.get(order=1))
    assert list(round.phases.order_by("order").values_list("order", "title")) == [
        (0, "Giai đoạn 1"),
        (2, "Giai đoạn 3"),
    ]
    with pytest.raises(Refused):
        remove_phase(by=world.clerk, phase=open_it(world, added))


def test_points_keep_their_paper_when_the_basis_is_reordered() -> None:
    world = make_world()
    round = make_round(world)
    papers = [ProposedBasis(text="105-KH/TU"), ProposedBasis(text="05-HD/TU")]
    agenda = [ProposedPoint(text="Soát lại", clause="II.1", basis=1), ProposedPoint(text="Bàn")]
    edit_round(by=world.clerk, round=round, title="t", theme="", basis=papers, agenda=agenda)
    edit_round(by=world.clerk, round=round, title="t", theme="", basis=papers[::-1])
    rows = round.agenda.order_by("order").values_list("text", "clause", "basis__text", "basis__order")
    assert list(rows) == [("Soát lại", "II.1", "05-HD/TU", 0), ("Bàn", "", None, None)]


def test_a_copy_takes_the_frame_and_no_days() -> None:
    world = make_world()
    earlier = _scoped(world, unit_kinds=["cell"], plan_approval=True)
    earlier.phases.update(starts_on=date(2022, 5, 1))
    made = copy_round(by=world.clerk, round=earlier, title="Đợt hai")
    assert (made.title, made.state, made.owner_id, made.theme) == ("Đợt hai", "proposed", world.district.pk, "Tự soi")
    assert list(made.agenda.values_list("text")) == list(earlier.agenda.values_list("text"))
    assert list(made.phases.values_list("title", "starts_on")) == [("Giai đoạn 1", None), ("Giai đoạn 2", None)]
    made.refresh_from_db()
    assert (made.unit_kinds, made.plan_approval) == (["cell"], True)


# --- what a unit between adds ---


def _own(world: World, phase: Phase) -> OwnItem:
    return add_own_item(by=world.clerk, phase=phase, unit=world.commune, text="Việc riêng của xã")


@pytest.mark.both
def test_an_own_point_is_asked_of_the_units_below_alone() -> None:
    world = make_world()
    phase = make_phase(world)
    item = _own(world, phase)
    for unit, own in ((world.village, [item.order]), (world.school, []), (world.commune, [])):
        orders = [point.order for point in queries.points(duty_of(phase, unit))]
        assert orders == [0, 1, *own], unit
    duty = duty_of(phase, world.village)
    send(world.headman, duty, said=sitting(duty, covered=(0, item.order)))
    drawn = Sitting.objects.get()
    assert [point.order for point in drawn.covered.all()] == [0]
    assert list(drawn.covered_own.all()) == [item]
    with pytest.raises(Refused):
        remove_own_item(by=world.clerk, item=item)


def test_a_stranger_to_the_addition_cannot_tick_it() -> None:
    world = make_world()
    phase = make_phase(world)
    item = _own(world, phase)
    duty = duty_of(phase, world.school)
    with pytest.raises(Refused):
        send(world.secretary, duty, said=sitting(duty, covered=(item.order,)))


@pytest.mark.both
def test_own_points_and_agenda_never_share_a_number() -> None:
    world = make_world()
    phase = make_phase(world)
    with pytest.raises(IntegrityError), transaction.atomic():
        OwnItem.objects.create(phase=phase, unit=world.commune, order=OWN_ORDERS - 1, text="x")
    with pytest.raises(IntegrityError), transaction.atomic():
        AgendaPoint.objects.create(round=phase.round, order=OWN_ORDERS, text="x")


def test_who_has_nobody_below_adds_nothing() -> None:
    world = make_world()
    phase = make_phase(world)
    for unit in (world.school, world.district):
        with pytest.raises(Refused):
            add_own_item(by=world.clerk, phase=phase, unit=unit, text="x")


@pytest.mark.both
def test_an_own_day_is_earlier_and_judges_nobody() -> None:
    world = make_world()
    phase = make_phase(world)
    asked = {"by": world.clerk, "phase": phase, "unit": world.commune, "kind": DutyKind.SITTING}
    earlier = DUE - timedelta(days=5)
    assert ask_earlier(**asked, until=earlier) == 2  # type: ignore[arg-type]  # values of one call in a dict
    found = Duty.objects.filter(asked_by_at=earlier).values_list("unit", flat=True)
    assert set(found) == {world.village.pk, world.hamlet.pk}
    with pytest.raises(Refused):
        ask_earlier(**asked, until=DUE)  # type: ignore[arg-type]  # values of one call in a dict
    with pytest.raises(IntegrityError), transaction.atomic():
        Duty.objects.filter(phase=phase).update(asked_by_at=DUE)
    village = duty_of(phase, world.village)
    send(world.headman, village, at=earlier + timedelta(days=1))
    row = queries.with_state(Duty.objects.filter(pk=village.pk), DUE).get()
    assert queries.state_of(row).value == "on_time"


# --- plans are approved before ---


def _planned(world: World) -> Phase:
    phase = make_round(world).phases.get(order=0)
    kinds = {"commune_committee": [DutyKind.PLAN, DutyKind.SITTING], "grassroots_cell": [DutyKind.SITTING]}
    with clock.at(OPENED):
        open_phase(by=world.clerk, phase=phase, due_at=DUE, kinds=kinds, plan_approval=True)
    return Phase.objects.select_related("round__owner").get(pk=phase.pk)


@pytest.mark.both
def test_a_sitting_before_the_approval_waits_and_takes_its_place_in_time() -> None:
    world = make_world()
    phase = _planned(world)
    reporter = make_member(world.commune, "signatory", name="Vàng Seo Páo")
    plan, duty = duty_of(phase, world.commune, DutyKind.PLAN), duty_of(phase, world.commune)
    with pytest.raises(PlanAwaited):
        send(reporter, duty)
    held = Held.objects.get()
    assert (held.reason, held.decided_at) == (HeldReason.PLAN, None)
    sent = send(reporter, plan, said=content.WrittenReport(duties=(plan.uid,), document_number="07-KH/ĐU"))
    with clock.at(DUE + timedelta(days=1)):
        approve_plan(by=world.clerk, submission=sent.submission)
    held.refresh_from_db()
    placed = duty_of(phase, world.commune)
    assert (placed.first_arrived_at, held.decided_at) == (BEFORE, DUE + timedelta(days=1))
    assert Sitting.objects.get().present == 18
    assert Receipt.objects.count() == 2


def test_a_new_version_of_a_plan_asks_for_approval_anew() -> None:
    world = make_world()
    phase = _planned(world)
    reporter = make_member(world.commune, "signatory", name="Vàng Seo Páo")
    plan = duty_of(phase, world.commune, DutyKind.PLAN)
    said = content.WrittenReport(duties=(plan.uid,), document_number="07-KH/ĐU")
    first = send(reporter, plan, said=said).submission
    approve_plan(by=world.clerk, submission=first)
    assert not queries.plan_awaited(duty_of(phase, world.commune))
    second = send(reporter, plan, said=said, base=first.uid).submission
    assert queries.plan_awaited(duty_of(phase, world.commune))
    approve_plan(by=world.clerk, submission=second)
    return_submission(by=world.clerk, submission=second, reasons={"": "thiếu mốc"})
    assert queries.plan_awaited(duty_of(phase, world.commune))


def test_who_owes_no_plan_waits_for_none() -> None:
    world = make_world()
    phase = _planned(world)
    send(world.secretary, duty_of(phase, world.school))
    assert not Held.objects.exists()


# --- standing rounds ---


def _standing(world: World) -> Round:
    round = make_round(world, phases=0)
    Round.objects.filter(pk=round.pk).update(rhythm=Rhythm.MONTHLY)
    return round


@pytest.mark.both
def test_a_month_opens_by_itself_once() -> None:
    world = make_world()
    round = _standing(world)
    for day in (1, 1, 20):
        with clock.at(datetime(2022, 8, day, 1, tzinfo=UTC)):
            open_months()
    phase = round.phases.get()
    assert (phase.starts_on, phase.ends_on, phase.due_at) == (
        date(2022, 8, 1),
        date(2022, 9, 1),
        due_of_month(date(2022, 8, 1)),
    )
    assert phase.duties.count() == len(world.units)
    with clock.at(datetime(2022, 9, 3, 1, tzinfo=UTC)):
        open_months()
    assert list(round.phases.order_by("order").values_list("order", flat=True)) == [0, 1]


def test_a_month_is_due_three_working_days_after_it() -> None:
    # 1 and 2 September are off, then a weekend: Monday 5, Tuesday 6, Wednesday 7
    assert due_of_month(date(2022, 8, 1)).date() == date(2022, 9, 7)


def test_a_proposed_standing_round_opens_nothing() -> None:
    world = make_world()
    round = make_round(world, phases=0, confirmed=False)
    Round.objects.filter(pk=round.pk).update(rhythm=Rhythm.MONTHLY)
    open_months()
    assert not round.phases.exists()
    confirm_round(by=world.clerk, round=round)
    open_months()
    assert round.phases.count() == 1


def test_a_light_sheet_asks_for_no_total() -> None:
    world = make_world()
    with clock.at(OPENED):
        open_months_of = _standing(world)
        open_months()
    duty = duty_of(open_months_of.phases.get(), world.school)
    three = content.SittingReport(
        duties=(duty.uid,), held_on=date(2022, 8, 3), present=17, outcome="Nhất trí", form="regular"
    )
    send(world.secretary, duty, said=three)
    drawn = Sitting.objects.get()
    assert (drawn.expected, drawn.present) == (None, 17)


def test_another_sheet_still_asks_for_the_total() -> None:
    world = make_world()
    duty = duty_of(make_phase(world), world.school)
    with pytest.raises(Refused):
        send(world.secretary, duty, said=sitting(duty, expected=None))
