"""What follows from a submission in the same transaction: the sitting drawn from it, the figures, the receipt."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import Max

from guong.jobs import clock
from guong.keys import sign
from guong.rounds import content, queries, receipts, rules
from guong.rounds.enums import OWN_ORDERS
from guong.rounds.models import Duty, Phase, Receipt, Sitting, Submission
from guong.tally.actions import Stated, restate, state, supersede
from guong.trail.queries import head
from guong.units.models import Unit


def draw_sitting(submission: Submission, phase: Phase, said: content.Content) -> Sitting | None:
    """The sitting that the newest version tells of; gone when it no longer tells of one."""
    if not isinstance(said, content.SittingReport):
        Sitting.objects.filter(thread=submission.thread).delete()
        return None
    sitting, _made = Sitting.objects.update_or_create(
        thread=submission.thread,
        defaults={
            "submission": submission,
            "phase": phase,
            "held_on": told_on(submission, said),
            "started": said.started,
            "ended": said.ended,
            "form": said.form,
            "mode": said.mode,
            "place": said.place,
            "expected": said.expected,
            "present": said.present or 0,
            "absent_excused": said.absent_excused,
            "absent": said.absent,
            "exempt": said.exempt,
            "guests": said.guests,
            "speeches": said.speeches,
            "people": said.people,
        },
    )
    sitting.units.set([submission.unit])
    sitting.duties.set(submission.duties.all())
    sitting.covered.set(phase.round.agenda.filter(order__in=said.covered))
    own = [order for order in said.covered if order >= OWN_ORDERS]
    sitting.covered_own.set(phase.own_items.filter(order__in=own) if own else [])
    return sitting


def state_figures(submission: Submission, phase: Phase, said: content.Content, previous: Submission | None) -> None:
    """State what this version counts and take back what the earlier one did. People not declared are not stated."""
    if previous is not None:
        supersede(source=previous.uid, at=submission.received_at)
    values = _values(said)
    if not values:
        return
    state(
        series=phase.uid,
        unit=submission.unit,
        on=told_on(submission, said),
        source=submission.uid,
        values=values,
        at=submission.received_at,
    )


def state_duties(duties: Iterable[Duty], at: datetime) -> None:
    """State what duties of one phase count towards completeness, each at its unit and on the day of the list.

    The same day for the whole and its parts: a report that comes after a merger counts where it was owed.
    """
    rows = list(duties)
    if not rows or rows[0].phase.opened_at is None:
        return
    phase, on = rows[0].phase, clock.day_of(rows[0].phase.opened_at)
    statements = [Stated(duty.unit_id, on, duty.uid, duty_values(duty)) for duty in rows]
    restate(series=phase.uid, statements=statements, at=at)


def duty_values(duty: Duty) -> dict[str, int]:
    """Owed, in, on time: the parts of both rates (law *Denominator*). Who is freed counts nowhere."""
    if duty.exemption:
        return {}
    values = {rules.OWED: 1}
    if duty.first_arrived_at is not None and duty.returned_at is None:
        values[rules.IN] = 1
        if duty.first_arrived_at < queries.due_of(duty):
            values[rules.ON_TIME] = 1
    return values


def told_on(submission: Submission, said: content.Content) -> date:
    """The day that the figures are of: that of the sitting, else that of arrival."""
    day = said.held_on if isinstance(said, content.SittingReport) else None
    return day or clock.day_of(submission.arrived_at)


def _values(said: content.Content) -> dict[str, int]:
    values = content.counted(said)
    if isinstance(said, content.SittingReport):
        values |= {
            "sittings": 1,
            "seats.members": said.present or 0,
            "seats.guests": said.guests,
        }
        if said.expected is not None:
            values["expected"] = said.expected
        values |= _by_category(said)
        if said.people is not None:
            values["people"] = said.people
    return values


def _by_category(said: content.SittingReport) -> dict[str, int]:
    """Attendances by category; of a group that was stated the empty ones too, else unknown."""
    stated = [codes for codes in rules.participant_groups().values() if said.participants.keys() & set(codes)]
    return {f"participants.{code}": said.participants.get(code, 0) for codes in stated for code in codes}


def issue_receipt(submission: Submission, owner: Unit) -> Receipt:
    """The next number of the owner and year, without gaps: the row of the owner is locked until the act is done."""
    Unit.objects.select_for_update(no_key=True).get(pk=owner.pk)
    year = clock.day_of(submission.received_at).year
    last = Receipt.objects.filter(owner=owner, year=year).aggregate(last=Max("number"))["last"] or 0
    sealed = head()
    receipt = Receipt(
        submission=submission,
        owner=owner,
        year=year,
        number=last + 1,
        issued_at=submission.received_at,
        head_position=sealed.position if sealed else 0,
        head_seal=sealed.seal if sealed else "",
    )
    receipt.mark = sign.sign(receipts.text(receipt))
    receipt.save(force_insert=True)
    return receipt
