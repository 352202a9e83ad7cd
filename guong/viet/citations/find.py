"""find(text): a fast gate over the whole text, then the grammar over the windows where the gate rang."""

from collections.abc import Sequence

from guong.viet.citations import window
from guong.viet.citations.backrefs import settle
from guong.viet.citations.gate import windows
from guong.viet.citations.model import Citation, Draft, Kind
from guong.viet.citations.named import named
from guong.viet.citations.numbered import numbered
from guong.viet.citations.pins import pin_before
from guong.viet.citations.readable import INVISIBLE, readable
from guong.viet.citations.words import Taken, type_words

# A tail that ends so near the end of its window may go on behind it, by so much.
_MARGIN, _MORE = 30, 300


def find(text: str) -> list[Citation]:
    """Citations of official documents in `text`, in order and without overlaps. Never raises, whatever the text."""
    source, data = readable(text)
    drafts: list[Draft] = []
    for start, end in windows(source.text, data):
        drafts += _apart(drafts, _whole(source.text, start, end))
    drafts, refers = settle(source.text, drafts)
    return [_citation(text, source.offsets, *each) for each in zip(drafts, refers, strict=True)]


def _apart(before: list[Draft], drafts: list[Draft]) -> list[Draft]:
    """Those that begin behind what an earlier window, read further than its end, holds already."""
    end = before[-1].end if before else 0
    return [draft for draft in drafts if draft.start >= end]


def _whole(text: str, start: int, end: int) -> list[Draft]:
    """What is found in a window; read once more with what follows where a citation runs up to its end."""
    drafts = _in_window(text, start, end)
    if drafts and end < len(text) and drafts[-1].end > end - _MARGIN:
        return [draft for draft in _in_window(text, start, min(len(text), end + _MORE)) if draft.start < end]
    return drafts


def _in_window(text: str, start: int, end: int) -> list[Draft]:
    """What is found between `start` and `end`, with offsets of the whole text."""
    view = window.make(text, start, end)
    words, taken = type_words(view), Taken(end - start)
    drafts = numbered(view, words, taken)
    beside = named(view, words, taken)
    if beside:
        drafts = sorted([*drafts, *beside], key=lambda draft: draft.start)
    for draft in drafts:
        draft.pin = pin_before(view, draft.start)
        draft.start += start
        draft.end += start
        draft.core_start += start
        draft.core_end += start
    return drafts


def _end(text: str, offsets: Sequence[int], at: int) -> int:
    """Behind the marks of the last letter, before invisible characters, which the next one brings along."""
    while at + 1 < len(offsets) and offsets[at] == offsets[at - 1]:
        at += 1
    end = offsets[at]
    while text[end - 1] in INVISIBLE:
        end -= 1
    return end


def _citation(text: str, offsets: Sequence[int], draft: Draft, refers: Sequence[int]) -> Citation:
    """With offsets of the text as given and what is printed there."""
    start, end = offsets[draft.start], _end(text, offsets, draft.end)
    has_core = draft.subkind is None
    return Citation(
        start,
        end,
        Kind.NUMBERED if has_core else Kind.NAMED,
        offsets[draft.core_start] if has_core else None,
        _end(text, offsets, draft.core_end) if has_core else None,
        draft.type,
        draft.number,
        draft.year,
        draft.body_code,
        draft.body_name,
        draft.date,
        draft.subkind,
        " ".join(text[start:end].split()),
        draft.word_type,
        draft.unit,
        draft.pin,
        tuple(offsets[each] for each in refers),
    )
