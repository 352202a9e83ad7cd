"""The life of papers as spans of days, each with the state that holds on them: what an index can be asked for a day."""

from collections.abc import Iterator, Sequence
from datetime import date

from guong.registry.models import OfficialDocument, Relation
from guong.registry.queries import effective_day, validity
from guong.search.docs import Span


def spans_of(papers: Sequence[OfficialDocument]) -> dict[int, tuple[Span, ...]]:
    """By id; every day lies in one span. One query for any number of papers."""
    onto: dict[int, list[Relation]] = {}
    for relation in Relation.objects.filter(other__in=papers).select_related("document").defer("document__sealed_text"):
        onto.setdefault(relation.other_id, []).append(relation)
    return {paper.pk: tuple(_spans(paper, onto.get(paper.pk, []))) for paper in papers}


def _spans(paper: OfficialDocument, relations: Sequence[Relation]) -> Iterator[Span]:
    days = {paper.effective_on or paper.issued_on, paper.ended_on, *map(effective_day, relations)}
    starts: list[date | None] = [None, *sorted(day for day in days if day)]
    for start, end in zip(starts, [*starts[1:], None], strict=True):
        yield Span(start, end, validity(paper, start or date.min, relations))
