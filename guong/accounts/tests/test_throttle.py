"""Guessing slows down by account; nobody is shut out for long; no name and no address is kept."""

from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.contrib.auth import SESSION_KEY
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from guong.accounts.tests.factories import PASSWORD, make_user, time_passes
from guong.accounts.throttle import LONGEST_WAIT, wait_after

LOGIN = "/accounts/login/"


def attempt(client: Client, password: str, name: str = "hao") -> int:
    return client.post(LOGIN, {"login": name, "password": password}).status_code


@given(st.integers(0, 10_000))
def test_the_wait_grows_and_ends(failures: int) -> None:
    assert wait_after(failures) <= wait_after(failures + 1) <= LONGEST_WAIT


def test_the_first_waits() -> None:
    assert [wait_after(n).total_seconds() for n in (0, 4, 5, 6, 7, 11, 12)] == [0, 0, 15, 30, 60, 900, 900]


@pytest.mark.django_db
@pytest.mark.both
@pytest.mark.parametrize("name", ["hao", "nobody"])
def test_after_five_failures_a_try_has_to_wait(name: str) -> None:
    make_user()
    client = Client()
    assert [attempt(client, "wrong", name) for _ in range(5)] == [200] * 5
    assert attempt(client, "wrong", name) == 429
    time_passes(timedelta(seconds=16))
    assert attempt(client, "wrong", name) == 200
    time_passes(timedelta(seconds=16))
    assert attempt(client, "wrong", name) == 429


@pytest.mark.django_db
def test_the_right_password_has_to_wait_too_and_then_opens() -> None:
    make_user()
    client = Client()
    for _ in range(5):
        attempt(client, "wrong")
    assert attempt(client, PASSWORD) == 429
    assert SESSION_KEY not in client.session
    time_passes(timedelta(seconds=16))
    assert attempt(client, PASSWORD) == 302
    assert AccessAttempt.objects.count() == 0


@pytest.mark.django_db
def test_trying_while_waiting_does_not_make_the_wait_longer() -> None:
    make_user()
    client = Client()
    for _ in range(30):
        attempt(client, "wrong")
    assert AccessAttempt.objects.get().failures_since_start == 5


@pytest.mark.django_db
def test_a_device_that_signed_in_before_is_not_delayed_by_strangers() -> None:
    make_user()
    own, stranger = Client(), Client()
    assert attempt(own, PASSWORD) == 302
    own.post("/accounts/logout/")
    for _ in range(6):
        attempt(stranger, "wrong")
    assert attempt(stranger, PASSWORD) == 429
    assert attempt(own, PASSWORD) == 302


@pytest.mark.django_db
def test_a_name_in_other_letters_has_the_same_count() -> None:
    make_user()
    client = Client()
    for name in ("hao", "HAO", " hao", "Hao", "hao "):
        attempt(client, "wrong", name)
    assert attempt(client, "wrong", "hao") == 429


@pytest.mark.django_db
def test_neither_name_nor_address_is_kept() -> None:
    attempt(Client(REMOTE_ADDR="203.0.113.7", headers={"user-agent": "Máy của Hảo"}), "wrong")
    row = AccessAttempt.objects.get()
    kept = " ".join(str(getattr(row, field.name)) for field in row._meta.concrete_fields)
    assert [word for word in ("hao", "203.0.113.7", "Máy", "wrong") if word in kept] == []


@pytest.mark.django_db
def test_the_answer_to_early_tries_says_when_to_come_back() -> None:
    client = Client(headers={"accept-language": "vi"})
    for _ in range(5):
        attempt(client, "wrong")
    response = client.post(LOGIN, {"login": "hao", "password": "x"})
    assert response["Retry-After"] == "15"
    assert "Thử lại sau 1 phút." in response.content.decode()
