"""Numbered citations of a window: what stands before the number-symbol, the symbol, and its tail."""

import re
from dataclasses import dataclass, replace

from guong.viet.citations import tables
from guong.viet.citations.cores import Core, find_cores
from guong.viet.citations.model import Citation, Kind
from guong.viet.citations.tails import read_tail, squeeze
from guong.viet.citations.window import Window

_WORDS = tables.TYPE_ALTERNATION
_SO = r"(?:so|s|no\.?)\s*[:.]?\s*"
_PREFIX = re.compile(rf"(?<![a-z])(?P<word>{_WORDS})(?:\s*(?P<so>{_SO})|\s*/?\s+)\Z")
_BODY_PREFIX = re.compile(rf"(?<![a-z])(?P<word>{_WORDS})\s+cua\s+(?P<body>[^,;.:()\d]{{3,60}}?)\s*{_SO}\Z")
_ONLY_SO = re.compile(r"(?<![a-z])(?P<so>so\s*[:.]?\s*)\Z")
_TITLED = re.compile(r"(?<![a-z])(?P<word>bo\s+luat|luat|phap\s+lenh)\s+[^;:\d“”\"]{3,150}?\s*so\s*:?\s*\Z")
_BARE = re.compile(
    rf"(?<![a-z])(?P<word>{_WORDS})\s+(?P<so>so\s*:?\s*)?(?P<n>\d{{1,4}})(?![\w%]|[./,]\d|[-/]\s?[a-z\d]|\s?/|\s?-\s?\d|\s?%|\)|:\d)"
)
_NEXT = re.compile(r"\s*([^\W\d_]+)")
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


def numbered(window: Window) -> list[Citation]:
    """Citations with offsets of the window, in order."""
    cores = [core for core in find_cores(window) if _holds(window, core)]
    cores = sorted([*cores, *_bare_cores(window, cores)], key=lambda core: core.start)
    found: list[Citation] = []
    for core in cores:
        lead = _lead(window, core)
        listed = bool(found) and lead.type is None and _continues(window, found[-1], lead.start, core.start)
        made = _citation(window, core, lead, found[-1] if listed else None)
        if found and made.start < found[-1].end:
            found[-1] = _cut(window, found[-1], made.start)
        found.append(made)
        if listed:
            _share(found)
    return found


def _holds(window: Window, core: Core) -> bool:
    """A loose shape is a citation only behind a type word or 'số'."""
    lead = _lead(window, core)
    if core.shape in {"year", "slug", "melted"}:
        return lead.type is not None
    if core.shape == "old":
        return lead.type is not None or lead.said_number
    if core.shape == "letter":
        known = core.body_code in tables.BODY_CODES
        return lead.type is not None or (lead.said_number and known)
    return True


def _lead(window: Window, core: Core) -> Lead:
    low, at = max(0, core.start - 90), core.start
    if found := _PREFIX.search(window.folded, low, at):
        return Lead(found.start(), _word_type(found["word"]), None, bool(found["so"]))
    if core.shape == "congress" and (found := _last(_TITLED, window.folded, max(0, at - 190), at)):
        return Lead(found.start(), _word_type(found["word"]), None, True)
    if found := _BODY_PREFIX.search(window.folded, low, at):
        body = squeeze(window.printed[slice(*found.span("body"))])
        return Lead(found.start(), _word_type(found["word"]), body, True)
    if found := _ONLY_SO.search(window.folded, max(0, at - 12), at):
        return Lead(found.start(), None, None, True)
    if core.shape == "blank" and (found := re.compile(r"so[\s.…_]+\Z").search(window.folded, max(0, at - 24), at)):
        return Lead(found.start(), None, None, True)
    return Lead(core.start)


def _last(pattern: re.Pattern[str], text: str, low: int, high: int) -> re.Match[str] | None:
    """The shortest match that ends at `high`: the type word nearest to the number."""
    found = pattern.search(text, low, high)
    while found and (nearer := pattern.search(text, found.start() + 1, high)):
        found = nearer
    return found


def _word_type(word: str) -> str:
    return tables.FOLDED_TYPE_WORDS[squeeze(word)]


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


def _bare_cores(window: Window, taken: list[Core]) -> list[Core]:
    """'Nghị quyết 35', 'Chỉ thị số 17', and the numbers of a list behind them."""
    cores: list[Core] = []
    for found in _BARE.finditer(window.folded):
        if not _is_bare(window, found):
            continue
        spans = [found.span("n")]
        while more := _LIST_NUMBER.match(window.folded, spans[-1][1]):
            spans.append(more.span("n"))
        for start, end in spans:
            if not any(start < core.end and core.start < end for core in (*taken, *cores)):
                number = window.printed[start:end]
                cores.append(Core(start, end, number, None, _word_type(found["word"]), None, "bare"))
    return cores


def _is_bare(window: Window, found: re.Match[str]) -> bool:
    kind, said = _word_type(found["word"]), bool(found["so"])
    printed = window.printed[slice(*found.span("word"))]
    if not spelled(printed) or (kind not in tables.BARE_TYPES and not (said and printed[0].isupper())):
        return False
    if kind in {"Luật", "Bộ luật", "HP", "ĐL"} or (not said and re.fullmatch(r"(?:19|20)\d\d", found["n"])):
        return False
    following = _NEXT.match(window.printed, found.end())
    word = following[1].lower() if following else ""
    if word == "năm":
        return _OF_YEAR.match(window.folded, found.end()) is not None
    if kind in {"QĐ", "QyĐ"} and not (said or printed[0].isupper()):
        return False
    return word not in tables.COUNTED


def spelled(printed: str) -> bool:
    """Is the type word written with its own marks? 'chi thi' and 'chỉ thị' fold alike, only one is a word for it."""
    return " ".join(printed.lower().split()) in tables.TYPE_WORDS


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
