"""Own papers of a sheet take the lines of their books as they come in, all of them or nothing."""

import io
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from guong.registry import books
from guong.registry.actions import (
    BadRows,
    Plan,
    import_documents,
    mark_outside,
    open_book,
    plan_import,
    reserve_numbers,
    void_number,
)
from guong.registry.models import BookLine, NumberBook, OfficialDocument
from guong.registry.rules import Refused
from guong.registry.sheets import read
from guong.registry.tests.factories import make_document
from guong.registry.tests.office import Office, make_issued, make_office
from guong.registry.tests.test_views import sign_in
from guong.trail.models import Entry

pytestmark = [pytest.mark.django_db, pytest.mark.both, pytest.mark.usefixtures("clock")]

ON = date(2022, 8, 20)
_offices = count(1)
HEAD = "Loại sổ;Số ký hiệu;Ngày ban hành;Cơ quan ban hành;Trích yếu\n"


@pytest.fixture
def office() -> Office:
    return make_office()


def sheet(*symbols: str, issuer: str = "", days: int = 1) -> bytes:
    """One outgoing row for each symbol, on days that follow each other."""
    rows = (f"đi;{symbol};{days + n:02d}/03/2022;{issuer};Văn bản {n}" for n, symbol in enumerate(symbols))
    return (HEAD + "\n".join(rows) + "\n").encode()


def taken(office: Office, content: bytes, **told: Any) -> Plan:
    values = {"by": office.clerk, "keeper": office.district, "on": ON, "no_mark_declared": True}
    return import_documents(sheet=read(content), **{**values, **told})


def refused(office: Office, content: bytes, **told: Any) -> list[tuple[int, bool]]:
    """The lines that are named, and whether the column is that of the symbol; nothing may have changed."""
    before = (OfficialDocument.objects.count(), BookLine.objects.count(), Entry.objects.count())
    with pytest.raises(BadRows) as bad:
        taken(office, content, **told)
    assert (OfficialDocument.objects.count(), BookLine.objects.count(), Entry.objects.count()) == before
    return [(fault.line, bool(fault.column)) for fault in bad.value.faults]


def lines() -> list[tuple[str, str, str]]:
    rows = BookLine.objects.select_related("document", "book").order_by("book__type", "number", "suffix", "repeat")
    return [(f"{row.number}{row.suffix}", row.state, row.document.symbol if row.document else "") for row in rows]


def test_numbers_of_own_papers_stand_in_their_books(office: Office) -> None:
    plan = taken(office, sheet("01-KH/HU", "1-BC/HU", "02-KH/HU", "02c-KH/HU"))
    assert (len(plan.new), plan.notices, plan.gaps) == (4, [], [])
    assert lines() == [
        ("1", "issued", "1-BC/HU"),
        ("1", "issued", "01-KH/HU"),
        ("2", "issued", "02-KH/HU"),
        ("2c", "issued", "02c-KH/HU"),
    ]
    assert {paper.issuer for paper in OfficialDocument.objects.all()} == {office.issuer}
    assert list(books.faults()) == []
    assert make_issued(office).symbol == "03-KH/HU"
    again = taken(office, sheet("01-KH/HU", "1-BC/HU", "02-KH/HU", "02c-KH/HU"))
    assert (len(again.new), again.known, len(lines())) == (0, 4, 5)


def test_papers_of_other_bodies_and_what_came_in_take_no_line(office: Office) -> None:
    taken(office, sheet("5-KH/TU", "7-QĐ/UBND", "9-KH/HU", issuer="Tỉnh ủy Nậm Thi"))
    taken(office, "Số đến;Ngày đến;Số ký hiệu;Ngày ban hành;Trích yếu\n1;02/03/2022;1-KH/HU;01/03/2022;Đến\n".encode())
    assert (lines(), OfficialDocument.objects.count()) == ([], 4)


def test_an_outgoing_row_that_finds_no_book_of_the_unit_is_named(office: Office) -> None:
    plan = taken(office, sheet("5-KH/TU", "9-KH/HU", issuer="Tỉnh ủy Nậm Thi"))
    assert [(notice.line, notice.column) for notice in plan.notices] == [(2, "Số và ký hiệu"), (3, "Số và ký hiệu")]
    assert taken(office, sheet("1-KH/HU")).notices == []


@pytest.mark.parametrize("state", ["issued", "void", "outside", "registered"])
def test_a_number_that_is_used_is_named_by_its_line(office: Office, state: str) -> None:
    if state == "registered":
        make_document(office.district, "01-KH/HU", direction="outgoing", issuer=office.issuer, issued_on=ON)
    elif state == "issued":
        make_issued(office)
    else:
        book = open_book(by=office.clerk, issuer=office.issuer, type="KH", on=ON)
        if state == "void":
            void_number(by=office.clerk, book=book, number=1, reason="Ghi nhầm")
        else:
            mark_outside(by=office.clerk, book=book, first=1, last=1)
    assert refused(office, sheet("2-KH/HU", "1-KH/HU", "1-BC/HU")) == [(3, True)]


def test_a_reserved_number_goes_to_the_paper_that_carries_it(office: Office) -> None:
    book = open_book(by=office.clerk, issuer=office.issuer, type="KH", on=ON)
    reserve_numbers(by=office.clerk, book=book, count=2, reason="Giữ số")
    taken(office, sheet("2-KH/HU"))
    assert lines() == [("1", "reserved", ""), ("2", "issued", "2-KH/HU")]


def test_a_number_that_the_old_book_gave_twice_is_kept_twice_and_said(office: Office) -> None:
    plan = taken(office, sheet("1-KH/HU", "1-KH/HU"))
    assert [(notice.line, "2" in notice.sentence) for notice in plan.notices] == [(3, True)]
    assert list(BookLine.objects.order_by("repeat").values_list("number", "repeat")) == [(1, 0), (1, 1)]


def test_of_numbers_left_out_somebody_says_what_became_of_them(office: Office) -> None:
    content = sheet("2-KH/HU", "5-KH/HU")
    plan = plan_import(keeper=office.district, sheet=read(content), on=ON)
    assert plan.gaps == ["KH/HU: 1, 3–4"]
    before = Entry.objects.count()
    for told in ({}, {"between": "void"}):
        with pytest.raises(Refused, match=r"\.$"):
            taken(office, content, **told)
    assert (OfficialDocument.objects.count(), NumberBook.objects.count(), Entry.objects.count()) == (0, 0, before)
    taken(office, content, between="void", reason="Sổ giấy bỏ trống")
    assert [state for _number, state, _symbol in lines()] == ["void", "issued", "void", "void", "issued"]
    assert list(books.faults()) == []


def test_papers_that_wait_for_their_lines_come_along(office: Office) -> None:
    open_book(by=None, issuer=office.issuer, type="KH", on=ON)
    make_document(office.district, "1-KH/HU", direction="outgoing", issuer=office.issuer, issued_on=ON)
    taken(office, sheet("2-KH/HU"))
    assert lines() == [("1", "issued", "1-KH/HU"), ("2", "issued", "2-KH/HU")]


def test_a_number_far_beyond_is_a_slip_of_the_hand(office: Office) -> None:
    assert refused(office, sheet("1-KH/HU", "20220-KH/HU"), between="outside") == [(3, True)]


def test_a_paper_of_before_the_unit_stood_is_named(office: Office) -> None:
    plan = plan_import(keeper=office.district, sheet=read(sheet("1-KH/HU").replace(b"2022", b"1990")), on=ON)
    assert [fault.line for fault in plan.faults] == [2]


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(numbers=st.lists(st.integers(1, 12), min_size=1, max_size=8), taken_before=st.integers(0, 4))
def test_whatever_comes_in_every_number_is_accounted_for(numbers: list[int], taken_before: int) -> None:
    office = make_office(f"Đảng bộ huyện số {next(_offices)}")  # examples share the database
    for _each in range(taken_before):
        make_issued(office)
    symbols = [f"{number}-KH/HU" for number in numbers]
    if any(number <= taken_before for number in numbers):
        assert refused(office, sheet(*symbols), between="outside") == [
            (line, True) for line, number in enumerate(numbers, start=2) if number <= taken_before
        ]
    else:
        taken(office, sheet(*symbols), between="outside")
        book = NumberBook.objects.get(issuer=office.issuer)
        assert (book.last, books.missing(book)) == (max(numbers), [])
        carried = OfficialDocument.objects.filter(keeper=office.district, book_line__isnull=False)
        assert carried.count() == taken_before + len(numbers)


# --- the screen and the command


def test_a_clerk_is_asked_for_what_is_left_out(client: Client, office: Office) -> None:
    sign_in(client, office.clerk)
    file = SimpleUploadedFile("so.csv", sheet("1-KH/HU", "3-KH/HU"))
    page = client.post(reverse("registry:import"), {"keeper": str(office.district.uid), "file": file})
    form = page.context["form"]
    assert (page.context["ready"], form["between"].help_text) == (True, "KH/HU: 2")
    said = {**form.initial, "no_mark_declared": "on", "between": "void", "reason": ""}
    url = reverse("registry:import_take")
    bad = client.post(url, said)
    assert (bad.status_code, bad.context["form"]["between"].value()) == (422, "void")
    assert client.post(url, {**said, "reason": "Bỏ trống"})["Location"] == reverse("registry:documents")
    assert [state for _number, state, _symbol in lines()] == ["issued", "void", "issued"]


def test_the_command_takes_what_is_left_out_as_an_option(office: Office, tmp_path: Path) -> None:
    file = tmp_path / "so.csv"
    file.write_bytes(sheet("2-KH/HU"))
    said = io.StringIO()
    told = {"keeper": office.district.codes.get().code, "stdout": io.StringIO(), "stderr": said}
    with pytest.raises(CommandError) as bad:
        call_command("import_documents", str(file), **told)
    assert (bad.value.returncode, OfficialDocument.objects.count()) == (2, 0)
    call_command("import_documents", str(file), dry_run=True, **told)
    assert said.getvalue().count("KH/HU: 1") == 1
    call_command("import_documents", str(file), between="outside", **told)
    assert [state for _number, state, _symbol in lines()] == ["outside", "issued"]
