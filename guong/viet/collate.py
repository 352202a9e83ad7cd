"""The order of Vietnamese lists: letters a ă â b c d đ …, then tones (level, huyền, hỏi, ngã, sắc, nặng).

Compared syllable by syllable, as dictionaries do; people are listed by given name.
"""

import unicodedata
from collections.abc import Iterable

from guong.viet.fold import nfc

_TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}
_SHAPES = {"\u0306": 1, "\u0302": 2, "\u031b": 3}  # ă, then â ê ô, then ơ ư

SyllableKey = tuple[tuple[tuple[int, int], ...], tuple[int, ...]]
SortKey = tuple[tuple[SyllableKey, ...], str]


def sort_key(text: str) -> SortKey:
    """A key for `sorted`; texts that differ in case alone keep a fixed order."""
    composed = nfc(text)
    return tuple(_syllable(word) for word in composed.lower().split()), composed.swapcase()


def person_key(full_name: str) -> tuple[SortKey, SortKey]:
    """Orders 'Lê Văn An' before 'Bàn Thị Bình': by given name, then by what stands before it."""
    *before, given = full_name.split() or [""]
    return sort_key(given), sort_key(" ".join(before))


def by_given_name(names: Iterable[str]) -> list[str]:
    return sorted(names, key=person_key)


def _syllable(word: str) -> SyllableKey:
    letters: list[tuple[int, int]] = []
    tones: list[int] = []
    for part in unicodedata.normalize("NFD", word):
        if part in _SHAPES and letters:
            letters[-1] = (letters[-1][0], _SHAPES[part])
        elif part in _TONES:
            tones.append(_TONES[part])
        elif part == "đ":
            letters.append((ord("d"), 1))
        else:
            letters.append((ord(part), 0))
    return tuple(letters), tuple(tones)
