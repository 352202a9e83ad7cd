"""Letters of a symbol: which type they are, which bodies, which drafting unit."""

import re
from functools import lru_cache

from guong.viet.citations import tables

_PARTS = re.compile(r"-|(?<![tT]{2})\.")
_TERM = re.compile(r"((?:ubtv)?qh)(\d{1,2})")


def key_of(printed: str) -> str:
    return "".join(printed.split()).lower().replace("đ", "d").replace("ư", "u")


_KNOWN = {key_of(code): code for code in tables.BODY_CODES}


@lru_cache(maxsize=4096)
def is_known(code: str) -> bool:
    return key_of(code) in _KNOWN or _TERM.fullmatch(key_of(code)) is not None


@lru_cache(maxsize=4096)
def first_of(bodies: str) -> str:
    """The first of several codes, without an office behind a dot."""
    first = bodies.split("-", 1)[0].strip()
    return first if is_known(first) else first.split(".", 1)[0]


@lru_cache(maxsize=4096)
def type_of(letters: str) -> str | None:
    """The type of a symbol's letters as printed: 'NQ', 'QĐi', 'nđ'; None for letters that are no type."""
    if letters.upper() in tables.TYPE_SYMBOLS_PRINTED:
        return tables.TYPE_SYMBOLS_PRINTED[letters.upper()]
    return tables.TYPE_SYMBOLS.get(letters.lower().replace("đ", "d"))


@lru_cache(maxsize=4096)
def bodies_of(printed: str, letters: str) -> tuple[str, str | None]:
    """The issuing body, several joined by '-' for joint papers, and the drafting unit behind it."""
    parts = [part.strip() for part in _PARTS.split(printed)]
    codes = [normal_code(part) for part in parts]
    symbol = letters.lower().replace("đ", "d")
    if symbol in tables.JOINT_SYMBOLS or (symbol not in tables.SINGLE_SYMBOLS and _all_issue(codes)):
        return "-".join(codes), None
    return codes[0], "-".join(parts[1:]) or None


def _all_issue(codes: list[str]) -> bool:
    return codes[0] not in tables.WITH_UNITS and all(is_known(code) for code in codes)


@lru_cache(maxsize=4096)
def normal_code(printed: str) -> str:
    """A body code as the tables write it: 'ttg' → 'TTg', 'TƯ' → 'TU'; unknown ones as printed, capitals if none."""
    key = key_of(printed)
    term = _TERM.fullmatch(key)
    if term:
        return term[1].upper() + term[2]
    squeezed = "".join(printed.split())
    return _KNOWN.get(key) or (squeezed.upper() if squeezed.islower() else squeezed)
