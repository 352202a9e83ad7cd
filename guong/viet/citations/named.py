"""Citations without a number: laws by title, documents of an event, groups of unnamed documents, back references."""

import re
from dataclasses import dataclass

from guong.viet.citations import tables
from guong.viet.citations.model import Citation, Kind, Subkind
from guong.viet.citations.tails import body_end, read_tail
from guong.viet.citations.window import Window
from guong.viet.citations.words import Taken, TypeWord, TypeWords

_WORDS = tables.TYPE_ALTERNATION
_BACK = re.compile(r"\s+(?:nay|neu\s+tren|noi\s+tren|tren\s+day)(?![a-z])")
_ADOPTED = (
    r"(?:(?:dai\s+hoi|hoi\s+nghi)(?=\s+(?:dai\s+bieu|dang|lan\s+thu|[ivxl]+\b|trung\s+uong|ban\s+chap\s+hanh|tw))"
    r"|trung\s+uong\s+(?:lan\s+thu\s+)?(?:\d{1,2}|[ivxl]+|bay|tam|chin|muoi|sau|nam|tu|ba|hai)(?=\s*\(?\s*,?\s*khoa))"
)
_MORE = rf"(?P<more>(?:\s*,\s*(?:{_WORDS}))*(?:\s+va\s+(?:{_WORDS}))?)"
_EVENT = re.compile(rf"{_MORE}\s+(?:cua\s+)?(?P<event>{_ADOPTED})")
_MANY = re.compile(r"(?<![a-z])(?:cac|nhung)\s+(?:noi\s+dung\s+|van\s+ban\s+)?\Z")
_EVENT_WORD = re.compile(
    r"\s+(?:dai\s+hoi|hoi\s+nghi|dai\s+bieu|toan\s+quoc|lan\s+thu\s+[a-z0-9]+(?:\s+(?:mot|hai|ba|tu|nam))?|dang\s+bo"
    r"|cua\s+(?:dang|dang\s+bo|ban\s+chap\s+hanh)(?![a-z])|ban\s+chap\s+hanh|trung\s+uong|tw|dang"
    r"|cong\s+san\s+viet\s+nam"
    r"|(?:tinh|huyen|xa|thanh\s+pho|quan|phuong|thi\s+xa)(?=\s)|cac\s+cap|\d{1,2}(?![\d/.])|[ivxl]+(?![a-z])"
    r"|,?\s*\(?khoa\s+(?:[ivxl]+|\d{1,2})\)?|\(?nhiem\s+ky\s+\d{4}\s?-\s?\d{4}\)?)(?![a-z])"
)
_GROUP = re.compile(rf"{_MORE}(?:\s+(?:chi\s+dao|huong\s+dan)(?:\s*,\s*huong\s+dan)?)?\s+cua\s+(?=\S)")
_ISSUER = re.compile(
    r"(?:bo chinh tri|ban bi thu|trung uong|quoc hoi|chinh phu|thu tuong|(?:tinh|thanh|huyen|quan|thi|dang) uy|ubnd"
    r"|uy ban|hdnd|hoi dong nhan dan|ban (?:thuong vu|chap hanh))\b".replace(" ", r"\s+")
)
_SCHOOLS = re.compile(r"(?:khoa|hoi|doan|dai hoc|nganh|bo mon|vu|phong)\s+\Z")
_NOT_LAWS = re.compile(r"\s+(?:su|gia|khoa|phap)\b")


@dataclass(frozen=True)
class _Name:
    start: int
    end: int
    type: str
    subkind: Subkind
    year: int | None = None
    date: str | None = None


def named(window: Window, words: TypeWords, taken: Taken) -> list[Citation]:
    """Named citations beside the numbered ones; what they hold is marked in `taken`."""
    found: list[Citation] = []
    for word in words.words:
        if not word.spelled or not taken.free(word.start, word.end):
            continue
        name = _event(window, word) or _group(window, word) or _title(window, word) or _back(window, word)
        if name and taken.free(name.start, name.end):
            taken.take(name.start, name.end)
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


def _many(window: Window, word: TypeWord) -> int:
    """Where 'các', 'những' before the word begins, else where the word does."""
    found = _MANY.search(window.folded, max(0, word.start - 24), word.start)
    return found.start() if found else word.start


def _event(window: Window, word: TypeWord) -> _Name | None:
    found = _EVENT.match(window.folded, word.end)
    if found is None:
        return None
    end = found.end("event")
    while more := _EVENT_WORD.match(window.folded, end) or _capital(window, end):
        end = more.end()
    if end == found.end("event") and not found["event"].startswith("trung"):
        return None
    start = _many(window, word)
    levels = _ALL_LEVELS.search(window.folded, found.end(), end)
    several = start < word.start or found["more"] or levels
    return _Name(start, end, word.type, Subkind.GROUP if several else Subkind.EVENT)


_ALL_LEVELS = re.compile(r"(?<![a-z])cac\s+cap(?![a-z])")
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


def _group(window: Window, word: TypeWord) -> _Name | None:
    start = _many(window, word)
    found = _GROUP.match(window.folded, word.end) if start < word.start else None
    if found is None or not window.printed[found.end()].isupper():
        return None
    issuer = _ISSUER.match(window.folded, found.end())
    end = body_end(window, found.end()) if issuer else None
    return _Name(start, end, word.type, Subkind.GROUP) if end else None


def _back(window: Window, word: TypeWord) -> _Name | None:
    found = _BACK.match(window.folded, word.end) if word.capital else None
    return _Name(word.start, found.end(), word.type, Subkind.BACKREF) if found else None


def _title(window: Window, word: TypeWord) -> _Name | None:
    if word.type not in tables.NAMED_TYPES or not word.capital or not _is_title(window, word):
        return None
    end = _title_end(window, word.end, word.type)
    if end is None:
        return None
    tail = read_tail(window, end, has_symbol=True)
    if tail.body_name is not None:
        return _Name(word.start, end, word.type, Subkind.TITLE)
    return _Name(word.start, tail.end, word.type, Subkind.TITLE, tail.year, tail.date)


def _is_title(window: Window, word: TypeWord) -> bool:
    before = window.folded[max(0, word.start - 16) : word.start]
    return not _NOT_LAWS.match(window.folded, word.end) and not _SCHOOLS.search(before)


def _title_end(window: Window, start: int, kind: str) -> int | None:
    """A title begins with a capital, or with 'sửa đổi', 'ban hành' …; the constitution needs none."""
    if kind == "HP":
        state = _STATE_NAME.match(window.folded, start)
        return state.end() if state else start
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


_STATE_NAME = re.compile(r"\s+nuoc\s+[a-z\s]{10,50}?viet\s+nam")
_STOP = re.compile(
    r"[.;:()“”\"|?!/]|,(?!\s+[a-z]+(?:\s+[a-z]+){0,4}\s*,?\s+(?:nam\s+\d{4}|so\s*:?\s*\d|ngay\s+\d))|\s-\s|\n\s*\n"
    r"|\s+(?=(?:so\s*:?\s*\d|ngay\s+\d|nam\s+\d|\d{4}|thi|co|duoc|da|quy\s+dinh|theo|tai|trong|thay|ve|la|va\s+cac|se"
    r"|nay|hien\s+hanh|moi|khong|phai|do|dang\s+duoc|tren|voi|de|cua|dong\s+thoi|vao|tu\s+ngay|sau|khi|nham)\b)"
)
_CONJUNCT = re.compile(rf"\s+va\s+(?=(?:{_WORDS})\b)")


def _run(window: Window, start: int) -> int | None:
    limit = min(len(window.folded), start + 120)
    stop = _STOP.search(window.folded, start, limit)
    end = stop.start() if stop else limit
    conjunct = _CONJUNCT.search(window.folded, start, end)
    if conjunct:
        end = conjunct.start()
    return end if end > start else None
