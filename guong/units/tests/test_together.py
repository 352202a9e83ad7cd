"""Two changes of the tree at once, each fine alone."""

import threading
from collections.abc import Callable

import pytest
from django.db import connections, transaction

from guong.units.actions import found_unit, place_unit
from guong.units.rules import Refused
from guong.units.tests.factories import START, make_unit

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both]


def while_open(first: Callable[[], object], second: Callable[[], object]) -> list[bool]:
    """Whether the second act was refused; it begins while the transaction of the first is still open."""
    refused: list[bool] = []

    def act() -> None:
        try:
            second()
            refused.append(False)
        except Refused:
            refused.append(True)
        finally:
            connections.close_all()

    other = threading.Thread(target=act)
    with transaction.atomic():
        first()
        other.start()
        other.join(0.5)
    other.join(20)
    return refused


def test_two_units_are_not_placed_below_each_other() -> None:
    root = make_unit()
    one, two = make_unit(parent=root), make_unit(parent=root)
    day = START.replace(year=START.year + 1)

    def place(unit: object, parent: object) -> None:
        place_unit(by=None, unit=unit, line="party", parent=parent, starts_on=day)  # type: ignore[arg-type]  # units

    assert while_open(lambda: place(one, two), lambda: place(two, one)) == [True]


def test_one_code_is_not_given_twice() -> None:
    root = make_unit()

    def found() -> None:
        found_unit(by=None, line="party", name="A", kind="cell", code="A", parent=root, starts_on=START)

    assert while_open(found, found) == [True]
