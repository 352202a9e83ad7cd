from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from guong.accounts.models import User
from guong.figures import queries
from guong.figures.actions import publish
from guong.figures.enums import Qualifier
from guong.figures.models import Publication
from guong.rounds.content import SittingReport
from guong.rounds.models import Phase, Receipt
from guong.rounds.tests.factories import AFTER, BEFORE, World, duty_of, make_phase, make_world, send, sitting
from guong.units.models import Person, Unit
from guong.units.tests.factories import make_member

pytestmark = [pytest.mark.django_db, pytest.mark.both]
DAY = date(2022, 8, 31)


def hand(world: World, phase: Phase, unit: Unit, by: Person, **given: Any) -> Receipt:
    said: SittingReport = sitting(duty_of(phase, unit), **given)
    return send(by, duty_of(phase, unit), said=said)


@pytest.fixture
def told() -> tuple[World, Phase]:
    """The school (18 of 20, 3 guests, people declared) and a village two levels down (9, nothing declared)."""
    world = make_world()
    phase = make_phase(world)
    hand(world, phase, world.school, world.secretary, people=21)
    hand(world, phase, world.village, world.headman, expected=10, present=9, absent_excused=1, guests=0)
    return world, phase


def value(key: str, world: World, phase: Phase) -> int | None:
    return queries.compute(key, unit=world.district, phase=phase, on=DAY, known=AFTER).value


def test_units_sittings_seats_and_people_are_counts_of_their_own(told: tuple[World, Phase]) -> None:
    world, phase = told
    keys = ("units_direct", "units_below", "sittings", "seats", "people")
    assert {key: value(key, world, phase) for key in keys} == {
        "units_direct": 1,
        "units_below": 1,
        "sittings": 2,
        "seats": 18 + 3 + 9,
        "people": None,
    }
    assert queries.compute("people", unit=world.school, phase=phase, on=DAY, known=AFTER).value == 21


def test_what_arrives_later_alters_no_figure_known_before(told: tuple[World, Phase]) -> None:
    world, phase = told
    earlier = queries.compute("seats", unit=world.district, phase=phase, on=DAY, known=BEFORE).value
    send(
        world.secretary,
        duty_of(phase, world.school),
        at=AFTER,
        said=sitting(duty_of(phase, world.school), present=20, absent_excused=0, people=23),
        base=world.school.submissions.get().uid,
    )
    assert queries.compute("seats", unit=world.district, phase=phase, on=DAY, known=BEFORE).value == earlier == 30
    assert value("seats", world, phase) == 32


def freeze(world: World, phase: Phase, key: str = "seats", floor: int | None = None) -> Publication:
    return publish(by=world.clerk, definition=key, unit=world.district, phase=phase, on=DAY, known=AFTER, floor=floor)


def test_a_publication_stays_until_something_moves_and_is_then_superseded(told: tuple[World, Phase]) -> None:
    world, phase = told
    first = freeze(world, phase, floor=1)
    assert (first.exact, first.shown, first.qualifier) == (30, 29, Qualifier.FLOOR)
    assert freeze(world, phase, floor=1).pk == first.pk
    hand(world, phase, world.hamlet, make_member(world.hamlet, "signatory"), expected=6, present=6, absent_excused=0)
    assert queries.moved(first, phase, AFTER)
    second = freeze(world, phase, floor=1)
    first.refresh_from_db()
    assert (first.exact, second.exact, second.supersedes_id) == (30, 39, first.pk)
    assert list(queries.faults()) == []


def test_a_walk_back_reaches_every_receipt_and_adds_up(told: tuple[World, Phase]) -> None:
    world, phase = told
    rows = list(queries.walk_back(freeze(world, phase)))
    assert [(row.unit_id, row.value, row.submission.receipt.number) for row in rows] == [
        (world.school.pk, 21, 1),
        (world.village.pk, 9, 2),
    ]


def test_altered_sources_are_named(told: tuple[World, Phase]) -> None:
    world, phase = told
    publication = freeze(world, phase)
    publication.sources.filter(unit=world.village).update(value=90)
    assert list(queries.faults()) == [f"Số công bố {publication.uid}: mã băm không còn khớp với nguồn."]


def test_the_database_refuses_a_floor_above_the_truth(told: tuple[World, Phase]) -> None:
    world, phase = told
    publication = freeze(world, phase, floor=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        Publication.objects.filter(pk=publication.pk).update(shown=30)


def signed_in(person: Person, username: str) -> Client:
    person.user = User.objects.create_user(username=username, password="x")
    person.save()
    client = Client()
    client.force_login(person.user)
    return client


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_of_a_walk_back_asks_the_database_as_often_for_three_rows_as_for_one(
    rows: int, django_assert_num_queries: Any, clock: Any
) -> None:
    world = make_world()
    phase = make_phase(world)
    people = [(world.school, world.secretary), (world.village, world.headman)]
    people.append((world.hamlet, make_member(world.hamlet, "signatory")))
    for unit, person in people[:rows]:
        hand(world, phase, unit, person)
    publication = freeze(world, phase)
    clerk = signed_in(world.clerk, "clerk")
    address = reverse("figures:walk_back", args=[publication.uid])
    clerk.get(address)
    with django_assert_num_queries(QUERIES):
        page = clerk.get(address)
    assert len(page.context["rows"]) == rows


QUERIES = 15


def test_who_sees_the_unit_walks_back_and_a_stranger_finds_nothing(told: tuple[World, Phase], clock: Any) -> None:
    world, phase = told
    address = reverse("figures:walk_back", args=[freeze(world, phase).uid])
    assert signed_in(world.clerk, "clerk").get(address).status_code == 200
    assert signed_in(world.secretary, "secretary").get(address).status_code == 404
    assert Client().get(address).status_code == 302
