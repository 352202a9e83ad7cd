"""The life of papers as spans of days, each with the state that holds on them: what an index can be asked for a day."""

from collections.abc import Sequence

from guong.registry.models import OfficialDocument
from guong.registry.queries import lives_of
from guong.search.docs import Span


def spans_of(papers: Sequence[OfficialDocument]) -> dict[int, tuple[Span, ...]]:
    """By id; every day lies in one span. One query for any number of papers."""
    lives = lives_of(papers)
    return {
        paper.pk: tuple(Span(one.from_on, one.to_on, one.state.value) for one in lives.spans(paper.pk))
        for paper in papers
    }
