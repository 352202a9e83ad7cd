"""What follows a number-symbol and belongs to it: its date, 'năm YYYY', the issuing body with its term."""

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from guong.viet.citations import tables
from guong.viet.citations.events import event_end
from guong.viet.citations.window import Window
from guong.viet.tone import place_tones


@dataclass(slots=True)
class Tail:
    """Grows while it is read."""

    end: int
    dated: bool = False
    date: str | None = None
    year: int | None = None
    body_name: str | None = None


_TYPE_AHEAD = re.compile(rf"\s+{tables.TYPE_PATTERN}\b")
_D, _M, _Y = r"(?P<d>\d{1,2})", r"(?P<m>\d{1,2})", r"(?P<y>(?:19|20)\d\d)"
_HOUR = r"(?:hoi\s+\d{1,2}\s{0,3}(?:h|gio)\s{0,3}\d{0,2}(?:\s{0,3}phut)?\s*,?\s*)?"
_BEFORE = rf"\s{{0,4}}[,;]?\s{{0,3}}(?:ky\s+|de\s+|ban hanh\s+)?{_HOUR}ngay\s{{0,3}}"
_DAY = re.compile(_BEFORE)
# 'số 5-KH/HU (ngày 12/3/2022)', 'số 5-KH/HU cùng ngày 12/3/2022': behind a comma the next clause begins so.
_OTHER_DAY = re.compile(r"\s{0,3}\(\s?(?:ky\s+|ban hanh\s+)?ngay\s{0,3}|\s{1,3}cung\s+ngay\s{0,3}")
_CLOSES = re.compile(r"\s?\)")
_DATES = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{_D}\s{{0,3}}[/.-]\s{{0,3}}{_M}\s{{0,3}}[/.-]\s{{0,3}}{_Y}(?!\d)",
        rf"{_D}\s*thang\s*{_M}\s*,?\s*nam\s*{_Y}(?!\d)",
        rf"{_D}(?:\s*thang\s*|\s{{0,3}}[/-]\s{{0,3}}){_M}(?!\d|\s?[/-]\s?\d)",
    )
)
_ENGLISH = re.compile(rf"\s*,?\s*dated\s+(?P<month>{'|'.join(tables.MONTHS_EN)})\s+{_D}\s*,\s*{_Y}(?!\d)")
# The word or number that a tail goes on with; any other ends it at once.
_AHEAD = re.compile(
    r"[\s,;]{0,8}(?:(?P<day>ngay|\(\s?(?:ky\s+|ban\s+hanh\s+)?ngay|cung\s+ngay|ky|de|ban\s+hanh|hoi|dated)|(?P<year>nam\s)|(?P<of>cua\s)|(?P<bare>(?:19|20)\d\d))"
)
_YEAR = re.compile(rf"\s{{0,3}},?\s+nam\s+{_Y}(?!\d)")
_BARE_YEAR = re.compile(rf"\s{{1,3}}{_Y}(?!\d|\s{{0,3}}[/-]\s{{0,3}}[\da-z])")
_OF = re.compile(r"\s*,?\s*cua\s+(?=\S)")
_NTH = r"(?:[ivxl]+|\d{1,2})\b"
_TERM = re.compile(rf"\s*(?:\(\s*khoa\s+{_NTH}(?:\s*(?:,|va)\s*(?:khoa\s+)?{_NTH})*(?:\s*\))?|,?\s*khoa\s+{_NTH})")
_CLOSED = re.compile(
    rf"(?:{'|'.join(tables.CLOSED_BODIES)}"
    rf"|(?:(?:thu truong|bo truong|bo) ){{0,1}}bo (?:{'|'.join(sorted(tables.MINISTRIES, key=len, reverse=True))}))"
    r"(?![a-z])".replace(" ", r"\s+").replace(r"\s+?", r"\s?")
)
_DEPARTMENT = re.compile(
    rf"(?:(?:pho )?(?:giam doc|truong) )?(?:so|phong) (?:{'|'.join(sorted(tables.MINISTRIES, key=len, reverse=True))})"
    r"(?![a-z])".replace(" ", r"\s+").replace(r"\s+?", r"\s?")
)
_COMMITTEE = re.compile(
    r"dang uy khoi(?: (?:cac )?co quan)?(?: (?:va )?(?:cac )?doanh nghiep)?(?: (?:tinh|trung uong|thanh pho))?(?![a-z])"
    r"|(?:(?:ban thuong vu|ban chap hanh|thuong truc) )?(?:tinh|thanh|huyen|quan|thi|dang) uy(?![a-z])"
    r"|doan (?:giam sat|kiem tra)(?![a-z])|lien bo(?![a-z])"
    r"|(?:chu tich )?(?:uy ban nhan dan|ubnd|hoi dong nhan dan|hdnd)"
    r"(?: (?:tinh|huyen|thanh pho|thi xa|quan|xa|phuong))?(?![a-z])".replace(" ", r"\s+")
)
_JOINT = re.compile(r"(?:\s*,|\s+va)\s+(?=(?:bo|toa|vien|uy\s+ban\s+trung|doan\s+chu)\s)")
_INSIDE = re.compile(r"(?<![a-z])(?:xa|phuong|huyen|quan|thi tran|thi xa|thanh pho|dac khu)\s+[a-z]")
_CAPITALISED = "[A-ZĐÂĂÊÔƠƯÁÀẢÃẠẮẰẲẴẶẤẦẨẪẬÉÈẺẼẸẾỀỂỄỆÍÌỈĨỊÓÒỎÕỌỐỒỔỖỘỚỜỞỠỢÚÙỦŨỤỨỪỬỮỰÝỲỶỸỴ]\\w*"
_PROVINCE = re.compile(
    rf"\s?,\s+(?:huyện\s+{_CAPITALISED}(?:\s+{_CAPITALISED}){{0,2}}\s?,\s+)?[tT]ỉnh\s+{_CAPITALISED}(?:\s+{_CAPITALISED}){{0,2}}"
)
_CASELESS_PROVINCE = re.compile(r"\s?,\s+tinh\s+[a-z]+\s+[a-z]+(?![a-z])")
# A committee or council with its place is complete: what goes on in small letters is not its name.
_HAS_NAME = re.compile(
    rf"(?:(?:[tT]ỉnh|[tT]hành|[hH]uyện|[qQ]uận|[tT]hị)\s+(?:ủy|uỷ|Ủy|Uỷ)"
    rf"|(?:[tT]ỉnh|[hH]uyện|[xX]ã|[pP]hường|[qQ]uận|thành\s+phố|thị\s+trấn|[đĐ]ảng\s+(?:ủy|uỷ))\s+{_CAPITALISED})"
    rf"(?:\s+{_CAPITALISED}){{0,3}}\Z"
)
_AGAINST = re.compile(r"\s+chong(?![a-z])")
_STEERING = re.compile(r"(?:truong )?ban chi (?:huy|dao)(?![a-z])".replace(" ", r"\s+"))
_TOKEN = re.compile(r"\s*(<|[^\s<]+)")
_MARKS = ",.;:!?”\"'…)>*|/]}»"
_HAS_PLACE = re.compile(r"(?<![a-z])(?:tinh|huyen|xa|phuong)(?![a-z])")
_BRANCH = re.compile(
    r"(?:(?:pho )?giam doc |(?:pho )?truong |thu truong |vu truong |cuc truong )?"
    r"(?:so|bo|ban|phong|trung tam|vu|cuc|tong cuc|hoi|lien)(?![a-z])"
)
_BRANCH_HEAD = re.compile(r"(?:so|phong|ban|trung tam)\b")
_THIRD = re.compile(r"\s+[^\W\d_]+ [^\W\d_]+ va [^\W\d_]")
# Where all words are in capitals, or none: what looks like a verb behind these is a part of the name.
_BRANCH_BEFORE = re.compile(r"(?<![a-z])(?:ban|so|phong|cuc|van|(?<!dang\s)bo|vien|hoi)\s+\Z")
_PLACES = frozenset({"cần thơ", "cần giờ", "cần giuộc", "cần đước"})
_CAPITAL_OF = re.compile(r"C[Ủủ][Aa]\s{1,3}\Z")
_HEAD = re.compile(
    r"(?:(?:pho )?(?:chu tich|giam doc|bi thu|truong ban|chanh) )?(?:thuong truc )?"
    r"(?:ban |uy ban |ubnd|hdnd|hoi dong |(?:tinh|thanh|huyen|quan|thi|dang) uy|(?:tinh|huyen|thanh|quan|xa) doan"
    r"|so |phong |van phong |chi bo|dang bo|dang doan|lien doan |doan |hoi |cuc |toa an |vien )".replace(" ", r"\s+")
)


def read_tail(window: Window, start: int, *, has_symbol: bool) -> Tail:
    """Date and body may stand in either order, each once. A bare year counts only behind a full symbol."""
    tail = Tail(start)
    while (ahead := _AHEAD.match(window.folded, tail.end)) is not None:
        if not _grow(window, tail, str(ahead.lastgroup), has_symbol):
            break
    return tail


def _grow(window: Window, tail: Tail, ahead: str, has_symbol: bool) -> bool:
    if ahead == "of":
        return tail.body_name is None and _with_body(window, tail)
    if tail.dated:
        return False
    if ahead == "day":
        return _with_date(window, tail)
    if ahead == "bare" and not (has_symbol and tail.body_name is None):
        return False
    found = (_YEAR if ahead == "year" else _BARE_YEAR).match(window.folded, tail.end)
    if found is None:
        return False
    tail.end, tail.year, tail.dated = found.end(), int(found["y"]), True
    return True


def _with_date(window: Window, tail: Tail) -> bool:
    """A date without year closes the citation too, but says no date."""
    day = _DAY.match(window.folded, tail.end) or _OTHER_DAY.match(window.folded, tail.end)
    patterns, at = (_DATES, day.end()) if day else ((_ENGLISH,), tail.end)
    for pattern in patterns:
        found = pattern.match(window.folded, at)
        if found and (iso := _iso(found)) is not None and (end := _closed(window, day, found.end())):
            tail.end, tail.date, tail.dated = end, iso or None, True
            return True
    return False


def _closed(window: Window, day: re.Match[str] | None, end: int) -> int:
    """Behind the bracket that the day opened; 0 where something else stands in it."""
    if day is None or "(" not in day[0]:
        return end
    closing = _CLOSES.match(window.folded, end)
    return closing.end() if closing else 0


def _iso(found: re.Match[str]) -> str | None:
    """ISO, '' for a date without year, None for no date at all (31/02)."""
    groups = found.groupdict()
    month = tables.MONTHS_EN.index(groups["month"]) + 1 if groups.get("month") else int(groups["m"] or 0)
    try:
        day = date(int(groups.get("y") or 2000), month, int(groups["d"] or 0))
    except ValueError:
        return None
    return day.isoformat() if groups.get("y") else ""


def _with_body(window: Window, tail: Tail) -> bool:
    of = _OF.match(window.folded, tail.end)
    end = body_end(window, of.end()) if of else None
    if of is None or end is None:
        return False
    tail.end, tail.body_name = end, squeeze(window.printed[of.end() : end])
    return True


def body_end(window: Window, start: int) -> int | None:
    """Where the name of the body that begins at `start` ends, its term included; None when none begins there."""
    named = window.caseless or window.printed[start : start + 1].isupper()
    meeting = event_end(window, start) if named else None
    if meeting is not None:
        return meeting
    closed = _CLOSED.match(window.folded, start)
    end = _joined(window, closed.end()) if closed else _open_end(window, start)
    if end is None:
        return None
    term = _TERM.match(window.folded, end)
    return term.end() if term else end


def _joined(window: Window, end: int) -> int:
    """Ministries that issue together: 'Bộ A và Bộ B'."""
    while joint := _JOINT.match(window.folded, end):
        following = _CLOSED.match(window.folded, joint.end())
        if following is None:
            break
        end = following.end()
    return end


def _open_end(window: Window, start: int) -> int | None:
    """Words up to a stop: a mark of punctuation, what the document does, the next clause."""
    known = _DEPARTMENT.match(window.folded, start) or _COMMITTEE.match(window.folded, start)
    begins = window.printed[start : start + 1].isupper() or (window.caseless and _HEAD.match(window.folded, start))
    if not begins and not known:
        return None
    at = end = known.end() if known else start
    lower, most = 0, 8 if _STEERING.match(window.folded, start) else 3
    capitals_tell = not window.caseless and _capitals_tell(window.printed, start)
    for _ in range(16):
        token = _TOKEN.match(window.printed, at)
        if token is None or _stops(window, start, token, capitals_tell):
            break
        bare = token[1].rstrip(_MARKS)
        lower = 0 if bare[:1].isupper() or bare in tables.ADMIN_WORDS or window.caseless else lower + 1
        if lower > most or not bare or (lower and capitals_tell and _HAS_NAME.search(window.printed, start, at)):
            break
        at, end = token.end(), token.start(1) + len(bare)
        if bare != token[1] and not _list_goes_on(window, start, token):
            break
    return _with_province(window, start, end, capitals_tell) if end > start else None


def _capitals_tell(printed: str, start: int) -> bool:
    """Not where all words have them: 'CỦA ỦY BAN', 'Của Ban Tổ Chức'."""
    return not printed[start : start + 12].isupper() and _CAPITAL_OF.search(printed, max(0, start - 6), start) is None


def _with_province(window: Window, start: int, end: int, capitals_tell: bool) -> int:
    """'UBND huyện Mường Soi, tỉnh Yên Sơn': the province behind a place inside it."""
    if not _INSIDE.search(window.folded, start, end):
        return end
    province = _PROVINCE.match(window.printed, end) if capitals_tell else _CASELESS_PROVINCE.match(window.folded, end)
    return province.end() if province else end


def _stops(window: Window, start: int, token: re.Match[str], capitals_tell: bool) -> bool:
    printed = token[1]
    following = _TOKEN.match(window.printed, token.end())
    ahead = following[1] if following else ""
    if "\n\n" in token[0] or printed[:3].lower() == "v/v" or printed[0] in "“\"'(‘[*|<":
        return True
    if printed == "-":
        goes_on = ahead[:1].isupper() or ahead == "khen"
        return not goes_on or _HAS_PLACE.search(window.folded, start, token.start(1)) is not None
    if printed.lower() == "và":
        types = _TYPE_AHEAD.match(window.folded, token.end())
        return not ahead[:1].isupper() or types is not None or _complete(window, start, token.start())
    if printed[0].isupper() and capitals_tell:
        return False
    word = _plain(printed)
    pair = f"{word} {_plain(ahead)}"
    if not capitals_tell and (pair in _PLACES or _BRANCH_BEFORE.search(window.folded, start, token.start(1))):
        return False
    return word in tables.BODY_STOPS or pair in tables.BODY_STOP_PAIRS


@lru_cache(maxsize=8192)
def _plain(token: str) -> str:
    return place_tones(token.rstrip(_MARKS).lower())


def _complete(window: Window, start: int, end: int) -> bool:
    """Committees and councils of a place join with nothing; departments do ('Sở Khoa học và Công nghệ')."""
    return _BRANCH.match(window.folded, start, end) is None or " uy" in window.folded[start:end]


def _list_goes_on(window: Window, start: int, token: re.Match[str]) -> bool:
    """'Sở Văn hóa, Thể thao và Du lịch', 'Ban Chỉ huy phòng, chống thiên tai': a comma inside a name."""
    if token[1] == "phòng," and _AGAINST.match(window.folded, token.end()):
        return True
    if not token[1].endswith(",") or not _BRANCH_HEAD.match(window.folded, start):
        return False
    return _THIRD.match(window.folded, token.end(), token.end() + 40) is not None


def squeeze(text: str) -> str:
    return " ".join(text.split())
