"""Laws by their title: 'Luật Đất đai năm 2024', 'Hiến pháp', 'ba luật gồm Đất đai 2024, Nhà ở'."""

import re

from guong.viet.citations import tables
from guong.viet.citations.model import Draft, Subkind
from guong.viet.citations.tails import read_tail
from guong.viet.citations.window import Window
from guong.viet.citations.words import TypeWord

_LONGEST = 120
_SCHOOLS = re.compile(r"(?<![a-z])(?:khoa|hoi|doan|hoc|nganh|mon|vu|phong|ky|phap|quy|am|gioi|quan|giu)\s+\Z")
_NOT_LAWS = re.compile(r"\s+(?:su|gia|khoa|phap|le|choi|gom|bao\s+gom|nay|tren|do|moi|da|se|duoc|va|cua)\b")
_SPACE = re.compile(r"\s+")
_TITLES = "|".join(known.replace(" ", r",?\s+") for known in tables.LAW_TITLES)
_KNOWN = re.compile(rf"(?:{_TITLES})(?![a-z])")
_AMENDING = re.compile(r"sua\s+doi\b.{0,80}?\bluat\b", re.DOTALL)
_ON_LAWS = re.compile(r"ban\s+hanh\s+van\s+ban\s+quy\s+pham\s+phap\s+luat")
_LATER_DATE = re.compile(r"\s+ngay\s+\d")
_STATE_NAME = re.compile(r"\s+nuoc\s+[a-z\s]{10,50}?viet\s+nam")
# Over the printed text: 'vệ' is no 'về'.
_STOP = re.compile(
    r"[.;:()“”\"|?!/]|,(?!\s+\w+(?:\s+\w+){0,4}\s*,?\s+(?:năm\s+\d{4}|số\s*:?\s*\d|ngày\s+\d))|\s-\s|\n\s*\n"
    r"|\s+(?=(?:số\s*:?\s*\d+|ngày\s+\d+|năm\s+\d{4}|\d{4}|thì|có|được|đã|quy\s+định|theo|tại|trong|thay|về|là|và\s+các"
    r"|sẽ|này|hiện\s+hành|mới|không|phải|do|đang\s+được|trên|với|để|của|đồng\s+thời|vào|từ\s+ngày|sau|khi|nhằm"
    r"|bị|cũng|còn|vừa|yêu\s+cầu|nêu|như|nếu|đến|hết)(?!\w))",
    re.IGNORECASE,
)
_CONJUNCT = re.compile(rf"\s+va\s+(?={tables.TYPE_PATTERN}\b)")
_SEVERAL = re.compile(r"(?<![a-z])(?:cac|nhung|hai|ba|bon|nam|sau|\d{1,2})\s+(?:bo\s+)?\Z")
_NAMELY = re.compile(r"\s*(?:bao\s+gom|gom|nhu|la)?\s*:?\s+(?=\S)")
_NEXT_TITLE = re.compile(r"\s*(?:,|;|\s+va)\s+(?:luat\s+)?")
_TITLE_END = re.compile(r"[.;:()“”\"|?!/]|,|\s+và\s+(?=[A-ZĐÂĂÊÔƠƯ])")
_YEAR = re.compile(r"\s+(?:nam\s+)?(?P<y>(?:19|20)\d\d)(?![\d/])")


def title(window: Window, word: TypeWord) -> Draft | None:
    """A law of its own name, with its year or day."""
    if word.type not in tables.NAMED_TYPES or not word.capital or not _is_title(window, word):
        return None
    end = _title_end(window, word.end, word.type)
    if end is None:
        return None
    tail = read_tail(window, end, has_symbol=True)
    if tail.body_name is not None:
        return Draft(word.start, end, word.type, subkind=Subkind.TITLE)
    return Draft(word.start, tail.end, word.type, subkind=Subkind.TITLE, year=tail.year, date=tail.date)


def _is_title(window: Window, word: TypeWord) -> bool:
    schools = _SCHOOLS.search(window.folded, max(0, word.start - 16), word.start)
    return not schools and not _NOT_LAWS.match(window.folded, word.end)


def _title_end(window: Window, start: int, kind: str) -> int | None:
    """A title begins with a capital, or with 'sửa đổi', 'ban hành' …; the constitution needs none."""
    if kind == "HP":
        state = _STATE_NAME.match(window.folded, start)
        return state.end() if state else start
    space = _SPACE.match(window.folded, start)
    begin = space.end() if space else start
    if known := _KNOWN.match(window.folded, begin) or _ON_LAWS.match(window.folded, begin):
        return max(known.end(), _run(window, begin) or 0)
    if amending := _AMENDING.match(window.folded, begin, begin + 160):
        end = amending.end()
        date = _LATER_DATE.search(window.folded, end, end + 80)
        return date.start() if date else (_run(window, end) or end)
    return _run(window, begin) if window.printed[begin : begin + 1].isupper() else None


def _run(window: Window, start: int) -> int | None:
    limit = min(len(window.folded), start + _LONGEST)
    stop = _STOP.search(window.printed, start, limit)
    end = stop.start() if stop else limit
    conjunct = _CONJUNCT.search(window.folded, start, end)
    if conjunct:
        end = conjunct.start()
    return end if end > start else None


def laws_listed(window: Window, word: TypeWord) -> list[Draft]:
    """'ba luật gồm Đất đai 2024, Nhà ở và Kinh doanh bất động sản 2023': titles without the word before each."""
    if word.type != "Luật" or not _SEVERAL.search(window.folded, max(0, word.start - 14), word.start):
        return []
    ahead = _NAMELY.match(window.folded, word.end)
    laws: list[Draft] = []
    while ahead and window.printed[ahead.end() : ahead.end() + 1].isupper():
        law = _listed(window, ahead.end())
        if law is None:
            break
        laws.append(law)
        ahead = _NEXT_TITLE.match(window.folded, law.end)
    return laws


def _listed(window: Window, start: int) -> Draft | None:
    limit = min(len(window.folded), start + _LONGEST)
    mark = _TITLE_END.search(window.printed, start, limit)
    end = mark.start() if mark else limit
    stop = _STOP.search(window.printed, start, end)
    end = stop.start() if stop else end
    year = _YEAR.match(window.folded, end) or _YEAR.search(window.folded, start, end)
    if year:
        return Draft(start, year.end(), "Luật", subkind=Subkind.TITLE, year=int(year["y"]))
    return Draft(start, end, "Luật", subkind=Subkind.TITLE) if start < end < limit else None
