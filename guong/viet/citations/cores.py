"""Number-symbols: the core of a citation, with its fields. Works on folded text; every shape is one pattern."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from guong.viet.citations import tables
from guong.viet.citations.window import Window


@dataclass(frozen=True)
class Core:
    """A number-symbol at `start:end` of a window. `type` is what the symbol says, None when it says nothing."""

    start: int
    end: int
    number: str | None
    year: int | None
    type: str | None
    body_code: str | None
    shape: str


_S = r"\s{0,3}"
_SLASH, _DASH = rf"{_S}/{_S}", rf"{_S}-{_S}"
_N = r"(?P<n>\d{1,5}[a-z]?)"
_Y = r"(?P<y>(?:19|20)\d\d)"
_T = "(?P<t>" + "|".join(sorted({*tables.TYPE_SYMBOLS, "hđ", "lct"} - {"hđ"}, key=len, reverse=True)) + ")"
_LEADS = "|".join(tables.LEADING_SYMBOLS)
_LEAD = f"(?:{_LEADS})"
_B = r"(?:tt\.)?[a-z&]{1,14}\d{0,2}"
_BODIES = rf"(?P<b>{_B}(?:{_DASH}{_B}){{0,5}})"
_GLUED = r"(?P<b>cp|ttg|ubnd|hdnd|ubtvqh\d*|tu|tw|hu|du|b[a-z]{2,8}|s[a-z]{2,8})"
_LEFT = re.compile(r"(?:/|\d[.,\-])\Z")
_LEFT_OF_WORD = re.compile(r"[a-z0-9/.\-]\Z")
_BLANK_BEFORE = re.compile(r"so[\s.…_]+\Z")
_RIGHT = r"(?![a-z0-9])"

# Shapes that begin with the number, then those with letters before it; the first that fits wins.
_NUMBER_FIRST: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern + _RIGHT))
    for name, pattern in (
        ("congress", rf"{_N}{_SLASH}{_Y}{_SLASH}(?P<b>(?:ubtv)?qh{_S}\d{{1,2}})"),
        ("state", rf"{_N}{_SLASH}(?:{_Y}{_SLASH})?{_T}(?:{_SLASH}|{_DASH}){_BODIES}"),
        ("state-glued", rf"{_N}{_SLASH}(?:{_Y}{_SLASH})?{_T}{_GLUED}"),
        ("party", rf"{_N}{_DASH}{_T}{_SLASH}{_BODIES}"),
        ("party-glued", rf"{_N}{_DASH}{_T}(?P<b>[a-z]{{0,5}}(?:tu|tw|hu|du))"),
        ("youth", rf"{_N}\s{{1,3}}{_T}{_SLASH}{_BODIES}"),
        ("old-order", rf"{_N}(?:{_DASH}|{_SLASH}){_BODIES}(?:{_SLASH}|{_DASH}){_T}"),
        ("letter", rf"{_N}{_SLASH}(?P<b>{_B}){_DASH}(?P<u>[a-z&0-9.]{{1,14}}(?:-[a-z&0-9]{{1,12}})*)"),
        ("old", rf"{_N}(?:{_SLASH}|-)(?P<b>{'|'.join(tables.OLD_CODES)})(?!{_S}[-/]\s?[a-z])"),
        ("slug", rf"(?P<n>\d{{1,5}})\s{_Y}\s{_T}\s(?P<b>{_B})"),
        ("melted", r"(?P<n>\d{1,3})(?P<t>nqlt|ttlt)[a-z]{4,60}"),
        ("year", rf"{_N}{_SLASH}{_Y}(?!{_S}[-/]{_S}[a-z0-9])"),
    )
)
_LETTERS_FIRST: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern))
    for name, pattern in (
        ("lead", rf"{_LEAD}\s?{_N}(?:{_SLASH}{_Y})?(?:{_SLASH}|{_DASH}){_T}(?:{_SLASH}|{_DASH}){_BODIES}{_RIGHT}"),
        ("lead-body", rf"{_T}{_S}/?{_S}(?P<n>\d{{1,4}})(?:{_SLASH}{_Y}{_SLASH}(?P<b>{_B})|\s(?P<b2>tw|tu)){_RIGHT}"),
        ("lead-year", rf"{_T}\s?(?P<n>\d{{1,4}})/{_Y}(?![\d/]|{_S}-\s?[a-z])"),
        ("lead-bare", rf"(?P<t>{_LEADS})\s?(?P<n>\d{{1,3}})(?![\w]|[./,-]\d|\s?[-/]\s?[a-z])"),
    )
)
_BLANK = ("blank", re.compile(rf"(?P<core>[-/]{_S}{_T}(?:{_SLASH}|{_DASH}){_BODIES}){_RIGHT}"))
_NUMBER = re.compile(r"\d+")
# What must follow a number for any of the shapes to fit: most numbers of a text are turned away here.
_AHEAD = re.compile(
    r"[a-z]?\s{0,3}[/-]\s{0,3}(?:[a-z]|(?:19|20)\d\d)|\s{1,3}[a-z]{2,6}\s{0,3}/|\s(?:19|20)\d\d\s[a-z]|(?:nq|tt)lt"
)
_LETTERS = re.compile(r"[A-ZĐ]{2,4}(?=\s{0,3}/?\s{0,3}\d)")
_BLANK_NUMBER = re.compile(r"[-/]\s?[A-ZĐ]{2,4}\s?[-/]\s?[A-ZĐ]{2}")
_CODE_LETTERS = re.compile(r"[A-Za-zĐđƯưƠơ0-9\s/.&-]*\Z")
_KNOWN = {code.lower().replace("đ", "d").replace("ư", "u"): code for code in tables.BODY_CODES}


def find_cores(window: Window) -> list[Core]:
    """Every number-symbol of the window in order, without overlaps."""
    taken: list[Core] = []
    for start, shapes in sorted(_anchors(window), key=lambda anchor: anchor[0]):
        if taken and start < taken[-1].end:
            continue
        core = _first(shapes, window, start)
        if core:
            taken.append(core)
    return taken


def _anchors(window: Window) -> Iterator[tuple[int, tuple[tuple[str, re.Pattern[str]], ...]]]:
    """Places where a core may begin: a number, capitals before one, a blank where a number is to be filled in."""
    text = window.folded
    for found in _NUMBER.finditer(text):
        start, end = found.span()
        if end - start <= 5 and _AHEAD.match(text, end) and not _LEFT.search(text, max(0, start - 2), start):
            yield start, _NUMBER_FIRST
    for found in _LETTERS.finditer(window.printed):
        if not _LEFT_OF_WORD.search(text, max(0, found.start() - 1), found.start()):
            yield found.start(), _LETTERS_FIRST
    for found in _BLANK_NUMBER.finditer(window.printed):
        if _BLANK_BEFORE.search(text, max(0, found.start() - 20), found.start()):
            yield found.start(), (_BLANK,)


def _first(shapes: tuple[tuple[str, re.Pattern[str]], ...], window: Window, start: int) -> Core | None:
    for shape, pattern in shapes:
        found = pattern.match(window.folded, start)
        core = _core(shape, found, window) if found else None
        if core:
            return core
    return None


def _core(shape: str, found: re.Match[str], window: Window) -> Core | None:
    start, end = found.span("core") if shape == "blank" else found.span()
    if not _CODE_LETTERS.match(window.printed, start, end):
        end = _without_glued_word(window, found, end)
    if end <= start or not _plausible(shape, found, window):
        return None
    letters, bodies = _printed(window, found, "t"), _printed(window, found, "b", end) or _printed(window, found, "b2")
    kind = type_of(letters)
    if shape == "letter" and (type_of(_printed(window, found, "u")) or type_of(bodies)):
        return None
    return Core(
        start,
        end,
        number=_printed(window, found, "n") or None,
        year=int(found["y"]) if found.groupdict().get("y") else None,
        type=kind,
        body_code=_body_code(bodies, kind) if bodies else None,
        shape=shape,
    )


def _without_glued_word(window: Window, found: re.Match[str], end: int) -> int:
    """Of '84-QĐ/TWĐTN-VPĐOÀN' the code ends at VP: letters with marks are a word that lost its space. 0: no code."""
    start = found.start("b") if found.groupdict().get("b") else end
    for shorter in range(end - 1, start, -1):
        tail = re.split("[-/]", window.printed[start:shorter])[-1]
        if _key(tail) in {*_KNOWN, "vp"} and _CODE_LETTERS.match(window.printed, found.start(), shorter):
            return shorter
    return 0


def _plausible(shape: str, found: re.Match[str], window: Window) -> bool:
    """Not a word, an amount or a company: capitals where the shape is loose, a small letter in the number."""
    number, bodies = _printed(window, found, "n"), _printed(window, found, "b")
    if (number[-1:].isupper() and shape not in {"state", "party"}) or bodies.split("-")[
        0
    ].strip().lower() in tables.OUTSIDE_CODES:
        return False
    if shape in {"youth", "lead", "lead-body", "lead-year", "lead-bare"}:
        return window.printed[found.start("t") : found.start("t") + 2].isupper()
    if shape in {"letter", "old-order"}:
        letters = "".join(filter(str.isalpha, window.printed[found.end("n") : found.end()]))
        return _key(bodies.split("-")[0]) in _KNOWN or letters.isupper()
    return True


def _printed(window: Window, found: re.Match[str], group: str, end: int | None = None) -> str:
    """What a group of the pattern caught, as printed; '' for a group that the pattern lacks."""
    if not found.groupdict().get(group):
        return ""
    return window.printed[found.start(group) : min(found.end(group), end or found.end(group))]


@cache
def type_of(letters: str) -> str | None:
    """The type of a symbol's letters as printed: 'NQ-', 'QĐi', 'nđ'; None for letters that are no type."""
    folded = letters.lower().replace("đ", "d")
    if letters.upper() in tables.TYPE_SYMBOLS_PRINTED:
        return tables.TYPE_SYMBOLS_PRINTED[letters.upper()]
    return tables.TYPE_SYMBOLS.get(folded)


def _body_code(bodies: str, kind: str | None) -> str:
    """The issuing body of the symbol, several joined by '-' for joint papers, the drafting unit left out."""
    parts = [part.strip() for part in bodies.split("-")]
    joint = kind in tables.JOINT_TYPES or (len(parts) > 1 and all(_key(part) in _KNOWN for part in parts))
    return "-".join(map(normal_code, parts)) if joint else normal_code(parts[0])


def normal_code(printed: str) -> str:
    """A body code as the tables write it: 'ttg' → 'TTg', 'TƯ' → 'TU'; unknown ones as printed, capitals if none."""
    key = _key(printed)
    term = re.fullmatch(r"((?:ubtv)?qh)(\d{1,2})", key)
    if term:
        return term[1].upper() + term[2]
    squeezed = re.sub(r"\s+", "", printed)
    return _KNOWN.get(key) or (squeezed.upper() if squeezed.islower() else squeezed)


def _key(printed: str) -> str:
    return re.sub(r"\s+", "", printed).lower().replace("đ", "d").replace("ư", "u")
