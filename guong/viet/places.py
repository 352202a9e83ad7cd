"""Places that begin a line of a document (Điều 7, II., 2., a)) and the names by which they can be pointed at."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from guong.viet.fold import fold

# The levels are those of `parts`, from the largest down.
_HEADS = (
    ("điều", re.compile(r"^[ \t]*Điều[ \t]+(\d+[a-zđ]?)[.:]", re.MULTILINE | re.IGNORECASE)),
    ("mục", re.compile(r"^[ \t]*(?:Mục[ \t]+)?([IVXLC]+)[.:)]", re.MULTILINE)),
    ("khoản", re.compile(r"^[ \t]*(\d{1,3}[a-zđ]?)\.(?=[ \t])", re.MULTILINE)),
    ("điểm", re.compile(r"^[ \t]*([a-zđ])\)", re.MULTILINE)),
)
_LEVELS = [level for level, _shape in _HEADS]


@dataclass(frozen=True)
class Place:
    """Where the head of a place stands ('Điều 7.'), and its anchor."""

    start: int
    end: int
    anchor: str


def anchor_of(steps: Iterable[tuple[str, str]]) -> str:
    """A name for an address; `dd` is đ. Empty for places that begin no line.

    >>> anchor_of([("khoản", "2"), ("điều", "7")])
    'dieu-7-khoan-2'
    """
    given = dict(steps)
    if "điều" in given:  # numbered through the whole document, whatever it stands in
        given.pop("mục", None)
    return "-".join(f"{fold(level)}-{_value(given[level])}" for level in _LEVELS if level in given)


def _value(value: str) -> str:
    return fold(value.lower().replace("đ", "dd"))


def places(text: str) -> Iterator[Place]:
    """In the order of the text. What is quoted again further down is no place of this document."""
    heads = sorted((found.start(), found, level) for level, shape in _HEADS for found in shape.finditer(text))
    above: dict[str, str] = {}
    seen = set()
    for _start, found, level in heads:
        above = {} if level in {"điều", "mục"} else {name: above[name] for name in above if _over(name, level)}
        above[level] = found[1]
        anchor = anchor_of(above.items())
        if anchor not in seen:
            seen.add(anchor)
            yield Place(found.end() - len(found[0].lstrip()), found.end(), anchor)


def _over(one: str, other: str) -> bool:
    return _LEVELS.index(one) < _LEVELS.index(other)
