"""Words and document numbers of a text, with their places in it: what the index holds and what is highlighted."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from guong.viet.fold import fold, nfc_with_offsets
from guong.viet.symbols import symbol_key
from guong.viet.tone import place_tones

# Letters and digits, with marks that no letter of Unicode takes in.
_WORD = re.compile(r"[^\W_][^\W_\u0300-\u036f]*(?:[\u0300-\u036f]+[^\W_]*)*")
# 105-KH/TU, 30/2020/NĐ-CP, 84 QĐ/TWĐTN; line breaks and blanks inside as they occur in print.
_NUMBER = re.compile(
    r"(?<![\w/-])\d{1,5}[a-zđ]?(?:\s?/\s?\d{4})?\s{0,2}(?:[-–—‑/]|\s(?=[A-ZĐ]{2,5}/))\s{0,2}"
    r"[^\W\d_][\w&.]*(?:\s?[-–—‑/]\s?[^\W_][\w&.]*)*",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Word:
    """A word at `start:end` of the original: `exact` in lower case with the tone where tradition puts it, `folded`
    without marks.
    """

    start: int
    end: int
    exact: str
    folded: str


@dataclass(frozen=True)
class Number:
    """A document number at `start:end` of the original and the token it is found by."""

    start: int
    end: int
    token: str


def words(text: str) -> Iterator[Word]:
    source = nfc_with_offsets(text)
    for found in _WORD.finditer(source.text):
        start, end = source.original(found.start(), found.end())
        yield Word(start, end, place_tones(found[0]).casefold(), fold(found[0]))


def numbers(text: str) -> Iterator[Number]:
    source = nfc_with_offsets(text)
    for found in _NUMBER.finditer(source.text):
        start, end = source.original(found.start(), found.end())
        yield Number(start, end, number_token(found[0]))


def number_token(symbol: str) -> str:
    """The token of a number: folded, so that 12/qd-ubnd finds 12/QĐ-UBND."""
    return fold(symbol_key(symbol))


def number_tokens(token: str) -> list[str]:
    """The token and its beginnings, so that 105-KH finds 105-KH/TU; not the bare number."""
    cuts = [place.start() for place in re.finditer(r"[-/]", token)]
    return [token, *(token[:cut] for cut in cuts[1:])]
