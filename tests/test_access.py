"""Every address is in the table, and nobody without a mandate gets further than the table says."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPStatus

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from guong.accounts.models import User
from tests.access_matrix import (
    ACCESS,
    ACCOUNT,
    CLOSED,
    EVERYONE,
    LIBRARIES,
    LINK,
    NOWHERE,
    OPEN_OF_LIBRARIES,
    SAMPLE,
)

ONE = "0190a0a0-0000-7000-8000-000000000001"
VALUES = {"uuid": ONE, "uuidstr": ONE, "int": "1", "slug": "x", "str": "x", "path": "x"}
PARAMETER = re.compile(r"<(?:(\w+):)?\w+>")
LED = {HTTPStatus.FOUND, HTTPStatus.SEE_OTHER}
UNASKED = {HTTPStatus.METHOD_NOT_ALLOWED, HTTPStatus.UNAUTHORIZED}  # a program is told so, and led nowhere
REFUSED = {HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND, HTTPStatus.METHOD_NOT_ALLOWED, HTTPStatus.BAD_REQUEST}


@dataclass(frozen=True)
class Address:
    name: str
    route: str
    ours: bool

    @property
    def path(self) -> str | None:
        """The address with made-up values; None where a library uses an expression that cannot be filled in."""
        filled = PARAMETER.sub(lambda found: VALUES.get(found[1] or "str", "x"), self.route)
        plain = filled.replace("^", "").replace("$", "").replace(r"\Z", "").replace(r"\.", ".")
        return None if re.search(r"[()\[\]*+?\\|]", plain) else f"/{plain}"


def addresses(resolver: URLResolver | None = None, spaces: str = "", start: str = "") -> Iterator[Address]:
    for pattern in (resolver or get_resolver()).url_patterns:
        route = start + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern, spaces + (f"{pattern.namespace}:" if pattern.namespace else ""), route)
        elif isinstance(pattern, URLPattern):
            ours = pattern.callback.__module__.startswith("guong.")
            yield Address(spaces + pattern.name if pattern.name else route, route, ours)


def locked() -> list[Address]:
    """Addresses that ask for a mandate or, of libraries, for more than a visitor has."""
    open_to_all = {
        name for name, who in ACCESS.items() if who in {EVERYONE, SAMPLE, CLOSED, NOWHERE, LINK}
    } | OPEN_OF_LIBRARIES
    served = {"wagtail_serve", "wagtailimages_serve", "wagtaildocs_serve", "wagtaildocs_authenticate_with_password"}
    return [one for one in addresses() if one.path and one.name not in open_to_all | served]


def test_every_address_of_ours_is_in_the_table_and_none_is_left_over() -> None:
    assert {one.name for one in addresses() if one.ours} == set(ACCESS)


def test_every_address_of_a_library_is_under_a_known_start() -> None:
    known = tuple(start for start in LIBRARIES if start)
    loose = {one.route for one in addresses() if not one.ours and not one.route.startswith(known)}
    assert {route for route in loose if not route.startswith(("^((?:", "_util/", "documents/", "images/"))} == set()


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_visitor_is_asked_to_sign_in_before_anything_else(client: Client, method: str) -> None:
    wrong = {}
    for one in locked():
        answer = getattr(client, method)(one.path)
        asked = answer.status_code in LED and "/login/" in answer["Location"]
        fine = answer.status_code in UNASKED if one.ours else refused(answer)
        if not asked and not fine:
            wrong[one.name] = answer.status_code
    assert wrong == {}


def refused(answer: object) -> bool:
    return getattr(answer, "status_code", None) in REFUSED


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["get", "post"])
def test_an_account_without_a_mandate_opens_no_address_of_ours(client: Client, method: str) -> None:
    client.force_login(User.objects.create(username="stranger"))
    wrong = {}
    for one in locked():
        answer = getattr(client, method)(one.path)
        if one.ours and ACCESS[one.name] != ACCOUNT and not refused(answer):
            wrong[one.name] = answer.status_code
    assert wrong == {}


@pytest.mark.django_db
def test_an_account_without_a_mandate_does_not_enter_the_editor(client: Client) -> None:
    client.force_login(User.objects.create(username="stranger"))
    entered = [
        one.name
        for one in addresses()
        if one.path and one.route.startswith("cms/") and client.get(one.path).status_code == HTTPStatus.OK
        if one.name not in {"wagtailadmin_javascript_catalog", "javascript_catalog", "wagtailadmin_sprite"}
    ]
    assert entered == []


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["get", "post"])
def test_closed_addresses_lead_to_the_one_sign_in_and_unused_ones_nowhere(client: Client, method: str) -> None:
    found = {}
    for one in addresses():
        who = ACCESS.get(one.name)
        if who in {CLOSED, NOWHERE}:
            answer = getattr(client, method)(one.path)
            led = answer.status_code in LED and answer["Location"].split("?")[0] == reverse("account_login")
            found[one.name] = CLOSED if led else NOWHERE if answer.status_code == HTTPStatus.NOT_FOUND else "open"
    assert found == {name: who for name, who in ACCESS.items() if who in {CLOSED, NOWHERE}}


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_made_up_link_opens_nothing(client: Client, method: str) -> None:
    linked = [one for one in addresses() if ACCESS.get(one.name) == LINK]
    assert {getattr(client, method)(one.path).status_code for one in linked} == {HTTPStatus.GONE}
