"""The documents and works that a page names."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from guong.intake.captured.model import (
    CitedDocument,
    DocumentGroup,
    Found,
    Mention,
    NamedDocument,
    Span,
    Status,
    StudiedWork,
    stated,
    unknown,
)
from guong.viet.citations import Citation, Kind, Subkind
from guong.viet.citations.tables import TYPE_WORDS
from guong.viet.fold import fold
from guong.viet.names import UPPER
from guong.viet.tone import place_tones


@dataclass
class _Gathered:
    first: Citation
    mentions: list[Span] = field(default_factory=list)
    dated: Citation | None = None
    issued_by: Citation | None = None


def documents(text: str, citations: Sequence[Citation]) -> tuple[CitedDocument, ...]:
    """Numbered citations, one entry for one document. A missing issuer is derived from its code elsewhere."""
    gathered: dict[tuple[str | None, ...], _Gathered] = {}
    for each in citations:
        if each.kind is Kind.NUMBERED:
            entry = gathered.setdefault(_key(each), _Gathered(each))
            entry.mentions.append(Span(each.start, each.end))
            entry.dated = entry.dated or (each if each.date else None)
            entry.issued_by = entry.issued_by or (each if each.body_name else None)
    by_code = {entry.first.body_code: entry.issued_by for entry in gathered.values() if entry.issued_by}
    return tuple(_document(text, entry, by_code) for entry in gathered.values())


def _key(each: Citation) -> tuple[str | None, ...]:
    """Decisions and regulations share a symbol: the symbol tells, not the word before it."""
    kind = "QĐ" if each.type == "QyĐ" else each.type
    return kind, (each.number or "").lstrip("0"), str(each.year), each.body_code


def _document(text: str, entry: _Gathered, by_code: dict[str | None, Citation]) -> CitedDocument:
    first = entry.first
    core = text[first.core_start : first.core_end]
    issued: Found[date] = unknown()
    if entry.dated and entry.dated.date:
        issued = Found(date.fromisoformat(entry.dated.date), Status.STATED, entry.dated.start, entry.dated.end)
    return CitedDocument(
        type=first.type,
        number=first.number,
        year=first.year,
        body_code=first.body_code,
        symbol="".join(core.split()),
        issued_on=issued,
        issuer=_issuer(entry, by_code.get(first.body_code)),
        mentions=tuple(entry.mentions),
    )


def _issuer(entry: _Gathered, same_code: Citation | None) -> Found[str]:
    if entry.issued_by:
        return Found(entry.issued_by.body_name, Status.STATED, entry.issued_by.start, entry.issued_by.end)
    if same_code and entry.first.body_code:
        return Found(same_code.body_name, Status.DERIVED, same_code.start, same_code.end, "body_code")
    return unknown()


def named(text: str, citations: Sequence[Citation]) -> tuple[NamedDocument, ...]:
    """Documents with a name of their own, each once."""
    found: dict[str, NamedDocument] = {}
    for each in citations:
        if each.subkind in {Subkind.EVENT, Subkind.TITLE}:
            found.setdefault(
                fold(place_tones(each.surface)), NamedDocument(each.type, stated(text, each.start, each.end))
            )
    return tuple(found.values())


_TYPES = "|".join(sorted((word for word in TYPE_WORDS if word.isalpha() or " " in word), key=len, reverse=True))
# What a body issued itself: 'đã ban hành kế hoạch và các văn bản chỉ đạo, hướng dẫn' — no number, no title.
_OWN = re.compile(
    rf"\bban hành\s+(?P<words>(?:(?:các|những)\s+)?(?:{_TYPES})(?:\s*,\s*(?:{_TYPES}))*"
    rf"(?:\s+và\s+(?:các\s+|những\s+)?(?:{_TYPES})(?:\s+(?:chỉ đạo|lãnh đạo|hướng dẫn|điều hành)"
    r"(?:\s*,\s*(?:chỉ đạo|hướng dẫn))*)?)?)"
    r"(?!\s*(?:số|\d|này|quy phạm))",
    re.IGNORECASE,
)
_PAPERS = re.compile(r"văn bản(?:\s+(?:chỉ đạo|lãnh đạo|hướng dẫn|điều hành)(?:\s*,\s*(?:chỉ đạo|hướng dẫn))*)?")
_SPELLED_OUT = re.compile(r"\s*(?:,?\s*(?:như|gồm|bao gồm)\b|:)")
_ISSUER = re.compile(
    r"(?:Ban (?:Thường vụ|Chấp hành)|Thường trực|Ủy ban|Uỷ ban|UBND|Huyện|Tỉnh|Thành|Đảng|Chi)\b"
    r"(?:\s+(?:ủy|uỷ|đảng bộ|nhân dân)"
    rf"|\s+[{UPPER}]\w*)*"
)


def groups(text: str, citations: Sequence[Citation]) -> tuple[DocumentGroup, ...]:
    """Documents without number or name, in the order of the page; a group that is spelled out after it is none."""
    found = [
        _group(text, each.start, each.end, unknown())
        for each in citations
        if each.subkind is Subkind.GROUP and not _SPELLED_OUT.match(text, each.end)
    ]
    taken = [(each.start, each.end) for each in citations]
    for own in _OWN.finditer(text):
        start, end = own.span("words")
        if not any(start < high and low < end for low, high in taken):
            found.append(_group(text, start, end, _who_issued(text, own.start())))
    return tuple(sorted(found, key=lambda group: group.words.start or 0))


def _group(text: str, start: int, end: int, issuer: Found[str]) -> DocumentGroup:
    """`types` of the words that name one; 'văn bản' names none."""
    printed = re.search(r"\bcủa\s+(.+)", text[start:end], re.DOTALL)
    kinds = place_tones(text[start : start + printed.start() if printed else end]).lower()
    words = re.findall(_TYPES, _PAPERS.sub(" ", kinds))
    if issuer.value is None and printed:
        issuer = stated(text, start + printed.start(1), end)
    types = tuple(dict.fromkeys(TYPE_WORDS[word] for word in words))
    return DocumentGroup(types, stated(text, start, end), issuer)


def _who_issued(text: str, at: int) -> Found[str]:
    """The body that the clause before 'ban hành' begins with."""
    near = max(0, at - 200)
    low = max(text.rfind(mark, near, at) for mark in ".\n,;") + 1 or near
    found = _ISSUER.search(text, low, at)
    return stated(text, *found.span()) if found else unknown()


_WORK = re.compile(r"\b(?:tác phẩm|cuốn sách|bài viết)\b", re.IGNORECASE)
_QUOTED = re.compile(r"[“\"«]\s*(?P<title>[^”\"»]{8,200}?)\s*[”\"»]")
_OFFICE = (
    r"(?:Tổng Bí thư|Bí thư|Chủ tịch(?: nước)?|Thủ tướng|Đại tướng|Giáo sư|Tiến sĩ|đồng chí|tác giả|cố|ông|bà"
    r"|(?:PGS|GS|TS)\.?)"
)
_OF = re.compile(rf"\s+của\s+(?:{_OFFICE}[\s,]+)*(?P<author>[{UPPER}][^\W\d_]*(?:\s+[{UPPER}][^\W\d_]*)*)")


def works(text: str) -> tuple[StudiedWork, ...]:
    """Works that the page names with a title in quotes, and every mention of a work; untitled ones go to the first."""
    mentions: list[Mention] = []
    titles: list[Found[str]] = []
    author: Found[str] = unknown()
    for found in _WORK.finditer(text):
        of = _OF.match(text, found.end())
        quoted = _QUOTED.match(text, of.end() if of else found.end()) or _quoted_after(text, of, found.end())
        by = of or (_OF.match(text, quoted.end()) if quoted else None)
        if by and author.value is None:
            author = stated(text, *by.span("author"))
        if quoted:
            titles.append(stated(text, *quoted.span("title")))
        end = quoted.end() if quoted else of.end() if of else found.end()
        mentions.append(Mention(found.start(), end, quoted is not None))
    if not titles:
        return ()
    return _by_title(titles, mentions, author)


def _quoted_after(text: str, of: re.Match[str] | None, end: int) -> re.Match[str] | None:
    at = of.end() if of else end
    return _QUOTED.match(text, at + len(text[at : at + 3]) - len(text[at : at + 3].lstrip(" :,")))


def _by_title(titles: list[Found[str]], mentions: list[Mention], author: Found[str]) -> tuple[StudiedWork, ...]:
    """One entry for one title; a mention without title belongs to the first work."""
    order: dict[str, StudiedWork] = {}
    titled = iter(titles)
    first = fold(place_tones(titles[0].value or ""))
    for mention in mentions:
        title = next(titled) if mention.titled else titles[0]
        key = fold(place_tones(title.value or "")) if mention.titled else first
        work = order.setdefault(key, StudiedWork(title, author if key == first else unknown(), ()))
        order[key] = replace(work, mentions=(*work.mentions, mention))
    return tuple(order.values())
