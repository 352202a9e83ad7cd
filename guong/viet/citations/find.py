"""find(text): a fast gate over the whole text, then the grammar over the windows where the gate rang."""

from collections.abc import Iterator, Sequence

import re2

from guong.viet.citations import tables, window
from guong.viet.citations.model import Citation
from guong.viet.citations.named import named
from guong.viet.citations.numbered import numbered
from guong.viet.citations.words import Taken, type_words
from guong.viet.fold import nfc_with_offsets

# How far a citation may reach to the left and right of what the gate finds.
_BEFORE, _AFTER = 110, 260
_BEFORE_LAW = 200  # a law may say its title between the type word and the number

_WS = r"[\s\x{a0}]"
_WORDS = "|".join(sorted(tables.TYPE_WORDS, key=len, reverse=True)).replace(" ", f"{_WS}+")
_ISSUERS = (
    "bộ chính trị|ban|trung ương|quốc hội|chính phủ|thủ tướng|(?:tỉnh|thành|huyện|quận|thị|đảng) [uủ]|ubnd|hđnd|[uủ]y"
)
_OPTIONS = re2.Options()
_OPTIONS.max_mem = 64 << 20  # the automaton's states; its default of 8 MB is thrown away again and again
_OPTIONS.log_errors = False
# One pass of an automaton (re2): its speed does not depend on how many words and shapes are looked for.
_GATE = re2.compile(
    rf"\d[a-zđ]?{_WS}{{0,3}}[-–—‑−‒/⁄∕\\]{_WS}{{0,3}}[\pL]"
    rf"|\d{_WS}[A-ZĐ]{{2,6}}{_WS}?[/⁄]"
    rf"|\d{_WS}(?:19|20)\d\d{_WS}[a-z]"
    rf"|\d(?:nqlt|ttlt)[a-z]"
    rf"|\b(?:NQ|NĐ|QĐ|TT|TTLT|CT|KL)/?{_WS}?\d"
    rf"|[\s.…_\x{{a0}}][-/]{_WS}?[A-ZĐ]{{2,4}}[-/][A-ZĐ]{{2,}}"
    rf"|(?i:(?:{_WORDS}){_WS}+(?:(?:số{_WS}*:?{_WS}*)?\d|này|nêu trên|nói trên"
    rf"|(?:của{_WS}+)?(?:đại hội|hội nghị|trung ương|tw)|của{_WS}+(?:{_ISSUERS})))"
    rf"|(?:^|[^\pL])(?:Bộ luật|BỘ LUẬT|Luật|LUẬT|Pháp lệnh|Hiến pháp|Điều lệ){_WS}",
    options=_OPTIONS,
)


def find(text: str) -> list[Citation]:
    """Citations of official documents in `text`, in order and without overlaps. Never raises, whatever the text."""
    source = nfc_with_offsets(text)
    found: list[Citation] = []
    for start, end in _windows(source.text):
        view = window.make(source.text, start, end)
        words, taken = type_words(view), Taken(end - start)
        both = [*numbered(view, words, taken), *named(view, words, taken)]
        both.sort(key=lambda each: each.start)
        found.extend(_placed(text, source.offsets, start, each) for each in both)
    return found


def _windows(text: str) -> Iterator[tuple[int, int]]:
    """Stretches around what the gate finds, joined where they meet."""
    low = high = -1
    for hit in _GATE.finditer(text):
        before = _BEFORE_LAW if text[hit.end() - 1] in "QUqu" else _BEFORE
        start, end = max(0, hit.start() - before), min(len(text), hit.end() + _AFTER)
        if low >= 0 and start <= high:
            high = end
            continue
        if low >= 0:
            yield low, high
        low, high = start, end
    if low >= 0:
        yield low, high


def _placed(text: str, offsets: Sequence[int], by: int, found: Citation) -> Citation:
    """The citation of a window at `by`, with offsets of the text as given and what is printed there."""
    start, end = offsets[found.start + by], offsets[found.end + by]
    has_core = found.core_start is not None and found.core_end is not None
    return Citation(
        start=start,
        end=end,
        kind=found.kind,
        core_start=offsets[(found.core_start or 0) + by] if has_core else None,
        core_end=offsets[(found.core_end or 0) + by] if has_core else None,
        type=found.type,
        number=found.number,
        year=found.year,
        body_code=found.body_code,
        body_name=found.body_name,
        date=found.date,
        subkind=found.subkind,
        surface=" ".join(text[start:end].split()),
    )
