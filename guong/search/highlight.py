"""What was found, marked in the original text: offsets first, then escaped markup."""

from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from guong.search.words import Word, number_tokens, numbers, words

_LENGTH = 240  # characters of a snippet
_LEAD = 60  # characters before the first match in it

Span = tuple[int, int]


@dataclass(frozen=True)
class Wanted:
    """What a query asks for: words as (exact, folded), numbers as (token, as typed)."""

    words: tuple[tuple[str, str], ...]
    numbers: tuple[tuple[str, str], ...]


def spans(text: str, wanted: Wanted, beside: str = "") -> list[Span]:
    """Places of the original to mark, in order.

    A word that stands there, or in the text `beside`, with its marks hides its mere likenesses.
    """
    found = list(words(text))
    there = {word.exact for word in (*found, *words(beside))}
    exact = {one for one, _folded in wanted.words if one in there}
    folded = {plain for one, plain in wanted.words if one not in there}
    marked = [(word.start, word.end) for word in found if word.exact in exact or word.folded in folded]
    return _joined(marked + _numbers(text, wanted, found), text)


def _numbers(text: str, wanted: Wanted, found: list[Word]) -> list[Span]:
    tokens = {token for token, _typed in wanted.numbers}
    whole = [(n.start, n.end) for n in numbers(text) if tokens & set(number_tokens(n.token))]
    if whole or not tokens:
        return whole
    spelled = [[word.folded for word in words(typed)] for _token, typed in wanted.numbers]
    return [
        (found[at].start, found[at + len(row) - 1].end)
        for row in spelled
        for at in range(len(found) - len(row) + 1)
        if [word.folded for word in found[at : at + len(row)]] == row
    ]


def _joined(found: list[Span], text: str) -> list[Span]:
    """In order, overlaps and neighbours parted by blanks alone made one."""
    joined: list[Span] = []
    for start, end in sorted(found):
        if joined and (start <= joined[-1][1] or not text[joined[-1][1] : start].strip()):
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def mark(text: str, wanted: Wanted, beside: str = "") -> SafeString:
    return _markup(text, spans(text, wanted, beside))


def _markup(text: str, found: list[Span]) -> SafeString:
    pieces: list[tuple[str | SafeString]] = []
    at = 0
    for start, end in found:
        pieces += [(text[at:start],), (format_html("<mark>{}</mark>", text[start:end]),)]
        at = end
    return format_html_join("", "{}", [*pieces, (text[at:],)])


def snippet(text: str, wanted: Wanted, beside: str = "") -> SafeString:
    """The stretch with the most matches, cut at words; the beginning of the text when nothing of it matches."""
    found = spans(text, wanted, beside)
    start = _best(found) if found else 0
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

    return max((max(0, start - _LEAD) for start, _end in found), key=fitting)


def _word_start(text: str, start: int) -> int:
    if start == 0:
        return 0
    blank = text.find(" ", start, start + _LEAD)
    return blank + 1 if blank >= 0 else start
