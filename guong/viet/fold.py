"""Folding Vietnamese text for comparison and search, with a way back to the original offsets.

Offsets are Unicode code points. Everything works on any script; only đ is special to Vietnamese.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache


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
    pieces: list[str] = []
    offsets: list[int] = []
    start = 0
    for end in range(1, len(text) + 1):
        if end < len(text) and _continues(text[end]):
            continue
        piece = nfc(text[start:end])
        pieces.append(piece)
        offsets.extend([start] * len(piece))
        start = end
    return Folded("".join(pieces), (*offsets, len(text)))


@cache
def _continues(char: str) -> bool:
    """May `char` melt into the one before it under NFC? Marks, and Korean vowels and finals."""
    return unicodedata.category(char)[0] == "M" or "\u1160" <= char <= "\u11ff"
