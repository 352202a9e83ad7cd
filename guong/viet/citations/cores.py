"""Number-symbols: the core of a citation, with its fields. Works on folded text; every shape is one pattern."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from guong.viet.citations import tables
from guong.viet.citations.codes import bodies_of, first_of, is_known, key_of, type_of
from guong.viet.citations.trie import trie
from guong.viet.citations.window import Window


@dataclass(frozen=True, slots=True)
class Core:
    """A number-symbol at `start:end` of a window. `type` is what the symbol says, None when it says nothing."""

    start: int
    end: int
    number: str | None
    year: int | None
    type: str | None
    body_code: str | None
    unit: str | None
    shape: str


class Shape:
    """A pattern with groups n (number), y (year), t (type), b (bodies), u (unit); those it has are asked once."""

    __slots__ = ("b", "name", "pattern", "t", "u", "y")

    def __init__(self, name: str, pattern: str) -> None:
        self.name, self.pattern = name, re.compile(pattern)
        groups = self.pattern.groupindex
        self.y, self.t, self.b, self.u = (group in groups for group in "ytbu")


_S = r"\s{0,3}"
_SLASH, _DASH = rf"{_S}/{_S}", rf"{_S}-{_S}"
_N = r"(?P<n>\d{1,5}[a-z]?)"
_Y = r"(?P<y>(?:19|20)\d\d)"
_T = f"(?P<t>{trie(tables.TYPE_SYMBOLS)})"
_LEADS = "|".join(tables.LEADING_SYMBOLS)
_B = r"(?:t\.[uw](?![a-z])|(?:tt\.)?[a-z&]{1,18}\d{0,4}(?:\.[a-z]{2,6}(?![a-z]))?)"
_UNIT = r"(?P<u>[a-z&0-9]{1,14}(?:[.-][a-z&0-9]{1,12})*)"
_BODIES = rf"(?P<b>{_B}(?:{_DASH}{_B}){{0,11}})"
_GLUED = r"(?P<b>cp|ttg|ubnd|hdnd|ubtvqh\d*|tu|tw|hu|du|b[a-z]{2,8}|s[a-z]{2,8})"
_RIGHT = r"(?![a-z0-9])"

# Shapes that begin with the number, then those with letters before it; the first that fits wins.
_NUMBER_FIRST = tuple(
    Shape(name, pattern + _RIGHT)
    for name, pattern in (
        ("state", rf"{_N}{_SLASH}(?:{_Y}{_SLASH})?{_T}(?:{_SLASH}|{_DASH}){_BODIES}"),
        ("party", rf"{_N}{_DASH}{_T}{_SLASH}{_BODIES}"),
        ("congress", rf"{_N}{_SLASH}{_Y}{_SLASH}(?P<b>(?:ubtv)?qh{_S}\d{{1,2}})"),
        ("state-glued", rf"{_N}{_SLASH}(?:{_Y}{_SLASH})?{_T}{_GLUED}"),
        ("party-glued", rf"{_N}{_DASH}{_T}(?P<b>[a-z]{{0,5}}(?:tu|tw|hu|du))"),
        ("dashes", rf"(?P<n>\d{{1,5}}){_DASH}{_T}{_DASH}(?P<b>{_B})"),
        ("youth", rf"(?P<n>\d{{1,5}})\s{{0,3}}{_T}(?:{_SLASH}|{_DASH}){_BODIES}"),
        ("old-order", rf"{_N}(?:{_DASH}|{_SLASH}){_BODIES}(?:{_SLASH}|{_DASH}){_T}"),
        ("letter", rf"{_N}{_SLASH}(?P<b>{_B}){_DASH}{_UNIT}"),
        ("letter", rf"{_N}\s{{1,3}}(?P<b>{_B})(?:{_SLASH}|{_DASH}){_UNIT}"),
        ("old", rf"{_N}(?:{_SLASH}|-)(?P<b>{'|'.join(tables.OLD_CODES)})(?!{_S}[-/]\s?[a-z])"),
        ("body", rf"{_N}{_SLASH}(?P<b>{_B})(?!{_S}[-/]\s?[a-z])"),
        ("type", rf"{_N}(?:{_SLASH}(?:{_Y}{_SLASH})?|-){_T}(?!{_S}[-/]\s?[a-z])"),
        ("slug", rf"(?P<n>\d{{1,5}})\s{_Y}\s{_T}\s(?P<b>{_B})"),
        ("melted", r"(?P<n>\d{1,3})(?P<t>nqlt|ttlt)[a-z]{4,60}"),
        ("year", rf"{_N}{_SLASH}{_Y}(?!{_S}[-/]{_S}[a-z0-9])"),
    )
)
_LETTERS_FIRST = tuple(
    Shape(name, pattern)
    for name, pattern in (
        (
            "lead",
            rf"(?:{_LEADS})\s{{0,3}}{_N}(?:{_SLASH}{_Y})?(?:{_SLASH}|{_DASH}){_T}(?:{_SLASH}|{_DASH}){_BODIES}{_RIGHT}",
        ),
        ("lead-body", rf"{_T}{_S}/?{_S}(?P<n>\d{{1,4}}){_SLASH}{_Y}{_SLASH}(?P<b>{_B}){_RIGHT}"),
        ("lead-body", rf"{_T}{_S}/?{_S}(?P<n>\d{{1,4}})\s{{1,3}}(?P<b>tw|tu){_RIGHT}"),
        ("lead-code", rf"{_T}{_S}(?P<n>\d{{1,4}}){_SLASH}(?P<b>{_B}){_RIGHT}"),
        ("lead-year", rf"{_T}{_S}(?P<n>\d{{1,4}})/{_Y}(?!\d|{_S}[/-]\s?[a-z\d])"),
        ("lead-bare", rf"(?P<t>{_LEADS}){_S}(?P<n>\d{{1,3}})(?![\w]|[./,-]\d|\s?[-/]\s?[a-z])"),
    )
)
_WHOLE = frozenset({"state", "party", "blank"})  # nothing else is written so
_GLUED_SHAPES = frozenset({"congress", "state-glued", "party-glued"})
_BLANK = (Shape("blank", rf"(?P<core>[-/]{_S}{_T}(?:{_SLASH}|{_DASH}){_BODIES}){_RIGHT}"),)
# A number with what must follow it for any of the shapes to fit: most numbers of a text are turned away here.
_NUMBER = re.compile(
    r"\d{1,5}(?!\d)(?=[a-z]?\s{0,3}[/-]\s{0,3}(?:[a-z]|(?:19|20)\d\d)|\s{0,3}[a-z&]{1,8}\s{0,3}[/-]"
    r"|\s(?:19|20)\d\d\s[a-z]|(?:nq|tt)lt)"
)
_LETTERS = re.compile(r"[A-ZĐ][A-ZĐa-zđ]{1,3}(?=\s{0,3}/?\s{0,3}\d)")
_SMALL_LETTERS = re.compile(r"(?:nq|nđ|qđ|ttlt|tt|ct|kl)(?=\s{0,3}/?\s{0,3}\d)")
_BLANK_NUMBER = re.compile(r"[-/]\s?[A-ZĐ][A-ZĐa-z]{1,3}\s?[-/]\s?[A-ZĐ]{2}")
_BLANK_BEFORE = re.compile(r"so[\s.…_:]+\Z")
_CODE_LETTERS = re.compile(r"[A-Za-zĐđƯưƠơ0-9\s/.&-]*\Z")
_CENTRE = re.compile(r"[Tt]\.[UuƯưWw]")  # newspapers print 'NQ/T.Ư'
_NEXT_SENTENCE = re.compile(r"\.(?![A-ZĐ]{2})")  # 'QĐ-UBND.Theo' lost its blank, 'QĐ-UBND.NC' names the office
# Words that 'CT 5', 'TT 12' are no documents behind: buildings, roads, lists.
_NO_PAPER = re.compile(r"(?<![a-z])(?:toa|nha|khu|do thi|lo|ho|cu|duong|xe|phan|ma|ma so|hang|o)\s+\Z")
# 'TT 12', 'CT 05', 'KL 3' with a blank are documents only between words that say so.
_DOUBTFUL = frozenset({"tt", "ct", "kl"})
_PAPER_BEFORE = re.compile(r"(?<![a-z])(?:theo|hien|cu|tai|voi|khai|triet|hanh|va|so)\s+\Z")
_PAPER_BEHIND = re.compile(r"\s+(?:cua|ngay|nam)\b")


def find_cores(window: Window) -> list[Core]:
    """Every number-symbol of the window in order, without overlaps."""
    taken: list[Core] = []
    end = 0
    for start, shapes in _anchors(window):
        if start < end:
            continue
        core = _first(shapes, window, start)
        if core:
            taken.append(core)
            end = core.end
    return taken


def _anchors(window: Window) -> list[tuple[int, tuple[Shape, ...]]]:
    """Places where a core may begin: a number, capitals before one, a blank where a number is to be filled in."""
    text = window.folded
    starts = [found.start() for found in _NUMBER.finditer(text)]
    anchors = [(start, _NUMBER_FIRST) for start in starts if not start or _may_follow(text, start)]
    rare = [*_letters(window), *_blanks(window)]
    return sorted([*anchors, *rare], key=lambda anchor: anchor[0]) if rare else anchors


def _may_follow(text: str, start: int) -> bool:
    """A number does not go on another one: '12/5', '3.500', '04-12'."""
    before = text[start - 1]
    if before in ".,-":
        return start < 2 or not text[start - 2].isdigit()
    return before != "/" and not before.isdigit()


def _letters(window: Window) -> Iterator[tuple[int, tuple[Shape, ...]]]:
    letters = _SMALL_LETTERS if window.caseless else _LETTERS
    for found in letters.finditer(window.printed):
        start = found.start()
        if start and (window.printed[start - 1].isalnum() or window.printed[start - 1] in "/.-"):
            continue
        if not _NO_PAPER.search(window.folded, max(0, start - 12), start):
            yield start, _LETTERS_FIRST


def _blanks(window: Window) -> Iterator[tuple[int, tuple[Shape, ...]]]:
    for found in _BLANK_NUMBER.finditer(window.printed):
        if _BLANK_BEFORE.search(window.folded, max(0, found.start() - 30), found.start()):
            yield found.start(), _BLANK


def _first(shapes: tuple[Shape, ...], window: Window, start: int) -> Core | None:
    for shape in shapes:
        found = shape.pattern.match(window.folded, start)
        core = _core(shape, found, window) if found else None
        if core:
            return core
    return None


def _core(shape: Shape, found: re.Match[str], window: Window) -> Core | None:
    printed = window.printed
    start, end = found.span("core") if shape.name == "blank" else found.span()
    if not _CODE_LETTERS.match(printed, start, end):
        end = _without_glued_word(shape, found, printed, end)
        if end <= start:
            return None
    bodies = printed[found.start("b") : min(found.end("b"), end)] if shape.b else ""
    if _CENTRE.fullmatch(bodies):
        bodies = "TW"
    elif shape.b and "." in found[0] and (glued := _NEXT_SENTENCE.search(printed, found.start("b"), end)):
        end = glued.start()
        bodies = printed[found.start("b") : min(found.end("b"), end)]
    if not _plausible(shape, found, window, bodies) or (shape.name == "lead-bare" and _is_doubtful(found, window)):
        return None
    letters = printed[found.start("t") : found.end("t")] if shape.t else ""
    code, unit = bodies_of(bodies, letters) if bodies else (None, None)
    return Core(
        start,
        end,
        number=printed[found.start("n") : found.end("n")] if shape.name != "blank" else None,
        year=int(found["y"]) if shape.y and found["y"] else None,
        type=type_of(letters),
        body_code=code,
        unit=printed[found.start("u") : end] if shape.u else unit,
        shape=shape.name,
    )


def _without_glued_word(shape: Shape, found: re.Match[str], printed: str, end: int) -> int:
    """Of '84-QĐ/TWĐTN-VPĐOÀN' the code ends at VP: letters with marks are a word that lost its space. 0: no code."""
    start = found.start("b") if shape.b else end
    for shorter in range(end - 1, start, -1):
        tail = re.split("[-/]", printed[start:shorter])[-1]
        if (is_known(tail) or key_of(tail) == "vp") and _CODE_LETTERS.match(printed, found.start(), shorter):
            return shorter
    return 0


def _plausible(shape: Shape, found: re.Match[str], window: Window, bodies: str) -> bool:
    """Not a word, an amount or a company: capitals where the shape is loose, a small letter in the number."""
    name, printed = shape.name, window.printed
    first = first_of(bodies)
    if first.lower() in tables.OUTSIDE_CODES:
        return False
    if name in _WHOLE:
        return True
    if printed[found.end("n") - 1].isupper():
        return False
    if name == "state-glued" and is_known(found["t"] + found["b"]):
        return False  # '123/TTCP-VP': letters of one body, not a type and a body
    return name in _GLUED_SHAPES or (
        (window.caseless or _has_capitals(name, shape, found, printed)) and _fits(name, found, printed, first)
    )


def _is_doubtful(found: re.Match[str], window: Window) -> bool:
    certain = found["t"] not in _DOUBTFUL or found.end("t") == found.start("n")
    start, end = found.span()
    if certain and window.printed[start : start + 2].isupper():
        return False
    before = _PAPER_BEFORE.search(window.folded, max(0, start - 12), start)
    return before is None and _PAPER_BEHIND.match(window.folded, end) is None


def _has_capitals(name: str, shape: Shape, found: re.Match[str], printed: str) -> bool:
    if name in {"youth", "dashes", "type"} or name.startswith("lead"):
        return not shape.t or printed[found.start("t")].isupper()
    return True


def _fits(name: str, found: re.Match[str], printed: str, first: str) -> bool:
    if name == "youth" and (
        not printed[found.start("t") : found.end("t")].isupper()
        or not found.group(0)[found.end("n") - found.start()].isspace()
        or "/" not in found[0]
    ):
        return is_known(first)
    if name in {"dashes", "body", "lead-code"}:
        return is_known(first)
    if name == "old-order" and found["t"] in tables.OFFICES_TOO:
        return False  # '33/SNV-TCBC': the office for staffing, not a press release
    if name in {"letter", "old-order"}:
        letters = "".join(filter(str.isalpha, printed[found.end("n") : found.end()]))
        if name == "letter" and (type_of(found["u"]) or type_of(first)) and not is_known(first):
            return False
        return is_known(first) or letters.isupper()
    return True
