"""Invitations: once, for three days, password and second step in one go, and nothing before both are done."""

import re

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth import SESSION_KEY
from django.core.mail import EmailMessage
from django.test import Client

from guong.accounts import invitations, second_step
from guong.accounts.models import Device, Invitation, User
from guong.accounts.tests.factories import PASSWORD, make_user, with_code
from guong.jobs import clock, outbox

NEW = "suối nguồn 9 ngọn núi"
PASSWORD_PAGE, SECOND_PAGE = "/accounts/invited/password/", "/accounts/invited/second-step/"
pytestmark = pytest.mark.django_db


@pytest.fixture
def client() -> Client:
    return Client(headers={"accept-language": "vi"})


def invited(user: User, mails: list[EmailMessage]) -> str:
    """The way to the page of the mail."""
    invitations.make(user, email="hao@muongsoi.example", at=clock.now())
    outbox.deliver()
    found = re.search(r"http://localhost:8000(/accounts/invited/\S+/)", str(mails[-1].body))
    assert found is not None
    return found[1]


def secret_on(page: str) -> str:
    return page.split("<code>")[1].split("</code>", maxsplit=1)[0]


def taken_up(client: Client, way: str) -> None:
    assert client.get(way)["Location"] == PASSWORD_PAGE
    assert client.post(PASSWORD_PAGE, {"password1": NEW, "password2": NEW})["Location"] == SECOND_PAGE
    secret = secret_on(client.get(SECOND_PAGE).content.decode())
    answer = client.post(SECOND_PAGE, {"code": second_step.code_now(secret)})
    assert answer["Location"] == "/accounts/two-step/recovery-codes/"


@pytest.mark.both
def test_from_the_mail_to_backup_codes(client: Client, mailoutbox: list[EmailMessage]) -> None:
    user = make_user()
    way = invited(user, mailoutbox)
    assert (mailoutbox[0].subject, mailoutbox[0].to) == ("Giấy mời dùng hệ thống", ["hao@muongsoi.example"])
    taken_up(client, way)
    assert client.get("/accounts/two-step/recovery-codes/").content.decode().count("<code>") == 10
    assert client.session[SESSION_KEY] == str(user.pk)
    user.refresh_from_db()
    assert user.check_password(NEW)
    assert sorted(Authenticator.objects.values_list("type", flat=True)) == ["recovery_codes", "totp"]


def test_nothing_changes_and_nothing_opens_before_both_steps_are_done(
    client: Client, mailoutbox: list[EmailMessage]
) -> None:
    user = make_user()
    way = invited(user, mailoutbox)
    client.get(way)
    assert client.get(SECOND_PAGE)["Location"] == PASSWORD_PAGE
    assert client.post(PASSWORD_PAGE, {"password1": "ngan", "password2": "ngan"}).status_code == 422
    assert client.post(PASSWORD_PAGE, {"password1": NEW, "password2": "khác"}).status_code == 422
    client.post(PASSWORD_PAGE, {"password1": NEW, "password2": NEW})
    assert client.post(SECOND_PAGE, {"code": "000000"}).status_code == 422
    user.refresh_from_db()
    assert (user.check_password(PASSWORD), Authenticator.objects.count()) == (True, 0)
    assert SESSION_KEY not in client.session
    assert client.get("/accounts/devices/")["Location"].startswith("/accounts/login/")
    taken_up(Client(), way)


@pytest.mark.both
def test_an_invitation_works_once_and_a_newer_one_ends_it(client: Client, mailoutbox: list[EmailMessage]) -> None:
    user = make_user()
    first = invited(user, mailoutbox)
    second = invited(user, mailoutbox)
    assert client.get(first).status_code == 410
    taken_up(client, second)
    again = Client(headers={"accept-language": "vi"})
    assert again.get(second).status_code == 410
    assert again.get(PASSWORD_PAGE).status_code == 410
    assert Invitation.objects.filter(used_at=None, void_at=None).count() == 0


def test_two_who_hold_the_same_invitation_do_not_both_get_in(mailoutbox: list[EmailMessage]) -> None:
    way = invited(make_user(), mailoutbox)
    quick, slow = Client(), Client()
    for client in (quick, slow):
        client.get(way)
        client.post(PASSWORD_PAGE, {"password1": NEW, "password2": NEW})
    answers = []
    for client in (quick, slow):
        page = client.get(SECOND_PAGE)
        code = second_step.code_now(secret_on(page.content.decode())) if page.status_code == 200 else "0"
        answers.append(client.post(SECOND_PAGE, {"code": code}).status_code)
    assert answers == [302, 410]
    assert Authenticator.objects.filter(type=Authenticator.Type.TOTP).count() == 1


def test_it_ends_after_three_days(client: Client, mailoutbox: list[EmailMessage]) -> None:
    way = invited(make_user(), mailoutbox)
    with clock.at(clock.now() + invitations.VALID):
        assert client.get(way).status_code == 410
    assert client.get(way).status_code == 302


def test_what_protected_the_account_before_ends_with_it(client: Client, mailoutbox: list[EmailMessage]) -> None:
    user = make_user()
    before = with_code(user)
    thief = Client()
    thief.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert thief.get("/accounts/devices/").status_code == 200
    taken_up(client, invited(user, mailoutbox))
    assert thief.get("/accounts/devices/").status_code == 302
    late = Client()
    late.post("/accounts/login/", {"login": "hao", "password": NEW})
    late.post("/accounts/two-step/authenticate/", {"code": second_step.code_now(before)})
    assert SESSION_KEY not in late.session
    assert Device.objects.count() == 0


def test_the_key_is_in_the_mail_alone(mailoutbox: list[EmailMessage]) -> None:
    key = invited(make_user(), mailoutbox).split("/")[-2]
    assert key not in " ".join(map(str, Invitation.objects.values_list()))
