"""Words and document numbers of a text, with their places in it: what the index holds and what is highlighted."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter

from guong.viet.fold import fold, nfc, nfc_with_offsets
from guong.viet.lookalikes import latin
from guong.viet.symbols import symbol_key
from guong.viet.tone import place_tones

# Letters and digits, with marks that no letter of Unicode takes in.
WORD = re.compile(r"[^\W_][^\W_\u0300-\u036f]*(?:[\u0300-\u036f]+[^\W_]*)*")
# 105-KH/TU, 30/2020/NĐ-CP, 84 QĐ/TWĐTN; line breaks and blanks inside as they occur in print.
# It begins with a plain digit, not with what may not stand before: texts are gone through five times as fast.
_NUMBER = re.compile(
    r"[0-9](?<![\w/-][0-9])\d{0,4}[a-zđ]?(?:\s?/\s?\d{4})?\s{0,2}(?:[-–—‑/]|\s(?=[A-ZĐ]{2,5}/))\s{0,2}"
    r"[^\W\d_][\w&.]*(?:\s?[-–—‑/]\s?[^\W_][\w&.]*)*",
    re.IGNORECASE,
)
_BETWEEN_DIGITS = re.compile(r"(?<=\d)[^a-z0-9]+(?=\d)")
_SIGN = re.compile(r"[^a-z0-9_]+")
_MOST_FORMS, _MOST_SYMBOLS = 300_000, 50_000
_NOTHING = ""  # holds no word; getting two gives a row, whatever else there is


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
    """A document number at `start:end` of the original, as printed."""

    start: int
    end: int
    printed: str

    @property
    def token(self) -> str:
        """What it is found by."""
        return squeezed(self.printed)


class _Forms(dict[str, str]):
    """What stands between two blanks → its words in one form, each with a blank behind it; filled as it comes: a
    language has few of them.
    """

    def __init__(self, form: Callable[[str], str]) -> None:
        super().__init__()
        self._form = form

    def __missing__(self, printed: str) -> str:
        if len(self) >= _MOST_FORMS:
            self.clear()
        found = self[printed] = "".join(f"{self._form(latin(word))} " for word in WORD.findall(printed))
        return found


_exact = _Forms(lambda word: place_tones(word).casefold())
_folded = _Forms(fold)


def words(text: str) -> Iterator[Word]:
    source = nfc_with_offsets(text)
    for found in WORD.finditer(source.text):
        start, end = source.original(found.start(), found.end())
        yield Word(start, end, _exact[found[0]].rstrip(), _folded[found[0]].rstrip())


def both_forms(text: str) -> tuple[str, str]:
    """All exact words and all folded ones, each with blanks between: `words` without places, ten times as fast."""
    each = itemgetter(_NOTHING, _NOTHING, *nfc(text).split())
    return "".join(each(_exact)).rstrip(), "".join(each(_folded)).rstrip()


def numbers(text: str) -> Iterator[Number]:
    source = nfc_with_offsets(text)
    for found in _NUMBER.finditer(latin(source.text)):
        start, end = source.original(found.start(), found.end())
        yield Number(start, end, found[0])


@lru_cache(maxsize=_MOST_SYMBOLS)
def squeezed(symbol: str) -> str:
    """The token of a number: 86-KH/HU, '86 kh hu', 86khhu are one. Digits stay apart: 30_2020ndcp.

    >>> squeezed("Số 05-HD/TU"), squeezed("30/2020/NĐ-CP")
    ('5hdtu', '30_2020ndcp')
    """
    return _squeezed(_key(symbol))


@lru_cache(maxsize=_MOST_SYMBOLS)
def beginnings(symbol: str) -> tuple[str, ...]:
    """The token and those of its beginnings, so that 105-KH finds 105-KH/TU; not the bare number."""
    key = _key(symbol)
    cuts = [place.start() for place in re.finditer(r"[-/]", key)]
    return tuple(dict.fromkeys(map(_squeezed, (key, *(key[:cut] for cut in cuts[1:])))))


@lru_cache(maxsize=_MOST_SYMBOLS)
def _key(symbol: str) -> str:
    return fold(symbol_key(latin(symbol)))


def _squeezed(key: str) -> str:
    return _SIGN.sub("", _BETWEEN_DIGITS.sub("_", key))


def starts(symbol: str) -> list[str]:
    """All that a person may have typed of a number so far: 8, 86, 86k … up to the token."""
    token = squeezed(symbol)
    return [token[:end] for end in range(1, len(token) + 1)]
