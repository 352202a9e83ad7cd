from collections.abc import Iterator

import pytest

from guong.desk.tests.factories import Desk, make_desk
from guong.desk.tests.phone import Phone
from guong.jobs import clock
from guong.rounds.tests.factories import BEFORE


@pytest.fixture
def desk(db: None) -> Iterator[Desk]:
    """A district with an open phase, on a set clock before its due day."""
    with clock.at(BEFORE):
        yield make_desk()


@pytest.fixture
def phone(desk: Desk) -> Phone:
    """The phone of the school's secretary, whose key is enrolled."""
    return Phone(desk.world.secretary)
