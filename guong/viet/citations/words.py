"""Type words (Nghị quyết, Luật …) of a window, found once for everything that begins with one."""

import re
from bisect import bisect_right
from dataclasses import dataclass

from guong.viet.citations import tables
from guong.viet.citations.window import Window


def _trie(words: list[str]) -> str:
    """One pattern that reads common beginnings once: three times as fast as the plain alternation."""
    heads: dict[str, list[str]] = {}
    for word in words:
        heads.setdefault(word[:1], []).append(word[1:])
    ends = heads.pop("", None) is not None
    parts = [(r"\s+" if head == " " else head) + _trie(rests) for head, rests in heads.items()]
    if not parts:
        return ""
    whole = parts[0] if len(parts) == 1 and not ends else f"(?:{'|'.join(parts)})"
    return whole + "?" if ends else whole


_WORD = re.compile(_trie(sorted(tables.FOLDED_TYPE_WORDS)) + r"(?=[^a-z]|so[\s\d:]|\Z)")


@dataclass(frozen=True)
class TypeWord:
    """`spelled`: written with its own marks. 'chi thi' and 'chỉ thị' fold alike, only one of them is the word."""

    start: int
    end: int
    type: str
    spelled: bool
    capital: bool


@dataclass(frozen=True)
class TypeWords:
    """The type words of one window in order."""

    words: tuple[TypeWord, ...]
    ends: tuple[int, ...]

    def before(self, at: int, within: int) -> list[TypeWord]:
        """Words that end at most `within` before `at`, the nearest first."""
        near = self.words[bisect_right(self.ends, at - within) : bisect_right(self.ends, at)]
        return list(reversed(near))


def type_words(window: Window) -> TypeWords:
    words = []
    for found in _WORD.finditer(window.folded):
        start, end = found.span()
        if start and window.folded[start - 1].isalpha():
            continue
        printed = window.printed[start:end]
        spelled = " ".join(printed.lower().split()) in tables.TYPE_WORDS
        kind = tables.FOLDED_TYPE_WORDS[" ".join(found[0].split())]
        words.append(TypeWord(start, end, kind, spelled, printed[0].isupper()))
    return TypeWords(tuple(words), tuple(word.end for word in words))


class Taken:
    """Which characters of a window a citation holds already."""

    def __init__(self, length: int) -> None:
        self._marks = bytearray(length + 1)

    def free(self, start: int, end: int) -> bool:
        return 1 not in self._marks[start:end]

    def take(self, start: int, end: int) -> None:
        self._marks[start:end] = b"\x01" * (end - start)
