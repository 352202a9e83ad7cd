"""Sheets: values in, bytes out. Text never becomes a formula, whatever it begins with."""

from __future__ import annotations

import csv as csv_format
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import TypeAlias

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

Value: TypeAlias = str | int | float | Decimal | bool | date | datetime | time | None

# XML 1.0 cannot carry these at all; a sheet that holds one does not open.
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
# What a spreadsheet takes as the beginning of a formula when it opens a csv file (OWASP, "CSV injection").
_RISKY = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_CELL_LIMIT = 32_767


def clean(text: str) -> str:
    """The text without characters a sheet cannot hold, cut at the limit of a cell."""
    return _NOT_XML.sub("", text)[:_CELL_LIMIT]


def _naive(value: Value) -> Value:
    """Sheets know no time zones: an instant is written as it was given, without its zone."""
    return value.replace(tzinfo=None) if isinstance(value, datetime | time) else value


def xlsx(columns: Sequence[str], rows: Iterable[Sequence[Value]], *, title: str = "") -> bytes:
    """A workbook of one sheet with a fixed, bold head. Texts are stored as texts, numbers as numbers."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_sheet_name(title))
    sheet.freeze_panes = "A2"
    for index, column in enumerate(columns, start=1):
        sheet.column_dimensions[get_column_letter(index)].width = min(max(len(column) + 4, 14), 60)
    sheet.append([_cell(sheet, column, bold=True) for column in columns])
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _cell(sheet: WriteOnlyWorksheet, value: Value, *, bold: bool = False) -> Cell:
    given = _naive(value)
    cell: Cell = WriteOnlyCell(sheet)
    cell.value = clean(given) if isinstance(given, str) else given
    if isinstance(given, str):
        cell.data_type = "s"  # openpyxl would make "=1" a formula and "#N/A" an error
    if isinstance(given, date):
        cell.number_format = "dd/mm/yyyy hh:mm" if isinstance(given, datetime) else "dd/mm/yyyy"
    cell.alignment = Alignment(vertical="top", wrap_text=True)
    if bold:
        cell.font = Font(bold=True)
    return cell


def _sheet_name(title: str) -> str:
    """At most 31 characters, none that Excel refuses."""
    return re.sub(r"[\[\]:*?/\\\x00-\x1f]", " ", clean(title)).strip().strip("'")[:31] or "1"


def csv(columns: Sequence[str], rows: Iterable[Sequence[Value]]) -> bytes:
    """UTF-8 with a mark, so that Excel reads Vietnamese; what looks like a formula gets an apostrophe before it."""
    return b"".join(csv_lines(columns, rows))


def csv_lines(columns: Sequence[str], rows: Iterable[Sequence[Value]]) -> Iterator[bytes]:
    """`csv` row by row, for a table that is sent while it is read."""
    yield b"\xef\xbb\xbf" + _csv_line(columns)
    for row in rows:
        yield _csv_line(row)


def _csv_line(values: Iterable[Value]) -> bytes:
    out = io.StringIO(newline="")
    csv_format.writer(out).writerow([_plain(value) for value in values])
    return out.getvalue().encode("utf-8")


def _plain(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        text = clean(value)
        return f"'{text}" if text.lstrip(" \u00a0").startswith(_RISKY) else text
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="minutes")
    return value.isoformat() if isinstance(value, date | time) else str(value)
