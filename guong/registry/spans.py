"""The life of papers as spans of days, each with the state that holds on them: what an index can be asked for a day."""

from collections.abc import Iterable, Iterator
from datetime import date

from guong.registry.models import OfficialDocument
from guong.registry.queries import effective_day, validity
from guong.search.docs import Span


def spans_of(papers: Iterable[OfficialDocument]) -> dict[int, tuple[Span, ...]]:
    """By id; every day lies in one span. The papers come with `related_by__document` at hand."""
    return {paper.pk: tuple(_spans(paper)) for paper in papers}


def _spans(paper: OfficialDocument) -> Iterator[Span]:
    relations = list(paper.related_by.all())
    days = {paper.effective_on or paper.issued_on, paper.ended_on, *map(effective_day, relations)}
    starts: list[date | None] = [None, *sorted(day for day in days if day)]
    for start, end in zip(starts, [*starts[1:], None], strict=True):
        yield Span(start, end, validity(paper, start or date.min, relations))
