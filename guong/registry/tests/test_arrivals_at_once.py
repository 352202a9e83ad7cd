"""Clerks who register at the same moment: an arrival number is given once, and who comes second is told the next."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from guong.jobs.clock import today
from guong.registry.arrivals import next_number
from guong.registry.models import OfficialDocument
from guong.registry.rules import Refused
from guong.registry.tests.factories import make_document
from guong.units.models import Unit
from guong.units.tests.factories import make_unit

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both]

CLERKS = 12  # each a thread with a connection of its own


def at_once(work: Callable[[int], str], people: int) -> list[str]:
    start = Barrier(people)

    def begin(place: int) -> str:
        try:
            start.wait(timeout=60)
            return work(place)
        finally:
            connection.close()

    with ThreadPoolExecutor(people) as pool:
        return list(pool.map(begin, range(people)))


def taken(keeper: Unit, number: str, place: int) -> str:
    """The number that the paper of this clerk got; empty where it was refused."""
    try:
        make_document(keeper, f"{place + 1}-KH/TU", issuer=None, arrival_no=number, arrived_on=today())
    except Refused as refused:
        assert str(refused).count("2") == 1  # noqa: PT017  (the next free number)
        return ""
    return number


def test_two_clerks_with_one_number_register_one_paper() -> None:
    keeper = make_unit()
    assert sorted(at_once(lambda place: taken(keeper, "1", place), 2)) == ["", "1"]
    assert list(OfficialDocument.objects.values_list("arrival_no", "arrival_repeat")) == [("1", 0)]


def test_clerks_who_take_what_is_proposed_end_with_one_run() -> None:
    keeper = make_unit()

    def work(place: int) -> str:
        while True:
            number = next_number(keeper, today().year)
            try:
                make_document(keeper, f"{place + 1}-KH/TU", issuer=None, arrival_no=number, arrived_on=today())
            except Refused:
                continue
            return number

    given = at_once(work, CLERKS)
    assert sorted(map(int, given)) == list(range(1, CLERKS + 1))
    held = OfficialDocument.objects.values_list("arrival_no", "arrival_repeat")
    assert sorted((int(number), repeat) for number, repeat in held) == [(n, 0) for n in range(1, CLERKS + 1)]
