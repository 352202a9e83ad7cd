"""What a paper says of itself: symbol, date, issuer, type, abstract, signer, recipients, each with its place.

Reads the layouts of party papers and of State papers (Decree 30/2020) from lines in which a tab keeps columns apart.
What is found is proposed to a person; what is not found is left out, never guessed.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from guong.viet.fold import fold, nfc

_HEAD_LINES, _TITLE_LINES, _TAIL_LINES = 18, 30, 45
_ABSTRACT_LINES, _ABSTRACT_CHARS = 6, 600


class Layout(StrEnum):
    PARTY = "party"
    STATE = "state"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Found:
    """A value and where it was read: page and line count from 1, `words` are the words there."""

    value: str
    page: int
    line: int
    words: str


@dataclass(frozen=True)
class Paper:
    """`fields` by name: symbol, issued_on (ISO), place, issuer, type (a code), abstract, capacity, office, signer."""

    layout: Layout
    fields: Mapping[str, Found]
    recipients: tuple[Found, ...] = ()


@dataclass(frozen=True)
class _Cell:
    page: int
    line: int
    column: int
    text: str

    def found(self, value: str) -> Found:
        return Found(value, self.page, self.line, self.text)


def read(pages: Sequence[str], types: Mapping[str, str]) -> Paper:
    """The fields of a paper; `types` gives the code of each type by its words ('kế hoạch')."""
    cells = [_cells(page, number) for number, page in enumerate(pages, start=1)]
    first = cells[0] if cells else []
    codes = {fold(words): code for words, code in types.items()}
    fields = dict(_head(first))
    fields |= _issuer(first, fields.get("symbol"))
    fields |= _title(first, codes)
    last = [cell for page in cells[-2:] for cell in page]
    fields |= _signing(last)
    return Paper(_layout(first), fields, tuple(_recipients(last)))


def _cells(page: str, number: int) -> list[_Cell]:
    lines = enumerate((line for line in nfc(page).splitlines() if line.strip()), start=1)
    return [
        _Cell(number, place, column, " ".join(part.split()))
        for place, line in lines
        for column, part in enumerate(re.split(r"\t| {3,}", line))
        if part.strip()
    ]


def _layout(cells: Sequence[_Cell]) -> Layout:
    head = " ".join(fold(cell.text) for cell in cells if cell.line <= _HEAD_LINES)
    if "cong hoa xa hoi chu nghia" in head:
        return Layout.STATE
    return Layout.PARTY if "dang cong san" in head else Layout.UNKNOWN


# --- number, date

# Scanners lose or change marks, so vowels are any letter here.
_SYMBOL = re.compile(
    r"^\W*S[^\W\d_]\s*[:.]?\s*(?P<said>\d{1,5}[a-zđ]?\s*[-–—/]\s*[^\s,;()]+(?:\s*[-–—/]\s*[^\s,;()]+)*)", re.IGNORECASE
)
_BARE_SYMBOL = re.compile(r"^\W*(?P<said>\d{1,5}[a-zđ]?\s?[-–—/]\s?[A-ZĐƯƠÔÊÂĂ][^\s,;()]*(?:[-–—/][^\s,;()]+)*)\W*$")
_DATE = re.compile(
    r"^(?P<place>[^,\d]{0,60}?),?\s*ng\wy\s*(?P<d>\d{1,2})\s*th\wng\s*(?P<m>\d{1,2})\s*n\wm\s*(?P<y>\d{4})",
    re.IGNORECASE,
)


def _head(cells: Sequence[_Cell]) -> Iterator[tuple[str, Found]]:
    head = [cell for cell in cells if cell.line <= _HEAD_LINES]
    for pattern in (_BARE_SYMBOL, _SYMBOL):  # the one with "Số" wins
        for cell in reversed(head):
            if found := pattern.match(cell.text):
                yield "symbol", cell.found(_tight(found["said"]))
    for cell in reversed(head):
        found = _DATE.match(cell.text)
        day = _day(found) if found else None
        if found and day:
            yield "issued_on", cell.found(day.isoformat())
            if found["place"].strip():
                yield "place", cell.found(found["place"].strip())


def _tight(symbol: str) -> str:
    """'105 - KH / TU' as it is written: 105-KH/TU."""
    return re.sub(r"\s*([-–—/])\s*", lambda sign: "-" if sign[1] in "–—" else sign[1], symbol).rstrip(".:*_")


def _day(found: re.Match[str]) -> date | None:
    try:
        return date(int(found["y"]), int(found["m"]), int(found["d"]))
    except ValueError:
        return None


# --- issuer

_NO_NAME = re.compile(
    r"cong hoa xa hoi|doc lap|dang cong san|^s[o0]\b|\bngay \d|^v/v|^\W*$|^(?:toi |tuyet )?mat$|khan$"
)
_PLACE_WORDS = ("huyen", "tinh", "xa", "phuong", "thi", "thanh pho", "dac khu", "quan")
_DEPARTMENTS = ("ban ", "van phong", "uy ban kiem tra", "trung tam", "co quan", "bo chi huy", "cong an")
# Words of kind and function in the form in which names are written; what is not here is a name of its own.
_KIND_WORDS = {
    fold(words): words
    for words in (
        *("Tỉnh ủy", "Thành ủy", "Huyện ủy", "Thị ủy", "Đảng ủy", "Đảng bộ", "Chi bộ", "Chi ủy", "Ban Thường vụ"),
        *("Ban Chấp hành", "Ban Tuyên giáo", "Ban Tổ chức", "Ban Dân vận", "Ban Nội chính", "Ban Xây dựng Đảng"),
        *("Ủy ban Kiểm tra", "Ủy ban nhân dân", "Hội đồng nhân dân", "Ban Chỉ đạo", "Ban Tuyên giáo và Dân vận"),
        *("Ủy ban Mặt trận Tổ quốc", "Văn phòng", "Sở", "Phòng", "Trường", "Mầm non", "Tiểu học", "Trung học cơ sở"),
        *("Trung tâm", "Công an", "Hội Nông dân", "Liên đoàn Lao động", "Công đoàn", "Công đoàn cơ sở"),
        *("huyện", "tỉnh", "xã", "phường", "thị trấn", "thị xã", "thành phố", "đặc khu", "quận", "và", "số", "thôn"),
    )
}
_LONGEST_KIND = max(len(words.split()) for words in _KIND_WORDS)


def _issuer(cells: Sequence[_Cell], symbol: Found | None) -> dict[str, Found]:
    """The left column above the number: the superior, then the issuer, or one name over two lines."""
    below = symbol.line if symbol else 4
    left = [cell for cell in cells if cell.column == 0 and cell.line < below and not _NO_NAME.search(fold(cell.text))]
    names = [cell for cell in left if any(sign.isalpha() for sign in cell.text)][:4]
    if not names:
        return {}
    said = names[-1].text
    for above in reversed(names[:-1]):
        if fold(said).startswith(_PLACE_WORDS) and " uy" not in fold(said)[:10]:
            said = f"{above.text} {said}"
        elif fold(said).startswith(_DEPARTMENTS) and not fold(above.text).startswith("dang bo"):
            said = f"{said} {above.text}"
            break
        else:
            break
    return {"issuer": names[-1].found(body_name(said))}


def body_name(printed: str) -> str:
    """A name printed in capitals as it is written in sentences: 'HUYỆN ỦY MƯỜNG SOI' → 'Huyện ủy Mường Soi'."""
    if not printed.isupper():
        return printed
    words, made, at = printed.split(), list[str](), 0
    while at < len(words):
        for length in range(min(_LONGEST_KIND, len(words) - at), 0, -1):
            known = _KIND_WORDS.get(fold(" ".join(words[at : at + length])))
            if known:
                made.append(known)
                at += length
                break
        else:
            made.append(words[at].capitalize())
            at += 1
    name = " ".join(made)
    return name[:1].upper() + name[1:]


# --- type and abstract

_RULE = re.compile(r"^[\W_]*$")
_BODY = re.compile(
    r"^(?:căn cứ|kính gửi|thực hiện (?!.{0,80}$)|xét |theo |để |nhằm |sau khi|trên cơ sở|điều 1|phần |chương |mục "
    r"|[ivx]+\s*[.\-–)]|[1a]\s*[.)]|ngày \d)",
    re.IGNORECASE,
)


def _title(cells: Sequence[_Cell], codes: Mapping[str, str]) -> dict[str, Found]:
    """The type and what stands under it; of a letter the lines from 'V/v' on."""
    for place, cell in enumerate(cells):
        if cell.line > _TITLE_LINES:
            break
        code = codes.get(fold(re.sub(r"[^\w\s]", "", cell.text)).strip())
        if code and cell.text.isupper():
            return {"type": cell.found(code)} | _abstract(cells[place + 1 :], alone=True)
        about = re.match(r"^\W*v\s?/\s?v\s*:?\s*", cell.text, re.IGNORECASE)
        if about:
            first = _Cell(cell.page, cell.line, cell.column, cell.text[about.end() :])
            under = [each for each in cells[place + 1 :] if each.column == cell.column]
            letter = {"type": cell.found(codes["cong van"])} if "cong van" in codes else {}
            return letter | _abstract([first, *under], alone=False)
    return {}


def _abstract(cells: Sequence[_Cell], *, alone: bool) -> dict[str, Found]:
    """Lines of a title; with `alone` a line of its own may begin with a capital."""
    taken: list[_Cell] = []
    for cell in cells:
        if _RULE.match(cell.text) or len(taken) == _ABSTRACT_LINES or (taken and not _goes_on(taken[-1], cell, alone)):
            break
        taken.append(cell)
    said = " ".join(cell.text for cell in taken).strip()[:_ABSTRACT_CHARS]
    said = said[:1].upper() + (said[1:].lower() if said.isupper() else said[1:])
    return {"abstract": taken[0].found(said)} if said else {}


def _goes_on(last: _Cell, cell: _Cell, alone: bool) -> bool:
    if _BODY.match(cell.text) or last.text.endswith((".", ";", ":")) or cell.line - last.line > 2:
        return False
    if cell.text.isupper() != last.text.isupper():
        return False
    if cell.text[0].islower() or cell.text[0].isdigit() or last.text[-1:] in ",-–":
        return True
    return alone and len(cell.text) < 60 and cell.text[-1] not in ".:;,"


# --- signer and recipients

_CAPACITY = re.compile(
    r"^(?P<sign>T\s?/\s?M|TM|K\s?/\s?T|KT|T\s?/\s?L|TL|T\s?/?\s?U\s?/?\s?Q|Q)\s?[./]?\s+(?P<body>\S.*)$"
)
_SIGNS = {"TM": "T/M", "KT": "K/T", "TL": "T/L", "TUQ": "TUQ", "Q": "Q"}
_OFFICE = re.compile(
    r"^(?:quyen )?(?:pho )?(?:bi thu|chu tich|truong ban|chanh van phong|giam doc|hieu truong|truong phong|chu nhiem"
    r"|thu truong|van phong truong|truong doan|tong bi thu|thu tuong|bo truong|vien truong|to truong|chi cuc truong)\b"
)
_PERSON = re.compile(r"^(?:[^\W\d_][^\W\d_]*\s+){1,5}[^\W\d_]+$")
_SENT_TO = re.compile(r"^\W*n\wi nh\wn\s*:?\s*$", re.IGNORECASE)


def _signing(cells: Sequence[_Cell]) -> dict[str, Found]:
    """The last capacity, the office under it, the name under that."""
    tail = _last_lines(cells)
    found: dict[str, Found] = {}
    for cell in tail:
        text = cell.text
        capacity = _CAPACITY.match(text)
        if capacity and text.isupper():
            sign = _SIGNS[re.sub(r"[\s/]", "", capacity["sign"])]
            found = {"capacity": cell.found(sign)} | _office(cell, capacity["body"])
        elif text.isupper() and _OFFICE.match(fold(text)):
            found = {key: value for key, value in found.items() if key == "capacity"} | _office(cell, text)
        elif "office" in found and "signer" not in found and _is_name(text):
            found["signer"] = cell.found(body_name(text))
    return found if "office" in found else {}


def _last_lines(cells: Sequence[_Cell]) -> list[_Cell]:
    places = sorted({(cell.page, cell.line) for cell in cells})[-_TAIL_LINES:]
    return [cell for cell in cells if (cell.page, cell.line) in set(places)]


def _office(cell: _Cell, said: str) -> dict[str, Found]:
    return {"office": cell.found(said.capitalize())} if _OFFICE.match(fold(said)) else {}


def _is_name(text: str) -> bool:
    return bool(_PERSON.match(text)) and all(word[0].isupper() for word in text.split()) and len(text) < 40


def _recipients(cells: Sequence[_Cell]) -> Iterator[Found]:
    """Lines with dashes under 'Nơi nhận'; a line without one carries the last on."""
    tail = _last_lines(cells)
    start = next((place for place, cell in enumerate(tail) if _SENT_TO.match(cell.text)), None)
    if start is None:
        return
    held: Found | None = None
    for cell in tail[start + 1 :]:
        if cell.column != tail[start].column:
            continue
        if re.match(r"^[-–—+•]\s*\S", cell.text):
            if held:
                yield held
            held = cell.found(re.sub(r"^[-–—+•]\s*", "", cell.text).rstrip(" ,;."))
        elif held and not held.words.endswith((".", ";", ",")) and not cell.text.isupper():
            held = Found(f"{held.value} {cell.text}".rstrip(" ,;."), held.page, held.line, cell.text)
        elif held:
            break
    if held:
        yield held
