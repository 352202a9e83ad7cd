"""The totals of a phase: who may open whose, on which day, and that the parts are the whole."""

import io
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries

from guong.desk.tests.factories import Desk, signed_in
from guong.jobs import clock
from guong.rounds.actions import excuse
from guong.rounds.enums import DutyKind
from guong.rounds.models import Duty
from guong.rounds.tests.factories import AFTER, BEFORE, make_round, make_world, open_it
from guong.rounds.totals import keep_totals
from guong.tally import keeping
from guong.tally.models import Summary
from guong.units import planning
from guong.units.actions import carry_out
from guong.units.models import Unit
from guong.units.tests.factories import make_member, make_unit


def url(desk: Desk, unit: Unit | None = None) -> str:
    if unit is None:
        return reverse("desk:totals", args=[desk.phase.uid])
    return reverse("desk:totals_of", args=[desk.phase.uid, unit.uid])


def told(client: Client, address: str, **query: str) -> dict[str, Any]:
    answer = client.get(address, {"format": "json", **query})
    assert answer.status_code == 200
    found: dict[str, Any] = answer.json()
    return found


def lines(found: dict[str, Any]) -> list[tuple[str, int, int, float | None]]:
    return [(row["name"], row["duties"], row["handed_in"], row["on_time"]) for row in found["children"]]


@pytest.mark.both
@pytest.mark.parametrize("kept", [False, True])
def test_the_rows_are_the_list_and_what_came_of_it(desk: Desk, kept: bool) -> None:
    if kept:
        keep_totals()
        keeping.keep()
        assert Summary.objects.filter(summed_at__isnull=False).count() == 2
    desk.sent()
    found = told(signed_in(desk.world.clerk), url(desk))
    owed = Duty.objects.filter(phase=desk.phase)
    school = owed.filter(unit=desk.world.school).count()
    assert lines(found) == [
        ("Đảng bộ xã Nậm Lùng", owed.count() - school, 0, 0.0),
        ("Chi bộ Trường Mầm non số 2", school, 1, round(1 / school, 4)),
    ]
    assert found["unit"]["duties"] == owed.count()
    assert found["unit"]["attendances"] == sum(row["attendances"] for row in found["children"]) > 0


def test_who_is_excused_leaves_the_whole(desk: Desk) -> None:
    duty = Duty.objects.filter(phase=desk.phase, unit=desk.world.village).first()
    assert duty is not None
    client = signed_in(desk.world.clerk)
    before = told(client, url(desk))["unit"]["duties"]
    excuse(by=desk.world.clerk, duty=duty, reason="Đi họp tỉnh")
    assert told(client, url(desk))["unit"]["duties"] == before - 1


@pytest.mark.both
@pytest.mark.parametrize("kept", [False, True])
def test_before_and_after_a_merger_in_both_views(desk: Desk, kept: bool) -> None:
    desk.sent()
    day = clock.today() + timedelta(days=5)
    made = planning.merge(
        units=[desk.world.commune, desk.world.school],
        name="Đảng bộ xã Mới",
        kind="commune_committee",
        places={"party": desk.world.district},
        day=day,
    )
    carry_out(by=None, plan=made)
    client = signed_in(desk.world.clerk)
    whole = told(client, url(desk))["unit"]["duties"]
    with clock.at(AFTER):
        if kept:
            keep_totals()
            keeping.keep()
        views = {
            (on, view): told(signed_in(desk.world.clerk), url(desk), on=on.isoformat(), view=view)
            for on in (day - timedelta(days=1), day)
            for view in ("then", "now")
        }
    assert {found["unit"]["duties"] for found in views.values()} == {whole}
    names = {key: [(row["name"], row["stands"]) for row in found["children"]] for key, found in views.items()}
    old = ["Đảng bộ xã Nậm Lùng", "Chi bộ Trường Mầm non số 2"]
    assert names[day - timedelta(days=1), "now"] == [(name, True) for name in old]
    assert names[day, "now"] == [("Đảng bộ xã Mới", True)]
    assert names[day, "then"] == [("Đảng bộ xã Mới", True), *((name, False) for name in old)]
    carried = {key: found["carried_over"] for key, found in views.items()}
    before, new = (
        day - timedelta(days=1),
        [{"name": name, "heir": "Đảng bộ xã Mới", "divided": False} for name in reversed(old)],
    )
    assert carried == {(before, "then"): [], (before, "now"): [], (day, "then"): [], (day, "now"): new}


def test_a_unit_that_ended_leads_to_its_heir(desk: Desk) -> None:
    day = clock.today() + timedelta(days=5)
    carry_out(by=None, plan=planning.join(units=[desk.world.school], into=desk.world.commune, day=day))
    with clock.at(AFTER):
        answer = signed_in(desk.world.clerk).get(url(desk, desk.world.school), {"on": day.isoformat(), "view": "now"})
    link = f"{url(desk, desk.world.commune)}?on={day.isoformat()}&view=now"
    assert answer.context["heirs"] == [("Đảng bộ xã Nậm Lùng", link)]


def test_the_sheet_has_a_line_for_each_unit(desk: Desk) -> None:
    answer = signed_in(desk.world.clerk).get(url(desk, desk.world.commune), {"format": "xlsx"})
    rows = list(load_workbook(io.BytesIO(answer.content)).active.values)  # type: ignore[union-attr]  # it has a sheet
    assert [row[0] for row in rows[1:]] == ["Chi bộ thôn Bản Phố", "Chi bộ thôn Phìn Hồ"]


def test_what_is_no_day_is_said(desk: Desk) -> None:
    answer = signed_in(desk.world.clerk).get(url(desk), {"on": "hôm qua"})
    assert (answer.status_code, answer.context["on"]) == (422, clock.today())
    assert "hôm qua" in answer.content.decode()


def test_only_who_sees_the_whole_next_level_opens_it(desk: Desk) -> None:
    world = desk.world
    leader = make_member(world.commune, "leader", name="Sùng A Páo")
    expected = {
        (world.clerk, world.district): 200,
        (world.clerk, world.commune): 200,
        (leader, world.commune): 200,
        (leader, world.village): 200,
        (leader, world.district): 404,
        (leader, world.school): 404,
        (world.secretary, world.school): 403,
        (desk.reader, world.district): 403,
        (world.secretary, world.commune): 404,
        (make_member(make_unit("Đảng bộ huyện khác"), "clerk"), world.district): 404,
    }
    found = {(who, at): signed_in(who).get(url(desk, at)).status_code for who, at in expected}
    assert found == expected
    assert signed_in(leader).get(url(desk)).context["unit"] == world.commune
    assert signed_in(world.secretary).get(url(desk)).status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("units", [1, 3])
def test_three_units_take_as_many_queries_as_one(units: int, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with clock.at(BEFORE):
        world = make_world()
        for number in range(units):
            make_unit(f"Chi bộ số {number}", parent=world.district)
        phase = open_it(world, make_round(world).phases.get(order=0), kinds=[DutyKind.SITTING])
        client = signed_in(world.clerk)
        address = reverse("desk:totals_of", args=[phase.uid, world.district.uid])
        with django_assert_num_queries(14):
            client.get(address, {"format": "json"})
