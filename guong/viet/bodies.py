"""Printed names of bodies, taken apart so that two of them can be held against each other.

'UBND huyện Mường Soi, tỉnh Nậm Thi' is a people's committee of the district Mường Soi in the province Nậm Thi;
'Huyện ủy' is the party committee of some district.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from guong.viet.fold import fold, nfc
from guong.viet.tone import place_tones

PARTY, PEOPLE, COUNCIL = "party", "people", "council"

_SHORT = {
    "ubnd": "ủy ban nhân dân", "hđnd": "hội đồng nhân dân", "bch": "ban chấp hành", "btv": "ban thường vụ",
    "tp": "thành phố", "tx": "thị xã", "tt": "thị trấn",
}  # fmt: skip
_SHORTENED = re.compile(rf"(?<!\w)({'|'.join(_SHORT)})\.?(?!\w)")
# Words for what a body is, with what they tell: its function and its level.
_KINDS: dict[str, tuple[str, str]] = {
    "tỉnh ủy": (PARTY, "tỉnh"), "thành ủy": (PARTY, "thành phố"), "huyện ủy": (PARTY, "huyện"),
    "quận ủy": (PARTY, "quận"), "thị ủy": (PARTY, "thị xã"), "đảng ủy": (PARTY, ""), "đảng bộ": (PARTY, ""),
    "chi bộ": (PARTY, ""), "chi ủy": (PARTY, ""), "ban chấp hành": (PARTY, ""), "ban thường vụ": (PARTY, ""),
    "thường trực": ("", ""), "ủy ban nhân dân": (PEOPLE, ""), "hội đồng nhân dân": (COUNCIL, ""),
    "tỉnh": ("", "tỉnh"), "thành phố": ("", "thành phố"), "huyện": ("", "huyện"), "quận": ("", "quận"),
    "thị xã": ("", "thị xã"), "thị trấn": ("", "thị trấn"), "xã": ("", "xã"), "phường": ("", "phường"),
    "đặc khu": ("", "đặc khu"), "của": ("", ""),
}  # fmt: skip
# One code and one run of numbers stand for the central committee, its politburo and its secretariat.
_CENTRAL = re.compile(
    r"(?<!\w)(?:ban chấp hành trung ương|bộ chính trị|ban bí thư(?: trung ương)?|trung ương)(?!\w)"
    r"(?:,?\s+(?:đảng cộng sản việt nam|đảng)(?!\w))?"
)
_CONGRESS = re.compile(r",?\s*(?<!\w)kh[oó]a\s+(?:[ivxlc]+|\d+)(?!\w)")
_BARE = {fold(words): words for words in _KINDS}
_BARE_KIND = re.compile(rf"(?<!\w)({'|'.join(sorted(_BARE, key=len, reverse=True))})(?!\w)")
_KIND = re.compile(rf"(?<!\w)({'|'.join(sorted(_KINDS, key=len, reverse=True))})(?!\w)|[,;()]")


@dataclass(frozen=True)
class Body:
    """`function` is '' where the words do not say it. `places`: level and name, the smallest first."""

    function: str
    places: tuple[tuple[str, str], ...]

    @property
    def place(self) -> tuple[str, str]:
        """Level and name of the place that the body is of; ('', '') for a body of the whole country."""
        return next(((level, name) for level, name in self.places if level), ("", ""))

    @property
    def is_generic(self) -> bool:
        """Is a place meant and left unsaid ('Huyện ủy', 'Ban Thường vụ')?"""
        return all(not name for _level, name in self.places)


@lru_cache(maxsize=4096)
def body(name: str) -> Body:
    """Take a printed name apart."""
    text = " ".join(place_tones(nfc(name)).lower().split())
    text = _CONGRESS.sub("", _SHORTENED.sub(lambda found: _SHORT[found[1]], text))
    if text == fold(text):  # printed without marks, as old systems did
        text = _BARE_KIND.sub(lambda found: _BARE[found[1]], text)
    text = _CENTRAL.sub("trung ương", text)
    function, level, places, at = "", "", list[tuple[str, str]](), 0
    for found in [*_KIND.finditer(text), None]:
        words = text[at : found.start() if found else len(text)].strip(" .:–-")
        if words:
            places.append((level, words))
            level = ""
        if found is None:
            break
        tells = _KINDS.get(found[0], ("", ""))
        function, level, at = function or tells[0], tells[1] or level, found.end()
    if level:
        places.append((level, ""))
    return Body(function, tuple(places))


def _one_name(one: str, other: str) -> bool:
    """Equal, or equal without marks where one of them is printed without any."""
    if one == other:
        return True
    bare = fold(one), fold(other)
    return bare[0] == bare[1] and (one == bare[0] or other == bare[1])


def _one_place(one: tuple[str, str], other: tuple[str, str]) -> bool:
    if not one[1] or not other[1]:
        return one[0] == other[0]
    return _one_name(one[1], other[1]) and (one[0] == other[0] or not one[0] or not other[0])


@lru_cache(maxsize=65536)
def same_body(one: str, other: str) -> bool:
    """May two printed names mean one body? A shorter one may leave out what the other says.

    >>> same_body("Tỉnh uỷ", "Tỉnh ủy Nậm Thi"), same_body("Tỉnh ủy Nậm Thi", "Tỉnh ủy Lào Cai")
    (True, False)
    >>> same_body("UBND xã Nậm", "Ủy ban nhân dân xã Nậm Thi")
    False
    """
    first, second = body(one), body(other)
    if first.function and second.function and first.function != second.function:
        return False
    return all(_one_place(*pair) for pair in zip(first.places, second.places, strict=False))


@lru_cache(maxsize=65536)
def names_it(printed: str, name: str) -> bool:
    """Does a print name exactly this body, its place included?"""
    first, second = body(printed), body(name)
    return same_body(printed, name) and (not first.is_generic or first == second)
