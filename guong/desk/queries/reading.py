"""Submissions as lists and pages show them to a superior: never more than the part that goes up."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from guong.desk.words import first_capital, kind_word
from guong.rounds.models import Duty, Judgement, Submission
from guong.units.queries import names_of


@dataclass(frozen=True)
class SubmissionLine:
    uid: UUID
    unit: str
    what: str
    phase: str
    version: int
    arrived_at: datetime


def _what(submission: Submission) -> str:
    return ", ".join(first_capital(kind_word(duty.kind)) for duty in submission.duties.all())


def submission_lines(submissions: Collection[Submission], on: date) -> list[SubmissionLine]:
    """`submissions` with their duties and phases fetched before."""
    names = names_of({one.unit_id for one in submissions}, on)
    return [
        SubmissionLine(
            one.uid,
            names.get(one.unit_id, ""),
            _what(one),
            next((duty.phase.title for duty in one.duties.all()), ""),
            one.version,
            one.arrived_at,
        )
        for one in submissions
    ]


def versions(submission: Submission) -> list[Submission]:
    """All versions of the same report, newest first."""
    of = Submission.objects.filter(thread=submission.thread)
    return list(of.select_related("receipt", "by").order_by("-version"))


def judgements(submission: Submission) -> list[Judgement]:
    of = Judgement.objects.filter(submission__thread=submission.thread)
    return list(of.select_related("by", "submission").order_by("at"))


def duties_of(submission: Submission) -> list[Duty]:
    return list(submission.duties.select_related("phase__round__owner", "unit", "superior").order_by("kind"))
