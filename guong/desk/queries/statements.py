"""Sentences with figures: as they could be written now, and as they were written."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from guong.desk.words import language
from guong.figures.definitions import DEFINITIONS
from guong.figures.models import Publication
from guong.papers.models import Statement
from guong.papers.narrative import TEMPLATES, Bound, Pieces, draft, joined, read
from guong.papers.queries import of_phase
from guong.rounds.models import Phase

MOST = 10


@dataclass(frozen=True)
class Draft:
    """A sentence not yet written. `mark` changes with any number in it, also with those that are printed as floors."""

    key: str
    label: str
    sentence: str
    exact: list[tuple[str, int | None]]
    mark: str


@dataclass(frozen=True)
class Written:
    statement: Statement
    pieces: Pieces


def drafts(phase: Phase, *, on: date, known: datetime) -> list[Draft]:
    """Every sentence that the templates know, with the numbers known at an instant."""
    return [_draft(key, phase, on, known) for key in TEMPLATES]


def _draft(key: str, phase: Phase, on: date, known: datetime) -> Draft:
    said = draft(key, phase, on=on, known=known, language=language())
    bound = [piece.publication for piece in said if isinstance(piece, Bound)]
    return Draft(key, str(TEMPLATES[key].label), joined(said), [_exact(one) for one in bound], _mark(bound))


def _exact(publication: Publication) -> tuple[str, int | None]:
    return str(DEFINITIONS[publication.definition].label), publication.exact


def _mark(bound: Sequence[Publication]) -> str:
    values = [(one.definition, one.exact) for one in bound]
    return hashlib.sha256(repr(values).encode()).hexdigest()[:16]


def written(phase: Phase) -> list[Written]:
    """The sentences written last, as the public reads them."""
    statements = list(of_phase(phase)[:MOST])
    return [Written(one, said) for one, said in zip(statements, read(statements, language()), strict=True)]
