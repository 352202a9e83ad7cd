"""No text becomes a formula, and what is written is read back."""

import csv
import io
from datetime import UTC, date, datetime
from decimal import Decimal

from hypothesis import example, given
from hypothesis import strategies as st
from openpyxl import load_workbook

from guong.render import tables

TEXTS = st.text(max_size=60) | st.sampled_from(["=", "+", "-", "@", "\t=", "'", "#N/A"]).flatmap(
    lambda start: st.text(max_size=20).map(lambda rest: start + rest)
)


@given(st.lists(st.lists(TEXTS, min_size=2, max_size=2), min_size=1, max_size=4))
@example([["=1+1", "@SUM(A1)"]])
@example([["#REF!", "x\r\n=1"]])
@example([["\u0000\ud800", "＝1+1"]])
def test_a_workbook_holds_texts_and_no_formulas(rows: list[list[str]]) -> None:
    book = load_workbook(io.BytesIO(tables.xlsx(["a", "=b"], rows, title="Tên/đơn vị?")))
    cells = [cell for row in book.worksheets[0].iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} <= {"s"}
    read = [[cell.value or "" for cell in row] for row in book.worksheets[0].iter_rows(min_row=2)]
    assert [[normal(text) for text in row] for row in read] == [[normal(tables.clean(t)) for t in row] for row in rows]


def normal(text: object) -> str:
    """Line ends as XML hands them on."""
    return str(text).replace("\r\n", "\n").replace("\r", "\n")


@given(TEXTS)
@example("=1")
@example(" =1")
@example("\t=1")
@example("-1")
def test_a_csv_cell_never_starts_a_formula(text: str) -> None:
    content = tables.csv(["a"], [[text]]).decode("utf-8-sig")
    cells = [row[0] for row in csv.reader(io.StringIO(content, newline="")) if row][1:]
    shown = cells[0] if cells else ""
    assert not shown.lstrip(" \u00a0").startswith(("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"))
    assert shown in (tables.clean(text), "'" + tables.clean(text))


def test_values_keep_their_kind() -> None:
    row: list[tables.Value] = [
        3550,
        Decimal("97.8"),
        date(2022, 8, 31),
        datetime(2022, 8, 31, 17, 0, tzinfo=UTC),
        None,
        True,
    ]
    book = load_workbook(io.BytesIO(tables.xlsx(list("abcdef"), [row])))
    assert [cell.value for cell in book.worksheets[0][2]] == [
        3550,
        97.8,
        datetime.fromisoformat("2022-08-31"),
        datetime.fromisoformat("2022-08-31T17:00"),
        None,
        True,
    ]


def test_csv_opens_in_excel_with_vietnamese_letters() -> None:
    assert tables.csv(["Đơn vị", "Số"], [["Xã Nậm Lùng", -3]]) == ("\ufeffĐơn vị,Số\r\nXã Nậm Lùng,-3\r\n".encode())
