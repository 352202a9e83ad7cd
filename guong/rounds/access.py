"""Rounds, phases, duties, submissions for a person and a purpose: 404 for strangers, 403 for who may only see."""

from datetime import date
from typing import Literal
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404

from guong.jobs.clock import today
from guong.rounds.content import Content
from guong.rounds.enums import RoundState
from guong.rounds.models import Duty, Held, Phase, Photo, Receipt, Round, Submission
from guong.rounds.queries import content_of
from guong.units.access import in_lines, may, over, own_units, scope
from guong.units.enums import Verb
from guong.units.models import Person, Unit


def rounds_for(person: Person | None, at: date) -> QuerySet[Round]:
    """Rounds that the person may see: of units in sight, or that asked something of one. Proposals: who directs."""
    seen = scope(person, Verb.SEE, at)
    asked = Duty.objects.filter(in_sight(person, at), phase__round=OuterRef("pk"))
    told = ~Q(state=RoundState.PROPOSED) & (Q(owner__in=seen) | Exists(asked))
    return Round.objects.filter(told | Q(owner__in=scope(person, Verb.DIRECT, at)))


def in_sight(person: Person | None, at: date) -> Q:
    """Duties of units that the person sees in the line of the round, and those owed to an office that looks down:
    what was addressed to it stays with it wherever the unit stands today.
    """
    over_now = over(person, Verb.SEE, at)
    owed = Q(superior__in=over_now) | Q(phase__round__owner__in=over_now)
    return owed | in_lines(person, Verb.SEE, at, unit="unit", line="phase__round__line")


def submissions_in_sight(person: Person | None, at: date) -> Q:
    """Submissions for a duty in sight, by the people of their unit those for none as well."""
    duties = Duty.objects.filter(in_sight(person, at))
    return Q(unit__in=own_units(person, [Verb.SEE], at)) | Q(duties__in=duties)


def round_for(person: Person | None, uid: UUID | str, to: Literal["see", "change"] = "see") -> Round:
    round = rounds_for(person, today()).filter(uid=uid).select_related("owner").first()
    if round is None:
        raise Http404
    if to == "change" and not may(person, Verb.DIRECT, round.owner, today()):
        raise PermissionDenied
    return round


def phase_for(person: Person | None, uid: UUID | str, to: Literal["see", "change"] = "see") -> Phase:
    phase = Phase.objects.filter(uid=uid).select_related("round__owner").first()
    if phase is None:
        raise Http404
    round_for(person, phase.round.uid, to)
    return phase


def duty_for(person: Person | None, uid: UUID | str, to: Literal["see", "report", "judge"] = "see") -> Duty:
    """A duty in sight; `report` at the unit itself, `judge` by who directs the unit above it."""
    seen = Duty.objects.filter(in_sight(person, today()), uid=uid)
    duty = seen.select_related("unit", "superior", "phase__round__owner").first()
    if duty is None:
        raise Http404
    if to == "report" and not may(person, Verb.REPORT, duty.unit, today()):
        raise PermissionDenied
    if to == "judge" and not may_judge(person, duty, today()):
        raise PermissionDenied
    return duty


def may_judge(person: Person | None, duty: Duty, at: date) -> bool:
    """Whoever directs the unit above, or the owner of the round: both stand above, so nobody judges the own unit."""
    above = [unit for unit in (duty.superior, duty.phase.round.owner) if unit is not None]
    return any(may(person, Verb.DIRECT, unit, at) for unit in above)


def submission_for(person: Person | None, uid: UUID | str, to: Literal["see", "judge"] = "see") -> Submission:
    """A submission in sight: its part that goes up. What stays is read through `inside_for`."""
    seen = Submission.objects.filter(submissions_in_sight(person, today()), uid=uid)
    submission = seen.select_related("unit", "receipt", "by").first()
    if submission is None:
        raise Http404
    if to == "judge" and not all(may_judge(person, duty, today()) for duty in submission.duties.all()):
        raise PermissionDenied
    return submission


def inside_for(person: Person | None, uid: UUID | str) -> Submission:
    """A submission whose part that stays the person may read: people of the unit alone."""
    submission = submission_for(person, uid)
    if not may_see_inside(person, submission.unit):
        raise PermissionDenied
    return submission


def content_for(person: Person | None, submission: Submission) -> Content:
    """What a submission says to this person: with the part that stays for people of the unit."""
    return content_of(submission, inside=may_see_inside(person, submission.unit))


def may_see_inside(person: Person | None, unit: Unit) -> bool:
    return may(person, Verb.SEE_INSIDE, unit, today())


def arrived_for(person: Person | None, uid: UUID | str) -> Submission | Held:
    """What came in under an id that a device made: for who handed it in and who reports for its unit."""
    taken = Submission.objects.filter(uid=uid).select_related("unit", "receipt__owner").first()
    waiting = Held.objects.filter(claimed=uid).select_related("unit").order_by("-pk")
    found = taken or waiting.first()
    if found is None or person is None:
        raise Http404
    if found.by_id == person.pk or may(person, Verb.REPORT, found.unit, today()):
        return found
    if may(person, Verb.SEE, found.unit, today()):
        raise PermissionDenied
    raise Http404


def photo_for(person: Person | None, uid: UUID | str, of: UUID | str) -> Photo:
    """A photo of what came in under the id `of`, to go on sending it."""
    arrived_for(person, of)
    named = Photo.objects.filter(Q(submissions__uid=of) | Q(held__claimed=of), uid=uid)
    photo = named.select_related("unit").distinct().first()
    if photo is None:
        raise Http404
    return photo


def receipt_for(person: Person | None, uid: UUID | str) -> Receipt:
    """The receipt of a submission of a unit in sight; `uid` is that of the submission."""
    submission = submission_for(person, uid)
    return Receipt.objects.select_related("submission__unit", "owner").get(submission=submission)


def held_one_for(person: Person | None, uid: UUID | str) -> Held:
    """What was kept, also when it was decided long ago: for who reports for its unit."""
    seen = scope(person, Verb.SEE, today())
    held = Held.objects.filter(uid=uid, unit__in=seen).select_related("unit", "by").first()
    if held is None:
        raise Http404
    if not may(person, Verb.REPORT, held.unit, today()):
        raise PermissionDenied
    return held


def held_for(person: Person | None, at: date) -> QuerySet[Held]:
    """What waits for a decision at units for which the person reports."""
    return Held.objects.filter(unit__in=scope(person, Verb.REPORT, at), decided_at=None).select_related("unit", "by")
