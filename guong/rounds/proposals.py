"""A round as a directive or a report describes it, before anybody confirms it: plain values, no database."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from guong.rounds.enums import Precision, StudyKind


@dataclass(frozen=True, kw_only=True)
class ProposedBasis:
    """A paper that the round stands on; `document` is its id in the register where it is held."""

    text: str
    document: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class ProposedStudy:
    kind: StudyKind
    text: str
    author: str = ""
    document: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class ProposedPoint:
    """A point of the agenda, with the clause that asks for it; `basis` is the place of its paper in the basis."""

    text: str
    clause: str = ""
    basis: int | None = None


@dataclass(frozen=True, kw_only=True)
class ProposedOccasion:
    """What a phase is tied to. `derived_from` says from what a derived day or ordinal was computed."""

    name: str
    years: int | None = None
    on: date | None = None
    precision: Precision = Precision.DAY
    derived: bool = False
    derived_from: str = ""


@dataclass(frozen=True, kw_only=True)
class ProposedPhase:
    """A window [starts_on, ends_on). With month precision: the first of the month, the first of the month after."""

    title: str
    starts_on: date | None = None
    ends_on: date | None = None
    precision: Precision = Precision.DAY
    dates_derived: bool = False
    occasions: tuple[ProposedOccasion, ...] = ()
    due_at: datetime | None = None  # where the directive itself says by when


@dataclass(frozen=True, kw_only=True)
class ProposedFigure:
    """A figure as the text states it. `readings` are the measures it may mean, for a person to choose from."""

    measure: str
    value: int
    words: str
    qualifier: str = ""
    readings: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """Everything that a round is proposed with; order is the order of the tuples."""

    aims: str = ""
    basis: tuple[ProposedBasis, ...] = ()
    study: tuple[ProposedStudy, ...] = ()
    agenda: tuple[ProposedPoint, ...] = ()
    phases: tuple[ProposedPhase, ...] = ()
    figures: tuple[ProposedFigure, ...] = ()
