"""A role that needs two steps gets in by two, whichever way it tries; codes are taken once and wrong ones slow down."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth import SESSION_KEY
from django.test import Client
from pytest_django.fixtures import Settings

from guong.accounts import second_step, sessions, steps
from guong.accounts.models import User
from guong.accounts.tests.factories import PASSWORD, make_user, time_passes, with_code

LOGIN, CODE = "/accounts/login/", "/accounts/two-step/authenticate/"
pytestmark = pytest.mark.django_db


@pytest.fixture
def client() -> Client:
    return Client(headers={"accept-language": "vi"})


@pytest.fixture
def at_a_desk(monkeypatch: pytest.MonkeyPatch) -> User:
    """Somebody of whom a higher room says that the role needs two steps."""
    user = make_user()
    monkeypatch.setattr(steps, "NEEDS_TWO", [lambda asked, _on: asked.pk == user.pk])
    return user


def by_password(client: Client) -> int:
    return client.post(LOGIN, {"login": "hao", "password": PASSWORD}).status_code


def test_a_password_alone_opens_nothing_not_even_the_setting_up(client: Client, at_a_desk: User) -> None:
    answer = client.post(LOGIN, {"login": "hao", "password": PASSWORD})
    assert answer.status_code == 403
    assert "chưa có lớp thứ hai nên chưa mở được gì" in answer.content.decode()
    for path in (
        "/desk/",
        "/accounts/two-step/",
        "/accounts/two-step/totp/activate/",
        "/accounts/two-step/webauthn/add/",
    ):
        assert client.get(path)["Location"].startswith(LOGIN), path
    assert SESSION_KEY not in client.session


def test_password_and_code_open_a_session(client: Client, at_a_desk: User) -> None:
    secret = with_code(at_a_desk)
    assert by_password(client) == 302
    assert client.post(CODE, {"code": second_step.code_now(secret)})["Location"] == "/desk/"
    assert client.session[sessions.STEPS] == sessions.TWO
    assert client.get("/accounts/devices/").status_code == 200


def test_a_session_of_one_step_ends_when_the_role_comes(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    make_user()
    by_password(client)
    assert client.get("/accounts/devices/").status_code == 200
    monkeypatch.setattr(steps, "NEEDS_TWO", [lambda *_: True])
    assert client.get("/accounts/devices/")["Location"] == LOGIN + "?next=/accounts/devices/"
    assert SESSION_KEY not in client.session


def test_a_session_that_says_nothing_counts_as_one_step(client: Client, at_a_desk: User) -> None:
    client.force_login(at_a_desk)
    session = client.session
    del session[sessions.STEPS]
    session.save()
    assert client.get("/accounts/devices/")["Location"].startswith(LOGIN)


def test_a_code_is_taken_once_by_all_workers_together(at_a_desk: User, settings: Settings) -> None:
    code = second_step.code_now(with_code(at_a_desk))
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}  # another worker's memory
    first, second = Client(), Client()
    for client in (first, second):
        by_password(client)
        client.post(CODE, {"code": code})
    assert (SESSION_KEY in first.session, SESSION_KEY in second.session) == (True, False)


def test_wrong_codes_slow_the_account_down_and_never_lock_it(client: Client, at_a_desk: User) -> None:
    secret = with_code(at_a_desk)
    by_password(client)
    for _ in range(5):
        assert "chưa đúng" in client.post(CODE, {"code": "000000"}).content.decode()
    late = client.post(CODE, {"code": second_step.code_now(secret)}).content.decode()
    assert "Thử lại sau 1 phút." in late
    assert SESSION_KEY not in client.session
    time_passes(timedelta(seconds=16))
    assert client.post(CODE, {"code": second_step.code_now(secret)}).status_code == 302


def test_secrets_are_sealed_in_the_database(at_a_desk: User) -> None:
    secret = with_code(at_a_desk)
    kept = Authenticator.objects.get(type=Authenticator.Type.TOTP).data["secret"]
    assert (kept.startswith("sealed:"), secret in kept) == (True, False)


def test_the_only_second_step_stays(client: Client, at_a_desk: User) -> None:
    secret = with_code(at_a_desk)
    by_password(client)
    client.post(CODE, {"code": second_step.code_now(secret)})
    off = "/accounts/two-step/totp/deactivate/"
    assert client.get(off)["Location"].startswith("/accounts/two-step/reauthenticate/")
    again = second_step.unused_code(Authenticator.objects.get(type=Authenticator.Type.TOTP))
    client.post("/accounts/two-step/reauthenticate/", {"code": again, "next": off})
    assert "Đây là lớp xác thực thứ hai duy nhất" in client.post(off).content.decode()
    assert Authenticator.objects.filter(type=Authenticator.Type.TOTP).count() == 1


def test_a_password_does_not_confirm_for_who_has_a_second_step(client: Client, at_a_desk: User) -> None:
    secret = with_code(at_a_desk)
    by_password(client)
    client.post(CODE, {"code": second_step.code_now(secret)})
    target = "/accounts/two-step/webauthn/add/"
    client.post("/accounts/reauthenticate/", {"password": PASSWORD, "next": target})
    assert client.get(target)["Location"].startswith("/accounts/two-step/reauthenticate/")


def test_the_page_shows_a_code_in_a_sample_alone(client: Client, at_a_desk: User, settings: Settings) -> None:
    secret = with_code(at_a_desk)
    by_password(client)
    assert "Dữ liệu mẫu" not in client.get(CODE).content.decode()
    settings.GUONG_SAMPLE = True
    page = client.get(CODE).content.decode()
    code = page.split("sẽ hiện mã <b>")[1][:6]
    assert second_step.steps_of(secret, code) != []
    assert client.post(CODE, {"code": code}).status_code == 302


def test_a_visitor_without_a_session_gets_no_page_of_the_own(client: Client) -> None:
    """Public pages are kept for all; looking into a session would make each the visitor's own."""
    assert "Cookie" not in client.get("/health/live").get("Vary", "")
