"""Folding Vietnamese text for comparison and search, with a way back to the original offsets.

Offsets are Unicode code points. Everything works on any script; only đ is special to Vietnamese.
"""

import unicodedata
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from typing import overload


@dataclass(frozen=True)
class Folded:
    """A changed text and, for each of its characters, the start of what it came from in the original.

    `offsets` has one entry more than `text`: the length of the original, so that each slice maps back.
    """

    text: str
    offsets: Sequence[int]

    def original(self, start: int, end: int) -> tuple[int, int]:
        """The slice of the original behind `text[start:end]`; combining marks belong to their letter."""
        return self.offsets[start], self.offsets[end] if end > start else self.offsets[start]


def nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def fold(text: str) -> str:
    """NFC, lower case, without marks, đ as d: 'Ủy ban Đảng' becomes 'uy ban dang'."""
    return nfc("".join(map(fold_char, nfc(text))))


@cache
def fold_char(char: str) -> str:
    """One character of an NFC text; '' for a lone mark."""
    if char in "đĐ":
        return "d"
    parts = unicodedata.normalize("NFD", char)
    kept = [part for part in parts if unicodedata.category(part) != "Mn"]
    return char.lower() if len(kept) == len(parts) else "".join(kept).lower()


def fold_with_offsets(text: str) -> Folded:
    """`fold(text)` and the way back."""
    composed = nfc_with_offsets(text)
    pieces: list[str] = []
    offsets: list[int] = []
    for char, offset in zip(composed.text, composed.offsets, strict=False):
        piece = fold_char(char)
        pieces.append(piece)
        offsets.extend([offset] * len(piece))
    again = nfc_with_offsets("".join(pieces))
    ends = (*offsets, len(text))
    return Folded(again.text, tuple(ends[offset] for offset in again.offsets))


def nfc_with_offsets(text: str) -> Folded:
    """NFC and the way back; a text that is NFC already costs one check."""
    if unicodedata.is_normalized("NFC", text):
        return Folded(text, range(len(text) + 1))
    composed = nfc(text)
    return Folded(composed, _Offsets(text, composed))


class _Offsets(Sequence[int]):
    """The way back from NFC. Nothing melts across a blank, so only words that are asked for are gone through."""

    def __init__(self, text: str, composed: str) -> None:
        self._length, self._end = len(composed), len(text)
        self._words = text.split(" ")
        self._starts = _starts(self._words)
        self._composed = _starts(composed.split(" "))
        self._within: dict[int, list[int]] = {}

    def __len__(self) -> int:
        return self._length + 1

    @overload
    def __getitem__(self, index: int) -> int: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[int]: ...
    def __getitem__(self, index: int | slice) -> int | Sequence[int]:
        if isinstance(index, slice):
            return [self[each] for each in range(*index.indices(len(self)))]
        if not -len(self) <= index < len(self):
            raise IndexError(index)
        index %= len(self)
        if index == self._length:
            return self._end
        word = bisect_right(self._composed, index) - 1
        return self._starts[word] + self._word(word)[index - self._composed[word]]

    def _word(self, word: int) -> list[int]:
        if word not in self._within:
            self._within[word] = _word_offsets(self._words[word])
        return self._within[word]


def _starts(words: list[str]) -> list[int]:
    return [0, *accumulate(len(word) + 1 for word in words)][:-1]


def _word_offsets(word: str) -> list[int]:
    """For each character of the composed word and for the blank behind it, where it begins."""
    offsets: list[int] = []
    start = 0
    for end in range(1, len(word) + 1):
        if end < len(word) and _continues(word[end]):
            continue
        offsets.extend([start] * len(nfc(word[start:end])))
        start = end
    return [*offsets, len(word)]


@cache
def _continues(char: str) -> bool:
    """May `char` melt into the one before it under NFC? Marks, and Korean vowels and finals."""
    return unicodedata.category(char)[0] == "M" or "\u1160" <= char <= "\u11ff"
