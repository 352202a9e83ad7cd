"""The fields of a captured page. Each says whether the page states it, we derived it, or it is unknown."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Generic, TypeVar

from guong.viet.dates import Month

T = TypeVar("T")


class Status(StrEnum):
    STATED = "stated"
    DERIVED = "derived"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Found(Generic[T]):
    """A value and its place in `CapturedPage.text` (code points). `source` says from what a derived value came.

    An unknown value is None and has no place. A derived value points to what it was derived from, where that is text.
    """

    value: T | None
    status: Status
    start: int | None = None
    end: int | None = None
    source: str = ""


@dataclass(frozen=True)
class Span:
    start: int
    end: int


@dataclass(frozen=True)
class Author:
    person: Found[str]
    office: Found[str]
    body: Found[str]


@dataclass(frozen=True)
class CitedDocument:
    """A numbered document with every place that cites it. `symbol` without spaces, as the register writes it."""

    type: str | None
    number: str | None
    year: int | None
    body_code: str | None
    symbol: str
    issued_on: Found[date]
    issuer: Found[str]
    mentions: tuple[Span, ...]


@dataclass(frozen=True)
class NamedDocument:
    """One document that the page names without a number."""

    type: str | None
    name: Found[str]


@dataclass(frozen=True)
class DocumentGroup:
    """Documents that the page neither numbers nor names, 'the conclusions and regulations of …'."""

    types: tuple[str, ...]
    words: Found[str]
    issuer: Found[str]


@dataclass(frozen=True)
class Mention:
    start: int
    end: int
    titled: bool


@dataclass(frozen=True)
class StudiedWork:
    title: Found[str]
    author: Found[str]
    mentions: tuple[Mention, ...]


@dataclass(frozen=True)
class StatedOccasion:
    """'75 năm ngày thành lập …': the ordinal is stated, day and year are mostly derived from the calendar."""

    ordinal: int
    subject: Found[str]
    code: str | None
    year: Found[int]
    on: Found[date]


@dataclass(frozen=True)
class StatedPhase:
    """A window of whole months, both included."""

    order: Found[int]
    title: Found[str]
    first: Found[Month]
    last: Found[Month]
    occasions: tuple[StatedOccasion, ...]


@dataclass(frozen=True)
class StatedFigure:
    """A figure as the page words it. `readings` are the measures it may mean; a person chooses when there are several.

    `uncounted` is a level that the sentence names beside the number without a number of its own.
    """

    measure: str
    value: int
    qualifier: str
    floor: bool
    denominator: Found[int]
    words: Found[str]
    uncounted: Found[str]
    readings: tuple[str, ...]


@dataclass(frozen=True)
class SittingForm:
    code: str | None
    name: Found[str]


@dataclass(frozen=True)
class Organiser:
    """Who a caption says held a sitting: a proposed unit, or a collective of one. `head` is its word for kind."""

    name: Found[str]
    head: str
    collective: bool


@dataclass(frozen=True)
class LeftOut:
    """A line of the page that is no part of the article. `reason`: pager, counter, widget, menu, tail, markup."""

    text: str
    start: int
    end: int
    reason: str


@dataclass(frozen=True)
class CapturedPage:
    """Everything that was read from one page. All offsets are of `text`."""

    text: str
    title: Found[str]
    lead: Found[str]
    body: tuple[Found[str], ...]
    captions: tuple[Found[str], ...]
    author: Author
    published_on: Found[date]
    host: Found[str]
    theme: Found[str]
    round_title: Found[str]
    documents: tuple[CitedDocument, ...]
    named: tuple[NamedDocument, ...]
    groups: tuple[DocumentGroup, ...]
    works: tuple[StudiedWork, ...]
    phases: tuple[StatedPhase, ...]
    later: tuple[tuple[StatedOccasion, ...], ...]
    figures: tuple[StatedFigure, ...]
    topics: tuple[Found[str], ...]
    tie: Found[str]
    agenda: tuple[Found[str], ...]
    forms: tuple[SittingForm, ...]
    organisers: tuple[Organiser, ...]
    left_out: tuple[LeftOut, ...]


def stated(text: str, start: int, end: int) -> Found[str]:
    """The text at `start:end` with single spaces, its outer spaces left out of the place."""
    piece = text[start:end]
    begin = start + len(piece) - len(piece.lstrip())
    return Found(" ".join(piece.split()), Status.STATED, begin, begin + len(piece.strip()))


def unknown() -> Found[T]:
    return Found(None, Status.UNKNOWN)
