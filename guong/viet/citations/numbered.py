"""Numbered citations of a window: what stands before the number-symbol, the symbol, and its tail."""

import re
from dataclasses import dataclass, replace

from guong.viet.citations import tables
from guong.viet.citations.cores import Core, find_cores
from guong.viet.citations.model import Citation, Kind
from guong.viet.citations.tails import read_tail, squeeze
from guong.viet.citations.window import Window
from guong.viet.citations.words import Taken, TypeWord, TypeWords

_SO = r"(?:so|s|no\.?)\s*[:.]?\s*"
_JOINT = re.compile(rf"(?:\s*(?P<so>{_SO})|\s*/?\s+)\Z")
_BODY_JOINT = re.compile(rf"\s+cua\s+(?P<body>[^,;.:()\d]{{3,60}}?)\s*{_SO}\Z")
_TITLE_JOINT = re.compile(r"\s+[^;:\d“”\"]{3,150}?\s*so\s*:?\s*\Z")
_ONLY_SO = re.compile(r"(?<![a-z])so\s*[:.]?\s*\Z")
_BLANK_SO = re.compile(r"so[\s.…_]+\Z")
_BARE = re.compile(r"\s+(?P<so>so\s*:?\s*)?(?P<n>\d{1,4})(?![\w%]|[./,]\d|[-/]\s?[a-z\d]|\s?/|\s?-\s?\d|\s?%|\)|:\d)")
_NEXT = re.compile(r"\s*([^\W\d_]+)")
_YEAR = re.compile(r"(?:19|20)\d\d")
_OF_YEAR = re.compile(r"\s+nam\s+(?:19|20)\d\d")
_LISTED = re.compile(r"\s*(?:,|;|va|&)\s*(?:cac\s+)?(?:so\s*:?\s*)?\Z")
_LIST_NUMBER = re.compile(r"\s*(?:,|;|va)\s+(?:so\s+)?(?P<n>\d{1,4})(?=\s*(?:[,;]|va\s|cua\s|ngay\s|ve\s|\Z))")


@dataclass(frozen=True)
class Lead:
    """What stands before a core: where the citation starts, its type word, a body between word and number."""

    start: int
    type: str | None = None
    body_name: str | None = None
    said_number: bool = False


def numbered(window: Window, words: TypeWords, taken: Taken) -> list[Citation]:
    """Citations with offsets of the window, in order; what they hold is marked in `taken`."""
    led = [(core, _lead(window, words, core)) for core in find_cores(window)]
    led = [(core, lead) for core, lead in led if _holds(core, lead)]
    for core, _ in led:
        taken.take(core.start, core.end)
    led += [(core, _lead(window, words, core)) for core in _bare_cores(window, words, taken)]
    found: list[Citation] = []
    for core, lead in sorted(led, key=lambda pair: pair[0].start):
        listed = bool(found) and lead.type is None and _continues(window, found[-1], lead.start, core.start)
        made = _citation(window, core, lead, found[-1] if listed else None)
        if found and made.start < found[-1].end:
            found[-1] = _cut(window, found[-1], made.start)
        found.append(made)
        if listed:
            _share(found)
    for made in found:
        taken.take(made.start, made.end)
    return found


def _holds(core: Core, lead: Lead) -> bool:
    """A loose shape is a citation only behind a type word or 'số'."""
    if core.shape in {"year", "slug", "melted"}:
        return lead.type is not None
    if core.shape == "old":
        return lead.type is not None or lead.said_number
    if core.shape == "letter":
        return lead.type is not None or (lead.said_number and core.body_code in tables.BODY_CODES)
    return True


def _lead(window: Window, words: TypeWords, core: Core) -> Lead:
    at = core.start
    near = words.before(at, 90)
    if near and (joint := _JOINT.match(window.folded, near[0].end, at)):
        return Lead(near[0].start, near[0].type, None, bool(joint["so"]))
    if core.shape == "congress":
        for word in words.before(at, 170):
            if word.type in tables.TITLED_TYPES and _TITLE_JOINT.match(window.folded, word.end, at):
                return Lead(word.start, word.type, None, True)
    for word in near:
        if joint := _BODY_JOINT.match(window.folded, word.end, at):
            return Lead(word.start, word.type, squeeze(window.printed[slice(*joint.span("body"))]), True)
    pattern = _BLANK_SO if core.shape == "blank" else _ONLY_SO
    if found := pattern.search(window.folded, max(0, at - 24), at):
        return Lead(found.start(), None, None, True)
    return Lead(at)


def _citation(window: Window, core: Core, lead: Lead, first: Citation | None) -> Citation:
    tail = read_tail(window, core.end, has_symbol=core.shape not in {"bare", "year"})
    return Citation(
        start=lead.start,
        end=max(tail.end, core.end),
        kind=Kind.NUMBERED,
        core_start=core.start,
        core_end=core.end,
        type=_type(lead.type, core) or (first.type if first else None),
        number=core.number,
        year=core.year if core.year is not None else tail.year,
        body_code=core.body_code,
        body_name=tail.body_name or lead.body_name,
        date=tail.date,
        subkind=None,
        surface="",
    )


def _type(word: str | None, core: Core) -> str | None:
    """The symbol's type, but Quy định where the word says so: QĐ stands for both. No type in the symbol: the word."""
    if word == "QyĐ" and core.type == "QĐ":
        return "QyĐ"
    if core.type is None and core.shape in {"letter"} and word is None:
        return "CV"
    return core.type or word


def _bare_cores(window: Window, words: TypeWords, taken: Taken) -> list[Core]:
    """'Nghị quyết 35', 'Chỉ thị số 17', and the numbers of a list behind them."""
    cores: list[Core] = []
    for word in words.words:
        found = _BARE.match(window.folded, word.end)
        if found is None or not _is_bare(window, word, found):
            continue
        spans = [found.span("n")]
        while more := _LIST_NUMBER.match(window.folded, spans[-1][1]):
            spans.append(more.span("n"))
        for start, end in spans:
            if taken.free(start, end):
                taken.take(start, end)
                cores.append(Core(start, end, window.printed[start:end], None, word.type, None, "bare"))
    return cores


def _is_bare(window: Window, word: TypeWord, found: re.Match[str]) -> bool:
    said = bool(found["so"])
    if not word.spelled or (word.type not in tables.BARE_TYPES and not (said and word.capital)):
        return False
    if word.type in tables.NEVER_BARE or (not said and _YEAR.fullmatch(found["n"])):
        return False
    following = _NEXT.match(window.printed, found.end())
    after = following[1].lower() if following else ""
    if after == "năm":
        return _OF_YEAR.match(window.folded, found.end()) is not None
    if word.type in {"QĐ", "QyĐ"} and not (said or word.capital):
        return False
    return after not in tables.COUNTED


def _continues(window: Window, before: Citation, start: int, core_start: int) -> bool:
    """Does a core without type word carry on the list of the citation before it?"""
    between = window.folded[before.end : core_start]
    return start >= (before.core_end or 0) and _LISTED.fullmatch(between) is not None


def _share(found: list[Citation]) -> None:
    """A date or body behind the last item of a list belongs to the items under the same type word."""
    last = found[-1]
    for place in range(len(found) - 2, -1, -1):
        item = found[place]
        if item.date or item.body_name:
            break
        found[place] = replace(item, date=last.date, body_name=last.body_name)
        if item.start != item.core_start:
            break


def _cut(window: Window, citation: Citation, at: int) -> Citation:
    """A tail that ran into the next citation is read again up to there."""
    core_end = citation.core_end or citation.end
    shorter = Window(window.printed[:at], window.folded[:at], window.start)
    tail = read_tail(shorter, core_end, has_symbol=True)
    return replace(citation, end=tail.end, body_name=tail.body_name, date=tail.date)
