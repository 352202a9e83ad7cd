"""Who sees and does what with rounds, duties, submissions: strangers 404, readers 403."""

from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404

from guong.jobs import clock
from guong.rounds import access
from guong.rounds.models import Round, Submission
from guong.rounds.tests.factories import BEFORE, FINDING, World, duty_of, make_phase, make_round, make_world, send
from guong.units.models import Person
from guong.units.tests.factories import make_member, make_unit

pytestmark = [pytest.mark.django_db, pytest.mark.both]


@pytest.fixture
def world() -> World:
    return make_world()


def outcome(act: Callable[[], object]) -> str:
    with clock.at(BEFORE):
        try:
            act()
        except Http404:
            return "404"
        except PermissionDenied:
            return "403"
    return "works"


def outcomes(people: dict[str, Person | None], act: Callable[[Person | None], object]) -> dict[str, str]:
    return {name: outcome(lambda person=person: act(person)) for name, person in people.items()}  # type: ignore[misc]  # bound now


def cast(world: World) -> dict[str, Person | None]:
    stranger = make_member(make_unit(kind="district_committee"), "clerk")
    return {
        "clerk": world.clerk,
        "leader": make_member(world.district, "leader"),
        "secretary": world.secretary,
        "reader": make_member(world.school, "reader"),
        "own clerk": make_member(world.school, "clerk"),
        "headman": world.headman,
        "stranger": stranger,
        "nobody": None,
    }


def test_a_proposed_round_is_seen_by_who_directs_its_owner(world: World) -> None:
    round = make_round(world, confirmed=False)
    people = cast(world)
    assert outcomes(people, lambda person: access.round_for(person, round.uid)) == dict.fromkeys(people, "404") | {
        "clerk": "works"
    }


def test_an_open_round_is_seen_by_those_it_asks_and_changed_by_its_clerk(world: World) -> None:
    phase = make_phase(world)
    people = cast(world)
    hidden = {"stranger": "404", "nobody": "404"}
    seen = dict.fromkeys(people, "works") | hidden
    assert outcomes(people, lambda person: access.round_for(person, phase.round.uid)) == seen
    assert outcomes(people, lambda person: access.phase_for(person, phase.uid)) == seen
    changed = dict.fromkeys(people, "403") | hidden | {"clerk": "works"}
    assert outcomes(people, lambda person: access.round_for(person, phase.round.uid, "change")) == changed
    assert outcomes(people, lambda person: access.phase_for(person, phase.uid, "change")) == changed


def test_a_duty_is_reported_by_its_unit_and_judged_from_above(world: World) -> None:
    duty = duty_of(make_phase(world), world.school)
    people = cast(world)
    hidden = {"headman": "404", "stranger": "404", "nobody": "404"}
    others = dict.fromkeys(people, "403") | hidden
    assert outcomes(people, lambda p: access.duty_for(p, duty.uid)) == dict.fromkeys(people, "works") | hidden
    assert outcomes(people, lambda p: access.duty_for(p, duty.uid, "report")) == others | {"secretary": "works"}
    assert outcomes(people, lambda p: access.duty_for(p, duty.uid, "judge")) == others | {"clerk": "works"}


def test_the_clerk_of_the_commune_judges_its_cells_and_not_the_commune(world: World) -> None:
    phase = make_phase(world)
    clerk = make_member(world.commune, "clerk")
    village, commune = duty_of(phase, world.village), duty_of(phase, world.commune)
    assert outcome(lambda: access.duty_for(clerk, village.uid, "judge")) == "works"
    assert outcome(lambda: access.duty_for(clerk, commune.uid, "judge")) == "403"


def test_what_stays_is_read_inside_alone(world: World) -> None:
    submission = send(world.secretary, duty_of(make_phase(world), world.school)).submission
    people = cast(world)
    hidden = {"headman": "404", "stranger": "404", "nobody": "404"}
    seen = dict.fromkeys(people, "works") | hidden
    assert outcomes(people, lambda p: access.submission_for(p, submission.uid)) == seen
    assert outcomes(people, lambda p: access.receipt_for(p, submission.uid)) == seen
    inside = dict.fromkeys(people, "403") | hidden | {"secretary": "works", "reader": "works"}
    assert outcomes(people, lambda p: access.inside_for(p, submission.uid)) == inside
    judged = dict.fromkeys(people, "403") | hidden | {"clerk": "works"}
    assert outcomes(people, lambda p: access.submission_for(p, submission.uid, "judge")) == judged
    with clock.at(BEFORE):
        words = {name for name, person in people.items() if FINDING.words in repr(told(person, submission))}
    assert words == {"secretary", "reader"}


def told(person: Person | None, submission: Submission) -> object:
    return access.content_for(person, submission)


def test_lists_of_rounds_hold_what_may_be_seen(world: World) -> None:
    make_phase(world)
    make_round(world, confirmed=False)
    everything = list(Round.objects.order_by("pk"))
    people = cast(world)
    found = {name: list(access.rounds_for(person, BEFORE.date()).order_by("pk")) for name, person in people.items()}
    seen = dict.fromkeys(people, everything[:1]) | {"clerk": everything, "stranger": [], "nobody": []}
    assert found == seen
