"""What handing in and opening a phase do here: findings and promises from the part that stays, second looks.

Both run as steps of `rounds` inside its transaction; the act's own entry in the trail covers them. The counts that
go up are stated by `rounds` with the submission.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Generic, TypeVar

import rfc8785
from django.db import transaction

from guong.reviews.models import Correction, Finding, SecondLook
from guong.reviews.queries import OPEN, text_of
from guong.rounds.content import Content, NilReport, StatedFinding, StatedPromise
from guong.rounds.models import Phase, Submission
from guong.units.models import Unit
from guong.units.sealing import seal

Row = TypeVar("Row", Finding, Correction)


@transaction.atomic
def take_in(submission: Submission, said: Content, previous: Submission | None) -> None:
    """Findings and promises of this version. What it repeats word for word goes on, what else stood is withdrawn."""
    phase = submission.duties.select_related("phase")[0].phase
    stated = () if isinstance(said, NilReport) else said.findings
    promised = () if isinstance(said, NilReport) else said.promises
    findings = _take_findings(submission, phase, stated, previous)
    made = _take_promises(submission, phase, promised, findings, previous)
    _look_in_later_phases(submission.unit, phase, made)


@transaction.atomic
def look_again(phase: Phase, at: datetime) -> None:
    """Whatever its units promised in earlier phases and has not been confirmed stands in this one."""
    standing = Correction.objects.filter(
        unit__in=phase.duties.values("unit"), state__in=OPEN, withdrawn_at=None, promised_at__lte=at
    ).exclude(phase=phase)
    _look(phase, standing)


def _look(phase: Phase, corrections: Iterable[Correction]) -> None:
    SecondLook.objects.bulk_create(
        (SecondLook(correction=one, phase=phase, state_then=one.state) for one in corrections),
        batch_size=500,
        ignore_conflicts=True,
    )


def _look_in_later_phases(unit: Unit, phase: Phase, corrections: Sequence[Correction]) -> None:
    """A promise that came in when a later phase was open already stands there too."""
    later = Phase.objects.filter(duties__unit=unit, opened_at__gt=phase.opened_at, closed_at=None).distinct()
    for one in later if corrections else ():
        _look(one, corrections)


def _take_findings(
    submission: Submission, phase: Phase, stated: Sequence[StatedFinding], previous: Submission | None
) -> list[Finding]:
    """One row for each stated finding, in its order."""
    unit = submission.unit
    standing = _Standing(
        unit, Finding.objects.filter(submission__thread=submission.thread, withdrawn_at=None), previous
    )
    found: list[Finding] = []
    for order, one in enumerate(stated):
        words = _canonical({"words": one.words, "cause": one.cause})
        finding = standing.take(words, kind=one.kind, topic=one.topic)
        if finding is None:
            finding = Finding(
                unit=unit,
                phase=phase,
                submission=submission,
                order=order,
                kind=one.kind,
                topic=one.topic,
                words=seal(unit, words),
            )
            finding.save(force_insert=True)
        found.append(finding)
    standing.withdraw(submission.received_at)
    return found


def _take_promises(
    submission: Submission,
    phase: Phase,
    promised: Sequence[StatedPromise],
    findings: Sequence[Finding],
    previous: Submission | None,
) -> list[Correction]:
    """New rows for promises that did not stand before; gives those alone."""
    unit = submission.unit
    rows = Correction.objects.filter(submission__thread=submission.thread, withdrawn_at=None)
    standing = _Standing(unit, rows, previous)
    made: list[Correction] = []
    for one in promised:
        if one.deadline is None:
            raise ValueError("a promise without a deadline was let through")
        finding = findings[one.finding] if one.finding is not None else None
        words = _canonical({"words": one.words, "measure": one.measure, "holder": one.holder})
        kept = standing.take(words, owner_office=one.owner_office, deadline=one.deadline)
        if kept is not None:
            kept.finding, kept.shared_text = finding, one.shared
            kept.save(update_fields=["finding", "shared_text"])
            continue
        correction = Correction(
            finding=finding,
            submission=submission,
            unit=unit,
            phase=phase,
            owner_office=one.owner_office,
            deadline=one.deadline,
            words=seal(unit, words),
            shared_text=one.shared,
            promised_at=submission.received_at,
        )
        correction.save(force_insert=True)
        made.append(correction)
    standing.withdraw(submission.received_at)
    return made


class _Standing(Generic[Row]):
    """Rows of earlier versions, to be taken over by equal words or withdrawn."""

    def __init__(self, unit: Unit, rows: Iterable[Row], previous: Submission | None) -> None:
        self.rows: list[tuple[str | None, Row]] = (
            [(text_of(unit, row), row) for row in rows] if previous is not None else []
        )

    def take(self, words: str, **same: object) -> Row | None:
        for place, (stood, row) in enumerate(self.rows):
            if stood == words and all(getattr(row, name) == value for name, value in same.items()):
                del self.rows[place]
                return row
        return None

    def withdraw(self, at: datetime) -> None:
        for _text, row in self.rows:
            row.withdrawn_at = at
            row.save(update_fields=["withdrawn_at"])


def _canonical(words: dict[str, str]) -> str:
    return rfc8785.dumps(words).decode()
