"""Handing in: the first receipt again, versions, conflicts, mandates, what stays, what is counted."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from uuid_utils.compat import uuid7

from guong.jobs import clock
from guong.keys import seal
from guong.rounds import content, queries, rules
from guong.rounds.actions import close_phase, return_submission
from guong.rounds.enums import Channel, DutyKind, DutyState, HeldReason
from guong.rounds.models import Held, Receipt, Sitting, Submission
from guong.rounds.tests.factories import (
    AFTER,
    BEFORE,
    FINDING,
    World,
    duty_of,
    make_phase,
    make_world,
    send,
    sitting,
)
from guong.tally.queries import totals
from guong.trail.models import Entry
from guong.units.actions import end_mandate
from guong.units.tests.factories import make_member

pytestmark = [pytest.mark.django_db, pytest.mark.both]


@pytest.fixture
def world() -> World:
    return make_world()


def test_the_bytes_are_kept_as_they_came_and_what_stays_is_sealed(world: World) -> None:
    duty = duty_of(make_phase(world), world.school)
    up, stays = content.build(sitting(duty))
    assert stays is not None
    receipt = send(world.secretary, duty)
    kept = receipt.submission
    assert bytes(kept.up) == up
    assert kept.stays is not None
    assert seal.unseal(bytes(kept.stays), kind="unit", name=str(world.school.uid)) == stays
    assert FINDING.words.encode() not in bytes(kept.stays) + bytes(kept.up)
    assert (receipt.year, receipt.number) == (2022, 1)


def test_the_same_id_and_bytes_give_the_first_receipt_and_count_once(world: World) -> None:
    phase = make_phase(world)
    duty = duty_of(phase, world.school)
    uid = uuid7()
    first = send(world.secretary, duty, uid=uid)
    assert send(world.secretary, duty, uid=uid, at=AFTER) == first
    assert (Submission.objects.count(), Receipt.objects.count(), Sitting.objects.count()) == (1, 1, 1)
    assert Entry.objects.filter(what="rounds.hand_in").count() == 1


def test_the_same_id_with_other_bytes_is_refused_and_both_are_kept(world: World) -> None:
    duty = duty_of(make_phase(world), world.school)
    uid = uuid7()
    first = send(world.secretary, duty, uid=uid)
    other = sitting(duty, present=17, absent=1)
    for _again in range(2):
        with pytest.raises(rules.Conflict) as refusal:
            send(world.secretary, duty, uid=uid, said=other)
    assert refusal.value.first == first.submission.uid
    held = Held.objects.get()
    assert (held.reason, bytes(held.up), held.claimed) == (HeldReason.CONFLICT, content.build(other)[0], uid)
    assert Submission.objects.get().uid == uid


def test_an_edit_names_its_version_and_a_stale_one_waits(world: World) -> None:
    phase = make_phase(world)
    duty = duty_of(phase, world.school)
    first = send(world.secretary, duty).submission
    second = send(world.secretary, duty, said=sitting(duty, present=19, absent_excused=1), base=first.uid).submission
    assert (second.thread, second.version, second.base) == (first.uid, 2, first)
    for base in (first.uid, None):
        with pytest.raises(rules.Stale) as refusal:
            send(world.secretary, duty, said=sitting(duty, present=20, absent_excused=0), base=base)
        assert refusal.value.newest == second.uid
    assert list(Held.objects.values_list("reason", flat=True)) == [HeldReason.STALE] * 2
    assert Sitting.objects.get().present == 19
    assert list(queries.thread(duty_of(phase, world.school))) == [first, second]


def test_a_new_version_takes_the_place_of_the_figures_of_the_old_one(world: World) -> None:
    phase = make_phase(world)
    duty = duty_of(phase, world.school)
    first = send(world.secretary, duty, at=BEFORE).submission
    send(world.secretary, duty, said=sitting(duty, present=19, absent_excused=1, people=20), base=first.uid, at=AFTER)

    def figures(known: datetime) -> dict[str, int]:
        return totals(series=phase.uid, unit=world.district, line="party", on=date(2022, 9, 1), known=known)

    then = {
        "sittings": 1,
        "seats.members": 18,
        "seats.guests": 3,
        "expected": 20,
        "findings.shortcoming": 1,
        "findings.study": 1,
        "corrections.promised": 1,
        "duties.owed": 4,
        "duties.in": 1,
        "duties.on_time": 1,
    }
    assert figures(BEFORE) == then
    assert figures(AFTER) == then | {"seats.members": 19, "people": 20}


def test_nothing_to_report_is_an_answer_of_its_own(world: World) -> None:
    phase = make_phase(world)
    duty = duty_of(phase, world.school)
    receipt = send(world.secretary, duty, said=content.NilReport(duties=(duty.uid,), reason="Cả chi bộ đi tập huấn"))
    assert (receipt.submission.answer, receipt.submission.stays) == ("nil", None)
    assert Sitting.objects.count() == 0
    assert queries.counts(phase, AFTER)[DutyState.ON_TIME] == 1
    empty = content.NilReport(duties=(duty.uid,), reason=" ")
    with pytest.raises(rules.Incomplete) as refusal:
        send(world.secretary, duty, said=empty, base=receipt.submission.uid)
    assert list(refusal.value.problems) == ["reason"]


def test_a_sitting_may_serve_two_duties_at_once(world: World) -> None:
    phase = make_phase(world, kinds=[DutyKind.SITTING, DutyKind.REVIEW])
    duties = [duty_of(phase, world.school, kind) for kind in (DutyKind.SITTING, DutyKind.REVIEW)]
    send(world.secretary, *duties)
    assert queries.counts(phase, BEFORE)[DutyState.ON_TIME] == 2
    assert Sitting.objects.get().duties.count() == 2


def test_only_who_reports_for_the_unit_hands_in(world: World) -> None:
    duty = duty_of(make_phase(world), world.school)
    strangers = [world.clerk, world.headman, make_member(world.school, "reader")]
    for person in strangers:
        with pytest.raises(PermissionDenied):
            send(person, duty)
    assert (Submission.objects.count(), Held.objects.count()) == (0, 0)
    send(make_member(world.school, "reporter"), duty)


def test_the_mandate_under_which_it_was_handed_in_is_kept(world: World) -> None:
    make_member(world.school, "signatory")
    mandate = world.secretary.mandates.get()
    mandate.office_title = "Bí thư Chi bộ Trường Mầm non số 2"
    mandate.save()
    receipt = send(world.secretary, duty_of(make_phase(world), world.school))
    assert (receipt.submission.mandate, receipt.submission.acting_as) == (mandate, mandate.office_title)
    assert Entry.objects.get(what="rounds.hand_in").acting_as == mandate.uid


@pytest.mark.parametrize(("days", "taken"), [(13, True), (15, False)])
def test_what_was_written_before_a_mandate_ended_has_days_of_grace(world: World, days: int, taken: bool) -> None:
    duty = duty_of(make_phase(world), world.school)
    end_mandate(by=world.clerk, mandate=world.secretary.mandates.get(), ends_on=date(2022, 8, 18))
    written = datetime(2022, 8, 17, 12, tzinfo=UTC)
    arrives = clock.start_of(date(2022, 8, 18)) + timedelta(days=days)
    with pytest.raises(PermissionDenied):
        send(world.secretary, duty, at=arrives)
    with pytest.raises(PermissionDenied):
        send(world.secretary, duty, at=arrives, written_at=datetime(2022, 8, 18, 12, tzinfo=UTC))
    if taken:
        assert send(world.secretary, duty, at=arrives, written_at=written).submission.written_at == written
    else:
        with pytest.raises(rules.MandateEnded):
            send(world.secretary, duty, at=arrives, written_at=written)
        assert Held.objects.get().reason == HeldReason.MANDATE


def test_after_the_books_are_locked_it_waits(world: World) -> None:
    phase = make_phase(world)
    with clock.at(AFTER):
        close_phase(by=world.clerk, phase=phase)
    with pytest.raises(rules.PhaseClosed):
        send(world.secretary, duty_of(phase, world.school), at=AFTER)
    assert Held.objects.get().reason == HeldReason.CLOSED
    assert Submission.objects.count() == 0


def test_paper_counts_from_the_moment_the_sheet_arrived(world: World) -> None:
    phase = make_phase(world)
    duty = duty_of(phase, world.village)
    plain = sitting(duty, chair="", findings=(), promises=())
    with pytest.raises(PermissionDenied):
        send(world.headman, duty, said=plain, channel=Channel.PAPER)
    with pytest.raises(rules.Refused):
        send(world.clerk, duty, channel=Channel.PAPER)
    with pytest.raises(rules.Refused):
        send(world.clerk, duty, said=plain, channel=Channel.PAPER, at=BEFORE, arrived_at=AFTER)
    receipt = send(world.clerk, duty, said=plain, channel=Channel.PAPER, at=AFTER, arrived_at=BEFORE)
    assert (receipt.submission.arrived_at, receipt.submission.received_at) == (BEFORE, AFTER)
    assert queries.counts(phase, AFTER)[DutyState.ON_TIME] == 1


def test_returned_and_handed_in_again_it_is_judged_by_its_first_arrival(world: World) -> None:
    phase = make_phase(world)
    first = send(world.secretary, duty_of(phase, world.school)).submission
    with clock.at(BEFORE):
        return_submission(by=world.clerk, submission=first, reasons={"outcome": "Thiếu kết luận."})
    assert queries.counts(phase, AFTER)[DutyState.RETURNED] == 1
    duty = duty_of(phase, world.school)
    send(world.secretary, duty, said=sitting(duty, outcome="Thống nhất."), base=first.uid, at=AFTER)
    assert queries.counts(phase, AFTER)[DutyState.ON_TIME] == 1
    assert queries.counts(phase, AFTER)[DutyState.RETURNED] == 0


def test_counts_that_do_not_fit_what_stays_are_refused(world: World) -> None:
    duty = duty_of(make_phase(world), world.school)
    up, _stays = content.build(sitting(duty))
    _up, fewer = content.build(replace(sitting(duty), findings=(), promises=()))
    from guong.rounds.actions import hand_in

    for stays in (fewer, None):
        with clock.at(BEFORE), pytest.raises(content.Malformed):
            hand_in(by=world.secretary, uid=uuid7(), duties=[duty], up=up, stays=stays)


def test_a_report_names_the_duties_it_is_sent_for(world: World) -> None:
    phase = make_phase(world)
    said = sitting(duty_of(phase, world.village))
    with pytest.raises(rules.Refused):
        send(world.secretary, duty_of(phase, world.school), said=said)
    with pytest.raises(rules.Refused):
        send(world.secretary, duty_of(phase, world.school), duty_of(phase, world.village))
