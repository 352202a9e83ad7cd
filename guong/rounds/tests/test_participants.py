"""Those who took part, by category of the pack: they divide the head counts, or are not stated and stay unknown."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from uuid_utils.compat import uuid7

from guong.rounds import checks, content, rules
from guong.rounds.content import SittingReport
from guong.rounds.tests.factories import AFTER, duty_of, make_phase, make_world, send, sitting
from guong.tally.queries import totals

TODAY = date(2022, 8, 20)
BARE = SittingReport(duties=(uuid7(),), held_on=date(2022, 8, 15), form="thematic")


def problems(said: SittingReport) -> dict[str, list[str]]:
    found = checks.problems(said, today=TODAY)
    return {name: sentences for name, sentences in found.items() if name.startswith("participants")}


@given(st.lists(st.integers(0, 90), min_size=3, max_size=3), st.lists(st.integers(0, 90), min_size=3, max_size=3))
def test_categories_that_divide_the_head_counts_are_taken_and_others_are_not(
    members: list[int], guests: list[int]
) -> None:
    groups = rules.participant_groups()
    stated = dict(zip([*groups["present"], *groups["guests"]], [*members, *guests], strict=True))
    said = replace(BARE, expected=sum(members), present=sum(members), guests=sum(guests), participants=stated)
    assert problems(said) == {}
    assert set(problems(replace(said, guests=sum(guests) + 1))) == {"participants.guests"}
    off = replace(said, expected=sum(members) + 1, present=sum(members) + 1)
    assert set(problems(off)) == {"participants.present"}


def test_a_category_that_the_pack_does_not_know_or_that_is_relieved_is_refused() -> None:
    for code in ("admiral", "exempt"):
        assert set(problems(replace(BARE, expected=3, present=3, participants={code: 3}))) == {"participants"}


def test_a_report_without_categories_keeps_the_bytes_that_it_had_before_there_were_any() -> None:
    up, _stays = content.build(replace(BARE, expected=3, present=3))
    assert b"participants" not in up


@pytest.mark.django_db
@pytest.mark.both
def test_categories_add_up_over_the_tree_and_what_was_not_stated_stays_unknown() -> None:
    world = make_world()
    phase = make_phase(world)
    school, village = duty_of(phase, world.school), duty_of(phase, world.village)
    told = {"member": 15, "probationary": 3}
    send(world.secretary, school, said=replace(sitting(school), participants=told))
    send(world.headman, village, said=replace(sitting(village), participants={**told, "worker": 1, "guest": 2}))
    found = totals(series=phase.uid, unit=world.district, line="party", on=TODAY, known=AFTER)
    by_category = {name: count for name, count in found.items() if name.startswith("participants.")}
    assert by_category == {
        "participants.member": 30,
        "participants.probationary": 6,
        "participants.visiting": 0,
        "participants.official": 0,
        "participants.worker": 1,
        "participants.guest": 2,
    }
    own = totals(series=phase.uid, unit=world.school, line="party", on=TODAY, known=AFTER)
    assert {name for name in own if name.startswith("participants.")} == {
        "participants.member",
        "participants.probationary",
        "participants.visiting",
    }
