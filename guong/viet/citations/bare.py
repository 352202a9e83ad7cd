"""Citations by a number alone: 'Nghị quyết 35', 'Chỉ thị số 17', and the numbers of a list behind them."""

import re
from collections.abc import Iterator

from guong.viet.citations import tables
from guong.viet.citations.codes import type_of
from guong.viet.citations.cores import Core
from guong.viet.citations.tails import read_tail
from guong.viet.citations.window import Window
from guong.viet.citations.words import Taken, TypeWord, TypeWords

_BARE = re.compile(
    r"\s+(?P<so>so\s*:?\s*)?(?P<n>\d{1,4}[a-h]?)(?![\w%]|[./,]\d|[-/]\s?[a-z\d]|\s?/|\s?-\s?\d|\s?%|\)|:\d)"
)
# 'NQ số 29 của BCH TW': short for a type word, and only with a date or a body behind it.
_SHORT = re.compile(
    r"(?<![^\W_])(?<![/-])(?P<word>NQ|NĐ|QĐ|TTLT|TT|CT|KL)\s{1,3}[Ss]ố\s{1,3}(?P<n>\d{1,3}[a-h]?)(?!\w|[./,-]\d|\s?[-/])"
)
_NEXT = re.compile(r"\s*([^\W\d_]+)")
_YEAR = re.compile(r"(?:19|20)\d\d")
_OF_YEAR = re.compile(r"\s+nam\s+(?:19|20)\d\d")
_LIST_NUMBER = re.compile(r"\s*(?:,|;|va)\s+(?:so\s+)?(?P<n>\d{1,4})(?=\s*(?:[,;]|va\s|cua\s|ngay\s|ve\s|\Z))")


def bare_cores(window: Window, words: TypeWords, taken: Taken) -> list[Core]:
    cores: list[Core] = []
    for word in words.words:
        found = _BARE.match(window.folded, word.end)
        if found is None or not _is_bare(window, word, found):
            continue
        spans = [found.span("n")]
        while more := _LIST_NUMBER.match(window.folded, spans[-1][1]):
            spans.append(more.span("n"))
        for start, end in spans:
            if taken.free(start, end):
                taken.take(start, end)
                cores.append(_core(window, start, end, word.type))
    return [*cores, *_shortened(window, taken)]


def _shortened(window: Window, taken: Taken) -> Iterator[Core]:
    for found in _SHORT.finditer(window.printed):
        start, end = found.span("n")
        tail = read_tail(window, end, has_symbol=False)
        if taken.free(start, end) and (tail.date or tail.body_name):
            taken.take(start, end)
            yield _core(window, start, end, type_of(found["word"]))


def _core(window: Window, start: int, end: int, kind: str | None) -> Core:
    return Core(start, end, window.printed[start:end], None, kind, None, None, "bare")


def _is_bare(window: Window, word: TypeWord, found: re.Match[str]) -> bool:
    said = found["so"] is not None
    if not word.spelled or word.type in tables.NAMED_TYPES - {"PL"}:
        return False
    if word.type not in tables.BARE_TYPES and not _is_told(window, word, found, said):
        return False
    if not said and _YEAR.fullmatch(found["n"]):
        return False
    if word.type in {"QĐ", "QyĐ"} and not (said or word.capital):
        return False
    return _is_number(window, found)


def _is_told(window: Window, word: TypeWord, found: re.Match[str], said: bool) -> bool:
    """Of types that are also counted ('Phương án số 1') only a date or a body tells that a number is meant."""
    generic = window.folded.startswith("van", word.start)
    if said and word.capital and word.type not in tables.COUNTED_TYPES and not generic:
        return True
    if word.type in tables.LOOSE_TYPES or not (said or word.capital):
        return False
    tail = read_tail(window, found.end(), has_symbol=False)
    return tail.date is not None or (word.capital and tail.body_name is not None)


def _is_number(window: Window, found: re.Match[str]) -> bool:
    """Not a count: 'Nghị quyết 5 nội dung', 'Kế hoạch 5 năm'."""
    following = _NEXT.match(window.printed, found.end())
    after = following[1].lower() if following else ""
    if after == "năm":
        return _OF_YEAR.match(window.folded, found.end()) is not None
    return after not in tables.COUNTED
