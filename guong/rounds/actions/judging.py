"""What the superior does with a submission."""

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from guong.jobs import clock
from guong.jobs.outbox import tell
from guong.rounds import queries
from guong.rounds.actions import drawing
from guong.rounds.actions.handing_in import place_held
from guong.rounds.enums import DutyKind, HeldReason, JudgementKind
from guong.rounds.models import Duty, Held, Judgement, Submission
from guong.rounds.rules import Refused
from guong.trail.actions import Facts, record
from guong.units.models import Person


@transaction.atomic
def receive(*, by: Person, submission: Submission) -> Judgement:
    """The report is taken as it is."""
    _newest(submission)
    return _judge(by, submission, JudgementKind.RECEIVED, {})


@transaction.atomic
def approve_plan(*, by: Person, submission: Submission) -> Judgement:
    """The plan is approved: the sitting opens, and what waited for it takes its place."""
    plans = [duty for duty in _newest(submission) if duty.kind == DutyKind.PLAN]
    if not plans:
        raise Refused(_("Plans are approved; this report answers no plan. Receive it instead."))
    judgement = _judge(by, submission, JudgementKind.APPROVED, {})
    for plan in plans:
        plan.approved_at = judgement.at
    Duty.objects.bulk_update(plans, ["approved_at"])
    phases = {plan.phase_id for plan in plans}
    waiting = Held.objects.filter(unit=submission.unit, reason=HeldReason.PLAN, decided_at=None)
    for held in (
        waiting.filter(duties__phase__in=phases).distinct().select_related("by", "unit").order_by("received_at")
    ):
        place_held(held=held)
    return judgement


@transaction.atomic
def return_submission(*, by: Person, submission: Submission, reasons: Mapping[str, str]) -> Judgement:
    """The work lies with the unit again. `reasons`: a sentence by field name, "" for the whole; the unit sees them.

    Its first arrival still decides whether it was in time.
    """
    duties = _newest(submission)
    said = _said(reasons)
    judgement = _judge(by, submission, JudgementKind.RETURNED, said)
    for duty in duties:
        duty.returned_at, duty.approved_at = judgement.at, None
    Duty.objects.bulk_update(duties, ["returned_at", "approved_at"])
    drawing.state_duties(duties, judgement.at)
    tell("rounds.returned", submission.uid)
    return judgement


@transaction.atomic
def accept_late(*, by: Person, submission: Submission, reason: str) -> Judgement:
    """The reason for being late is accepted; it stays among the late."""
    duties = _newest(submission)
    late = [duty for duty in duties if duty.first_arrived_at and duty.first_arrived_at >= queries.due_of(duty)]
    if not late:
        raise Refused(_("This report came in time."))
    judgement = _judge(by, submission, JudgementKind.LATE_ACCEPTED, _said({"": reason}))
    Duty.objects.filter(pk__in=[duty.pk for duty in late]).update(accepted_late_at=judgement.at)
    return judgement


def _newest(submission: Submission) -> list[Duty]:
    """The duties it answers, locked. Refuses a version that a later one replaced, or that was returned."""
    duties = list(Duty.objects.select_for_update().filter(thread=submission.thread).order_by("pk"))
    if Submission.objects.filter(thread=submission.thread, version__gt=submission.version).exists():
        raise Refused(_("A newer version of this report has come in. Open it and decide there."))
    if submission.judgements.filter(kind=JudgementKind.RETURNED).exists():
        raise Refused(_("This report was returned already; the unit will send it again."))
    return duties


def _said(reasons: Mapping[str, str]) -> dict[str, str]:
    said = {field: sentence.strip() for field, sentence in reasons.items() if sentence.strip()}
    if not said:
        raise Refused(_("A reason is needed. The unit will see it."))
    return said


def _judge(by: Person, submission: Submission, kind: JudgementKind, reasons: Mapping[str, str]) -> Judgement:
    judgement, made = Judgement.objects.get_or_create(
        submission=submission, kind=kind, defaults={"at": clock.now(), "by": by, "reasons": dict(reasons)}
    )
    if made:
        facts: Facts = {"judgement": str(kind.value), "fields": len(reasons)}
        record(by=by.uid, what="rounds.judge", on=submission.uid, facts=facts)
        tell("rounds.judged", submission.uid)
    return judgement
