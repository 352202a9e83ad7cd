"""Opening a phase freezes who owes what; closing it ends the handing in."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date, datetime

import rfc8785
from django.db import transaction
from django.utils.translation import gettext as _

from guong.jobs import clock
from guong.jobs.outbox import tell
from guong.rounds import queries, steps
from guong.rounds.actions import drawing
from guong.rounds.enums import DutyKind, Exemption, RoundState
from guong.rounds.models import Duty, Phase, Round
from guong.rounds.rules import Refused, is_confirmed, is_open
from guong.trail.actions import record
from guong.units.models import Person


@transaction.atomic
def open_phase(
    *,
    by: Person | None,
    phase: Phase,
    due_at: datetime | Mapping[DutyKind, datetime],
    kinds: queries.Kinds,
    cutoff_on: date | None = None,
    list_document: str = "",
    expected: Mapping[int, int] | None = None,
    levels: int | None = None,
    due_moved_from: date | None = None,
    plan_approval: bool = False,
    left_out: Mapping[int, str] | None = None,
    taken_in: Mapping[int, str] | None = None,
) -> int:
    """Freeze the duties over the tree of today and tell the steps; returns how many there are.

    `due_at` is the first instant that is late: for "due on day D" 00:00 of D+1; by kind of duty where they differ,
    and then the phase is due at the latest. `expected`: head counts by unit id. `left_out` and `taken_in`: reasons by
    unit id of those that a person picked out of the list (they stay on it, not applicable) or into it.
    """
    phase = Phase.objects.select_for_update(of=("self",)).select_related("round__owner").get(pk=phase.pk)
    now = clock.now()
    outside, inside = left_out or {}, taken_in or {}
    planned = queries.list_preview(phase.round, kinds, levels, clock.today(), also=set(inside))
    if not planned:
        raise Refused(_("Nobody would owe anything in this phase. Choose duties and units."))
    due = {one.kind: _due(due_at, one.kind) for one in planned}
    _check_opening(phase, min(due.values()), now)
    _check_picked(outside, inside)
    heads = expected or {}
    duties = [
        Duty(
            phase=phase,
            unit=one.unit,
            kind=one.kind,
            order=one.order,
            depth=one.depth,
            superior=one.superior,
            expected=heads.get(one.unit.pk),
            due_at=due[one.kind],
            cutoff_on=cutoff_on,
            exemption=Exemption.NOT_APPLICABLE if one.unit.pk in outside else Exemption.NONE,
            exemption_reason=outside.get(one.unit.pk, ""),
            added_reason=inside.get(one.unit.pk, ""),
        )
        for one in planned
    ]
    phase.cutoff_on, phase.list_document = cutoff_on, list_document
    phase.due_moved_from, phase.plan_approval = due_moved_from, plan_approval
    phase.opened_at, phase.opened_by, phase.due_at = now, by, max(due.values())
    _freeze(by, phase, duties, now)
    return len(duties)


def _freeze(by: Person | None, phase: Phase, duties: Sequence[Duty], now: datetime) -> None:
    phase.save()
    Duty.objects.bulk_create(duties, batch_size=500)
    drawing.state_duties(duties, now)
    record(
        by=by.uid if by else None,
        what="rounds.open_phase",
        on=phase.uid,
        facts={"duties": len(duties), "rows_sha256": _digest(duties)},
    )
    for step in steps.PHASE_OPENED:
        step(phase, now)
    tell("rounds.phase_opened", phase.uid)


@transaction.atomic
def close_phase(*, by: Person, phase: Phase) -> Phase:
    """Lock the books of a phase: what comes later goes to the waiting room."""
    phase = Phase.objects.select_for_update().get(pk=phase.pk)
    if not is_open(phase):
        raise Refused(_("This phase is not open."))
    phase.closed_at = clock.now()
    phase.save(update_fields=["closed_at"])
    record(by=by.uid, what="rounds.close_phase", on=phase.uid)
    tell("rounds.phase_closed", phase.uid)
    return phase


@transaction.atomic
def close_round(*, by: Person, round: Round) -> Round:
    """End a round whose phases are all closed or were never opened."""
    round = Round.objects.select_for_update().get(pk=round.pk)
    if not is_confirmed(round):
        raise Refused(_("Only a confirmed round can be closed."))
    if round.phases.filter(opened_at__isnull=False, closed_at__isnull=True).exists():
        raise Refused(_("A phase of this round is still open. Close it first."))
    round.state, round.closed_at = RoundState.CLOSED, clock.now()
    round.save(update_fields=["state", "closed_at"])
    record(by=by.uid, what="rounds.close_round", on=round.uid)
    for step in steps.ROUND_CLOSED:
        step(round, round.closed_at)
    tell("rounds.round_closed", round.uid)
    return round


def _due(due_at: datetime | Mapping[DutyKind, datetime], kind: DutyKind) -> datetime:
    return due_at if isinstance(due_at, datetime) else due_at[kind]


def _check_opening(phase: Phase, due_at: datetime, now: datetime) -> None:
    if not is_confirmed(phase.round):
        raise Refused(_("Confirm the round first, then open its phases."))
    if phase.opened_at is not None:
        raise Refused(_("This phase was opened already; its list stands."))
    if due_at <= now:
        raise Refused(_("The time to send lies in the past. Choose a later one."))


def _check_picked(*picked: Mapping[int, str]) -> None:
    if not all(reason.strip() for reasons in picked for reason in reasons.values()):
        raise Refused(_("A unit was picked out of the list or into it without a reason. Write the reason beside it."))


def _digest(duties: Sequence[Duty]) -> str:
    rows = [[str(duty.uid), str(duty.unit.uid), duty.kind, duty.expected, duty.due_at.isoformat()] for duty in duties]
    return hashlib.sha256(rfc8785.dumps(rows)).hexdigest()
