"""The page of a round as values: its papers, kit, agenda, phases with their occasions and how they stand."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from guong.rounds.enums import DutyState, StudyKind
from guong.rounds.models import Basis, Occasion, Phase, ReportedFigure, Round, StudyItem
from guong.rounds.queries import counts
from guong.ui.states import STATES, State


@dataclass(frozen=True)
class PhaseLine:
    phase: Phase
    occasions: list[Occasion]
    counts: list[tuple[State, int]]
    total: int

    @property
    def last_day(self) -> date | None:
        return self.phase.ends_on - timedelta(days=1) if self.phase.ends_on else None

    @property
    def stand(self) -> str:
        if self.phase.closed_at:
            return "closed"
        return "open" if self.phase.opened_at else "waiting"


@dataclass(frozen=True)
class RoundPage:
    round: Round
    basis: list[Basis]
    study: dict[StudyKind, list[StudyItem]]
    agenda: list[str]
    phases: list[PhaseLine]
    figures: list[ReportedFigure]


def _counted(phase: Phase, at: datetime) -> tuple[list[tuple[State, int]], int]:
    if phase.opened_at is None:
        return [], 0
    of = counts(phase, at)
    return [(look, of[DutyState(key)]) for key, look in STATES.items() if of[DutyState(key)]], sum(of.values())


def _line(phase: Phase, at: datetime) -> PhaseLine:
    shown, total = _counted(phase, at)
    occasions = sorted(phase.occasions.all(), key=lambda occasion: occasion.order)
    return PhaseLine(phase, occasions, shown, total)


def round_page(round: Round, at: datetime) -> RoundPage:
    study: dict[StudyKind, list[StudyItem]] = {}
    for item in round.study.order_by("order"):
        study.setdefault(StudyKind(item.kind), []).append(item)
    return RoundPage(
        round=round,
        basis=list(round.basis.select_related("document").order_by("order")),
        study=study,
        agenda=list(round.agenda.order_by("order").values_list("text", flat=True)),
        phases=[_line(phase, at) for phase in round.phases.prefetch_related("occasions").order_by("order")],
        figures=list(round.reported.order_by("order")),
    )
