"""The text that is read: composed (NFC), in letters of today, without invisible characters; with the way back."""

import re
from collections.abc import Sequence
from typing import overload

import re2

from guong.viet.fold import Folded, nfc_with_offsets
from guong.viet.legacy import SUSPECTS, modernise

INVISIBLE = frozenset("\u200b\u200c\u200d\u200e\u200f\u2060\ufeff")
_INVISIBLE = re.compile(f"[{''.join(sorted(INVISIBLE))}]+")
# What hardly any text holds, looked for in one pass.
_RARE = re2.compile(f"{SUSPECTS.pattern}|{_INVISIBLE.pattern}")


def readable(text: str) -> tuple[Folded, bytes]:
    """The text and the same in UTF-8."""
    given, data = text, _encoded(text)
    steps: list[Sequence[int]] = []
    if _RARE.search(data):
        for step in (modernise, _without_invisible):
            changed = step(text)
            if changed:
                text = changed.text
                steps.append(changed.offsets)
    composed = nfc_with_offsets(text)
    offsets = _Through([*steps, composed.offsets]) if steps else composed.offsets
    return Folded(composed.text, offsets), data if composed.text is given else _encoded(composed.text)


class _Through(Sequence[int]):
    """The way back through several steps, gone for the places that are asked for."""

    def __init__(self, steps: list[Sequence[int]]) -> None:
        self._steps = steps

    def __len__(self) -> int:
        return len(self._steps[-1])

    @overload
    def __getitem__(self, index: int) -> int: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[int]: ...
    def __getitem__(self, index: int | slice) -> int | Sequence[int]:
        if isinstance(index, slice):
            return [self[each] for each in range(*index.indices(len(self)))]
        for step in reversed(self._steps):
            index = step[index]
        return index


def _encoded(text: str) -> bytes:
    """UTF-8; half a surrogate pair, which JSON can carry, as one question mark."""
    return text.encode("utf-8", "replace")


def _without_invisible(text: str) -> Folded | None:
    if not _INVISIBLE.search(text):
        return None
    pieces: list[str] = []
    offsets: list[int] = []
    at = 0
    for found in _INVISIBLE.finditer(text):
        pieces.append(text[at : found.start()])
        offsets += range(at, found.start())
        at = found.end()
    pieces.append(text[at:])
    offsets += range(at, len(text) + 1)
    return Folded("".join(pieces), offsets)
