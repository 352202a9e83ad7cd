"""A register as a sheet: the columns it goes out with, the heads under which they come in, and the reading of a file.

What goes out comes in again unchanged. Rows are values here; `sheet_rows` says what is wrong with them.
"""

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from openpyxl import load_workbook

from guong.files import rules as file_rules
from guong.render import tables
from guong.viet.fold import fold, nfc

LARGEST_BYTES = 10 * 2**20
MOST_ROWS = 20_000
HEAD_WITHIN = 20  # lines of title that old registers print above their head


class BadSheet(Exception):
    """The file is no register; the message is a whole sentence."""


@dataclass(frozen=True)
class Column:
    """`label` is the head that goes out; `heads` are other prints of it that come in, folded."""

    key: str
    label: str | Promise
    heads: tuple[str, ...] = ()


COLUMNS = (
    Column("direction", gettext_lazy("Direction"), ("loai so", "van ban di den", "den di")),
    Column("arrival_no", gettext_lazy("Arrival number"), ("so den", "so thu tu den", "so vao so")),
    Column("arrived_on", gettext_lazy("Arrived on"), ("ngay den", "ngay nhan", "ngay thang den", "received on")),
    Column("sender", gettext_lazy("Sent by"), ("noi gui", "co quan gui", "don vi gui", "sender")),
    Column(
        "symbol",
        gettext_lazy("Number and symbol"),
        ("so ky hieu", "so va ky hieu", "so ki hieu", "so va ki hieu", "so ky hieu van ban", "so hieu", "symbol"),
    ),
    Column(
        "issued_on",
        gettext_lazy("Issued on"),
        ("ngay ban hanh", "ngay van ban", "ngay thang", "ngay thang van ban", "ngay thang nam", "ngay ky", "date"),
    ),
    Column(
        "issuer",
        gettext_lazy("Issued by"),
        ("co quan ban hanh", "tac gia", "noi ban hanh", "don vi ban hanh", "co quan to chuc ban hanh", "issuer"),
    ),
    Column("type", gettext_lazy("Type"), ("the loai", "loai", "loai van ban", "ten loai", "ten loai van ban")),
    Column(
        "abstract",
        gettext_lazy("Abstract"),
        (
            "trich yeu",
            "trich yeu noi dung",
            "noi dung",
            "noi dung trich yeu",
            "ten loai va trich yeu noi dung",
            "ten loai va trich yeu noi dung van ban",
            "ve viec",
        ),
    ),
    Column("signer", gettext_lazy("Signer"), ("nguoi ky", "ho ten nguoi ky")),
    Column("signer_capacity", gettext_lazy("Capacity of the signer"), ("quyen han ky", "tham quyen ky", "capacity")),
    Column("signer_office", gettext_lazy("Post of the signer"), ("chuc vu", "chuc vu nguoi ky", "chuc danh")),
    Column("effective_on", gettext_lazy("In force from"), ("ngay co hieu luc", "ngay hieu luc", "hieu luc tu ngay")),
    Column(
        "recipients", gettext_lazy("Recipients"), ("noi nhan", "noi nhan van ban", "don vi nhan", "nguoi nhan van ban")
    ),
    Column("urgency", gettext_lazy("Urgency"), ("do khan", "muc do khan")),
    Column("instruction", gettext_lazy("Instruction"), ("y kien chi dao", "chi dao", "y kien xu ly", "but phe")),
    Column("instructed_on", gettext_lazy("Given on"), ("ngay chi dao", "ngay cho y kien")),
    Column(
        "lead",
        gettext_lazy("Leading office or unit"),
        ("don vi chu tri", "co quan chu tri", "chu tri", "don vi hoac nguoi nhan", "don vi xu ly", "lead office"),
    ),
    Column("supporting", gettext_lazy("Supporting offices"), ("don vi phoi hop", "phoi hop", "co quan phoi hop")),
    Column("due_on", gettext_lazy("To be done by"), ("han xu ly", "thoi han", "thoi han xu ly", "han giai quyet")),
    Column("mark", gettext_lazy("Secrecy mark"), ("do mat", "muc do mat", "dau chi muc do mat", "muc mat")),
)
OUT = tuple(column for column in COLUMNS if column.key != "mark")

Cell = str | date | int | float | None


@dataclass(frozen=True)
class Row:
    """`line` counts the lines of the file from 1; `cells` by key of a column, texts stripped, dates as they came."""

    line: int
    cells: dict[str, Cell]


@dataclass(frozen=True)
class Sheet:
    """`unread`: heads that name no column of a register."""

    keys: tuple[str, ...]
    rows: tuple[Row, ...]
    unread: tuple[str, ...] = field(default=())


def head_key(text: object) -> str:
    """The form in which two prints of a head are equal."""
    return " ".join(re.sub(r"[^0-9a-z]+", " ", fold(str(text or ""))).split())


def key_of(head: object) -> str:
    """The column that a head names, in either language; empty for none."""
    wanted = head_key(head)
    for column in COLUMNS:
        if wanted and wanted in {*column.heads, head_key(column.label), head_key(column.key)}:
            return column.key
    return ""


# --- files


def read(content: bytes) -> Sheet:
    """The rows of an xlsx or csv file, by its content whatever it is called. Raises `BadSheet`."""
    if len(content) > LARGEST_BYTES:
        raise BadSheet(_("The file is larger than {n} MB. Divide it by year.").format(n=LARGEST_BYTES // 2**20))
    return of_lines(_xlsx(content) if content.startswith(b"PK") else _csv(content))


def of_text(text: str) -> Sheet:
    """Rows pasted from a spreadsheet or typed as csv."""
    return of_lines(_split(nfc(text)))


def of_lines(lines: Iterable[Sequence[Cell]]) -> Sheet:
    """Find the head among the first lines and read what stands below it."""
    numbered = ((line, list(cells)) for line, cells in enumerate(lines, start=1))
    keys, unread = _head(numbered)
    rows: list[Row] = []
    for line, cells in numbered:
        if len(rows) >= MOST_ROWS:
            raise BadSheet(_("The sheet has more than {n} rows. Divide it by year.").format(n=MOST_ROWS))
        found = {key: _clean(cell) for key, cell in zip(keys, cells, strict=False) if key}
        if any(value not in {"", None} for value in found.values()) and not _is_numbering(cells):
            rows.append(Row(line, found))
    if not rows:
        raise BadSheet(_("The sheet has a head and no rows."))
    return Sheet(tuple(key for key in keys if key), tuple(rows), unread)


def _head(lines: Iterator[tuple[int, list[Cell]]]) -> tuple[list[str], tuple[str, ...]]:
    for line, cells in lines:
        keys = [key_of(cell) for cell in cells]
        if "abstract" in keys and sum(map(bool, keys)) > 1:
            _refuse_doubles(keys)
            unread = [str(cell) for cell, key in zip(cells, keys, strict=True) if not key and str(cell or "").strip()]
            return keys, tuple(unread)
        if line >= HEAD_WITHIN:
            break
    raise BadSheet(
        _("No head was found: one line must name the columns, among them “{abstract}” and “{symbol}”.").format(
            abstract=_("Abstract"), symbol=_("Number and symbol")
        )
    )


def _refuse_doubles(keys: list[str]) -> None:
    twice = [column.label for column in COLUMNS if keys.count(column.key) > 1]
    if twice:
        raise BadSheet(_("The column “{name}” stands there twice. Leave one of them out.").format(name=twice[0]))


def _is_numbering(cells: Sequence[Cell]) -> bool:
    """The line (1) (2) (3) … under the head of a printed register."""
    texts = [str(cell).strip() for cell in cells if str(cell or "").strip()]
    return len(texts) > 2 and [text.strip("() ") for text in texts] == [str(n) for n in range(1, len(texts) + 1)]


def _clean(cell: Cell) -> Cell:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, float) and cell.is_integer():
        return int(cell)
    if not isinstance(cell, str):
        return cell
    return "\n".join(" ".join(line.split()) for line in tables.clean(nfc(cell)).strip().splitlines())


def _xlsx(content: bytes) -> Iterator[Sequence[Cell]]:
    try:
        if file_rules.checked(content)[0] != file_rules.XLSX:
            raise BadSheet(_("The file is no spreadsheet: xlsx and csv are read."))
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    except file_rules.Refused as refused:
        raise BadSheet(str(refused)) from refused
    except (KeyError, ValueError, zipfile.BadZipFile) as error:
        raise BadSheet(_("The spreadsheet is damaged and cannot be read.")) from error
    try:
        for cells in book.worksheets[0].iter_rows(values_only=True):
            yield [cell if isinstance(cell, str | date | int | float | None) else str(cell) for cell in cells]
    finally:
        book.close()


def _csv(content: bytes) -> Iterator[Sequence[Cell]]:
    codec = "utf-16" if content[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig"
    try:
        return _split(nfc(content.decode(codec)))
    except UnicodeDecodeError as error:
        raise BadSheet(_("The file is not UTF-8 (byte {place}).").format(place=error.start)) from error


def _split(text: str) -> Iterator[list[Cell]]:
    """Lines by the separator that the beginning uses most. A text that a sheet guarded by ' loses that mark."""
    start = text[:4000]
    separator = max("\t;,", key=start.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    for cells in reader:
        yield [_unguarded(cell) for cell in cells]


def _unguarded(cell: str) -> str:
    return cell[1:] if re.match(r"'[ \u00a0]*[=+\-@\t\r\n＝＋－＠]", cell) else cell
