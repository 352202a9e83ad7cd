"""Secrecy marks where marks stand: in the head of page one, at the top or the foot of a page, in a field of their own,
in the name of a file. Text in, places out. Elsewhere a word about secrecy is only worth a look: "bí mật nhà nước",
"mật độ", "mật ong" are no marks.

A mark is judged by its letters alone, so frames, blanks between letters, points and bars that a scanner saw do not hide
it; capitals with a wrong accent ("TÓI MẠT") count as misread. Letters of old fonts (TCVN3, VNI) are known too.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence

_HEADING_LINES = 30  # page one down to the title, with a wide margin
_TOP_LINES, _FOOT_LINES = 4, 2
_LINE_END = 200
_STAMP_LINES = 8  # where "TÀI LIỆU MẬT" is a stamp and no title

# --- the letters of a mark

_TOI, _TUYET = "t[oôơóòỏõọốồổỗộớ][iíìỉĩị]", "tu[yýỳỷỹỵ][eêéèẻẽẹếềểễệ]t"
_READ = re.compile(rf"(?:(?:{_TOI}|{_TUYET})m[aăâàảãáạằẳẵắặầẩẫấậ]t|m[aâạầẩẫậ]t)+")  # capitals, as scanners read them
_WRITTEN = re.compile(rf"(?:(?:{_TOI}|{_TUYET})?mật|(?:tối|tuyệt)m[âạ]t|(?:toi|tuyet)mat)+")
_OLD_FONTS = re.compile(r"(?:(?:tèi|tuyÖt)?mËt|(?:toái|tuyeät)?maät)+", re.IGNORECASE)
_BARS = "Il1|J!"
# Letters of other alphabets that look like the Latin ones.
_TWINS = str.maketrans("МмАаТтОоУуІіΜμΑαΤτΟοΥυΙιĐ0", "MmAaTtOoYyIiMmAaTtOoYyIiĐO")


def _is_mark(words: str) -> bool:
    """Are these words a mark and nothing else?"""
    letters = "".join(sign for sign in words.translate(_TWINS) if sign.isalnum())
    if letters.replace("l", "").isupper():
        letters = letters.replace("l", "I")
    return _reads_as_mark(letters) or (letters.isupper() and _reads_as_mark(letters.strip(_BARS)))


def _reads_as_mark(letters: str) -> bool:
    form = _READ if letters.isupper() else _WRITTEN
    return bool(form.fullmatch(letters.lower()) or _OLD_FONTS.fullmatch(letters))


# --- what stands beside a mark in the head of a paper

_FURNITURE = re.compile(
    r"đảng\s+cộng\s+sản\s+việt\s+nam|cộng\s+h(?:òa|oà)\s+xã\s+hội\s+chủ\s+nghĩa\s+việt\s+nam"
    r"|độc\s+lập\W+tự\s+do\W+hạnh\s+phúc|lưu\s+hành\s+nội\s+bộ|(?:bản\s+số|số\s+bản)\s*:?\s*\d*"
    r"|(?:thượng\s+khẩn|h(?:ỏa|oả)\s+tốc(?:\s+hẹn\s+giờ)?|khẩn)(?!\w)"
    r"|(?:^|(?<=\s))số\s*:?\s*[\d.…_]*\s*[-–/][^\s()\[\]]+|(?<!\w)\d+[a-zđ]?\s*[-–/]\s*[^\s()\[\]]+"
    r"|(?:[^\W\d_]+[ ,]+){0,5}ngày\s+[\d.…]*\s*tháng\s+[\d.…]*\s*năm\s+[\d.…]*",
    re.IGNORECASE,
)
_STAMPED = re.compile(r"^\W*(?:DẤU|TÀI\s+LIỆU|VĂN\s+BẢN|CÔNG\s+VĂN|HỒ\s+SƠ)\s+(?P<mark>\W*\w[\w\W]*)$")
# Two columns that a scanner ran together. One syllable alone could be of a name: thôn Nậm Mật.
_GLUED = re.compile(r"(?P<before>\S+)\s+(?:TỐI|TUYỆT)\s+MẬT\W*$")
_LABEL = re.compile(
    r"^\W*(?:phân\s+loại|loại|cấp\s+độ|mức\s+độ|cấp|mức|đóng\s+dấu|dấu|chế\s+độ|lưu\s+hành|tính\s+chất)\s*:(?P<value>.+)$",
    re.IGNORECASE,
)
_FIELD = re.compile(
    r"^\W*(?:dấu\s+)?(?:chỉ\s+)?(?:(?:mức|cấp)\s+)?độ\s+mật(?P<sign>\s*[:=\t]\s*|\s+[-–—]\s+|\s+)(?P<value>\S.*)$",
    re.IGNORECASE,
)
_IN_BRACKETS = re.compile(
    r"^\W*[\[({<【|/*]\s*(?P<first>[^\])}>】|/*]{2,40})[\])}>】|/*]|[\[({<【|/*](?P<last>[^\])}>】|/*]{2,40})[\])}>】|/*]\W*$"
)
_BY_DASH = re.compile(r"^(?P<first>[^-–—:]{2,40}?)\s*[-–—:]\s|\s[-–—]\s*(?P<last>[^-–—:]{2,40})$")
_CELLS = re.compile(r"\t| {2,}|[|│┃║]")


def secrecy_marks(text: str) -> list[str]:
    """Lines in which a mark stands in mark position; pages are apart by form feeds."""
    return [line for number, page in enumerate(_plain(text).split("\f")) for line in _marks_of(page, first=number == 0)]


def _plain(text: str) -> str:
    """NFKC, so that wide and circled letters are letters, without signs that nobody sees."""
    composed = unicodedata.normalize("NFKC", text).replace("\N{NO-BREAK SPACE}", " ")
    return "".join(sign for sign in composed if unicodedata.category(sign) != "Cf")


def _marks_of(page: str, *, first: bool) -> Iterator[str]:
    lines = [_short(line.strip()) for line in page.splitlines() if line.strip()]
    head = _HEADING_LINES if first else _TOP_LINES
    for place, line in enumerate(lines):
        if place < head:
            found = _in_head(lines, place)
        else:
            found = place >= len(lines) - _FOOT_LINES and line.isupper() and _is_mark(line)
        if found or _is_field(line, bare=place < head):
            yield line
    yield from _upright(lines[:head])


def _short(line: str) -> str:
    """Both ends of a line: a mark stands alone, and a hostile line costs no time."""
    return line if len(line) <= 2 * _LINE_END else f"{line[:_LINE_END]}\t{line[-_LINE_END:]}"


def _in_head(lines: Sequence[str], place: int) -> bool:
    line = lines[place]
    parts = [line, _FURNITURE.sub(" ", line), *_CELLS.split(line)]
    if any(_is_mark(part) and not _goes_on(part, lines, place) for part in parts):
        return True
    stamped = [found["mark"] for part in parts if (found := _STAMPED.match(part))]
    if place < _STAMP_LINES and any(map(_is_mark, stamped)):
        return True
    glued = _GLUED.search(line)
    if glued and place < _STAMP_LINES and line.isupper() and glued["before"].lower() not in _SPEAKING:
        return True
    return any(_at_an_end(part) for part in _CELLS.split(line))


def _at_an_end(cell: str) -> bool:
    """In brackets, or in capitals by a dash, at the beginning or the end of a cell."""
    bracketed = [said for found in _IN_BRACKETS.finditer(cell) for said in found.groups() if said]
    dashed = [said for found in _BY_DASH.finditer(cell) for said in found.groups() if said and said.isupper()]
    return any(map(_is_mark, (*bracketed, *dashed)))


def _goes_on(part: str, lines: Sequence[str], place: int) -> bool:
    """Is the mark a word of a sentence that was broken here: "… bảo vệ bí / mật", "mật / độ dân số"?"""
    before = lines[place - 1].split() if place else []
    after = lines[place + 1] if place + 1 < len(lines) else ""
    word = before[-1] if before else ""
    if word.lower() in _BEFORE or (part.strip()[:1].islower() and word[:1].islower()):
        return True
    return after[:1].islower() and after.split()[0].strip(",.;:") in _AFTER


def _is_field(line: str, *, bare: bool) -> bool:
    """ "Độ mật: Tối mật"; in a head also without a colon. A list of degrees explains a form and marks nothing."""
    values = [label["value"] for cell in _CELLS.split(line) if (label := _LABEL.match(cell))]
    if bare and any(map(_is_mark, values)):
        return True
    found = _FIELD.match(line)
    if not found or not (bare or found["sign"].strip(" ")):
        return False
    value = re.split(r"\t| {2,}|[.;,]\s|\s\(", found["value"])[0]
    return _is_mark(value) and len(re.findall(r"m\W*ậ\W*t", found["value"], re.IGNORECASE)) == 1


def _upright(lines: Sequence[str]) -> Iterator[str]:
    """A mark written downwards, a letter to a line."""
    letters = ["".join(filter(str.isalnum, line)) for line in lines]
    said = "".join(letter if len(letter) == 1 else " " for letter in letters)
    yield from (word for word in said.split() if len(word) > 2 and _is_mark(word))


# --- names of files


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Words that make "mật" a part of another word: before it, after it.
_BEFORE = _words("bí bảo thân cơ nội bi bao than")
_SPEAKING = _BEFORE | _words("liệu lieu bản ban văn van tin độ do sơ so dấu dau và va vắng vang có co")
_AFTER = _words("độ ong khẩu thiết vụ mã danh mía thư lệnh ngữ nghị hoa thám gấu phục ngọt đàm") | _words(
    "do khau thiet vu ma mia thu lenh ngu nghi tham"
)
_TOKENS = re.compile(r"[^\W_]+")


def name_marks(name: str) -> bool:
    """Does the name or the title of a file begin or end with a mark, or carry one in brackets?"""
    bare = re.sub(r"\.(?:pdf|docx|xlsx|jpe?g|png|webp)$", "", _plain(name[-300:]).strip(), flags=re.IGNORECASE)
    if any(_is_mark(found[1]) for found in re.finditer(r"[\[(]([^\])]+)[\])]", bare)):
        return True
    tokens = _TOKENS.findall(bare)
    # Bare capitals are meant only beside small letters or a number: MAT of "MAT TRAN" is no mark.
    loud = any(token.islower() or token.istitle() or token.isdigit() for token in tokens)
    for length in (1, 2):
        head, tail = " ".join(tokens[:length]), " ".join(tokens[-length:])
        before = tokens[-length - 1].lower() if len(tokens) > length else ""
        after = tokens[length].lower() if len(tokens) > length else ""
        if _names(head, loud=loud) and after not in _AFTER:
            return True
        if _names(tail, loud=loud) and before not in _SPEAKING:
            return True
    return False


def _names(words: str, *, loud: bool) -> bool:
    if not _is_mark(words):
        return False
    return loud or not words.isascii() or " " in words or words.lower() == words.upper()


# --- words about secrecy

# Where running text speaks of a degree of secrecy; a person looks at it. Not: bí mật, bảo mật, mật độ, mật ong.
_SPOKEN = re.compile(
    r"\b(?:tối mật|tuyệt mật)\b|(?<!bí )(?<!bảo )[“\"(\[]\s*mật\s*[”\")\]]|\bđộ mật\b"
    r"|\b(?:tài liệu|văn bản|công văn|hồ sơ|dấu) mật\b|\bchỉ người có tên mới được bóc bì\b|\btài liệu thu hồi\b",
    re.IGNORECASE,
)


def secrecy_warnings(text: str) -> list[str]:
    """Places elsewhere that speak of a degree of secrecy: they do not refuse, a person looks at them."""
    plain = _plain(text)
    return [plain[max(0, hit.start() - 30) : hit.end() + 30].strip() for hit in _SPOKEN.finditer(plain)]
