"""The life of a public paper: its states one after another, and what public papers did to it and it to them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from guong.portal.addresses import paper_url
from guong.portal.documents import ACTIVE, PASSIVE, STATES, State, type_label
from guong.registry.enums import Publicity, RelationKind, Validity
from guong.registry.lives import Span
from guong.registry.models import OfficialDocument, Relation
from guong.registry.queries import effective_day, lives_of, relations_of

_SHORTEST = 2.0  # per cent of the bar: a state of one day can still be seen
_AHEAD = timedelta(days=30)  # of a state without end that has only begun
# What a paper stands on was there before it; everything else happens on the day of the act.
_LEANING = {RelationKind.BASED_ON, RelationKind.IMPLEMENTS}


@dataclass(frozen=True)
class LifeLine:
    """One line of a paper's life; `self` marks its own issue, `acts` is what the paper itself does."""

    on: date | None
    label: str
    symbol: str = ""
    url: str = ""
    part: str = ""
    self: bool = False
    acts: str = ""


def life_lines(document: OfficialDocument) -> list[LifeLine]:
    """What happened among public papers, oldest first; empty when the paper stands alone."""
    between = relations_of(document).filter(document__publicity=Publicity.PUBLIC, other__publicity=Publicity.PUBLIC)
    lines = [_line(document, one) for one in between]
    if not lines:
        return []
    lines.append(LifeLine(document.issued_on, _("issued"), self=True))
    return sorted(lines, key=lambda line: (line.on or date.min, not line.self))


def _line(document: OfficialDocument, relation: Relation) -> LifeLine:
    acts = relation.document_id == document.pk
    other = relation.other if acts else relation.document
    label = str((ACTIVE if acts else PASSIVE)[relation.kind])
    leaning = acts and relation.kind in _LEANING
    on = other.issued_on if leaning else effective_day(relation)
    return LifeLine(
        on,
        label,
        other.symbol or type_label(other),
        paper_url(other),
        relation.part,
        acts=relation.kind if acts else "",
    )


@dataclass(frozen=True)
class Stretch:
    """A state for [from_on, to_on); `to_on` None has no end in sight. `x` and `width` are per cent of the bar."""

    state: State
    from_on: date
    to_on: date | None
    x: str
    width: str

    @property
    def last_on(self) -> date | None:
        return self.to_on - timedelta(days=1) if self.to_on else None


@dataclass(frozen=True)
class LifeBar:
    """The states of a paper from its issue on; `mark` is where the day that was asked for stands, in per cent."""

    stretches: list[Stretch]
    mark: str


def life_bar(document: OfficialDocument, day: date) -> LifeBar | None:
    """None for a paper of which no day is known."""
    spans = list(_known(document))
    if not spans:
        return None
    begin = spans[0][0]
    end = max(day, spans[-1][1].to_on or spans[-1][0] + max(_AHEAD, (spans[-1][0] - begin) / 6))
    widths = _widths([((span.to_on or end) - start).days for start, span in spans])
    places = [sum(widths[:n]) for n in range(len(widths))]
    stretches = [
        Stretch(STATES[span.state.value], start, span.to_on, f"{x:.2f}", f"{width:.2f}")
        for (start, span), x, width in zip(spans, places, widths, strict=True)
    ]
    return LifeBar(stretches, _mark(stretches, places, widths, day, end))


def _known(document: OfficialDocument) -> Iterator[tuple[date, Span]]:
    """Spans with their first day. Before its issue a paper has no state."""
    for span in lives_of([document]).spans(document.pk):
        start = span.from_on or document.issued_on
        if start is not None and span.state != Validity.UNKNOWN and (span.to_on is None or start < span.to_on):
            yield start, span


def _widths(days: Sequence[int]) -> list[float]:
    total = max(sum(days), 1)
    wanted = [max(_SHORTEST, 100 * one / total) for one in days]
    return [100 * one / sum(wanted) for one in wanted]


def _mark(stretches: Sequence[Stretch], places: Sequence[float], widths: Sequence[float], day: date, end: date) -> str:
    for one, x, width in zip(stretches, places, widths, strict=True):
        until = one.to_on or end
        if one.from_on <= day <= until:
            return f"{x + width * (day - one.from_on).days / max((until - one.from_on).days, 1):.2f}"
    return ""
