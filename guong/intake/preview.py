"""A captured page laid out for a person to check: rows of fields, and the text with their places marked."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from guong.figures.definitions import reading_words
from guong.intake.captured.model import CapturedPage, Found, StatedOccasion, Status
from guong.intake.rules import SOURCES
from guong.viet.dates import Month

STATUS_LABELS: dict[Status, Promise] = {
    Status.STATED: _("stated"),
    Status.DERIVED: _("derived"),
    Status.UNKNOWN: _("unknown"),
}


@dataclass(frozen=True)
class Row:
    """One field. `start` and `end` are its place in the text, None where it has none; `note` says what it came from."""

    label: str | Promise
    value: str
    status: Status
    start: int | None = None
    end: int | None = None
    note: str | Promise = ""

    @property
    def status_label(self) -> Promise:
        return STATUS_LABELS[self.status]


@dataclass(frozen=True)
class Piece:
    """A stretch of the text; `mark` when a field points to it."""

    text: str
    start: int
    mark: bool


@dataclass(frozen=True)
class Group:
    """Fields that belong together, under one heading."""

    label: str | Promise
    rows: list[Row]


def groups(page: CapturedPage) -> list[Group]:
    """Every field of the page in reading order."""
    found = [
        Group(_("Article"), list(_article(page))),
        Group(_("Documents"), list(_papers(page))),
        Group(_("Proposed round"), list(_round(page))),
        Group(_("Figures and units"), list(_figures(page))),
    ]
    return [group for group in found if group.rows]


def count_of(found: list[Group]) -> dict[str, int]:
    """How many fields are stated, derived and unknown."""
    return {status.value: sum(row.status is status for group in found for row in group.rows) for status in Status}


def _row(label: str | Promise, found: Found[Any], note: str | Promise = "") -> Row:
    return Row(label, _words(found.value), found.status, found.start, found.end, note or SOURCES.get(found.source, ""))


def _words(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, Month):
        return f"{value.month}/{value.year}"
    return date_format(value) if hasattr(value, "isoformat") else str(value)


def _article(page: CapturedPage) -> Iterator[Row]:
    yield _row(_("Title"), page.title)
    yield _row(_("Lead"), page.lead)
    for paragraph in page.body:
        yield _row(_("Paragraph"), paragraph)
    for caption in page.captions:
        yield _row(_("Caption"), caption)
    yield _row(_("By"), page.author.person)
    yield _row(_("Post"), page.author.office)
    yield _row(_("Body"), page.author.body)
    yield _row(_("Date of publishing"), page.published_on)


def _papers(page: CapturedPage) -> Iterator[Row]:
    for document in page.documents:
        place = document.mentions[0]
        day = _words(document.issued_on.value)
        times = _("cited %(n)s times") % {"n": len(document.mentions)} if len(document.mentions) > 1 else ""
        value = " · ".join(part for part in (document.symbol, day, document.issuer.value) if part)
        yield Row(_("Document"), value, Status.STATED, place.start, place.end, times)
    for named in page.named:
        yield _row(_("Named document"), named.name)
    for group in page.groups:
        yield _row(_("Documents without numbers"), group.words)


def _round(page: CapturedPage) -> Iterator[Row]:
    yield _row(_("Round"), page.round_title)
    yield _row(_("Theme"), page.theme)
    for work in page.works:
        yield _row(_("Work to study"), work.title, _("mentioned %(n)s times") % {"n": len(work.mentions)})
    for topic in page.topics:
        yield _row(_("Topic of the study"), topic)
    yield _row(_("Tie to one's own duties"), page.tie)
    for point in page.agenda:
        yield _row(_("Agenda point"), point)
    for form in page.forms:
        yield _row(_("Form of sitting"), form.name)
    for phase in page.phases:
        months = f"{_words(phase.first.value)} – {_words(phase.last.value)}"
        yield Row(_("Phase"), months, phase.first.status, phase.title.start, phase.title.end, phase.title.value or "")
        yield from (_occasion(_("Occasion"), each) for each in phase.occasions)
    for group in page.later:
        yield from (_occasion(_("Occasion of a later phase"), each) for each in group)


def _occasion(label: str | Promise, stated: StatedOccasion) -> Row:
    day = _words(stated.on.value) or _("day unknown")
    value = f"{stated.ordinal} · {stated.subject.value} · {day}"
    return Row(
        label, value, stated.on.status, stated.subject.start, stated.subject.end, SOURCES.get(stated.on.source, "")
    )


def _figures(page: CapturedPage) -> Iterator[Row]:
    labels = reading_words()
    for figure in page.figures:
        yield _row(_("Reported figure"), figure.words, "; ".join(labels.get(one, one) for one in figure.readings))
    for organiser in page.organisers:
        yield _row(_("Unit named by a caption"), organiser.name)


def pieces(page: CapturedPage, shown: list[Group]) -> list[Piece]:
    """The text cut at the smallest places that fields point to; a larger field around a smaller one is not marked."""
    spans = sorted(
        {(row.start, row.end) for group in shown for row in group.rows if row.start is not None and row.end is not None}
    )
    inner = [span for span in spans if not any(_holds(span, other) for other in spans)]
    result: list[Piece] = []
    at = 0
    for start, end in inner:
        if start < at:
            continue
        result += [Piece(page.text[at:start], at, False), Piece(page.text[start:end], start, True)]
        at = end
    result.append(Piece(page.text[at:], at, False))
    return [piece for piece in result if piece.text]


def _holds(outer: tuple[int, int], inner: tuple[int, int]) -> bool:
    return outer != inner and outer[0] <= inner[0] and inner[1] <= outer[1]
