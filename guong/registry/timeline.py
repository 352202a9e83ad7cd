"""The life of a paper: its states one after the other, and what it did and suffered; values to be drawn or listed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from guong.registry.enums import Conflict, Validity
from guong.registry.lives import Act, Lives, Span
from guong.registry.models import OfficialDocument, Relation
from guong.registry.queries import effective_day, lives_of, relations_of


@dataclass(frozen=True)
class Event:
    """A relation as read from one paper. `passive`: `other` did it to the paper. `on` None: no day is known."""

    on: date | None
    relation: Relation
    other: OfficialDocument
    passive: bool
    conflicts: tuple[Conflict, ...] = ()


@dataclass(frozen=True)
class Timeline:
    """`spans` begin with the day of issue; `events` stand by day, those without one at the end."""

    spans: tuple[Span, ...]
    events: tuple[Event, ...]


def timeline(
    document: OfficialDocument, *, among: QuerySet[OfficialDocument], known: datetime | None = None
) -> Timeline:
    """Of a paper, with relations to papers of `among` alone: others do not show, though they bear on its state."""
    rows = list(relations_of(document, known))
    lives = lives_of({document, *(row.document for row in rows), *(row.other for row in rows)}, known)
    shown = set(
        among.filter(pk__in={row.document_id for row in rows} | {row.other_id for row in rows}).values_list(
            "pk", flat=True
        )
    )
    events = [_event(document, row, lives) for row in rows if {row.document_id, row.other_id} - {document.pk} <= shown]
    events.sort(key=lambda event: (event.on is None, event.on or date.max, event.relation.pk))
    return Timeline(tuple(_since_issue(document, lives)), tuple(events))


def _event(document: OfficialDocument, row: Relation, lives: Lives) -> Event:
    passive = row.other_id == document.pk
    found = next((act for act in lives.acts_on(row.other_id) if act.ref == row.pk), None)
    return Event(
        on=effective_day(row),
        relation=row,
        other=row.document if passive else row.other,
        passive=passive,
        conflicts=tuple(_conflicts(found, lives)),
    )


def _conflicts(act: Act | None, lives: Lives) -> list[Conflict]:
    return lives.conflicts(act) if act else []


def _since_issue(document: OfficialDocument, lives: Lives) -> Iterator[Span]:
    """Before its issue a paper is nothing; a paper without a day has one state for ever."""
    for span in lives.spans(document.pk):
        if span.to_on is not None and document.issued_on is not None and span.to_on <= document.issued_on:
            continue
        starts = span.from_on or (document.issued_on if span.state == Validity.NOT_YET else None)
        if starts is not None or span.to_on is None:
            yield Span(starts, span.to_on, span.state)
