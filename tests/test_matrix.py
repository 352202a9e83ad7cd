"""Every locked address, asked by every role for units in every relation, against the rules of the design."""

from collections import Counter
from collections.abc import Callable, Iterator
from itertools import product

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from guong.accounts.tests.factories import as_confirmed
from guong.jobs import clock
from guong.rounds.tests.factories import BEFORE
from tests.access_matrix import ACCESS, CLOSED, EVERYONE, NOWHERE, SAMPLE
from tests.doors import BESIDE, DOORS, OPEN, OWN, READER, RELATIONS, SIBLING, STRANGER, Case
from tests.matrix_world import TODAY, World, below, build, member, upload
from tests.scope_model import AT_THE_UNIT

pytestmark = pytest.mark.django_db
ROLES = sorted(AT_THE_UNIT)
REST = [one for one in RELATIONS if one not in {OWN, SIBLING}]
Asked = tuple[str, str, str]  # address, relation, method


def expected(world: World, name: str, role: str, relation: str) -> str:
    case = Case(
        offices=world.offices(role),
        role=role,
        relation=relation,
        unit=world.numbers[relation],
        below=world.numbers[below(relation)],
        superior=world.superior(relation),
        on=TODAY,
        known=TODAY,
    )
    return DOORS[name].rule(case)


def told(status: int) -> str:
    assert status < 500
    return {403: READER, 404: STRANGER}.get(status, OPEN)


class Visitor:
    """One person of the own unit who asks for everything; nothing of it stays."""

    def __init__(self, world: World, role: str) -> None:
        self.world, self.role = world, role
        person, mandate = member(world, role)
        assert person.user is not None
        self.client = Client()
        self.client.force_login(person.user, backend="allauth.account.auth_backends.AuthenticationBackend")
        as_confirmed(self.client, person.user)
        self.own = {"upload": upload(person).uid, "mandate_of_mine": mandate.uid}

    def ask(self, name: str, relation: str, method: str) -> str:
        door, objects = DOORS[name], self.world.objects[relation]
        found = objects | (self.own if relation == OWN else {})
        url = reverse(name, args=[found[one] for one in door.asks])
        post = {field: str((found | self.own)[value]) for field, value in (door.post or {}).items()}
        with transaction.atomic():
            answer = self.client.post(url, post) if method == "post" else self.client.get(url)
            transaction.set_rollback(True)
        return told(answer.status_code)

    def wrong(self, asked: Iterator[Asked]) -> dict[Asked, str]:
        found = {}
        for one in asked:
            name, relation, _method = one
            answer, rule = self.ask(*one), expected(self.world, name, self.role, relation)
            if answer != rule:
                found[one] = f"{answer}, not {rule}"
        return found


def methods(name: str) -> list[str]:
    return ["post"] if DOORS[name].post is not None else ["get", "post"]


def usual(name: str) -> str:
    """An address that changes something is posted to, others are read."""
    return "post" if DOORS[name].post is not None else "get"


def in_pairs(role: str) -> Iterator[Asked]:
    """The own unit and its sibling in full; of the rest every pair of address, role and relation once."""
    for place, name in enumerate(sorted(DOORS)):
        yield name, OWN, usual(name)
        yield name, SIBLING, usual(name)
        yield name, REST[(place + ROLES.index(role)) % len(REST)], methods(name)[-1]


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """Pages of files have a picture: what stands on it is of no interest."""
    for room in ("files", "uploads"):
        monkeypatch.setattr(f"guong.registry.views.{room}.page_image", lambda _file, _number: b"jpeg")
    made = build()
    with clock.at(BEFORE):
        yield made


@pytest.fixture
def undrawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who gets in is decided before a page is drawn, which takes most of the time; the long run draws them all."""
    monkeypatch.setattr("django.template.backends.django.Template.render", lambda *_given, **_named: "")


def test_every_locked_address_has_a_door() -> None:
    locked = {name for name, who in ACCESS.items() if who not in {EVERYONE, SAMPLE, CLOSED, NOWHERE}}
    assert (set(DOORS) | BESIDE, set(DOORS) & BESIDE) == (locked, set())


def test_every_rule_lets_somebody_in_and_refuses_somebody(world: World) -> None:
    """Or it is a page of one's own, or for people whom this world does not hold: both are named."""
    answers = {
        name: {expected(world, name, role, relation) for role, relation in product(ROLES, RELATIONS)} for name in DOORS
    }
    alone = Counter(next(iter(found)) for found in answers.values() if len(found) == 1)
    assert alone == {OPEN: 16, STRANGER: 1}


@pytest.mark.usefixtures("undrawn")
@pytest.mark.parametrize("roles", [ROLES[:3], ROLES[3:6], ROLES[6:]], ids=" ".join)
def test_every_address_answers_as_the_design_says(roles: list[str], world: World) -> None:
    assert {role: Visitor(world, role).wrong(in_pairs(role)) for role in roles} == {role: {} for role in roles}


@pytest.mark.soak
@pytest.mark.parametrize("role", ROLES)
def test_every_address_answers_every_relation_and_method(
    role: str, world: World, record_property: Callable[[str, object], None]
) -> None:
    everything = [one for one in product(sorted(DOORS), RELATIONS, ["get", "post"]) if one[2] in methods(one[0])]
    record_property(f"asked_as_{role or 'nobody'}", len(everything))
    assert Visitor(world, role).wrong(iter(everything)) == {}
