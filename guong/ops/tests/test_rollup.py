"""`guong rollup`: one round, before and after the units that reported became others."""

import json
from datetime import UTC, date, datetime
from io import StringIO
from typing import Any
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command

from guong.jobs import clock
from guong.rounds.models import Phase, Round
from guong.tally.actions import state
from guong.units import planning
from guong.units.actions import carry_out
from guong.units.models import Unit
from guong.units.plans import Part
from guong.units.tests.factories import make_unit

pytestmark = [pytest.mark.django_db, pytest.mark.both]

STATED, DECIDED = datetime(2022, 8, 20, tzinfo=UTC), datetime(2025, 6, 20, tzinfo=UTC)
EVE, DAY = date(2025, 6, 30), date(2025, 7, 1)


def rollup(*args: str) -> dict[str, Any]:
    out = StringIO()
    call_command("rollup", "--json", *args, stdout=out)
    told: dict[str, Any] = json.loads(out.getvalue())
    return told


def make_phase(owner: Unit) -> Phase:
    round_ = Round.objects.create(owner=owner, line="party", title="Tự soi, tự sửa", proposed_at=STATED)
    return Phase.objects.create(round=round_, order=1, title="Đợt 1")


@pytest.fixture
def phase() -> Phase:
    """A province with two districts; of three communes two become one, one is divided."""
    province = make_unit("Tỉnh Nậm Thi", code="P")
    one, two = make_unit("Huyện Một", code="D1", parent=province), make_unit("Huyện Hai", code="D2", parent=province)
    communes = [make_unit(f"Xã {n}", code=f"W{n}", parent=one if n < 3 else two) for n in (1, 2, 3)]
    phase = make_phase(province)
    for unit, (came, asked) in zip(communes, ((8, 10), (1, 10), (30, 40)), strict=True):
        state(
            series=phase.uid,
            unit=unit,
            on=date(2022, 8, 10),
            source=uuid4(),
            values={"seats.members": came, "expected": asked},
            at=STATED,
        )
    with clock.at(DECIDED):
        given: dict[str, Any] = {"kind": "cell", "places": {"party": province}, "day": DAY}
        new = planning.merge(units=communes[:2], name="Xã Mới", code="W1", **given)
        parts = [Part("Xã Ba Đông", "cell", code="W3", main=True), Part("Xã Ba Tây", "cell")]
        split = planning.split(unit=communes[2], parts=parts, day=DAY)
        ends = planning.dissolve(units=[one], day=DAY)
        carry_out(by=None, plan=planning.together(new, ends, split))
    return phase


def children(told: dict[str, Any]) -> list[tuple[str, bool, dict[str, int], float | None]]:
    rows = told["phases"][0]["children"]
    return [(row["name"], row["stands"], row["values"], row["attendance"]) for row in rows]


@pytest.mark.parametrize("on", [EVE, DAY])
def test_as_it_was_then_the_districts_have_their_figures(phase: Phase, on: date) -> None:
    told = rollup("--round", str(phase.round.uid), "--on", on.isoformat())
    assert told["phases"][0]["values"] == {"expected": 60, "seats.members": 39}
    assert [row for row in children(told) if row[2]] == (
        [("Huyện Một", True, {"expected": 20, "seats.members": 9}, 0.45)] if on == EVE else []
    ) + [("Huyện Hai", True, {"expected": 40, "seats.members": 30}, 0.75)] + (
        [("Huyện Một", False, {"expected": 20, "seats.members": 9}, 0.45)] if on == DAY else []
    )


def test_carried_over_they_count_at_the_heirs_and_say_so(phase: Phase) -> None:
    told = rollup("--round", phase.round.title, "--on", DAY.isoformat(), "--view", "now")
    assert (told["view"], told["phases"][0]["values"]) == ("now", {"expected": 60, "seats.members": 39})
    assert [row for row in children(told) if row[2]] == [
        ("Huyện Hai", True, {"expected": 40, "seats.members": 30}, 0.75),
        ("Xã Mới", True, {"expected": 20, "seats.members": 9}, 0.45),
    ]
    carried = told["phases"][0]["carried_over"]
    assert [(one["from"]["name"], one["to"]["name"], one["divided"]) for one in carried] == [
        ("Xã 1", "Xã Mới", False),
        ("Xã 2", "Xã Mới", False),
        ("Xã 3", "Xã Ba Đông", True),
    ]


def test_a_code_names_the_unit_that_carried_it_that_day(phase: Phase) -> None:
    asked = ("--round", str(phase.round.uid), "--unit", "W1")
    assert rollup(*asked, "--on", EVE.isoformat())["unit"]["name"] == "Xã 1"
    assert rollup(*asked, "--on", DAY.isoformat())["unit"]["name"] == "Xã Mới"


def test_before_the_decision_was_recorded_nobody_knew_of_it(phase: Phase) -> None:
    told = rollup("--round", str(phase.round.uid), "--on", DAY.isoformat(), "--known", "2025-06-01", "--view", "now")
    assert [(row[0], row[1]) for row in children(told)] == [("Huyện Một", True), ("Huyện Hai", True)]
    assert told["known"] == "2025-06-01T00:00:00+07:00"


def test_in_words_it_says_which_view_it_is(phase: Phase) -> None:
    out = StringIO()
    call_command("rollup", "--round", str(phase.round.uid), "--on", DAY.isoformat(), "--view", "now", stdout=out)
    lines = out.getvalue().splitlines()
    assert (lines[0].startswith("Tỉnh Nậm Thi, 2025-07-01: "), len(lines)) == (True, 7)


@pytest.mark.parametrize("wrong", [("--round", "none"), ("--unit", "NONE"), ("--known", "soon"), ("--line", "none")])
def test_bad_arguments_end_with_2(phase: Phase, wrong: tuple[str, str]) -> None:
    with pytest.raises(CommandError) as refused:
        rollup("--round", str(phase.round.uid), *wrong)
    assert refused.value.returncode == 2
