"""Parts of a document ('khoản 2 Điều 7') in one form: read, written the office's way, held against each other."""

import re
from collections.abc import Collection
from dataclasses import dataclass

from guong.viet.fold import fold, nfc
from guong.viet.tone import place_tones

# From the smallest up, as they are printed.
_LEVELS = {
    "điểm": "điểm",
    "tiết": "tiết",
    "đoạn": "đoạn",
    "khoản": "khoản",
    "điều": "Điều",
    "tiểu mục": "tiểu mục",
    "mục": "mục",
    "chương": "Chương",
    "phần": "Phần",
    "phụ lục": "Phụ lục",
}
_ORDER = list(_LEVELS)
_WORDS = "|".join(sorted(_LEVELS, key=len, reverse=True))
_STEP = re.compile(rf"(?<!\w)({_WORDS})\s+(?:số\s+)?(thứ\s+\w+|\d+[a-zđ]?(?:\.\d+)*|[ivxlc]+|[a-zđ])(?!\w)")
_LEVEL = re.compile(rf"(?<!\w)(?:{_WORDS})(?!\w)")
_BETWEEN = re.compile(r"^(?:\s|[,;.]|của|thuộc|tại)*$")
_DIGITS = re.compile(r"\d")


class SeveralParts(ValueError):
    """The text names more than one part."""


@dataclass(frozen=True)
class Part:
    """A place inside a document. `steps` is empty for the whole; more steps mean a smaller place."""

    steps: frozenset[tuple[str, str]] = frozenset()
    text: str = ""

    def covers(self, other: "Part") -> bool:
        """Is `other` this place or one inside it? The whole covers everything."""
        return self.steps <= other.steps


WHOLE = Part()


def part(text: str) -> Part:
    """Read a part. Words that are no numbered place ('phụ lục kèm theo') are a part of their own.

    >>> part("Khoản 2, Điều 7").text, part("").text
    ('khoản 2 Điều 7', '')
    """
    given = " ".join(place_tones(nfc(text)).split())
    lower = given.lower()
    steps = [(found[1], found[2]) for found in _STEP.finditer(lower)]
    rest = _STEP.sub(" ", lower)
    if len({level for level, _value in steps}) < len(steps) or (_mixed(steps, rest)):
        raise SeveralParts(given)
    if steps and _BETWEEN.match(rest):
        return Part(frozenset(steps), " ".join(_printed(level, value) for level, value in _sorted(steps)))
    return Part(frozenset({("", fold(given))}), given) if given else WHOLE


def _mixed(steps: Collection[tuple[str, str]], rest: str) -> bool:
    """Numbers or levels left over beside a place: 'khoản 1, 2 Điều 5', 'các Điều 5, 6'."""
    return bool((steps and not _BETWEEN.match(rest)) or (_LEVEL.search(rest) and _DIGITS.search(rest)))


def _sorted(steps: Collection[tuple[str, str]]) -> list[tuple[str, str]]:
    return sorted(steps, key=lambda step: _ORDER.index(step[0]))


def _printed(level: str, value: str) -> str:
    roman = re.fullmatch(r"[ivxlc]+", value) and level in {"tiểu mục", "mục", "chương", "phần", "phụ lục"}
    return f"{_LEVELS[level]} {value.upper() if roman else value}"
