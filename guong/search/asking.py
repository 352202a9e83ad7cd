"""What a person's words ask for: phrases in quotes, document numbers, words, and words that may be a number."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from guong.search.words import Word, numbers, squeezed, words
from guong.viet.symbols import bare_numbers

MOST = 24  # words that are read
_QUOTED = re.compile('["\u201c\u201d\u201e\u00ab]([^"\u201c\u201d\u201e\u00ab\u00bb]*)["\u201c\u201d\u00bb]')
# A word that may begin a number written without its signs: 86, 30c, 86khhu.
_MAYBE = re.compile(r"\d{1,5}[a-z]?|\d{1,5}[a-z]{2,15}")
_YEAR = re.compile(r"(?:19|20)\d\d")
_PART = re.compile(r"[a-z]{1,10}")
_LONGEST = 5  # words of such a number after its digits

Form = tuple[str, str]  # exact, folded


@dataclass(frozen=True, slots=True)
class Symbol:
    """A document number as typed, its token, and its words."""

    token: str
    words: tuple[Form, ...]


@dataclass(frozen=True, slots=True)
class Maybe:
    """Words `first:last` of a question, which may be a number."""

    token: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Wanted:
    """`phrases` in quotes; `symbols` are numbers beyond doubt; `words` all others, some of which `maybe` numbers.
    `begun`: the last word is the beginning of one.
    """

    words: tuple[Form, ...] = ()
    phrases: tuple[tuple[Form, ...], ...] = ()
    symbols: tuple[Symbol, ...] = ()
    maybe: tuple[Maybe, ...] = ()
    begun: bool = False

    def __bool__(self) -> bool:
        return bool(self.words or self.phrases or self.symbols)

    @property
    def tokens(self) -> set[str]:
        """All numbers that may be meant."""
        return {symbol.token for symbol in self.symbols} | {maybe.token for maybe in self.maybe}


def wanted(q: str, *, begun: bool = False) -> Wanted:
    """The reading of a question; false where it holds neither word nor number."""
    q = bare_numbers(q)
    phrases = [_forms(words(found[1])) for found in _QUOTED.finditer(q)]
    rest = _QUOTED.sub(" ", q)
    printed = list(numbers(rest))[:MOST]
    loose = [word for word in words(rest) if not any(one.start <= word.start < one.end for one in printed)][:MOST]
    return Wanted(
        words=_forms(loose),
        phrases=tuple(phrase[:MOST] for phrase in phrases if phrase),
        symbols=tuple(Symbol(one.token, _forms(words(one.printed))) for one in printed),
        maybe=tuple(_maybe(loose, rest)),
        begun=begun,
    )


def _forms(found: Iterable[Word]) -> tuple[Form, ...]:
    return tuple((word.exact, word.folded) for word in found)


def _maybe(found: list[Word], q: str) -> list[Maybe]:
    """'86 kh hu' may be 86-KH, or 86-KH/HU: every reading counts."""
    return [
        Maybe(squeezed(q[word.start : found[last].end]), first, last + 1)
        for first, word in enumerate(found)
        if _MAYBE.fullmatch(word.folded)
        for last in _ends(found, first)
    ]


def _ends(found: list[Word], first: int) -> list[int]:
    """Where a number that begins with the word `first` may end."""
    ends = [first] if not found[first].folded.isdigit() else []
    for last in range(first + 1, min(first + _LONGEST, len(found) - 1) + 1):
        if _PART.fullmatch(found[last].folded):
            ends.append(last)
        elif last > first + 1 or not _YEAR.fullmatch(found[last].folded):
            break
    return ends
