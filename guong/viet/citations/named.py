"""Citations without a number: laws by title, documents of an event, groups of unnamed documents, back references."""

import re
from dataclasses import dataclass

from guong.viet.citations import tables
from guong.viet.citations.model import Citation, Kind, Subkind
from guong.viet.citations.numbered import spelled
from guong.viet.citations.tails import body_end, read_tail, squeeze
from guong.viet.citations.window import Window

_WORDS = tables.TYPE_ALTERNATION
_TITLE = re.compile(r"(?<![a-z])(?P<word>bo\s+luat|luat|phap\s+lenh|hien\s+phap|dieu\s+le)(?=\s)")
_BACK = re.compile(rf"(?<![a-z])(?P<word>{_WORDS})\s+(?:nay|neu\s+tren|noi\s+tren|tren\s+day)(?![a-z])")
_ADOPTED = (
    r"(?:(?:dai\s+hoi|hoi\s+nghi)(?=\s+(?:dai\s+bieu|dang|lan\s+thu|[ivxl]+\b|trung\s+uong|ban\s+chap\s+hanh|tw))"
    r"|trung\s+uong\s+(?:lan\s+thu\s+)?(?:\d{1,2}|[ivxl]+|bay|tam|chin|muoi|sau|nam|tu|ba|hai)(?=\s*\(?\s*,?\s*khoa))"
)
_EVENT = re.compile(
    rf"(?<![a-z])(?:(?P<many>cac|nhung|cac\s+noi\s+dung)\s+)?"
    rf"(?P<word>{_WORDS})(?P<more>(?:\s*,\s*(?:{_WORDS}))*(?:\s+va\s+(?:{_WORDS}))?)\s+(?:cua\s+)?(?P<event>{_ADOPTED})"
)
_EVENT_WORD = re.compile(
    r"\s+(?:dai\s+hoi|hoi\s+nghi|dai\s+bieu|toan\s+quoc|lan\s+thu\s+[a-z0-9]+(?:\s+(?:mot|hai|ba|tu|nam))?|dang\s+bo"
    r"|cua\s+(?:dang|dang\s+bo|ban\s+chap\s+hanh)(?![a-z])|ban\s+chap\s+hanh|trung\s+uong|tw|dang"
    r"|cong\s+san\s+viet\s+nam"
    r"|(?:tinh|huyen|xa|thanh\s+pho|quan|phuong|thi\s+xa)(?=\s)|cac\s+cap|\d{1,2}(?![\d/.])|[ivxl]+(?![a-z])"
    r"|,?\s*\(?khoa\s+(?:[ivxl]+|\d{1,2})\)?|\(?nhiem\s+ky\s+\d{4}\s?-\s?\d{4}\)?)(?![a-z])"
)
_GROUP = re.compile(
    rf"(?<![a-z])(?:cac|nhung)\s+(?:van\s+ban\s+)?(?P<word>{_WORDS})(?:\s*,\s*(?:{_WORDS}))*(?:\s+va\s+(?:{_WORDS}))?"
    r"(?:\s+(?:chi\s+dao|huong\s+dan)(?:\s*,\s*huong\s+dan)?)?\s+cua\s+(?=\S)"
)
_ISSUER = re.compile(
    r"(?:bo chinh tri|ban bi thu|trung uong|quoc hoi|chinh phu|thu tuong|(?:tinh|thanh|huyen|quan|thi|dang) uy|ubnd"
    r"|uy ban|hdnd|hoi dong nhan dan|ban (?:thuong vu|chap hanh))\b".replace(" ", r"\s+")
)
_NOT_LAWS = re.compile(r"\s+(?:su|gia|khoa|phap)\b")


@dataclass(frozen=True)
class _Name:
    start: int
    end: int
    type: str
    subkind: Subkind
    year: int | None = None
    date: str | None = None


def named(window: Window, numbered: list[Citation]) -> list[Citation]:
    """Named citations that do not lie on a numbered one."""
    taken = [(each.start, each.end) for each in numbered]
    found: list[Citation] = []
    for name in (*_events(window), *_groups(window), *_titles(window), *_backs(window)):
        if not any(name.start < end and start < name.end for start, end in taken):
            taken.append((name.start, name.end))
            found.append(_citation(name))
    return found


def _citation(name: _Name) -> Citation:
    return Citation(
        start=name.start,
        end=name.end,
        kind=Kind.NAMED,
        core_start=None,
        core_end=None,
        type=name.type,
        number=None,
        year=name.year,
        body_code=None,
        body_name=None,
        date=name.date,
        subkind=name.subkind,
        surface="",
    )


def _type(found: re.Match[str]) -> str:
    return tables.FOLDED_TYPE_WORDS[squeeze(found["word"])]


def _word(window: Window, found: re.Match[str]) -> str:
    return window.printed[slice(*found.span("word"))]


def _events(window: Window) -> list[_Name]:
    names = []
    for found in _EVENT.finditer(window.folded):
        if not spelled(_word(window, found)):
            continue
        end = found.end("event")
        while more := _EVENT_WORD.match(window.folded, end) or _capital(window, end):
            end = more.end()
        if end == found.end("event") and not found["event"].startswith("trung"):
            continue
        several = found["many"] or found["more"] or re.search(r"\bcac\s+cap\b", window.folded[found.end() : end])
        kind = Subkind.GROUP if several else Subkind.EVENT
        names.append(_Name(found.start(), end, _type(found), kind))
    return names


_CAPITAL = re.compile(r"\s([^\W\d_]+)(?=[\s.,;:)]|\Z)")


def _capital(window: Window, end: int) -> re.Match[str] | None:
    """A word of a place name behind 'Đảng bộ tỉnh'."""
    found = _CAPITAL.match(window.printed, end)
    if found is None or not found[1][0].isupper() or (found[1].isupper() and len(found[1]) > 1):
        return None
    before = window.folded[max(0, end - 40) : end]
    place = re.search(r"(?:tinh|huyen|xa|thanh\s+pho|quan|phuong)(?:\s+[a-z]+){0,2}\Z", before)
    return found if place and not _begins_document(window, found.start()) else None


def _begins_document(window: Window, at: int) -> bool:
    return re.match(rf"\s+(?:{_WORDS})\b", window.folded[at : at + 40]) is not None


def _groups(window: Window) -> list[_Name]:
    names = []
    for found in _GROUP.finditer(window.folded):
        issuer = _ISSUER.match(window.folded, found.end())
        if not issuer or not spelled(_word(window, found)) or not window.printed[found.end()].isupper():
            continue
        end = body_end(window, found.end()) or issuer.end()
        names.append(_Name(found.start(), end, _type(found), Subkind.GROUP))
    return names


def _backs(window: Window) -> list[_Name]:
    return [
        _Name(found.start(), found.end(), _type(found), Subkind.BACKREF)
        for found in _BACK.finditer(window.folded)
        if spelled(_word(window, found)) and _word(window, found)[0].isupper()
    ]


def _titles(window: Window) -> list[_Name]:
    names = []
    for found in _TITLE.finditer(window.folded):
        printed = _word(window, found)
        if not spelled(printed) or not printed[0].isupper() or not _is_title(window, found):
            continue
        end = _title_end(window, found.end(), _type(found))
        if end is None:
            continue
        tail = read_tail(window, end, has_symbol=True)
        end, year, day = (tail.end, tail.year, tail.date) if tail.body_name is None else (end, None, None)
        names.append(_Name(found.start(), end, _type(found), Subkind.TITLE, year, day))
    return names


def _is_title(window: Window, found: re.Match[str]) -> bool:
    before = window.folded[max(0, found.start() - 16) : found.start()]
    if _NOT_LAWS.match(window.folded, found.end()):
        return False
    inside = re.search(r"(?:khoa|hoi|doan|dai hoc|nganh|bo mon|vu|phong)\s+\Z", before)
    return inside is None


def _title_end(window: Window, start: int, kind: str) -> int | None:
    """A title begins with a capital, or with 'sửa đổi', 'ban hành' …; the constitution needs none."""
    if kind == "HP":
        return start
    ahead = re.match(r"\s+", window.folded[start:])
    begin = start + (ahead.end() if ahead else 0)
    amending = re.match(r"sua\s+doi\b.{0,80}?\bluat\b", window.folded[begin : begin + 160], re.DOTALL)
    if amending:
        end = begin + amending.end()
        date = re.search(r"\s+ngay\s+\d", window.folded[end : end + 80])
        return end + date.start() if date else (_run(window, end) or end)
    if re.match(r"ban\s+hanh\s+van\s+ban\s+quy\s+pham\s+phap\s+luat", window.folded[begin:]):
        return begin + len("ban hanh van ban quy pham phap luat")
    return _run(window, begin) if window.printed[begin : begin + 1].isupper() else None


_STOP = re.compile(
    r"[.,;:()“”\"|?!/]|\s-\s|\n\s*\n|\s+(?=(?:so\s*:?\s*\d|ngay\s+\d|nam\s+\d|\d{4}|thi|co|duoc|da|quy\s+dinh|theo|tai|trong|thay"
    r"|ve|la|va\s+cac|se|nay|hien\s+hanh|moi|khong|phai|do|dang\s+duoc|tren|voi|de|cua|dong\s+thoi|vao|tu\s+ngay|sau|khi|nham)\b)"
)


def _run(window: Window, start: int) -> int | None:
    limit = min(len(window.folded), start + 120)
    stop = _STOP.search(window.folded, start, limit)
    end = stop.start() if stop else limit
    conjunct = re.search(rf"\s+va\s+(?={_WORDS})", window.folded[start:end])
    if conjunct:
        end = start + conjunct.start()
    return end if end > start else None
