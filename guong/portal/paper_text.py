"""The text of a public paper in pieces: places of its own to point at, citations that lead to public papers."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from guong.portal.addresses import paper_url
from guong.registry.enums import Publicity
from guong.registry.models import Citation
from guong.viet.flow import flowed
from guong.viet.parts import SeveralParts, part
from guong.viet.places import anchor_of, places


@dataclass(frozen=True)
class Piece:
    """A stretch of text: a link where `url` is set, a place with an id where `anchor` is."""

    text: str
    url: str = ""
    anchor: str = ""


@dataclass(frozen=True)
class _Mark:
    start: int
    end: int
    url: str = ""
    anchor: str = ""


def pieces(text: str, citations: Iterable[Citation]) -> list[Piece]:
    """The text cut at its places and at its citations of public papers; every character once,
    the line ends of a printed page as blanks."""
    own = (_Mark(one.start, one.end, anchor=one.anchor) for one in places(text))
    marks = sorted([*_linked(citations), *own], key=lambda mark: (mark.start, not mark.url))
    return [piece for piece in _cut(flowed(text), marks) if piece.text]


def _linked(citations: Iterable[Citation]) -> Iterator[_Mark]:
    for one in citations:
        if one.target and one.target.publicity == Publicity.PUBLIC:
            yield _Mark(one.start, one.end, url=f"{paper_url(one.target)}{_clause(one)}")


def _clause(citation: Citation) -> str:
    """The fragment of the clause that is meant; empty where none is named, or several."""
    try:
        anchor = anchor_of(part(citation.pin).steps)
    except SeveralParts:
        return ""
    return f"#{anchor}" if anchor else ""


def _cut(text: str, marks: Iterable[_Mark]) -> Iterator[Piece]:
    at = 0
    for mark in marks:
        if at <= mark.start < mark.end <= len(text):
            yield Piece(text[at : mark.start])
            yield Piece(text[mark.start : mark.end], mark.url, mark.anchor)
            at = mark.end
    yield Piece(text[at:])
