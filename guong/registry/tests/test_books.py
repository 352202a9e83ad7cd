from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from conftest import Clock
from guong.registry import books
from guong.registry.actions import (
    bring_in_history,
    find_or_make_issuer,
    issue_paper,
    mark_outside,
    open_book,
    reserve_numbers,
    void_number,
)
from guong.registry.enums import LineState
from guong.registry.models import BookLine, Issuer, NumberBook, OfficialDocument
from guong.registry.rules import Refused
from guong.registry.tests.factories import make_document
from guong.registry.tests.office import Office, make_issued, make_office, make_signed
from guong.trail import checks
from guong.units.actions import add_collective, start_term
from guong.units.models import Term
from guong.units.tests.factories import START, make_unit

pytestmark = [pytest.mark.django_db, pytest.mark.both, pytest.mark.usefixtures("clock")]

DAY = date(2022, 8, 20)
Lines = list[tuple[str, str]]


@pytest.fixture
def office() -> Office:
    return make_office()


@pytest.fixture
def book(office: Office) -> NumberBook:
    return open_book(by=office.clerk, issuer=office.issuer, type="KH", on=DAY)


def held(book: NumberBook) -> Lines:
    rows = book.lines.order_by("number", "suffix", "repeat")
    return [(f"{row.number}{row.suffix}" + "+" * row.repeat, row.state) for row in rows]


def last(book: NumberBook) -> int:
    book.refresh_from_db()
    return book.last


def old_paper(office: Office, symbol: str, on: date = DAY) -> OfficialDocument:
    return make_document(office.district, symbol, direction="outgoing", issuer=office.issuer, issued_on=on)


# --- which book


def test_party_numbers_run_by_type_in_a_term_and_a_new_term_begins_anew(office: Office, clock: Clock) -> None:
    start_term(by=None, unit=office.district, ordinal="XXI", starts_on=date(2022, 9, 1))
    papers = [make_issued(office), make_issued(office), make_issued(office, type="BC")]
    clock.forward(days=11)
    papers.append(make_issued(office))
    clock.forward(days=1)  # the day after the congress closed
    papers.append(make_issued(office))
    assert [paper.symbol for paper in papers] == ["01-KH/HU", "02-KH/HU", "01-BC/HU", "03-KH/HU", "01-KH/HU"]


def test_a_newly_founded_body_begins_its_first_term_on_its_first_day(office: Office) -> None:
    assert not Term.objects.exists()
    make_issued(office)
    make_issued(office, type="BC")
    assert list(Term.objects.values_list("unit", "starts_on")) == [(office.district.pk, START)]


def test_a_body_that_did_not_stand_has_no_book(office: Office) -> None:
    with pytest.raises(Refused, match=r"\.$"):
        open_book(by=None, issuer=office.issuer, type="KH", on=date(1999, 1, 1))


def test_a_congress_has_one_run_for_all_its_papers(office: Office) -> None:
    congress = add_collective(by=None, unit=office.district, kind="congress", name="Đại hội XXI", starts_on=START)
    issuer = Issuer.objects.create(name="Đại hội XXI", name_key="dai hoi xxi", code="ĐH", collective=congress)
    symbols = [make_issued(office, issuer=issuer, type=type).symbol for type in ("NQ", "BC", "NQ")]
    assert symbols == ["01-NQ/ĐH", "02-BC/ĐH", "03-NQ/ĐH"]
    assert NumberBook.objects.get(issuer=issuer).type == ""


def test_state_numbers_run_by_year(clock: Clock) -> None:
    unit = make_unit("Ủy ban nhân dân xã Nậm Lùng", line="administration", kind="commune")
    issuer = find_or_make_issuer(name="Ủy ban nhân dân xã Nậm Lùng", code="UBND", unit=unit)
    runs = [books.run_on(issuer, "QĐ", day) for day in (date(2022, 12, 31), date(2023, 1, 1))]
    assert [(run.kind, run.year) for run in runs] == [("year", 2022), ("year", 2023)]
    book = open_book(by=None, issuer=issuer, type="QĐ", on=DAY)
    assert books.printed(book, "QĐ", 12, DAY) == "12/QĐ-UBND"


def test_an_issuer_outside_the_tree_has_year_books_only() -> None:
    outside = find_or_make_issuer(name="Sở Nội vụ", code="SNV")
    assert books.run_on(outside, "KH", DAY).year == 2022


def test_a_body_without_a_code_prints_no_symbol(office: Office) -> None:
    Issuer.objects.filter(pk=office.issuer.pk).update(code="")
    paper = make_signed(office)
    with pytest.raises(Refused):
        issue_paper(by=office.clerk, document=paper, issued_on=DAY)
    assert (BookLine.objects.count(), NumberBook.objects.count()) == (0, 0)


# --- every number accounted for


def test_numbers_are_reserved_issued_void_and_used_outside(office: Office, book: NumberBook) -> None:
    reserve_numbers(by=office.clerk, book=book, count=3, reason="Đợt sinh hoạt tháng 9")
    void_number(by=office.clerk, book=book, number=2, reason="Không ban hành")
    mark_outside(by=office.clerk, book=book, first=3, last=5)
    void_number(by=office.clerk, book=book, number=6, reason="Ghi nhầm")
    paper = make_signed(office)
    issue_paper(by=office.clerk, document=paper, issued_on=DAY, reserved=1)
    assert paper.symbol == "01-KH/HU"
    assert make_issued(office).symbol == "07-KH/HU"
    states = ["issued", "void", "outside", "outside", "outside", "void", "issued"]
    assert held(book) == [(str(number), state) for number, state in enumerate(states, 1)]
    assert (last(book), books.missing(book), list(books.faults())) == (7, [], [])


def test_neighbours_that_say_the_same_are_shown_as_one_row(office: Office, book: NumberBook) -> None:
    reserve_numbers(by=office.clerk, book=book, count=2, reason="Đợt tháng 9")
    mark_outside(by=office.clerk, book=book, first=3, last=6)
    reserve_numbers(by=office.clerk, book=book, count=1, reason="Đợt tháng 10")
    reserve_numbers(by=office.clerk, book=book, count=1, reason="Đợt tháng 11")
    assert [one.numbers for one in books.stretches(books.lines(book))] == ["8", "7", "3–6", "1–2"]


def test_papers_suffixes_and_doubles_stand_alone(office: Office, book: NumberBook) -> None:
    for number, suffix, repeat in ((1, "", 0), (2, "", 0), (2, "", 1), (3, "", 0), (3, "a", 0), (4, "", 0)):
        BookLine.objects.create(book=book, number=number, suffix=suffix, repeat=repeat, state=LineState.OUTSIDE)
    shown = [one.numbers for one in books.stretches(books.lines(book))]
    assert shown == ["4", "3a", "3", "2", "1–2"]


def test_of_a_number_used_outside_nothing_else_is_kept(office: Office, book: NumberBook) -> None:
    reserve_numbers(by=office.clerk, book=book, count=1, reason="Giữ cho một văn bản")
    mark_outside(by=office.clerk, book=book, first=1, last=1)
    line = book.lines.get()
    assert (line.reason, line.on, line.by, line.document) == ("", None, None, None)
    with pytest.raises(IntegrityError), transaction.atomic():
        book.lines.update(reason="Báo cáo về …")


@pytest.mark.parametrize("number", [1, 4, 9])
def test_only_a_reserved_number_or_the_next_one_can_be_void(office: Office, book: NumberBook, number: int) -> None:
    """1 is issued, 4 would leave a hole at 3, 9 would leave many."""
    make_issued(office)
    reserve_numbers(by=office.clerk, book=book, count=1, reason="Giữ")
    for act in (
        lambda: void_number(by=office.clerk, book=book, number=number, reason="Ghi nhầm"),
        lambda: mark_outside(by=office.clerk, book=book, first=number, last=number),
    ):
        with pytest.raises(Refused, match=str(number)):
            act()
    assert held(book) == [("1", "issued"), ("2", "reserved")]


def test_acts_ask_for_a_reason_and_a_sensible_run(office: Office, book: NumberBook) -> None:
    for refused in (
        lambda: reserve_numbers(by=office.clerk, book=book, count=1, reason=" "),
        lambda: reserve_numbers(by=office.clerk, book=book, count=0, reason="Giữ"),
        lambda: reserve_numbers(by=office.clerk, book=book, count=201, reason="Giữ"),
        lambda: void_number(by=office.clerk, book=book, number=1, reason=""),
        lambda: mark_outside(by=office.clerk, book=book, first=3, last=1),
    ):
        with pytest.raises(Refused, match=r"\.$"):
            refused()
    assert (held(book), last(book)) == ([], 0)


def test_a_number_that_is_not_reserved_is_not_issued(office: Office) -> None:
    make_issued(office)
    paper = make_signed(office)
    with pytest.raises(Refused, match="1"):
        issue_paper(by=office.clerk, document=paper, issued_on=DAY, reserved=1)
    paper.refresh_from_db()
    assert (paper.stage, paper.symbol, paper.issued_on) == ("signed", "", None)


def test_the_database_gives_no_number_twice(office: Office, book: NumberBook) -> None:
    make_issued(office)
    with pytest.raises(IntegrityError), transaction.atomic():
        BookLine.objects.create(book=book, number=1, state=LineState.VOID, reason="x")


def test_an_act_that_fails_gives_its_number_back(office: Office, book: NumberBook) -> None:
    paper = make_signed(office)
    with transaction.atomic():
        issue_paper(by=office.clerk, document=paper, issued_on=DAY)
        transaction.set_rollback(True)
    assert (last(book), held(book)) == (0, [])
    assert make_issued(office).symbol == "01-KH/HU"


# --- old books


def test_old_books_keep_suffixes_and_doubles_flagged_and_say_why_numbers_are_missing(
    office: Office, book: NumberBook
) -> None:
    days = [date(2022, 1, day) for day in range(1, 6)]
    symbols = ["01-KH/HU", "02-KH/HU", "02-KH/HU", "02c-KH/HU", "6-KH/HU"]
    papers = [old_paper(office, symbol, day) for symbol, day in zip(symbols, days, strict=True)]
    assert list(books.without_line(book)) == papers
    with pytest.raises(Refused, match="3–5"):
        bring_in_history(by=office.clerk, book=book, papers=papers)
    assert held(book) == []
    with pytest.raises(Refused):
        bring_in_history(by=office.clerk, book=book, papers=papers, between="void")
    assert held(book) == []
    bring_in_history(by=office.clerk, book=book, papers=papers, between="void", reason="Sổ giấy bỏ trống")
    assert held(book) == [
        *(("1", "issued"), ("2", "issued"), ("2+", "issued"), ("2c", "issued")),
        *((number, "void") for number in "345"),
        ("6", "issued"),
    ]
    assert list(books.faults()) == []
    assert make_issued(office).symbol == "07-KH/HU"


def test_a_slip_of_the_hand_does_not_fill_a_book(office: Office, book: NumberBook) -> None:
    paper = old_paper(office, "20220-KH/HU")
    with pytest.raises(Refused, match="20219"):
        bring_in_history(by=office.clerk, book=book, papers=[paper], between="outside")


def test_numbers_of_papers_registered_elsewhere_are_used_outside(office: Office, book: NumberBook) -> None:
    bring_in_history(by=office.clerk, book=book, papers=[old_paper(office, "3-KH/HU")], between="outside", reason="x")
    assert held(book) == [("1", "outside"), ("2", "outside"), ("3", "issued")]


def test_a_book_that_is_behind_the_register_gives_no_number(office: Office, book: NumberBook) -> None:
    old_paper(office, "59-KH/HU", date(2022, 1, 5))
    paper = make_signed(office)
    with pytest.raises(Refused, match="59-KH/HU"):
        issue_paper(by=office.clerk, document=paper, issued_on=DAY)
    bring_in_history(by=office.clerk, book=book, papers=books.without_line(book), between="outside")
    issue_paper(by=office.clerk, document=paper, issued_on=DAY)
    assert paper.symbol == "60-KH/HU"


@given(st.sets(st.integers(1, 40)))
def test_spans_say_every_number_once(numbers: set[int]) -> None:
    said: list[int] = []
    for part in filter(None, books.spans(numbers).split(", ")):
        first, _, final = part.partition("–")
        said += range(int(first), int(final or first) + 1)
    assert said == sorted(numbers)


# --- `guong verify`


def test_verify_names_holes_and_doubles(office: Office, book: NumberBook) -> None:
    for _ in range(5):
        make_issued(office)
    assert list(checks.CHECKS["books"].run()) == []
    book.lines.filter(number__in=[2, 4]).delete()
    loose = OfficialDocument.objects.get(symbol="02-KH/HU")
    NumberBook.objects.filter(pk=book.pk).update(last=4)
    with translation.override("en"):
        named = list(books.faults())
    assert named == [
        "Book KH/HU 2020-08-01: nothing accounts for the numbers 2, 4.",
        "Book KH/HU 2020-08-01: lines stand beyond its last number: 5.",
    ]
    NumberBook.objects.filter(pk=book.pk).update(last=5)
    BookLine.objects.create(book=book, number=2, state=LineState.VOID, reason="x")
    BookLine.objects.create(book=book, number=4, state=LineState.ISSUED, document=loose)
    with translation.override("en"):
        named = list(books.faults())
    assert named == [
        "Book KH/HU 2020-08-01: the paper of number 4 prints another one.",
        "Book KH/HU 2020-08-01: number 04 stands on a paper that has no line.",
    ]
