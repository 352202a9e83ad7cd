"""The text of a public paper in pieces: places of its own to point at, citations that lead to public papers."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from guong.portal.addresses import paper_url
from guong.registry.enums import Publicity
from guong.registry.models import Citation
from guong.viet.fold import fold
from guong.viet.parts import SeveralParts, part

# A place that begins a line; the levels are those of `viet.parts`.
_HEADS = (
    ("điều", re.compile(r"^[ \t]*Điều[ \t]+(\d+[a-zđ]?)[.:]", re.MULTILINE | re.IGNORECASE)),
    ("mục", re.compile(r"^[ \t]*(?:Mục[ \t]+)?([IVXLC]+)[.:)]", re.MULTILINE)),
    ("khoản", re.compile(r"^[ \t]*(\d{1,3}[a-zđ]?)\.(?=[ \t])", re.MULTILINE)),
    ("điểm", re.compile(r"^[ \t]*([a-zđ])\)", re.MULTILINE)),
)
_LEVELS = [level for level, _shape in _HEADS]


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


def anchor_of(steps: Iterable[tuple[str, str]]) -> str:
    """Where a place stands in a text: `dieu-7-khoan-2`; `dd` is đ. Empty for places that begin no line.

    >>> anchor_of([("khoản", "2"), ("điều", "7")])
    'dieu-7-khoan-2'
    """
    given = dict(steps)
    if "điều" in given:  # numbered through the whole paper, whatever it stands in
        given.pop("mục", None)
    return "-".join(f"{fold(level)}-{_value(given[level])}" for level in _LEVELS if level in given)


def _value(value: str) -> str:
    return fold(value.lower().replace("đ", "dd"))


def pinned(citation: Citation) -> str:
    """The fragment of the clause that a citation means; empty where it names none, or several."""
    try:
        anchor = anchor_of(part(citation.pin).steps)
    except SeveralParts:
        return ""
    return f"#{anchor}" if anchor else ""


def pieces(text: str, citations: Iterable[Citation]) -> list[Piece]:
    """The text cut at its places and at its citations of public papers; every character once."""
    marks = sorted([*_linked(citations), *_places(text)], key=lambda mark: (mark.start, not mark.url))
    return [piece for piece in _cut(text, marks) if piece.text]


def _cut(text: str, marks: Iterable[_Mark]) -> Iterator[Piece]:
    at = 0
    for mark in marks:
        if at <= mark.start < mark.end <= len(text):
            yield Piece(text[at : mark.start])
            yield Piece(text[mark.start : mark.end], mark.url, mark.anchor)
            at = mark.end
    yield Piece(text[at:])


def _linked(citations: Iterable[Citation]) -> Iterator[_Mark]:
    for one in citations:
        if one.target and one.target.publicity == Publicity.PUBLIC:
            yield _Mark(one.start, one.end, url=f"{paper_url(one.target)}{pinned(one)}")


def _places(text: str) -> Iterator[_Mark]:
    """The first line of each place: what is quoted again further down is not a place of this paper."""
    heads = sorted((found.start(), found, level) for level, shape in _HEADS for found in shape.finditer(text))
    above: dict[str, str] = {}
    seen = set()
    for _start, found, level in heads:
        above = {name: value for name, value in above.items() if _LEVELS.index(name) < _LEVELS.index(level)}
        if level in {"điều", "mục"}:
            above = {}
        above[level] = found[1]
        anchor = anchor_of(above.items())
        if anchor not in seen:
            seen.add(anchor)
            begin = found.end() - len(found[0].lstrip())
            yield _Mark(begin, found.end(), anchor=anchor)
