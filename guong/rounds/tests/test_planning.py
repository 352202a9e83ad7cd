"""Proposing, confirming, opening: the list is frozen over the tree of that day, and later changes say why."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries
from uuid_utils.compat import uuid7

from guong.jobs import clock
from guong.rounds import queries, rules
from guong.rounds.actions import (
    accept_late,
    add_duty,
    choose_reading,
    close_phase,
    close_round,
    confirm_round,
    edit_phase,
    edit_round,
    excuse,
    extend,
    lift_exemption,
    mark_not_applicable,
    open_phase,
    propose_round,
    receive,
    return_submission,
)
from guong.rounds.enums import DutyKind, DutyState, Precision, RoundState, StudyKind
from guong.rounds.models import Duty, Phase, Round
from guong.rounds.proposals import (
    Proposal,
    ProposedBasis,
    ProposedFigure,
    ProposedOccasion,
    ProposedPhase,
    ProposedPoint,
    ProposedStudy,
)
from guong.rounds.tests.factories import (
    AFTER,
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
from guong.trail.models import Entry
from guong.units.actions import place_unit
from guong.units.tests.factories import make_unit

pytestmark = [pytest.mark.django_db, pytest.mark.both]

FIRST = ProposedPhase(
    title="Giai đoạn một",
    starts_on=date(2022, 5, 1),
    ends_on=date(2022, 8, 1),
    precision=Precision.MONTH,
    occasions=(ProposedOccasion(name="ngày thành lập", years=75, on=date(2022, 3, 5), derived=True),),
)
PROPOSAL = Proposal(
    aims="Nâng cao chất lượng sinh hoạt",
    basis=(ProposedBasis(text="Kế hoạch 12-KH/TU"),),
    study=(ProposedStudy(kind=StudyKind.WORK, text="Sổ tay"), ProposedStudy(kind=StudyKind.PROMPT, text="Vì sao?")),
    agenda=(ProposedPoint(text="Soát lại việc đã hứa"),),
    phases=(FIRST, ProposedPhase(title="Giai đoạn hai", dates_derived=True)),
    figures=(
        ProposedFigure(
            measure="people", value=3550, qualifier="floor", words="trên 3.550", readings=("people", "seats.members")
        ),
    ),
)


@pytest.fixture
def world() -> World:
    return make_world()


def propose(world: World, proposal: Proposal, origin: object = None) -> Round:
    return propose_round(
        by=None,
        owner=world.district,
        line="party",
        title="Tự soi",
        theme="Tự soi, tự sửa",
        proposal=proposal,
        origin=origin,  # type: ignore[arg-type]  # a UUID or None
    )


def told(round: Round) -> tuple[object, ...]:
    return (
        list(round.basis.values_list("text", flat=True)),
        list(round.study.order_by("order").values_list("kind", "text")),
        list(round.agenda.values_list("text", flat=True)),
        list(round.phases.order_by("order").values_list("title", "starts_on", "ends_on", "precision", "dates_derived")),
        list(round.phases.get(order=0).occasions.values_list("name", "years", "on", "derived")),
        list(round.reported.values_list("measure", "value", "qualifier", "readings")),
    )


def test_a_proposal_becomes_rows_in_its_order(world: World) -> None:
    assert told(propose(world, PROPOSAL)) == (
        ["Kế hoạch 12-KH/TU"],
        [("work", "Sổ tay"), ("prompt", "Vì sao?")],
        ["Soát lại việc đã hứa"],
        [
            ("Giai đoạn một", date(2022, 5, 1), date(2022, 8, 1), "month", False),
            ("Giai đoạn hai", None, None, "day", True),
        ],
        [("ngày thành lập", 75, date(2022, 3, 5), True)],
        [("people", 3550, "floor", ["people", "seats.members"])],
    )


def test_the_same_origin_brings_the_proposal_up_to_date_until_it_is_confirmed(world: World) -> None:
    origin = uuid7()
    first = propose(world, PROPOSAL, origin)
    figure = first.reported.get()
    choose_reading(by=world.clerk, figure=figure, reading="people")
    phase = first.phases.get(order=0).uid
    shorter = replace(PROPOSAL, phases=(replace(FIRST, title="Đợt một"),), study=())
    again = propose(world, shorter, origin)
    assert (again, Round.objects.count()) == (first, 1)
    assert list(again.phases.values_list("uid", "title")) == [(phase, "Đợt một")]
    assert (again.study.count(), again.reported.get().chosen) == (0, "people")
    confirm_round(by=world.clerk, round=again)
    assert propose(world, PROPOSAL, origin).phases.count() == 1
    with pytest.raises(rules.Refused):
        confirm_round(by=world.clerk, round=again)


def test_only_a_reading_that_the_words_allow_is_chosen(world: World) -> None:
    with pytest.raises(rules.Refused):
        choose_reading(by=world.clerk, figure=propose(world, PROPOSAL).reported.get(), reading="sittings")


def test_a_round_is_edited_and_its_agenda_stands_once_a_phase_is_open(world: World) -> None:
    round = make_round(world)
    edit_round(by=world.clerk, round=round, title="Tên mới", theme="", agenda=["Một", "Hai"], study=[])
    open_it(world, round.phases.get(order=0))
    edited = edit_round(by=world.clerk, round=round, title="Tên khác", theme="", agenda=["Một", "Hai"])
    assert (edited.title, list(edited.agenda.values_list("text", flat=True))) == ("Tên khác", ["Một", "Hai"])
    with pytest.raises(rules.Refused):
        edit_round(by=world.clerk, round=round, title="Tên khác", theme="", agenda=["Một"])


def test_days_that_a_person_types_are_no_longer_derived(world: World) -> None:
    phase = propose(world, PROPOSAL).phases.get(order=1)
    kept = edit_phase(by=world.clerk, phase=phase, title="Hai", starts_on=None, ends_on=None)
    assert kept.dates_derived
    typed = edit_phase(by=world.clerk, phase=phase, title="Hai", starts_on=date(2022, 8, 1), ends_on=date(2022, 10, 1))
    assert (typed.dates_derived, typed.starts_on) == (False, date(2022, 8, 1))
    with pytest.raises(rules.Refused):
        edit_phase(by=world.clerk, phase=phase, title="Hai", starts_on=date(2022, 8, 1), ends_on=date(2022, 8, 1))


def test_opening_freezes_the_list_with_one_entry_in_the_trail(world: World) -> None:
    round = make_round(world)
    phase = round.phases.get(order=0)
    everything = list(DutyKind)
    with clock.at(OPENED):
        preview = queries.list_preview(round, everything, None, clock.today())
        number = open_phase(
            by=world.clerk, phase=phase, due_at=DUE, kinds=everything, expected={world.school.pk: 29}, cutoff_on=None
        )
    rows = list(Duty.objects.order_by("order", "pk").values_list("unit", "depth", "superior", "kind", "order"))
    assert rows == [(one.unit.pk, one.depth, one.superior.pk, one.kind, one.order) for one in preview]
    assert number == len(rows) == 4 + 3 * 3  # the commune issues a plan, the three cells do not
    assert {(row[0], row[1]) for row in rows} == {
        (world.commune.pk, 1),
        (world.village.pk, 2),
        (world.hamlet.pk, 2),
        (world.school.pk, 1),
    }
    assert [unit for unit, _depth, _superior, kind, _order in rows if kind == DutyKind.PLAN] == [world.commune.pk]
    assert duty_of(Phase.objects.get(pk=phase.pk), world.school).expected == 29
    entry = Entry.objects.get(what="rounds.open_phase")
    assert (entry.facts["duties"], len(str(entry.facts["rows_sha256"]))) == (13, 64)


def test_levels_and_kinds_of_unit_cut_the_list(world: World) -> None:
    round = make_round(world)
    with clock.at(OPENED):
        only_direct = queries.list_preview(round, [DutyKind.SITTING], 1, clock.today())
        by_kind = queries.list_preview(round, {"cell": [DutyKind.REVIEW, DutyKind.PLAN]}, None, clock.today())
    assert [one.unit for one in only_direct] == [world.commune, world.school]
    plan, review = DutyKind.PLAN, DutyKind.REVIEW
    expected = [(world.village, plan), (world.village, review), (world.hamlet, plan), (world.hamlet, review)]
    assert [(one.unit, one.kind) for one in by_kind] == expected


def test_a_phase_opens_once_after_the_round_is_confirmed(world: World) -> None:
    proposed = make_round(world, confirmed=False).phases.get(order=0)
    with pytest.raises(rules.Refused):
        open_it(world, proposed)
    phase = make_phase(world)
    with pytest.raises(rules.Refused):
        open_it(world, phase)
    with pytest.raises(rules.Refused):
        open_it(world, make_round(world).phases.get(order=0), at=DUE)


def test_later_changes_of_the_tree_leave_the_frozen_list(world: World) -> None:
    phase = make_phase(world)
    new = make_unit(parent=world.commune, starts_on=date(2022, 8, 10), kind="cell")
    place_unit(by=None, unit=world.school, line="party", parent=world.commune, starts_on=date(2022, 8, 10))
    assert [row.unit for row in queries.board([phase], BEFORE).rows] == [world.commune, world.school]
    assert sum(queries.counts(phase, BEFORE, world.commune).values()) == 3
    with clock.at(BEFORE):
        added = add_duty(by=world.clerk, phase=phase, unit=new, kind=DutyKind.SITTING, reason="Mới thành lập")
    assert (added.depth, added.superior, added.due_at) == (2, world.commune, DUE)
    with clock.at(BEFORE), pytest.raises(rules.Refused):
        add_duty(by=world.clerk, phase=phase, unit=new, kind=DutyKind.SITTING, reason="Mới thành lập")
    with clock.at(BEFORE), pytest.raises(rules.Refused):
        add_duty(by=world.clerk, phase=phase, unit=world.district, kind=DutyKind.SITTING, reason="Nêu gương")


def test_every_change_of_the_list_needs_a_reason(world: World) -> None:
    duty = duty_of(make_phase(world), world.school)
    later = DUE + timedelta(days=3)
    for blank in ("", "  "):
        with pytest.raises(rules.Refused):
            excuse(by=world.clerk, duty=duty, reason=blank)
        with pytest.raises(rules.Refused):
            extend(by=world.clerk, duty=duty, until=later, reason=blank)
    excuse(by=world.clerk, duty=duty, reason="Đang hợp nhất")
    lift_exemption(by=world.clerk, duty=duty, reason="Đã xong")
    with pytest.raises(rules.Refused):
        lift_exemption(by=world.clerk, duty=duty, reason="Đã xong")
    extend(by=world.clerk, duty=duty, until=later, reason="Mưa lũ")
    with pytest.raises(rules.Refused):
        extend(by=world.clerk, duty=duty, until=later, reason="Mưa lũ")
    assert queries.due_of(duty_of(duty.phase, world.school)) == later


def test_who_has_handed_in_is_not_excused(world: World) -> None:
    phase = make_phase(world)
    submission = send(world.secretary, duty_of(phase, world.school)).submission
    duty = duty_of(phase, world.school)
    with pytest.raises(rules.Refused):
        mark_not_applicable(by=world.clerk, duty=duty, reason="Nhầm")
    with clock.at(BEFORE):
        return_submission(by=world.clerk, submission=submission, reasons={"": "Nhầm đơn vị"})
    mark_not_applicable(by=world.clerk, duty=duty, reason="Nhầm")
    assert queries.counts(phase, AFTER, world.school)[DutyState.NOT_APPLICABLE] == 1


def test_judging(world: World) -> None:
    phase = make_phase(world)
    first = send(world.secretary, duty_of(phase, world.school)).submission
    with clock.at(BEFORE):
        assert receive(by=world.clerk, submission=first) == receive(by=world.clerk, submission=first)
        with pytest.raises(rules.Refused):
            return_submission(by=world.clerk, submission=first, reasons={"outcome": " "})
        with pytest.raises(rules.Refused):
            accept_late(by=world.clerk, submission=first, reason="Mất điện")
        return_submission(by=world.clerk, submission=first, reasons={"outcome": "Thiếu.", "place": ""})
        assert first.judgements.get(kind="returned").reasons == {"outcome": "Thiếu."}
        with pytest.raises(rules.Refused):
            receive(by=world.clerk, submission=first)
    send(world.secretary, duty_of(phase, world.school), base=first.uid, at=AFTER)
    with pytest.raises(rules.Refused):
        receive(by=world.clerk, submission=first)
    assert Entry.objects.filter(what="rounds.judge").count() == 2


def test_a_round_closes_after_its_phases(world: World) -> None:
    phase = make_phase(world)
    with pytest.raises(rules.Refused):
        close_round(by=world.clerk, round=phase.round)
    with clock.at(AFTER):
        close_phase(by=world.clerk, phase=phase)
        with pytest.raises(rules.Refused):
            close_phase(by=world.clerk, phase=phase)
        closed = close_round(by=world.clerk, round=phase.round)
    assert (closed.state, closed.closed_at) == (RoundState.CLOSED, AFTER)


def test_the_worklist_has_what_lies_with_the_unit_most_urgent_first(world: World) -> None:
    round = make_round(world)
    later = open_it(world, round.phases.get(order=0), due_at=DUE + timedelta(days=9))
    sooner = open_it(world, round.phases.get(order=1))
    assert [duty.phase for duty in queries.open_duties(world.secretary, BEFORE)] == [sooner, later]
    assert [duty.state for duty in queries.open_duties(world.secretary, AFTER)] == ["missing", "not_due"]
    submission = send(world.secretary, duty_of(sooner, world.school)).submission
    assert [duty.phase for duty in queries.open_duties(world.secretary, BEFORE)] == [later]
    with clock.at(BEFORE):
        return_submission(by=world.clerk, submission=submission, reasons={"": "Thiếu"})
        close_phase(by=world.clerk, phase=later)
    assert [duty.state for duty in queries.open_duties(world.secretary, BEFORE)] == ["returned"]
    assert list(queries.open_duties(world.clerk, BEFORE)) == []
    assert list(queries.open_duties(None, datetime(2022, 9, 1, tzinfo=UTC))) == []


@pytest.mark.parametrize("number", [1, 3])
def test_lists_take_as_many_queries_for_three_as_for_one(
    world: World, number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(number - 1):
        make_unit(parent=world.district)
    phase = open_it(world, make_round(world).phases.get(order=0), kinds=[DutyKind.SITTING])
    first = send(world.secretary, duty_of(phase, world.school)).submission
    for version in range(number - 1):
        said = sitting(duty_of(phase, world.school), present=17 - version, absent=1 + version)
        first = send(world.secretary, duty_of(phase, world.school), said=said, base=first.uid).submission
    duty = duty_of(phase, world.school)
    with django_assert_num_queries(1):
        assert len(queries.late(phase, AFTER)) == number + 2
    with django_assert_num_queries(2):
        versions = [(one.receipt.number, one.by.name, len(one.judgements.all())) for one in queries.thread(duty)]
        assert len(versions) == number
    with django_assert_num_queries(1):
        assert len([row.unit.uid for row in queries.board([phase], AFTER).rows]) == number + 1
