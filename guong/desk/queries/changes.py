"""What moved on one day of a phase: what arrived, and what the superior did with it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from guong.desk.words import kind_word
from guong.jobs.clock import day_of, start_of
from guong.rounds.enums import Answer, JudgementKind
from guong.rounds.models import Judgement, Phase, Submission
from guong.units.models import Unit
from guong.units.queries import names_of


@dataclass(frozen=True)
class Change:
    at: datetime
    unit: str
    submission: UUID
    sentence: str


def _sent(row: Submission, kinds: str) -> str:
    if row.version > 1:
        return _("sent version {version} of: {duties}; the earlier one is kept").format(
            version=row.version, duties=kinds
        )
    if row.answer == Answer.NIL:
        return _("answered “nothing to report” for: {duties}").format(duties=kinds)
    return _("sent: {duties}").format(duties=kinds)


def _judged(kind: JudgementKind, duties: str, reason: str) -> str:
    if kind == JudgementKind.RECEIVED:
        return _("received by the office: {duties}").format(duties=duties)
    if kind == JudgementKind.RETURNED:
        return _("returned to be completed: {duties}. {reason}").format(duties=duties, reason=reason)
    return _("lateness accepted: {duties}").format(duties=duties)


def _kinds(row: Submission) -> str:
    return ", ".join(kind_word(duty.kind) for duty in row.duties.all())


def _first(reasons: dict[str, str]) -> str:
    return next(iter(reasons.values()), "")


def changes(*, phase: Phase, unit: Unit, at: datetime, most: int = 12) -> list[Change]:
    """The newest first; the words of a return are the superior's own, never the unit's."""
    start = start_of(day_of(at))
    here = {"duties__phase": phase, "duties__superior": unit}
    sent = Submission.objects.filter(**here, received_at__gte=start, received_at__lte=at).distinct()
    sent = sent.prefetch_related("duties").order_by("-received_at")[:most]
    judged = Judgement.objects.filter(
        submission__duties__phase=phase, submission__duties__superior=unit, at__gte=start, at__lte=at
    ).distinct()
    judged = judged.select_related("submission").prefetch_related("submission__duties").order_by("-at")[:most]
    return _merge(list(sent), list(judged), at)[:most]


def _merge(sent: Iterable[Submission], judged: Iterable[Judgement], at: datetime) -> list[Change]:
    sent, judged = list(sent), list(judged)
    names = names_of({row.unit_id for row in sent} | {row.submission.unit_id for row in judged}, day_of(at))
    found = [Change(row.received_at, names.get(row.unit_id, ""), row.uid, _sent(row, _kinds(row))) for row in sent]
    for row in judged:
        words = _judged(JudgementKind(row.kind), _kinds(row.submission), _first(row.reasons))
        found.append(Change(row.at, names.get(row.submission.unit_id, ""), row.submission.uid, words))
    return sorted(found, key=lambda change: change.at, reverse=True)
