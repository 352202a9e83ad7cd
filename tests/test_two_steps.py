"""A password alone opens nothing for a desk role, on any path; a slip's device neither once the role has come."""

from datetime import date

import pytest
from django.contrib.auth import SESSION_KEY
from django.test import Client

from guong.accounts.models import User
from guong.units.actions import end_mandate, print_slips
from guong.units.models import Mandate, Person
from guong.units.queries.entry import DESK_ROLES
from guong.units.tests.factories import START, make_mandate, make_member, make_unit
from tests.test_access import addresses, locked

PASSWORD = "only-for-tests-1"
pytestmark = pytest.mark.django_db


def name_of(person: Person) -> str:
    assert person.user is not None
    return person.user.get_username()


def with_password(person: Person, path: str = "/accounts/login/") -> Client:
    client = Client()
    form = {"login": name_of(person), "username": name_of(person), "password": PASSWORD, "next": "/desk/"}
    client.post(path, form)
    return client


@pytest.mark.both
@pytest.mark.parametrize("role", DESK_ROLES)
def test_a_password_alone_opens_no_session_for_a_desk_role(role: str) -> None:
    person = make_member(make_unit(), role)
    client = with_password(person)
    assert SESSION_KEY not in client.session
    assert client.get("/desk/")["Location"] == "/accounts/login/?next=/desk/"


def test_no_address_at_all_opens_with_a_password() -> None:
    """Every address of the site, libraries' log-ins included, gets name and password; none makes a session of it."""
    person = make_member(make_unit(), "clerk")
    opened = []
    for path in sorted({one.path for one in addresses() if one.path}):
        tried = with_password(person, path)
        if SESSION_KEY in tried.session:
            opened.append(path)
    assert opened == []


def test_what_a_password_left_behind_opens_no_locked_address() -> None:
    client = with_password(make_member(make_unit(), "administrator"))
    answers = {one.name: client.get(one.path).status_code for one in locked() if one.path}
    assert {name for name, status in answers.items() if status == 200} == set()


def test_superusers_and_staff_of_django_are_no_exception() -> None:
    for name in ("is_superuser", "is_staff"):
        user = User.objects.create_user(name, password=PASSWORD)
        setattr(user, name, True)
        user.save()
        client = Client()
        client.post("/accounts/login/", {"login": name, "password": PASSWORD})
        assert SESSION_KEY not in client.session


def test_a_new_password_is_still_one_step() -> None:
    person = make_member(make_unit(), "clerk")
    user = person.user
    assert user is not None
    user.set_password("suối nguồn 9 ngọn núi")
    user.save()
    client = Client()
    client.post("/accounts/login/", {"login": user.username, "password": "suối nguồn 9 ngọn núi"})
    assert SESSION_KEY not in client.session


@pytest.mark.both
def test_a_session_of_a_unit_role_ends_when_a_desk_role_comes_and_not_before() -> None:
    unit = make_unit()
    person = make_member(unit, "signatory")
    client = with_password(person)
    assert client.get("/desk/").status_code == 200
    make_mandate(person, unit, "clerk", starts_on=date(2999, 1, 1))
    assert client.get("/desk/").status_code == 200
    make_mandate(person, unit, "leader", starts_on=START)
    assert client.get("/desk/").status_code == 302
    assert SESSION_KEY not in client.session


def test_a_device_with_its_pin_is_no_way_to_a_desk_role() -> None:
    unit = make_unit()
    person = make_member(unit, "signatory")
    made = print_slips(by=None, people=[person])[0]
    phone = Client()
    phone.post("/vao/", {"number": made.slip.number, "code": made.code})
    phone.post("/accounts/slip/", {"pin": "274915", "again": "274915"})
    assert phone.get("/desk/").status_code == 200
    desk = make_mandate(person, unit, "clerk")
    assert phone.get("/desk/").status_code == 302
    assert phone.post("/accounts/pin/", {"pin": "274915"}).status_code == 403
    assert SESSION_KEY not in phone.session
    end_mandate(by=None, mandate=Mandate.objects.get(pk=desk.pk), ends_on=date(2021, 1, 1))
    assert phone.post("/accounts/pin/", {"pin": "274915"}).status_code == 302
