"""What was found, marked in the original text: offsets first, then escaped markup."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from guong.search.asking import Form, Wanted
from guong.search.words import WORD, Number, Word, beginnings, numbers, words
from guong.viet.fold import fold
from guong.viet.lookalikes import latin

_LENGTH = 240  # characters of a snippet
_LEAD = 60  # characters before the first match in it
_READ = 200_000  # characters of a text in which a match is looked for
_MOST_TRIED = 100  # matches from which a snippet may begin
_LOWEST_MARK, _HIGHEST_MARK = "\u0300", "\u036f"

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Read:
    """A text with what of it may be meant."""

    text: str
    words: list[Word]
    numbers: list[Number]


def spans(text: str, wanted: Wanted, beside: str = "") -> list[Span]:
    """Places of the original to mark, in order.

    A word that stands there, or in the text `beside`, with its marks hides its mere likenesses. A number that was
    found as one hides the words that it was typed with.
    """
    return _spans(_read(text, wanted), _read(beside, wanted), wanted)


def _read(text: str, wanted: Wanted) -> _Read:
    text = text[:_READ]
    return _Read(text, _candidates(text, wanted), _numbers(text, wanted))


def _spans(here: _Read, beside: _Read, wanted: Wanted) -> list[Span]:
    known = [*here.numbers, *beside.numbers]
    apart = [form for place, form in enumerate(wanted.words) if not _in_a_number(place, wanted, known)]
    marked = [(one.start, one.end) for one in here.numbers]
    marked += _single(here.words, beside.words, apart, begun=apart[-1:] if wanted.begun else [])
    rows = [*wanted.phrases, *(symbol.words for symbol in wanted.symbols if not here.numbers)]
    marked += [span for row in rows for span in _in_a_row(here.text, here.words, row)]
    return _joined(marked, here.text)


def _single(found: Sequence[Word], there: Sequence[Word], apart: Sequence[Form], begun: Sequence[Form]) -> list[Span]:
    printed = {word.exact for word in (*found, *there)}
    exact = {one for one, _folded in apart if one in printed}
    folded = {plain for one, plain in apart if one not in printed}
    start = tuple(plain for _one, plain in begun)
    return [
        (word.start, word.end)
        for word in found
        if word.exact in exact or word.folded in folded or word.folded.startswith(start)
    ]


def _in_a_row(text: str, found: Sequence[Word], row: Sequence[Form]) -> Iterator[Span]:
    plain = [folded for _exact, folded in row]
    for at in range(len(found) - len(row) + 1):
        run = found[at : at + len(row)]
        gaps = (text[one.end : other.start] for one, other in pairwise(run))
        if [word.folded for word in run] == plain and not any(WORD.search(gap) for gap in gaps):
            yield run[0].start, run[-1].end


def _numbers(text: str, wanted: Wanted) -> list[Number]:
    tokens = wanted.tokens
    start = tuple(tokens) if wanted.begun else ()
    return [
        number
        for number in (numbers(text) if tokens else ())
        if tokens & set(beginnings(number.printed)) or number.token.startswith(start)
    ]


def _in_a_number(place: int, wanted: Wanted, found: Sequence[Number]) -> bool:
    tokens = {token for number in found for token in (*beginnings(number.printed), number.token)}
    return any(maybe.token in tokens for maybe in wanted.maybe if maybe.first <= place < maybe.last)


# --- places that may be one of the words, found by one pattern: reading every word would cost ten times as much


def _candidates(text: str, wanted: Wanted) -> list[Word]:
    forms = [*wanted.words, *(form for phrase in wanted.phrases for form in phrase)]
    forms += [form for symbol in wanted.symbols for form in symbol.words]
    if not forms:
        return []
    begun = wanted.words[-1][1] if wanted.begun and wanted.words else ""
    pattern = _pattern(frozenset(folded for _exact, folded in forms), begun)
    places = (found.span() for found in pattern.finditer(text))
    return [word for start, end in places if _begins_a_word(text, start) for word in _word_at(text, start, end)]


def _begins_a_word(text: str, start: int) -> bool:
    """Not behind a letter whose marks stand apart from it."""
    while start and _LOWEST_MARK <= text[start - 1] <= _HIGHEST_MARK:
        start -= 1
    return not start or not text[start - 1].isalnum()


def _word_at(text: str, start: int, end: int) -> Iterator[Word]:
    for word in words(text[start:end]):
        yield Word(start + word.start, start + word.end, word.exact, word.folded)


@lru_cache(maxsize=256)
def _pattern(folded: frozenset[str], begun: str) -> re.Pattern[str]:
    whole = "|".join(_spelled(word) for word in sorted(folded, key=len, reverse=True))
    more = rf"|{_spelled(begun)}[^\W_\u0300-\u036f]*(?:[\u0300-\u036f]+[^\W_]*)*" if begun else ""
    return re.compile(rf"(?<![^\W_])(?:(?:{whole})(?![^\W_]|[\u0300-\u036f]){more})")


def _spelled(folded: str) -> str:
    """Every way to print a folded word, capitals spelled out: a pattern that ignores case takes twice as long."""
    return "".join(map(_spelled_letter, folded))


@cache
def _spelled_letter(char: str) -> str:
    return rf"[{re.escape(char)}{re.escape(char.upper())}{_likenesses().get(char, '')}][\u0300-\u036f]*"


@cache
def _likenesses() -> dict[str, str]:
    """Folded letter → the letters that fold to it."""
    found: dict[str, str] = {}
    for char in map(chr, (*range(0xC0, 0x250), *range(0x370, 0x460), *range(0x1D00, 0x1D30), *range(0x1E00, 0x1F00))):
        if char.isalpha() and (plain := fold(latin(char))) != char:
            found[plain] = found.get(plain, "") + char
    return found


# --- markup


def _joined(found: list[Span], text: str) -> list[Span]:
    """In order, overlaps and neighbours parted by blanks alone made one."""
    joined: list[Span] = []
    for start, end in sorted(found):
        if joined and (start <= joined[-1][1] or not text[joined[-1][1] : start].strip()):
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _markup(text: str, found: list[Span]) -> SafeString:
    pieces: list[tuple[str | SafeString]] = []
    at = 0
    for start, end in found:
        pieces += [(text[at:start],), (format_html("<mark>{}</mark>", text[start:end]),)]
        at = end
    return format_html_join("", "{}", [*pieces, (text[at:],)])


def mark_with_snippet(title: str, text: str, wanted: Wanted) -> tuple[SafeString, SafeString]:
    """A title with its marks and `snippet` of its text, each beside the other; both are read once."""
    above, below = _read(title, wanted), _read(text, wanted)
    return _markup(title, _spans(above, below, wanted)), _fitting(text, _spans(below, above, wanted))


def snippet(text: str, wanted: Wanted, beside: str = "") -> SafeString:
    """The stretch with the most matches, cut at words; the beginning of the text when nothing of it matches."""
    return _fitting(text, spans(text, wanted, beside))


def _fitting(text: str, found: list[Span]) -> SafeString:
    return _stretch(text, found, _best(found) if found else 0)


def around(text: str, start: int, end: int) -> SafeString:
    """A place of a text marked, with what stands around it."""
    return _stretch(text, [(start, end)], max(0, start - _LEAD))


def _stretch(text: str, found: list[Span], start: int) -> SafeString:
    start = _word_start(text, start)
    end = min(len(text), start + _LENGTH)
    if end < len(text):
        end = max(text.rfind(" ", start, end), start + _LENGTH // 2)
    inside = [(max(a, start) - start, min(b, end) - start) for a, b in found if b > start and a < end]
    shown = _markup(text[start:end], inside)
    return format_html("{}{}{}", "… " if start else "", shown, " …" if end < len(text) else "")


def _best(found: list[Span]) -> int:
    """Where to begin so that the most matches fit."""

    def fitting(begin: int) -> int:
        return sum(begin <= start and end <= begin + _LENGTH for start, end in found)

    return max((max(0, start - _LEAD) for start, _end in found[:_MOST_TRIED]), key=fitting)


def _word_start(text: str, start: int) -> int:
    if start == 0:
        return 0
    blank = text.find(" ", start, start + _LEAD)
    return blank + 1 if blank >= 0 else start
