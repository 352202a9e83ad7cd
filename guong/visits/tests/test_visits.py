from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from guong.jobs import clock
from guong.keys import store
from guong.visits import actions
from guong.visits.models import DayVisits, Seen
from guong.visits.queries import Counts, counts
from guong.visits.rules import is_robot

pytestmark = [pytest.mark.django_db, pytest.mark.both]

CHROME = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/109.0.0.0 Safari/537.36"
SAFARI = "Mozilla/5.0 (iPhone; CPU iPhone OS 15_4 like Mac OS X) AppleWebKit/605.1.15 Version/15.4 Mobile Safari/604.1"
ROBOTS = [
    "curl/7.88.1",
    "Mozilla/5.0 (compatible; Googlebot/2.1)",
    "python-requests/2.31",
    "",
    "Wget/1.21",
    "UptimeRobot",
]
# Thursday, 31 August 2022 is a Wednesday: 17:00 in the organisation's zone.
WEDNESDAY = datetime(2022, 8, 31, 10, tzinfo=UTC)


def fetch(agent: str = CHROME, address: str = "192.0.2.7", **headers: Any) -> None:
    response = Client().get(reverse("visits:seen"), REMOTE_ADDR=address, HTTP_USER_AGENT=agent, **headers)
    assert (response.status_code, response["Content-Type"], response["Cache-Control"]) == (200, "image/gif", "no-store")
    assert response.cookies == {}


def test_a_reader_counts_once_a_day() -> None:
    with clock.at(WEDNESDAY):
        for _ in range(3):
            fetch()
        assert counts(clock.now()) == Counts(online=1, today=1, week=1, all=1)


def test_five_browsers_behind_one_address_are_five() -> None:
    with clock.at(WEDNESDAY):
        for number in range(5):
            fetch(f"{CHROME} {number}")
        assert counts(clock.now()).today == 5


def test_one_browser_at_two_addresses_is_two() -> None:
    with clock.at(WEDNESDAY):
        fetch(SAFARI, "192.0.2.7")
        fetch(SAFARI, "198.51.100.9")
        assert counts(clock.now()).today == 2


@pytest.mark.parametrize("agent", ROBOTS)
def test_robots_are_no_people(agent: str) -> None:
    with clock.at(WEDNESDAY):
        for _ in range(10):
            fetch(agent)
        assert counts(clock.now()) == Counts(0, 0, 0, 0)
    with clock.at(WEDNESDAY + timedelta(days=1)):
        actions.close_days()
    assert DayVisits.objects.values_list("people", "robots").get() == (0, 1)


@pytest.mark.parametrize("agent", [CHROME, SAFARI, "Mozilla/5.0 (Android 12; Mobile; rv:115.0) Firefox/115.0"])
def test_browsers_are_no_robots(agent: str) -> None:
    assert not is_robot(agent)


@pytest.mark.parametrize("headers", [{"HTTP_SEC_PURPOSE": "prefetch;prerender"}, {"HTTP_SEC_FETCH_SITE": "cross-site"}])
def test_fetching_ahead_or_from_elsewhere_is_no_visit(headers: dict[str, str]) -> None:
    fetch(**headers)
    assert not Seen.objects.exists()
    fetch(HTTP_SEC_FETCH_SITE="same-origin")
    assert Seen.objects.count() == 1


def test_asking_for_the_head_is_no_visit() -> None:
    assert Client().head(reverse("visits:seen"), HTTP_USER_AGENT=CHROME).status_code == 200
    assert Client().post(reverse("visits:seen"), HTTP_USER_AGENT=CHROME).status_code == 405
    assert not Seen.objects.exists()


def test_online_means_the_last_five_minutes() -> None:
    shown = []
    with clock.at(WEDNESDAY):
        fetch()
    with clock.at(WEDNESDAY + timedelta(minutes=3)):
        fetch(SAFARI)
    for minutes in (3, 4, 6, 9):
        with clock.at(WEDNESDAY + timedelta(minutes=minutes)):
            shown.append(counts(clock.now()).online)
    assert shown == [2, 2, 1, 0]
    with clock.at(WEDNESDAY + timedelta(minutes=20)):
        fetch()
        assert counts(clock.now()) == Counts(online=1, today=2, week=2, all=2)


def test_midnight_begins_a_new_day_and_monday_a_new_week(django_capture_on_commit_callbacks: Any) -> None:
    last = datetime(2022, 8, 28, 16, 59, tzinfo=UTC)  # Sunday 23:59
    seen = []
    for instant in (last, last + timedelta(minutes=2), last + timedelta(days=1, minutes=2)):
        with clock.at(instant), django_capture_on_commit_callbacks(execute=True):
            fetch()
            seen.append(counts(clock.now()))
            actions.close_days()
            assert counts(clock.now()) == seen[-1]
    assert [(c.today, c.week, c.all) for c in seen] == [(1, 1, 1), (1, 1, 2), (1, 2, 3)]
    assert list(DayVisits.objects.order_by("on").values_list("on", "people")) == [
        (date(2022, 8, 28), 1),
        (date(2022, 8, 29), 1),
    ]
    assert list(Seen.objects.values_list("on", flat=True)) == [date(2022, 8, 30)]


def test_the_salt_goes_with_the_day(django_capture_on_commit_callbacks: Any) -> None:
    with clock.at(WEDNESDAY):
        fetch()
        assert store.find("visits", "2022-08-31") is not None
    with clock.at(WEDNESDAY + timedelta(days=1)), django_capture_on_commit_callbacks(execute=True):
        actions.close_days()
    assert store.find("visits", "2022-08-31") is None


def test_a_restart_forgets_nobody() -> None:
    with clock.at(WEDNESDAY):
        fetch()
        actions._salt.cache_clear()  # what a new process begins with
        fetch()
        assert counts(clock.now()).today == 1


def test_no_address_is_in_the_database() -> None:
    with clock.at(WEDNESDAY):
        fetch(CHROME, "203.0.113.77")
    names = connection.introspection.table_names()
    with connection.cursor() as cursor:
        for name in names:
            cursor.execute(f'SELECT * FROM "{name}"')  # noqa: S608  (table names of the database itself)
            dumped = repr([[bytes(v) if isinstance(v, memoryview) else v for v in row] for row in cursor.fetchall()])
            assert "203.0.113.77" not in dumped, name
            assert "Chrome/109" not in dumped, name
