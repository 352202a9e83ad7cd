from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.test import RequestFactory
from pytest_django import DjangoAssertNumQueries

from guong.jobs.clock import today
from guong.units import queries
from guong.units.access import may, may_somewhere, scope, unit_for
from guong.units.actions import end_mandate
from guong.units.enums import Role, Verb
from guong.units.models import DelegatedVerb, Delegation, Placement, Unit, UnitName
from guong.units.rules import DELEGABLE, Refused
from guong.units.tests.factories import (
    START,
    make_mandate,
    make_member,
    make_period,
    make_person,
    make_unit,
    make_user,
)

pytestmark = [pytest.mark.django_db, pytest.mark.both]

# Who may do what: at the own unit, at a unit below, at the unit above.
OWN = {
    Role.READER: {Verb.SEE, Verb.SEE_INSIDE},
    Role.REPORTER: {Verb.SEE, Verb.SEE_INSIDE, Verb.REPORT},
    Role.SIGNATORY: {Verb.SEE, Verb.SEE_INSIDE, Verb.REPORT, Verb.SIGN, Verb.GRANT},
    Role.CLERK: {Verb.SEE, Verb.DIRECT, Verb.GRANT},
    Role.LEADER: {Verb.SEE, Verb.SIGN, Verb.GRANT},
    Role.EDITOR: {Verb.SEE, Verb.EDIT},
    Role.AUDITOR: {Verb.SEE, Verb.AUDIT},
    Role.ADMINISTRATOR: {Verb.SEE, Verb.ADMINISTER, Verb.GRANT},
}
BELOW: dict[Role, set[Verb]] = {
    Role.READER: set(),
    Role.REPORTER: set(),
    Role.SIGNATORY: set(),
    Role.CLERK: {Verb.SEE, Verb.DIRECT, Verb.GRANT},
    Role.LEADER: {Verb.SEE},
    Role.EDITOR: set(),
    Role.AUDITOR: {Verb.AUDIT},
    Role.ADMINISTRATOR: {Verb.ADMINISTER, Verb.GRANT},
}


@pytest.mark.parametrize("role", Role)
def test_each_role_reaches_exactly_this(role: Role) -> None:
    top = make_unit()
    own = make_unit(parent=top)
    below = make_unit(parent=make_unit(parent=own))
    make_unit(parent=top)
    person = make_member(own, role)
    assert {verb for verb in Verb if may(person, verb, own, START)} == OWN[role]
    assert {verb for verb in Verb if may(person, verb, below, START)} == BELOW[role]
    assert {verb for verb in Verb if may(person, verb, top, START)} == set()


@pytest.mark.parametrize("role", Role)
def test_somewhere_means_that_the_scope_holds_a_unit(role: Role, rf: RequestFactory) -> None:
    user = make_user()
    person = make_person(user=user)
    make_mandate(person, make_unit(), Role.READER, starts_on=START, ends_on=today())
    for given in (None, role):
        if given:
            make_mandate(person, make_unit(), given)
        request = rf.get("/")
        request.user = user
        assert {verb for verb in Verb if may_somewhere(request, verb)} == {
            verb for verb in Verb if scope(person, verb, today()).exists()
        }


@pytest.mark.parametrize("role", Role)
def test_what_is_delegated_counts_somewhere_as_far_as_the_mandate_allows_it(role: Role, rf: RequestFactory) -> None:
    user = make_user()
    person, holder = make_person(user=user), make_person()
    for follows in (False, True):
        mandate = make_mandate(holder, make_unit(), role, follows=follows)
        lent = Delegation.objects.create(
            mandate=mandate, holder=holder, person=person, starts_on=today(), ends_on=today() + timedelta(days=1)
        )
        for verb in (None, *DELEGABLE):
            if verb:
                DelegatedVerb.objects.create(delegation=lent, verb=verb)
            request = rf.get("/")
            request.user = user
            assert {verb for verb in Verb if may_somewhere(request, verb)} == {
                verb for verb in Verb if scope(person, verb, today()).exists()
            }
        lent.delete()


def test_scope_follows_the_tree_of_the_day() -> None:
    top, other = make_unit(), make_unit()
    moved = make_unit(parent=top)
    make_period(Placement, moved, date(2022, 1, 1), line="party", parent=other)
    clerk = make_member(top, Role.CLERK)
    assert set(scope(clerk, Verb.SEE, date(2021, 12, 31))) == {top, moved}
    assert set(scope(clerk, Verb.SEE, date(2022, 1, 1))) == {top}


def test_a_mandate_opens_and_closes_on_its_days() -> None:
    unit = make_unit()
    person = make_person()
    mandate = make_mandate(person, unit, Role.CLERK, starts_on=date(2022, 1, 1))
    end_mandate(by=None, mandate=mandate, ends_on=date(2022, 2, 1))
    days = (date(2021, 12, 31), date(2022, 1, 1), date(2022, 1, 31), date(2022, 2, 1))
    assert [may(person, Verb.DIRECT, unit, day) for day in days] == [False, True, True, False]
    with pytest.raises(Refused):
        end_mandate(by=None, mandate=mandate, ends_on=date(2021, 12, 31))
    end_mandate(by=None, mandate=mandate, ends_on=date(2022, 1, 1))
    assert not may(person, Verb.DIRECT, unit, date(2022, 1, 1))


def test_two_mandates_add_up() -> None:
    first, second = make_unit(), make_unit()
    person = make_member(first, Role.CLERK)
    make_mandate(person, second, Role.REPORTER)
    assert set(scope(person, Verb.SEE, START)) == {first, second}
    assert list(scope(person, Verb.REPORT, START)) == [second]


def test_a_post_without_a_role_opens_nothing() -> None:
    unit = make_unit()
    person = make_person()
    make_mandate(person, unit, office="secretary")
    assert not scope(person, Verb.SEE, START).exists()
    assert not scope(None, Verb.SEE, START).exists()


def test_strangers_get_404_and_readers_403() -> None:
    top = make_unit()
    unit = make_unit(parent=top)
    leader, stranger = make_member(top, Role.LEADER), make_member(make_unit(), Role.CLERK)
    clerk = make_member(top, Role.CLERK)
    assert unit_for(clerk, unit.uid, verb=Verb.DIRECT, at=START) == unit
    with pytest.raises(PermissionDenied):
        unit_for(leader, unit.uid, verb=Verb.DIRECT, at=START)
    for person in (stranger, None):
        with pytest.raises(Http404):
            unit_for(person, unit.uid, verb=Verb.DIRECT, at=START)
        with pytest.raises(Http404):
            unit_for(person, unit.uid, verb=Verb.SEE, at=START)
    with pytest.raises(Http404):
        unit_for(clerk, uuid4(), verb=Verb.SEE, at=START)


@pytest.mark.parametrize("units", [1, 3])
def test_scope_is_one_query(units: int, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    top = make_unit()
    for _ in range(units):
        make_unit(parent=top)
    clerk = make_member(top, Role.CLERK)
    with django_assert_num_queries(1):
        assert len(scope(clerk, Verb.SEE, START)) == units + 1


def test_a_scope_can_stand_inside_another_query() -> None:
    top = make_unit()
    make_unit(parent=top)
    make_unit()
    clerk = make_member(top, Role.CLERK)
    inside = UnitName.objects.filter(unit__in=scope(clerk, Verb.SEE, START))
    assert inside.count() == 2
    assert Unit.objects.exclude(pk__in=scope(clerk, Verb.SEE, START)).count() == 1


def test_who_leads_and_who_follows() -> None:
    unit = make_unit()
    old, new, follower = make_person("Cũ"), make_person("Mới"), make_person("Theo dõi")
    make_mandate(old, unit, office="secretary", ends_on=date(2022, 1, 1))
    make_mandate(new, unit, office="secretary", starts_on=date(2022, 1, 1))
    make_mandate(follower, unit, follows=True)
    heads = [queries.head_of(unit, day) for day in (date(2021, 12, 31), date(2022, 1, 1))]
    assert [head.person for head in heads if head] == [old, new]
    found = queries.follower_of(unit, START)
    assert found is not None
    assert found.person == follower
    assert queries.head_of(unit, START - timedelta(days=1)) is None
    assert [row.person for row in queries.people_of(unit, date(2022, 1, 1))] == [new, follower]
    assert [row.unit for row in queries.mandates(new, date(2022, 1, 1))] == [unit]


@pytest.mark.parametrize("wrong", [{}, {"role": "king"}, {"office": "king"}, {"role": "reader", "ends_on": START}])
def test_a_mandate_is_refused_in_a_sentence(wrong: dict[str, object]) -> None:
    with pytest.raises(Refused, match=r"\.$"):
        make_mandate(make_person(), make_unit(), **wrong)  # type: ignore[arg-type]  # one wrong value each
