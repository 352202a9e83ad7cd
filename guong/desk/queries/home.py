"""Hôm nay: what waits for this person, by what the person may do."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from guong.jobs.clock import day_of
from guong.rounds.enums import DutyState, JudgementKind, RoundState
from guong.rounds.models import Duty, Judgement, Phase, Round, Submission
from guong.rounds.queries import with_state
from guong.units.models import Unit

SOON = timedelta(days=30)
"""A phase is offered for opening from a month before it begins."""


@dataclass(frozen=True)
class LatePhase:
    phase: Phase
    duties: int
    units: int


@dataclass(frozen=True)
class ClerkWork:
    to_confirm: list[Round]
    to_open: list[Phase]
    to_receive: list[Submission]
    waiting: int  # of these, how many in all
    late: list[LatePhase]
    running: list[Phase]

    @property
    def empty(self) -> bool:
        return not (self.to_confirm or self.to_open or self.to_receive or self.late)


def unjudged(units: Collection[int] | QuerySet[Unit]) -> QuerySet[Submission]:
    """Newest versions that arrived for these superiors in open phases and are neither received nor returned."""
    judged = Judgement.objects.filter(
        submission=OuterRef("pk"), kind__in=[JudgementKind.RECEIVED, JudgementKind.RETURNED]
    )
    newer = Submission.objects.filter(thread=OuterRef("thread"), version__gt=OuterRef("version"))
    mine = Submission.objects.filter(~Exists(judged), ~Exists(newer), duties__superior__in=units)
    mine = mine.filter(duties__phase__closed_at__isnull=True)
    return mine.distinct().select_related("unit").prefetch_related("duties__phase").order_by("arrived_at")


def _late(units: QuerySet[Unit], phases: list[Phase], at: datetime) -> list[LatePhase]:
    owed = Duty.objects.filter(phase__in=phases, superior__in=units)
    missing = with_state(owed, at).filter(state=DutyState.MISSING).values("phase")
    counted = missing.annotate(duties=Count("pk"), units=Count("unit", distinct=True)).order_by()
    numbers = {row["phase"]: (row["duties"], row["units"]) for row in counted}
    return [LatePhase(phase, *numbers[phase.pk]) for phase in phases if phase.pk in numbers]


def clerk_work(units: QuerySet[Unit], at: datetime, *, most: int = 8) -> ClerkWork | None:
    """What waits at the units whose clerk somebody is; None for who is nobody's clerk."""
    if not units.exists():
        return None
    on = day_of(at)
    arrived = unjudged(units)
    running = _running(units)
    return ClerkWork(
        to_confirm=list(Round.objects.filter(owner__in=units, state=RoundState.PROPOSED).order_by("proposed_at")),
        to_open=list(_to_open(units, on)),
        to_receive=list(arrived[:most]),
        waiting=arrived.count(),
        late=_late(units, running, at),
        running=running,
    )


def _running(units: QuerySet[Unit]) -> list[Phase]:
    """Open phases in which these units are the superior of somebody: few at a time."""
    phases = Phase.objects.filter(opened_at__isnull=False, closed_at__isnull=True, duties__superior__in=units)
    return list(phases.distinct().select_related("round").order_by("due_at"))


def _to_open(units: QuerySet[Unit], on: date) -> QuerySet[Phase]:
    soon = Q(starts_on__isnull=True) | Q(starts_on__lte=on + SOON)
    phases = Phase.objects.filter(soon, round__owner__in=units, round__state=RoundState.CONFIRMED, opened_at=None)
    return phases.select_related("round").order_by("starts_on", "order")
