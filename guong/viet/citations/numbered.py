"""Numbered citations of a window: what stands before the number-symbol, the symbol, and its tail."""

import re
from itertools import islice
from typing import NamedTuple

from guong.viet.citations import tables
from guong.viet.citations.bare import bare_cores
from guong.viet.citations.codes import is_known, type_of
from guong.viet.citations.cores import Core, find_cores
from guong.viet.citations.model import Draft
from guong.viet.citations.tails import read_tail, squeeze
from guong.viet.citations.window import Window
from guong.viet.citations.words import Taken, TypeWords

_SO = r"(?:so|s|no\.?)\s*[:.]?\s*"
_JOINT = re.compile(rf"(?:\s*:?\s*(?P<so>{_SO})|\s*/?\s*)\Z")
_BODY_JOINT = re.compile(rf"\s+cua\s+(?P<body>[^,;.:()\d]{{3,60}}?)\s*{_SO}\Z")
# 'Nghị quyết HĐND tỉnh số 12/NQ-HĐND': a council or committee of a place needs no 'của'.
_COUNCIL_JOINT = re.compile(
    r"\s+(?P<body>(?:hdnd|ubnd|hoi dong nhan dan|uy ban nhan dan)"
    rf"(?: (?:tinh|huyen|thanh pho|thi xa|quan|xa|phuong)(?: [a-z]+){{0,4}})?)\s*{_SO}\Z".replace(" ", r"\s+")
)
_TITLE_JOINT = re.compile(r"\s+[^;:\d“”\"]{3,150}?\s*so\s*:?\s*\Z")
_ONLY_SO = re.compile(r"(?<![a-z])so\s*[:.]?\s*\Z")
# 'QĐ số 12/QĐ-UBND', 'KH 7-KH/TU'
_SHORT_WORD = re.compile(r"(?<![^\W_])(?<![/-])(?P<word>[A-ZĐ]{2,4}r?)\s{1,3}(?P<so>[Ss]ố\s{0,3}[:.]?\s{0,3})?\Z")
_BLANK_SO = re.compile(r"so[\s.…_:]+\Z")
_LISTED = re.compile(r"\s*(?:,|;|va|&|hoac)\s*(?:va\s+)?(?:cac\s+)?(?:so\s*:?\s*)?\Z")
_FORM = re.compile(r"(?<![a-z])(?:mau|bieu)\s+\Z")
# A newspaper's issue: 'Báo Nhân Dân số 35/TW'. 'Thông báo' is none.
_ISSUE_OF = re.compile(
    r"(?<![^\W\d_])(?:(?<![Tt]hông )(?<![Cc]ảnh )[Bb]áo|[Tt]ạp chí|[Bb]ản tin)"
    r"\s+[A-ZĐ][^\W\d_]*(?:\s+[^\W\d_]+){0,4}\s+\Z"
)
_DAY_BEHIND = re.compile(r"\s*,?\s+ngay\s")
_SHAPES_OF_WORDS = frozenset({"year", "slug", "melted", "type"})


class Lead(NamedTuple):
    """What stands before a core: where the citation starts, its type word, a body between word and number."""

    start: int
    type: str | None = None
    body_name: str | None = None
    said_number: bool = False


def numbered(window: Window, words: TypeWords, taken: Taken) -> list[Draft]:
    """Citations with offsets of the window, in order; what they hold is marked in `taken`."""
    led = [(core, lead) for core in find_cores(window) if _holds(window, core, lead := _lead(window, words, core))]
    for core, _ in led:
        taken.take(core.start, core.end)
    bare = [(core, _lead(window, words, core)) for core in bare_cores(window, words, taken)]
    found: list[Draft] = []
    for core, lead in sorted([*led, *bare], key=lambda pair: pair[0].start) if bare else led:
        _add(window, found, core, lead)
    for made in found:
        taken.take(made.start, made.end)
    return found


def _add(window: Window, found: list[Draft], core: Core, lead: Lead) -> None:
    if found and lead.start < found[-1].core_end:
        lead = Lead(core.start)
    listed = bool(found) and lead.type is None and _continues(window, found[-1], lead.start, core.start)
    made = _draft(window, core, lead, found[-1] if listed else None)
    if found and made.start < found[-1].end:
        _cut(window, found[-1], made.start)
    found.append(made)
    if listed:
        _share(found)


def _holds(window: Window, core: Core, lead: Lead) -> bool:
    """A loose shape is a citation only behind a type word or 'số'; forms have numbers of their own."""
    if lead.type is not None:
        return True
    if core.shape in _SHAPES_OF_WORDS or _is_of_other_things(window, lead):
        return False
    code = core.body_code or ""
    if core.shape == "body":
        return lead.said_number and len(code) > 2 and _DAY_BEHIND.match(window.folded, core.end) is not None
    if core.shape == "letter":
        return is_known(code) and (lead.said_number or len(code) > 2)
    if core.shape == "old":
        return lead.said_number
    return lead.said_number or len(code) > 2 or core.shape.startswith("lead") or is_known(code)


def _is_of_other_things(window: Window, lead: Lead) -> bool:
    """Of a form, of an issue of a newspaper."""
    form = _FORM.search(window.folded, max(0, lead.start - 10), lead.start)
    issue = lead.said_number and _ISSUE_OF.search(window.printed, max(0, lead.start - 50), lead.start)
    return bool(form or issue)


def _lead(window: Window, words: TypeWords, core: Core) -> Lead:
    at = core.start
    nearest = words.nearest(at)
    if nearest and at - nearest.end < 24 and (joint := _JOINT.match(window.folded, nearest.end, at)):
        return Lead(nearest.start, nearest.type, None, joint["so"] is not None)
    if nearest and at - nearest.end < 170 and (said := _far_lead(window, words, core)):
        return said
    short = _SHORT_WORD.search(window.printed, max(0, at - 16), at)
    if short and (kind := type_of(short["word"])) and (short["so"] or kind == core.type):
        return Lead(short.start(), kind, None, short["so"] is not None)
    pattern = _BLANK_SO if core.shape == "blank" else _ONLY_SO
    if found := pattern.search(window.folded, max(0, at - 24), at):
        return Lead(found.start(), None, None, True)
    return Lead(at)


def _far_lead(window: Window, words: TypeWords, core: Core) -> Lead | None:
    """A title or a body stands between type word and number: 'Luật Đầu tư công số …', 'Quyết định của … số …'."""
    at = core.start
    if core.shape == "congress":
        for word in words.before(at, 170):
            if word.type in tables.TITLED_TYPES and _TITLE_JOINT.match(window.folded, word.end, at):
                return Lead(word.start, word.type, None, True)
    for word in words.before(at, 90):
        if joint := _BODY_JOINT.match(window.folded, word.end, at) or _COUNCIL_JOINT.match(window.folded, word.end, at):
            return Lead(word.start, word.type, squeeze(window.printed[slice(*joint.span("body"))]), True)
    return None


def _draft(window: Window, core: Core, lead: Lead, first: Draft | None) -> Draft:
    tail = read_tail(window, core.end, has_symbol=core.shape not in {"bare", "year"})
    kind, code, unit = _meant(lead.type, core)
    return Draft(
        start=lead.start,
        end=max(tail.end, core.end),
        type=kind or (first.type if first else None),
        core_start=core.start,
        core_end=core.end,
        number=_number(window, core, lead),
        year=core.year if core.year is not None else tail.year,
        body_code=code,
        body_name=tail.body_name or lead.body_name,
        date=tail.date,
        word_type=lead.type or (first.word_type if first else None),
        unit=unit,
        symbol=core.shape != "bare",
        listed=first is not None,
    )


def _number(window: Window, core: Core, lead: Lead) -> str | None:
    """As printed, but the letter of '36a' small where everything is in capitals."""
    if core.number and core.number[-1].isupper() and window.printed[lead.start : core.end].isupper():
        return core.number.lower()
    return core.number


def _meant(word: str | None, core: Core) -> tuple[str | None, str | None, str | None]:
    """Type, body and unit. The symbol's type wins over the word's, but Quy định where the word says so: QĐ is both."""
    if word == "QyĐ" and core.type == "QĐ":
        return "QyĐ", core.body_code, core.unit
    if core.type == "L" and word in tables.NAMED_TYPES:
        return word, core.body_code, core.unit  # '21-LCT/HĐNN8': the order that made the law known
    if core.type in tables.OLD_BODY_TYPES and word not in {None, "TC"}:
        return word, core.type, core.body_code
    if core.shape == "old-order" and word == "CV":
        return "CV", core.body_code, core.type
    if core.type is None and word is None and core.shape in {"letter", "body"}:
        return "CV", core.body_code, core.unit
    return core.type or word, core.body_code, core.unit


def _continues(window: Window, before: Draft, start: int, core_start: int) -> bool:
    """Does a core without type word carry on the list of the citation before it?"""
    between = window.folded[before.end : core_start]
    return start >= before.core_end and len(between) < 24 and _LISTED.fullmatch(between) is not None


def _share(found: list[Draft]) -> None:
    """A date or body behind the last item of a list belongs to the items under the same type word."""
    last = found[-1]
    if last.date is None and last.body_name is None:
        return
    for item in islice(reversed(found), 1, None):
        if item.date or item.body_name:
            break
        item.date, item.body_name = last.date, last.body_name
        if not item.listed:
            break


def _cut(window: Window, draft: Draft, at: int) -> None:
    """A tail that ran into the next citation is read again up to there."""
    base = draft.core_end
    tail = read_tail(Window(window.printed[base:at], window.folded[base:at], window.caseless), 0, has_symbol=True)
    draft.end, draft.body_name, draft.date = base + tail.end, tail.body_name, tail.date
