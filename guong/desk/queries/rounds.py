"""The page of a round as values: its papers, kit, agenda, phases with their occasions and how they stand."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from guong.desk.words import first_capital
from guong.rounds.enums import DutyState, StudyKind
from guong.rounds.models import Basis, Occasion, Phase, ReportedFigure, Round, StudyItem
from guong.rounds.queries import counts
from guong.ui.states import STATES, State


@dataclass(frozen=True)
class PhaseLine:
    phase: Phase
    occasions: list[tuple[str, Occasion]]  # as it is said, and the row
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


def occasion_words(occasion: Occasion) -> str:
    """A name that says its own ordinal already stands as it is."""
    if occasion.years is None or str(occasion.years) in occasion.name.split():
        return first_capital(occasion.name)
    return _("{years} years: {name}").format(years=occasion.years, name=occasion.name)


def _line(phase: Phase, at: datetime) -> PhaseLine:
    shown, total = _counted(phase, at)
    occasions = sorted(phase.occasions.all(), key=lambda occasion: occasion.order)
    return PhaseLine(phase, [(occasion_words(one), one) for one in occasions], shown, total)


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
