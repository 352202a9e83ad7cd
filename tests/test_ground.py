"""The ground the tests stand on: clones keep what migrations filled, also after a test with real transactions."""

from datetime import UTC, datetime

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection

from conftest import Clock
from guong.accounts.models import User
from guong.jobs.clock import now


@pytest.mark.both
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("_turn", [1, 2])
def test_a_test_with_real_transactions_leaves_nothing_and_takes_nothing(_turn: int) -> None:
    assert User.objects.count() == 0
    User.objects.create(username="stays")
    assert ContentType.objects.filter(app_label="accounts", model="user").count() == 1


@pytest.mark.both
@pytest.mark.django_db
def test_the_database_is_a_clone_and_not_the_one_named_in_the_environment() -> None:
    name = str(connection.settings_dict["NAME"])
    assert name.endswith("/guong.sqlite3") if connection.vendor == "sqlite" else name.startswith("guong_test_")


def test_the_clock_stands_where_it_is_set(clock: Clock) -> None:
    assert now() == datetime(2022, 8, 20, 1, 0, tzinfo=UTC)
    clock.forward(days=1, hours=2)
    assert now() == datetime(2022, 8, 21, 3, 0, tzinfo=UTC)
