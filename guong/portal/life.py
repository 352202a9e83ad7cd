"""The life of a public paper: its states one after another, and what public papers did to it and it to them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from guong.portal.addresses import paper_url
from guong.portal.documents import ACTIVE, PASSIVE, STATES, type_label
from guong.registry.enums import RelationKind
from guong.registry.lives import Span
from guong.registry.models import OfficialDocument
from guong.registry.queries import public_documents
from guong.registry.timeline import Event, timeline
from guong.ui import lifebar

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


@dataclass(frozen=True)
class Life:
    """`bar` is empty for a paper of which no day is known, `lines` for one that stands alone."""

    bar: SafeString
    lines: list[LifeLine]


def life_of(document: OfficialDocument, day: date) -> Life:
    """Oldest first, among public papers; internal ones bear on the states and are not named."""
    found = timeline(document, among=public_documents())
    lines = [_line(event) for event in found.events]
    if lines:
        lines.append(LifeLine(document.issued_on, _("issued"), self=True))
    return Life(_bar(found.spans, day), sorted(lines, key=lambda line: (line.on or date.max, not line.self)))


def _line(event: Event) -> LifeLine:
    kind, other = event.relation.kind, event.other
    leaning = not event.passive and kind in _LEANING
    return LifeLine(
        on=other.issued_on if leaning else event.on,
        label=str((PASSIVE if event.passive else ACTIVE)[kind]),
        symbol=other.symbol or type_label(other),
        url=paper_url(other),
        part=event.relation.part,
        acts="" if event.passive else kind,
    )


def _bar(spans: Iterable[Span], day: date) -> SafeString:
    shown = [(span, STATES[span.state.value]) for span in spans if span.from_on and span.state.value in STATES]
    drawn = [
        lifebar.Stretch(span.from_on, span.to_on, str(state.label).capitalize(), state.css)
        for span, state in shown
        if span.from_on
    ]
    return lifebar.life(drawn, today=day, title=_("Life of the document"))
