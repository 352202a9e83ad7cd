"""Type words (Nghị quyết, Luật …) of a window, found once for everything that begins with one."""

import re
from bisect import bisect_right
from dataclasses import dataclass

from guong.viet.citations import tables
from guong.viet.citations.window import Window

_WORD = re.compile(rf"{tables.TYPE_PATTERN}(?=[^a-z]|so[\s\d:]|\Z)")


@dataclass(frozen=True, slots=True)
class TypeWord:
    """`spelled`: written with its own marks. 'chi thi' and 'chỉ thị' fold alike, only one of them is the word."""

    start: int
    end: int
    type: str
    spelled: bool
    capital: bool


class TypeWords:
    """The type words of one window in order."""

    __slots__ = ("_ends", "words")

    def __init__(self, words: list[TypeWord]) -> None:
        self.words = words
        self._ends = [word.end for word in words]

    def before(self, at: int, within: int) -> list[TypeWord]:
        """Words that end at most `within` before `at`, the nearest first."""
        near = self.words[bisect_right(self._ends, at - within) : bisect_right(self._ends, at)]
        near.reverse()
        return near

    def nearest(self, at: int) -> TypeWord | None:
        """The last word that ends at or before `at`."""
        index = bisect_right(self._ends, at)
        return self.words[index - 1] if index else None


def type_words(window: Window) -> TypeWords:
    words = []
    for found in _WORD.finditer(window.folded):
        start, end = found.span()
        if start and window.folded[start - 1].isalpha():
            continue
        folded, printed = found[0], window.printed[start:end]
        kind = tables.FOLDED_TYPE_WORDS.get(folded) or tables.FOLDED_TYPE_WORDS[" ".join(folded.split())]
        words.append(TypeWord(start, end, kind, _is_spelled(printed), window.caseless or printed[0].isupper()))
    return TypeWords(words)


def _is_spelled(printed: str) -> bool:
    lower = printed.lower()
    return lower in tables.SPELLED_WORDS or " ".join(lower.split()) in tables.SPELLED_WORDS


class Taken:
    """Which characters of a window a citation holds already."""

    __slots__ = ("_marks",)

    def __init__(self, length: int) -> None:
        self._marks = bytearray(length + 1)

    def free(self, start: int, end: int) -> bool:
        return self._marks.find(1, start, end) < 0

    def take(self, start: int, end: int) -> None:
        self._marks[start:end] = b"\x01" * (end - start)
