"""Log-ins of names that exist and of names that do not: the same page, the same queries, the same hashing."""

import re
from dataclasses import dataclass

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import Settings

from guong.accounts import codes, slips
from guong.accounts.tests.factories import make_user, with_code
from guong.jobs import clock

pytestmark = pytest.mark.django_db
_done: list[str] = []


class Counted(MD5PasswordHasher):
    """Notes each time that it does its work."""

    def encode(self, password: str, salt: str) -> str:
        _done.append(password)
        return str(super().encode(password, salt))


@dataclass(frozen=True)
class Answer:
    status: int
    page: str
    queries: int
    hashed: int
    headers: tuple[str, ...]
    cookies: tuple[str, ...]


def answer(path: str, form: dict[str, str], name: str) -> Answer:
    client = Client()
    client.get("/accounts/login/?name=1")
    _done.clear()
    with CaptureQueriesContext(connection) as queries:
        got = client.post(path, form)
    page = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", got.content.decode()).replace(name, "")
    cookies = tuple(sorted(got.cookies))
    return Answer(got.status_code, page, len(queries), len(_done), tuple(sorted(got.headers)), cookies)


def kinds() -> list[str]:
    """A name with a password, one with a second step besides, one that came in by slip, a closed one, and none."""
    make_user("matkhau")
    with_code(make_user("hailop"))
    by_slip = make_user("giaymoi")
    by_slip.set_unusable_password()
    by_slip.save()
    make_user("dadong", is_active=False)
    return ["matkhau", "hailop", "giaymoi", "dadong", "khongco"]


@pytest.mark.both
def test_a_wrong_password_costs_and_says_the_same_for_every_name(settings: Settings) -> None:
    settings.PASSWORD_HASHERS = [f"{__name__}.Counted"]
    names = kinds()
    answers = [answer("/accounts/login/", {"login": name, "password": "sai"}, name) for name in names]
    assert answers == [answers[0]] * len(names)
    assert answers[0].hashed == 1


@pytest.mark.both
def test_a_wrong_code_costs_and_says_the_same_for_every_number(monkeypatch: pytest.MonkeyPatch) -> None:
    slip = slips.make(make_user("p1"), slips.draw(), at=clock.now())
    used = slips.make(make_user("p2"), slips.draw(), at=clock.now())
    slips.void(used.user, at=clock.now())
    numbers = [slip.number, used.number, "ZZZZZZ"]
    checked: list[str] = []
    verify = codes.Hasher.verify

    def counted(hasher: codes.Hasher, secret: str, stored: str) -> bool:
        checked.append(stored[:24])
        return bool(verify(hasher, secret, stored))

    monkeypatch.setattr(codes.Hasher, "verify", counted)
    answers = [answer("/vao/", {"number": number, "code": "00000000"}, number) for number in numbers]
    assert answers == [answers[0]] * len(numbers)
    assert checked == [checked[0]] * len(numbers)


@pytest.mark.both
def test_asking_for_a_new_password_costs_no_mail_server_for_a_known_address(mailoutbox: list[object]) -> None:
    make_user(email="hao@muongsoi.example")
    first, second = (
        answer("/accounts/password/reset/", {"email": mail}, mail) for mail in ("hao@muongsoi.example", "la@x.example")
    )
    assert (first.status, first.page, first.headers, mailoutbox) == (second.status, second.page, second.headers, [])
