"""Two hundred acts at once in one book, a third of them aborted: every number accounted for, none twice."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier

import pytest
from django.db import connection, transaction

from guong.jobs.clock import today
from guong.registry import books
from guong.registry.actions import issue_paper, mark_outside, open_book, reserve_numbers, void_number
from guong.registry.models import NumberBook, OfficialDocument
from guong.registry.rules import Refused
from guong.registry.tests.office import Office, make_office, make_signed

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both]

ACTS, THREADS = 200, 25  # each thread with a connection of its own


class Aborted(Exception):
    """What makes an act fail after its number was taken."""


def issue(office: Office, paper: OfficialDocument, *, abort: bool) -> None:
    with suppress(Aborted), transaction.atomic():
        issue_paper(by=office.clerk, document=paper, issued_on=today())
        if abort:
            raise Aborted


def test_two_hundred_at_once_and_a_third_aborted() -> None:
    office = make_office()
    papers = [make_signed(office, text="Nội dung", abstract=f"Văn bản {n}") for n in range(ACTS)]
    start = Barrier(THREADS)

    def work(first: int) -> None:
        try:
            start.wait(timeout=60)
            for place in range(first, ACTS, THREADS):
                issue(office, papers[place], abort=place % 3 == 0)
        finally:
            connection.close()

    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(work, range(THREADS)))
    issued = ACTS - len(range(0, ACTS, 3))
    book = NumberBook.objects.get()
    assert (book.last, book.lines.count()) == (issued, issued)
    assert sorted(book.lines.values_list("number", flat=True)) == list(range(1, issued + 1))
    numbers = OfficialDocument.objects.filter(stage="issued").values_list("number", flat=True)
    assert sorted(int(number) for number in numbers) == list(range(1, issued + 1))
    assert OfficialDocument.objects.filter(stage="signed", number="").count() == ACTS - issued
    assert list(books.faults()) == []


def test_all_acts_on_one_book_at_once_leave_no_hole() -> None:
    office = make_office()
    book = open_book(by=office.clerk, issuer=office.issuer, type="KH", on=today())
    papers = [make_signed(office, text="Nội dung") for _ in range(4)]
    start = Barrier(16)

    def work(place: int) -> None:
        try:
            start.wait(timeout=60)
            with suppress(Refused, Aborted), transaction.atomic():
                act(place)
                if place % 3 == 0:
                    raise Aborted
        finally:
            connection.close()

    def act(place: int) -> None:
        kind, turn = divmod(place, 4)
        if kind == 0:
            issue_paper(by=office.clerk, document=papers[turn], issued_on=today())
        elif kind == 1:
            reserve_numbers(by=office.clerk, book=book, count=1 + turn % 3, reason="Giữ số")
        else:
            number = NumberBook.objects.get(pk=book.pk).last + 1
            if kind == 2:
                void_number(by=office.clerk, book=book, number=number, reason="Ghi nhầm")
            else:
                mark_outside(by=office.clerk, book=book, first=number, last=number)

    with ThreadPoolExecutor(16) as pool:
        list(pool.map(work, range(16)))
    book.refresh_from_db()
    assert sorted(book.lines.values_list("number", flat=True)) == list(range(1, book.last + 1))
    assert book.lines.filter(state="issued").count() == len([place for place in range(4) if place % 3])
    assert list(books.faults()) == []
