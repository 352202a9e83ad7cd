"""Giving, ending and delegating: nobody gives what they do not hold."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from guong.jobs import clock as jobs_clock
from guong.trail.capacity import work_as
from guong.trail.models import Entry
from guong.units.access import may, own_units, scope
from guong.units.actions import delegate, end_mandate, give_mandate, revoke
from guong.units.enums import Role, Verb
from guong.units.models import Mandate, Person, Unit
from guong.units.queries import capacities, working_in
from guong.units.rules import Refused
from guong.units.tests.factories import START, make_mandate, make_member, make_person, make_unit

pytestmark = [pytest.mark.django_db, pytest.mark.both, pytest.mark.usefixtures("clock")]

TODAY = date(2022, 8, 20)
A_WEEK = timedelta(days=7)
# Which roles a role lets its holder give: in the own unit, in a unit below.
GIVES: dict[Role, tuple[set[Role], set[Role]]] = {
    Role.READER: (set(), set()),
    Role.REPORTER: (set(), set()),
    Role.SIGNATORY: ({Role.READER, Role.REPORTER, Role.SIGNATORY}, set()),
    Role.CLERK: ({Role.CLERK}, {Role.READER, Role.REPORTER, Role.SIGNATORY, Role.CLERK, Role.LEADER}),
    Role.LEADER: ({Role.LEADER}, set()),
    Role.EDITOR: (set(), set()),
    Role.AUDITOR: (set(), set()),
    Role.ADMINISTRATOR: ({Role.ADMINISTRATOR}, set()),
}


def three() -> tuple[Unit, Unit, Unit]:
    top = make_unit()
    own = make_unit(parent=top)
    return top, own, make_unit(parent=own)


def given(by: Person, unit: Unit) -> set[Role]:
    """Roles that somebody manages to give at a unit."""
    found = set()
    for role in Role:
        try:
            with transaction.atomic():
                give_mandate(by=by, person=make_person(), unit=unit, role=role, starts_on=TODAY)
        except Refused:
            continue
        found.add(role)
    return found


@pytest.mark.parametrize("role", Role)
def test_each_role_gives_exactly_this(role: Role) -> None:
    top, own, below = three()
    person = make_member(own, role)
    assert (given(person, own), given(person, below)) == GIVES[role]
    assert given(person, top) == set()


def test_two_roles_together_give_both_and_what_is_delegated_gives_nothing() -> None:
    _top, own, _below = three()
    person = make_member(own, Role.CLERK)
    make_mandate(person, own, Role.EDITOR)
    assert given(person, own) == {Role.CLERK, Role.EDITOR}
    leader, clerk = make_person(), make_member(own, Role.CLERK)
    mandate = make_mandate(leader, own, Role.LEADER)
    delegate(by=leader, mandate=mandate, to=clerk, verbs=[Verb.SIGN], starts_on=TODAY, ends_on=TODAY + A_WEEK)
    assert given(clerk, own) == {Role.CLERK}


def test_a_role_is_given_in_no_other_line_than_one_reaches_in() -> None:
    own = make_unit()
    clerk = make_member(own, Role.CLERK)
    with pytest.raises(Refused):
        give_mandate(by=clerk, person=make_person(), unit=own, role=Role.CLERK, line="administration", starts_on=TODAY)
    assert give_mandate(by=clerk, person=make_person(), unit=own, role=Role.CLERK, starts_on=TODAY).line == "party"


def test_nobody_gives_to_themselves_not_even_past_the_actions() -> None:
    own = make_unit()
    clerk = make_member(own, Role.CLERK)
    with pytest.raises(Refused):
        give_mandate(by=clerk, person=clerk, unit=own, role=Role.CLERK, starts_on=TODAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        Mandate.objects.create(person=clerk, given_by=clerk, unit=own, role=Role.CLERK, starts_on=TODAY)


@pytest.mark.parametrize(
    ("role", "ends"),
    [(Role.CLERK, True), (Role.LEADER, True), (Role.ADMINISTRATOR, True), (Role.READER, False), (Role.EDITOR, False)],
)
def test_who_gives_heads_and_administers_ends(role: Role, ends: bool) -> None:
    own = make_unit()
    colleague = make_mandate(make_person(), own, Role.CLERK)
    person = make_member(own, role)
    if ends:
        end_mandate(by=person, mandate=colleague, ends_on=TODAY)
        assert not may(colleague.person, Verb.SEE, own, TODAY)
    else:
        with pytest.raises(Refused):
            end_mandate(by=person, mandate=colleague, ends_on=TODAY)
    assert person.mandates.get().ends_on is None
    end_mandate(by=person, mandate=person.mandates.get(), ends_on=TODAY)
    assert not may(person, Verb.SEE, own, TODAY)


def test_the_clerk_does_not_end_the_leader() -> None:
    own = make_unit()
    leader = make_mandate(make_person(), own, Role.LEADER)
    with pytest.raises(Refused):
        end_mandate(by=make_member(own, Role.CLERK), mandate=leader, ends_on=TODAY)


def test_what_is_delegated_opens_this_and_no_more_for_these_days() -> None:
    _top, own, below = three()
    clerk, other = make_person(), make_person()
    mandate = make_mandate(clerk, own, Role.CLERK)
    delegate(by=clerk, mandate=mandate, to=other, verbs=[Verb.DIRECT], starts_on=TODAY, ends_on=TODAY + A_WEEK)
    assert {verb for verb in Verb if may(other, verb, own, TODAY)} == {Verb.SEE, Verb.DIRECT}
    assert {verb for verb in Verb if may(other, verb, below, TODAY)} == {Verb.SEE, Verb.DIRECT}
    assert list(own_units(other, [Verb.DIRECT], TODAY)) == [own]
    around = (TODAY - timedelta(days=1), TODAY + A_WEEK)
    assert [set(scope(other, Verb.SEE, day)) for day in around] == [set(), set()]


def test_delegated_rights_end_with_the_mandate_behind_them_and_when_they_are_revoked() -> None:
    _top, own, _below = three()
    clerk, other = make_person(), make_person()
    mandate = make_mandate(clerk, own, Role.CLERK)
    made = delegate(
        by=clerk, mandate=mandate, to=other, verbs=[Verb.DIRECT], starts_on=TODAY, ends_on=TODAY + A_WEEK
    )  # fmt: skip
    end_mandate(by=None, mandate=mandate, ends_on=TODAY + timedelta(days=2))
    assert [may(other, Verb.DIRECT, own, TODAY + timedelta(days=n)) for n in (1, 2)] == [True, False]
    with pytest.raises(Refused):
        revoke(by=make_member(own, Role.READER), delegation=made, on=TODAY)
    revoke(by=clerk, delegation=made, on=TODAY)
    assert not may(other, Verb.SEE, own, TODAY)
    with pytest.raises(Refused):
        revoke(by=clerk, delegation=made, on=TODAY)
    assert [entry.what for entry in Entry.objects.order_by("pk")][-1] == "units.revoke"


@pytest.mark.parametrize(
    "wrong",
    [
        {"verbs": []},
        {"verbs": [Verb.SIGN]},  # the clerk does not hold it
        {"verbs": [Verb.GRANT]},  # held, and never delegated
        {"verbs": [Verb.SEE]},
        {"ends_on": TODAY},
        {"starts_on": START - A_WEEK},
        {"ends_on": TODAY + 10 * A_WEEK},  # the mandate ends before
    ],
)
def test_no_more_is_delegated_than_is_held(wrong: dict[str, object]) -> None:
    own = make_unit()
    clerk = make_person()
    mandate = make_mandate(clerk, own, Role.CLERK, ends_on=TODAY + 5 * A_WEEK)
    values = {"verbs": [Verb.DIRECT], "starts_on": TODAY, "ends_on": TODAY + A_WEEK, "to": make_person()} | wrong
    with pytest.raises(Refused, match=r"\.$"):
        delegate(by=clerk, mandate=mandate, **values)  # type: ignore[arg-type]  # one wrong value each
    assert not mandate.delegations.exists()


def test_only_the_holder_delegates_and_never_to_themselves() -> None:
    own = make_unit()
    clerk = make_person()
    mandate = make_mandate(clerk, own, Role.CLERK)
    for by, to in ((clerk, clerk), (make_member(own, Role.CLERK), make_person())):
        with pytest.raises(Refused):
            delegate(by=by, mandate=mandate, to=to, verbs=[Verb.DIRECT], starts_on=TODAY, ends_on=TODAY + A_WEEK)


def test_a_role_reaches_down_in_its_own_line_alone() -> None:
    top = make_unit()
    party, other = make_unit(parent=top), make_unit(line="administration", parent=None)
    under = make_unit(line="administration", parent=other)
    person = make_member(top, Role.CLERK)
    make_mandate(person, other, Role.CLERK)  # reaches down in the party's line, where nothing stands below it
    assert set(scope(person, Verb.SEE, TODAY)) == {top, party, other}
    make_mandate(person, other, Role.CLERK, line="administration")
    assert set(scope(person, Verb.SEE, TODAY)) == {top, party, other, under}
    assert set(scope(person, Verb.SEE, TODAY, line="party")) == {top, party, other}


def test_the_chosen_office_is_what_new_acts_name_and_opens_nothing() -> None:
    own, elsewhere = make_unit(), make_unit()
    person = make_person()
    first, second = make_mandate(person, own, Role.CLERK), make_mandate(person, elsewhere, Role.CLERK)
    before = set(scope(person, Verb.DIRECT, TODAY))
    with work_as(second.uid), jobs_clock.at(jobs_clock.now()):
        assert working_in(person, Verb.DIRECT, TODAY) == second
        give_mandate(by=person, person=make_person(), unit=own, role=Role.CLERK, starts_on=TODAY)
        assert set(scope(person, Verb.DIRECT, TODAY)) == before
    assert Entry.objects.latest("pk").acting_as == second.uid
    assert working_in(person, Verb.DIRECT, TODAY) == first
    assert list(capacities(person, TODAY)) == [first, second]
