"""Words and document numbers of a text, with their places in it: what the index holds and what is highlighted."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from guong.viet.fold import fold, nfc, nfc_with_offsets
from guong.viet.lookalikes import latin
from guong.viet.symbols import symbol_key
from guong.viet.tone import place_tones

# Letters and digits, with marks that no letter of Unicode takes in.
WORD = re.compile(r"[^\W_][^\W_\u0300-\u036f]*(?:[\u0300-\u036f]+[^\W_]*)*")
# 105-KH/TU, 30/2020/NĐ-CP, 84 QĐ/TWĐTN; line breaks and blanks inside as they occur in print.
_NUMBER = re.compile(
    r"(?<![\w/-])\d{1,5}[a-zđ]?(?:\s?/\s?\d{4})?\s{0,2}(?:[-–—‑/]|\s(?=[A-ZĐ]{2,5}/))\s{0,2}"
    r"[^\W\d_][\w&.]*(?:\s?[-–—‑/]\s?[^\W_][\w&.]*)*",
    re.IGNORECASE,
)
_BETWEEN_DIGITS = re.compile(r"(?<=\d)[^a-z0-9]+(?=\d)")
_SIGN = re.compile(r"[^a-z0-9_]+")
_MOST_FORMS, _MOST_SYMBOLS = 300_000, 50_000


@dataclass(frozen=True, slots=True)
class Word:
    """A word at `start:end` of the original: `exact` in lower case with the tone where tradition puts it, `folded`
    without marks.
    """

    start: int
    end: int
    exact: str
    folded: str


@dataclass(frozen=True, slots=True)
class Number:
    """A document number at `start:end` of the original, as printed and as the token it is found by."""

    start: int
    end: int
    token: str
    printed: str


class _Forms(dict[str, tuple[str, str]]):
    """Printed word → (exact, folded), filled as words come: a language has few of them."""

    def __missing__(self, word: str) -> tuple[str, str]:
        if len(self) >= _MOST_FORMS:
            self.clear()
        plain = latin(word)
        self[word] = place_tones(plain).casefold(), fold(plain)
        return self[word]


_forms = _Forms()


def words(text: str) -> Iterator[Word]:
    source = nfc_with_offsets(text)
    for found in WORD.finditer(source.text):
        start, end = source.original(found.start(), found.end())
        yield Word(start, end, *_forms[found[0]])


def both_forms(text: str) -> tuple[str, str]:
    """All exact words and all folded ones, each with blanks between: `words` without places, ten times as fast."""
    forms = list(map(_forms.__getitem__, WORD.findall(nfc(text))))
    return " ".join([exact for exact, _folded in forms]), " ".join([folded for _exact, folded in forms])


def numbers(text: str) -> Iterator[Number]:
    source = nfc_with_offsets(text)
    for found in _NUMBER.finditer(latin(source.text)):
        start, end = source.original(found.start(), found.end())
        yield Number(start, end, squeezed(found[0]), found[0])


@lru_cache(maxsize=_MOST_SYMBOLS)
def squeezed(symbol: str) -> str:
    """The token of a number: 86-KH/HU, '86 kh hu', 86khhu are one. Digits stay apart: 30_2020ndcp.

    >>> squeezed("Số 05-HD/TU"), squeezed("30/2020/NĐ-CP")
    ('5hdtu', '30_2020ndcp')
    """
    return _SIGN.sub("", _BETWEEN_DIGITS.sub("_", fold(symbol_key(latin(symbol)))))


@lru_cache(maxsize=_MOST_SYMBOLS)
def beginnings(symbol: str) -> tuple[str, ...]:
    """The token and those of its beginnings, so that 105-KH finds 105-KH/TU; not the bare number."""
    key = fold(symbol_key(latin(symbol)))
    cuts = [place.start() for place in re.finditer(r"[-/]", key)]
    return tuple(dict.fromkeys(squeezed(part) for part in (key, *(key[:cut] for cut in cuts[1:]))))


def starts(symbol: str) -> list[str]:
    """All that a person may have typed of a number so far: 8, 86, 86k … up to the token."""
    token = squeezed(symbol)
    return [token[:end] for end in range(1, len(token) + 1)]
