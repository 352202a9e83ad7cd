"""The eight states divide the whole list exactly, and each is right after any history: against a slow plain model."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from fractions import Fraction

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from conftest import examples
from guong.jobs import clock
from guong.rounds import queries, rules
from guong.rounds.actions import (
    accept_late,
    excuse,
    extend,
    lift_exemption,
    mark_not_applicable,
    return_submission,
)
from guong.rounds.enums import DutyKind, DutyState
from guong.rounds.models import Duty, Phase
from guong.rounds.tests.factories import (
    AFTER,
    BEFORE,
    DUE,
    OPENED,
    duty_of,
    make_phase,
    make_world,
    send,
    sitting,
)
from guong.units.models import Person, Unit
from guong.units.tests.factories import make_member

pytestmark = [pytest.mark.django_db, pytest.mark.both]

# Pieces of histories: single acts, and turns that chance alone would seldom put together.
PIECES = [
    ["send"],
    ["send", "return"],
    ["send", "return", "send"],
    ["send", "return", "send", "accept"],
    ["send", "accept", "extend"],
    ["send", "return", "excuse", "send"],
    ["excuse", "lift"],
    ["return"],
    ["accept"],
    ["excuse"],
    ["not_applicable"],
    ["lift"],
    ["extend"],
]


@dataclass
class Plain:
    """What happened to one duty, told again in the plainest way."""

    due: datetime = DUE
    freed: str = ""
    arrivals: list[datetime] = field(default_factory=list)
    with_unit: bool = False
    accepted: bool = False

    def happened(self, act: str, at: datetime) -> None:
        match act:
            case "send":
                self.arrivals.append(at)
                self.with_unit = False
            case "return":
                self.with_unit = True
            case "accept":
                self.accepted = True
            case "excuse":
                self.freed = "excused"
            case "not_applicable":
                self.freed = "not_applicable"
            case "lift":
                self.freed = ""
            case "extend":
                self.due = at + timedelta(days=20)

    def state(self, at: datetime) -> str:
        if self.freed:
            return self.freed
        if self.with_unit:
            return "returned"
        if not self.arrivals:
            return "missing" if at >= self.due else "not_due"
        if self.arrivals[0] < self.due:
            return "on_time"
        return "late_accepted" if self.accepted else "late"


def do(act: str, duty: Duty, by: Person, clerk: Person, at: datetime) -> None:
    newest = queries.latest(duty)
    with clock.at(at):
        match act:
            case "send":
                send(by, duty, at=at, said=sitting(duty), base=newest.uid if newest else None)
            case "excuse":
                excuse(by=clerk, duty=duty, reason="Đang hợp nhất")
            case "not_applicable":
                mark_not_applicable(by=clerk, duty=duty, reason="Không thuộc đối tượng")
            case "lift":
                lift_exemption(by=clerk, duty=duty, reason="Đã trở lại")
            case "extend":
                extend(by=clerk, duty=duty, until=at + timedelta(days=20), reason="Mưa lũ")
            case "return" if newest:
                return_submission(by=clerk, submission=newest, reasons={"": "Thiếu trang 2"})
            case "accept" if newest:
                accept_late(by=clerk, submission=newest, reason="Mất điện")
            case _:
                raise rules.Refused("nothing there")


@pytest.mark.timeout(300)
@given(
    pieces=st.lists(
        st.tuples(st.integers(0, 3), st.sampled_from(PIECES), st.sampled_from([1, 9])), min_size=2, max_size=7
    ),
    later=st.sampled_from([0, 3, 60]),
)
@settings(max_examples=examples(30), deadline=None, suppress_health_check=list(HealthCheck))
def test_every_history_ends_in_the_states_of_the_plain_model(
    db: None, pieces: list[tuple[int, list[str], int]], later: int
) -> None:
    history = [(place, act, days) for place, acts, days in pieces for act in acts]
    with transaction.atomic():
        world = make_world()
        phase = make_phase(world)
        people = {unit.pk: make_member(unit, "signatory") for unit in world.units}
        plain = {unit.pk: Plain() for unit in world.units}
        at = BEFORE
        for place, act, days in history:
            at += timedelta(days=days, hours=days)
            unit = world.units[place]
            try:
                do(act, duty_of(phase, unit), people[unit.pk], world.clerk, at)
            except rules.Refused:
                continue
            plain[unit.pk].happened(act, at)
        at += timedelta(days=later)
        _compare(phase, plain, at)
        transaction.set_rollback(True)


def _compare(phase: Phase, plain: dict[int, Plain], at: datetime) -> None:
    found = {duty.unit_id: duty.state for duty in queries.with_state(phase.duties.all(), at)}
    assert found == {unit_id: duty.state(at) for unit_id, duty in plain.items()}
    counted = queries.counts(phase, at)
    assert counted == {state: list(found.values()).count(state.value) for state in DutyState}
    assert sum(counted.values()) == len(plain)
    freed = counted[DutyState.EXCUSED] + counted[DutyState.NOT_APPLICABLE]
    handed_in = sum(counted[state] for state in (DutyState.ON_TIME, DutyState.LATE, DutyState.LATE_ACCEPTED))
    obliged = len(plain) - freed
    assert queries.completeness(counted) == (Fraction(handed_in, obliged) if obliged else None)
    assert queries.on_time_rate(counted) == (Fraction(counted[DutyState.ON_TIME], obliged) if obliged else None)


@pytest.mark.parametrize(
    ("arrives", "state"),
    [(DUE - timedelta(microseconds=1), DutyState.ON_TIME), (DUE, DutyState.LATE)],
)
def test_due_on_a_day_is_received_before_the_next_one_begins(arrives: datetime, state: DutyState) -> None:
    world = make_world()
    phase = make_phase(world)
    send(world.secretary, duty_of(phase, world.school), at=arrives)
    assert queries.counts(phase, AFTER, world.school) == {one: int(one == state) for one in DutyState}


def test_not_due_turns_into_missing_at_that_instant() -> None:
    world = make_world()
    phase = make_phase(world)
    for at, state in [(DUE - timedelta(microseconds=1), DutyState.NOT_DUE), (DUE, DutyState.MISSING)]:
        assert queries.counts(phase, at) == {one: 4 * int(one == state) for one in DutyState}


@pytest.mark.parametrize(
    ("at", "days"),
    [(DUE - timedelta(minutes=1), 0), (DUE, 1), (DUE + timedelta(hours=23), 1), (DUE + timedelta(days=1), 2)],
)
def test_days_late_are_days_of_the_organisation(at: datetime, days: int) -> None:
    assert queries.days_late(Duty(due_at=DUE), at) == days


def test_an_accepted_reason_stays_among_the_late() -> None:
    world = make_world()
    phase = make_phase(world)
    receipt = send(world.secretary, duty_of(phase, world.school), at=AFTER)
    before = queries.completeness(queries.counts(phase, AFTER))
    with clock.at(AFTER):
        accept_late(by=world.clerk, submission=receipt.submission, reason="Mất điện hai ngày")
    counted = queries.counts(phase, AFTER)
    assert (counted[DutyState.LATE], counted[DutyState.LATE_ACCEPTED]) == (0, 1)
    assert queries.completeness(counted) == before == Fraction(1, 4)


def test_a_unit_sees_its_own_part_of_the_list() -> None:
    world = make_world()
    phase = make_phase(world)

    def total(unit: Unit | None) -> int:
        return sum(queries.counts(phase, BEFORE, unit).values())

    units = [None, world.district, world.commune, world.school]
    assert [total(unit) for unit in units] == [4, 4, 3, 1]


def test_the_late_are_listed_longest_first_and_progress_adds_up() -> None:
    world = make_world()
    phase = make_phase(world)
    with clock.at(BEFORE):
        extend(by=world.clerk, duty=duty_of(phase, world.commune), until=DUE + timedelta(days=1), reason="Lũ")
        excuse(by=world.clerk, duty=duty_of(phase, world.hamlet), reason="Đang hợp nhất")
    send(world.secretary, duty_of(phase, world.school), at=BEFORE)
    at = DUE + timedelta(days=2)
    rows = [(row.unit, row.days) for row in queries.late(phase, at)]
    assert rows == [(world.village, 3), (world.commune, 2)]
    days = queries.progress(phase, AFTER)
    assert (days[0], days[-1]) == ((clock.day_of(OPENED), 0), (clock.day_of(AFTER), 1))
    assert [count for day, count in days if day == clock.day_of(BEFORE)] == [1]


def test_the_board_has_the_units_directly_below_and_leaves_out_what_nobody_owes(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    world = make_world()
    phase = make_phase(world, kinds=[DutyKind.SITTING, DutyKind.REPORT])
    send(world.secretary, duty_of(phase, world.school))
    with django_assert_num_queries(1):
        board = queries.board([phase], AFTER)
    assert board.columns == ((phase, DutyKind.SITTING), (phase, DutyKind.REPORT))
    assert [row.unit for row in board.rows] == [world.commune, world.school]
    states = {kind: cell.state for (_phase, kind), cell in board.rows[1].cells.items()}
    assert states == {DutyKind.SITTING: DutyState.ON_TIME, DutyKind.REPORT: DutyState.MISSING}
    assert [row.unit for row in queries.board([phase], AFTER, world.commune).rows] == [world.village, world.hamlet]
