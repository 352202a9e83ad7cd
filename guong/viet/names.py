"""Names of persons and the line under an article: 'Bàn Thị Mây - Trưởng Ban Tuyên giáo Huyện ủy Mường Soi'."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from guong.viet.fold import fold, nfc_with_offsets

Span = tuple[int, int]
Original = Callable[[int, int], Span]


@dataclass(frozen=True)
class Byline:
    """Who wrote, with the office held and the body it is held at; offsets into the line as given.

    `rest` is what follows and is none of these, such as '(4)'.
    """

    person: str
    office: str
    body: str
    person_at: Span
    office_at: Span | None
    body_at: Span | None
    rest: str = ""


# Capital letters of Latin scripts, Vietnamese ones included, for character classes.
UPPER = "".join(filter(str.isupper, map(chr, (*range(0x41, 0x250), *range(0x1EA0, 0x1EFA)))))
_WORD = rf"[{UPPER}][^\W\d_{UPPER}]*(?:['’-][{UPPER}][^\W\d_]*)?"
_PERSON = re.compile(rf"{_WORD}(?:\s+{_WORD}){{1,5}}")
_OFFICE_START = re.compile(
    r"(?:Phó )?(?:Bí thư|Trưởng (?:[Bb]an|phòng|Công an)|Chánh Văn phòng|Chủ nhiệm|Chủ tịch|Giám đốc|Hiệu trưởng"
    r"|Tổ trưởng|Chỉ huy trưởng|Viện trưởng|Tổng [Bb]iên tập)\b|(?:Ủy viên|Uỷ viên|Chuyên viên|Cán bộ"
    r"|Biên tập viên|Phóng viên|Cộng tác viên|Thường trực)\b"
)
_BODY = re.compile(
    r"(?:Huyện|Tỉnh|Thành|Thị|Quận|Đảng) (?:ủy|uỷ)|Đảng bộ|Chi (?:bộ|ủy|uỷ)|Ủy ban|Uỷ ban|UBND|HĐND|Hội|Sở|Phòng"
    r"|Trường|Trung tâm|Công ty|Công đoàn|Liên đoàn|Đoàn|Mặt trận|Ban Quản lý|(?:Huyện|Tỉnh|Thành) đoàn"
    r"|huyện|tỉnh|xã|phường|thị trấn|thành phố"
)
_BODY_ALONE = re.compile(rf"(?:Văn phòng|Ban|Đài|Báo|Cổng)\b|(?:{_BODY.pattern})\b")
_CREDIT = re.compile(r"\s*(?:(?:tin|bài|ảnh|tin,? ảnh|bài,? ảnh|tin bài|tác giả|người viết)\s*:\s*)?", re.IGNORECASE)
_DASH = re.compile(r"\s*(?:\s[-–—]|[-–—]\s|,|\()\s*")
_REST = re.compile(r"\s*(?:\([^()]*\)|[./]+)?\s*$")


def parse_byline(line: str) -> Byline | None:
    """The byline in `line`, None when it does not begin with the name of a person."""
    source = nfc_with_offsets(line)
    text = source.text
    credit = _CREDIT.match(text)
    begin = credit.end() if credit else 0
    person = _PERSON.match(text, begin)
    if person is None or _BODY.match(text, begin) or _OFFICE_START.match(text, begin):
        return None
    joint = _DASH.match(text, person.end())
    if joint is None:
        rest = text[person.end() :].strip()
        whole = not rest or _REST.fullmatch(rest) is not None
        at = source.original(*person.span())
        return Byline(_clean(person[0]), "", "", at, None, None, rest) if whole else None
    close = text.find(")", joint.end()) if "(" in joint[0] else -1
    return _with_office(text, person, joint.end(), close, source.original)


def _with_office(text: str, person: re.Match[str], start: int, close: int, original: Original) -> Byline | None:
    """`close`: the bracket that ends the office, -1 when none opened before it."""
    tail = _REST.search(text, start)
    end = close if close >= 0 else tail.start() if tail else len(text)
    if not _OFFICE_START.match(text, start):
        return _with_body(text, person, start, end, original)
    body = next((found for found in _BODY.finditer(text, start, end) if found.start() > start), None)
    office_end = body.start() if body else end
    office = text[start:office_end].rstrip(" ,-–")
    return Byline(
        _clean(person[0]),
        _clean(office),
        _clean(text[body.start() : end]) if body else "",
        original(*person.span()),
        original(start, start + len(office)),
        original(body.start(), end) if body else None,
        text[end:].strip().removeprefix(")") if close >= 0 else text[end:].strip(),
    )


def _with_body(text: str, person: re.Match[str], start: int, end: int, original: Original) -> Byline | None:
    """A name and the body alone: 'Lò Thị Mai - Văn phòng Huyện ủy'."""
    if not _BODY_ALONE.match(text, start):
        return None
    body, rest = _clean(text[start:end]), text[end:].strip().removeprefix(")")
    return Byline(_clean(person[0]), "", body, original(*person.span()), None, original(start, end), rest)


def is_person_name(text: str) -> bool:
    """Does `text` look like the full name of a person: two to six capitalised words, no body?"""
    found = _PERSON.fullmatch(text.strip())
    return found is not None and not _BODY.match(text.strip())


def same_person(one: str, other: str) -> bool:
    """Equal but for case, marks and spaces: a hint for a clerk, never a proof."""
    return fold(one).split() == fold(other).split()


def _clean(text: str) -> str:
    return " ".join(text.split())
