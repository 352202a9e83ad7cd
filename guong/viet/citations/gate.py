"""Where in a text the grammar has to look at all. One pass of an automaton over the bytes of the text.

re2's speed does not depend on how many words and shapes are looked for; on bytes it needs no counting of characters.
"""

from collections.abc import Iterator

import re2

from guong.viet.citations import tables

# How far a citation may reach to the left and right of what the gate finds.
_BEFORE, _AFTER = 110, 140
_BEFORE_WORD = 70  # a type word begins it
_BEFORE_LAW = 200  # a law may say its title between the type word and the number
# In text full of citations the gate rings twice for each: after some rings the next stretch is taken without asking.
_CROWDED, _NEAR, _LEAP = 3, 300, 1000
_STEP = 40  # the type word and the symbol of one citation ring once

_WS = r"[\s\x{a0}\x{2002}\x{2003}\x{2009}\x{202f}\x{3000}]"


def _spaced(words: str) -> str:
    return words.replace(" ", f"{_WS}+")


_WORDS = "|".join(
    _spaced(word)
    for word in sorted(tables.TYPE_WORDS, key=len, reverse=True)
    if tables.TYPE_WORDS[word] not in tables.LOOSE_TYPES
)
_ISSUERS = _spaced(
    "bộ chính trị|ban|trung ương|quốc hội|chính phủ|thủ tướng|(?:tỉnh|thành|huyện|quận|thị|đảng) [uủ]|ubnd|hđnd|[uủ]y"
)
_LAWS = _spaced(
    "Bộ luật|BỘ LUẬT|Luật|LUẬT|Pháp lệnh|PHÁP LỆNH|Hiến pháp|HIẾN PHÁP|Điều lệ|ĐIỀU LỆ|Cương lĩnh|CƯƠNG LĨNH"
)
_PAPERS = _spaced("Nghị quyết|Nghị định|Thông tư|Chỉ thị|Kết luận")
_OPTIONS = re2.Options()
_OPTIONS.max_mem = 64 << 20  # the automaton's states; its default of 8 MB is thrown away again and again
_OPTIONS.log_errors = False
_GATE = re2.compile(
    rf"\d[a-zđ]?{_WS}{{0,3}}[-–—‑−‒‐\x{{ad}}/⁄∕\\]{_WS}{{0,3}}[\pL]"
    rf"|\d{_WS}{{0,3}}[A-ZĐÐ]\pL{{0,5}}{_WS}{{0,3}}[-–/⁄]"
    rf"|\d{_WS}(?:19|20)\d\d{_WS}[a-z]"
    rf"|\d(?:nqlt|ttlt)[a-z]"
    rf"|\b(?i:NQ|NĐ|QĐ|TT|TTLT|CT|KL){_WS}{{0,3}}/?{_WS}{{0,3}}(?:số{_WS}{{1,3}})?\d"
    rf"|[\s.…_:\x{{a0}}][-/]{_WS}?[A-ZĐ][A-ZĐa-z]{{1,3}}[-/][A-ZĐ]{{2,}}"
    rf"|(?i:(?:{_WORDS}){_WS}+(?:(?:số{_WS}*:?{_WS}*)?\d|này|trên|nêu{_WS}+trên|nói{_WS}+trên"
    rf"|(?:của{_WS}+)?(?:đại{_WS}+hội|hội{_WS}+nghị|trung{_WS}+ương|tw|t\.ư)|của{_WS}+(?:{_ISSUERS})))"
    rf"|(?:^|[^\pL])(?:{_LAWS}){_WS}"
    rf"|(?i:(?:các|những|hai|ba|bốn|năm|\d){_WS}+(?:bộ{_WS}+)?luật{_WS}*(?:gồm|bao{_WS}+gồm|như|:))"
    rf"|(?:{_PAPERS}){_WS}+\p{{Ll}}",
    options=_OPTIONS,
)
_LAW = frozenset(b"QUqu")
_DIGITS_END = ord("9")  # letters come after it


def windows(text: str, data: bytes) -> Iterator[tuple[int, int]]:
    """`data` is the text in UTF-8. Stretches around what the gate finds, joined where they meet."""
    low = high = -1
    for start, end in _rings(data):
        if low >= 0 and start <= high:
            high = max(high, end)
            continue
        if low >= 0:
            yield low, min(high, len(text))
        low, high = start, end
    if low >= 0:
        yield low, min(high, len(text))


def _rings(data: bytes) -> Iterator[tuple[int, int]]:
    """A stretch for each place where the gate rings, in characters."""
    seen = chars = crowd = at = 0
    while (found := _GATE.search(data, at)) is not None:
        start, end = found.span()
        crowd = crowd + 1 if start - seen < _NEAR else 0
        chars += len(data[seen:start].decode())
        length = len(data[start:end].decode(errors="ignore"))
        before = _BEFORE_LAW if data[end - 1] in _LAW else _BEFORE_WORD if data[start] > _DIGITS_END else _BEFORE
        leap = _LEAP if crowd >= _CROWDED else _STEP
        yield max(0, chars - before), chars + length + _AFTER + leap
        seen = start
        at = _boundary(data, max(end, start + 1) + leap)


def _boundary(data: bytes, at: int) -> int:
    """The next place that begins a character."""
    while at < len(data) and data[at] & 0xC0 == 0x80:
        at += 1
    return at
