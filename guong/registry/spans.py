"""The life of papers as spans of days, each with the state that holds on them: what an index can be asked for a day."""

from collections.abc import Mapping

from guong.registry.lives import Paper
from guong.registry.queries import lives_among
from guong.search.docs import Span


def spans_among(papers: Mapping[int, Paper]) -> dict[int, tuple[Span, ...]]:
    """By id; every day lies in one span. One query for any number of papers."""
    lives = lives_among(papers)
    return {pk: tuple(Span(one.from_on, one.to_on, one.state.value) for one in lives.spans(pk)) for pk in papers}
