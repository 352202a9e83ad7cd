"""The board: its figures are one whole, its sentence says them, its queries do not grow with the units."""

import io
from collections.abc import Callable
from datetime import date

import pytest
from django.urls import reverse
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries

from guong.desk.queries.board import board
from guong.desk.tests.factories import Desk, signed_in
from guong.desk.views.board import sentence
from guong.jobs import clock
from guong.rounds.enums import DutyKind, DutyState
from guong.rounds.models import Duty, Phase
from guong.rounds.tests.factories import AFTER, BEFORE, DUE, OPENED, make_round, make_world, open_it, send
from guong.units.tests.factories import make_member, make_unit


def page(desk: Desk, name: str = "board_of") -> str:
    return reverse(f"desk:{name}", args=[desk.phase.uid, desk.world.district.uid])


@pytest.mark.both
def test_shares_are_the_whole_list_and_the_late_are_named(desk: Desk) -> None:
    desk.sent()
    made = board(phase=desk.phase, unit=desk.world.district, at=AFTER)
    assert sum(share.count for share in made.shares) == Duty.objects.filter(phase=desk.phase).count() == made.total
    assert made.count(DutyState.ON_TIME) == 1
    assert {entry.name for entry in made.late} == {"Đảng bộ xã Nậm Lùng", "Chi bộ Trường Mầm non số 2"}
    missing = sum(len(entry.cells) for entry in made.late)
    assert made.late_below == made.count(DutyState.MISSING) - missing


def test_the_sentence_says_what_the_map_shows(desk: Desk) -> None:
    desk.sent()
    made = board(phase=desk.phase, unit=desk.world.district, at=BEFORE)
    assert sentence(made) == "1 trên 2 đơn vị đã tổ chức buổi sinh hoạt; không có việc quá hạn"
    later = board(phase=desk.phase, unit=desk.world.district, at=AFTER)
    overdue = sum(len(entry.cells) for entry in later.late)
    assert sentence(later) == f"1 trên 2 đơn vị đã tổ chức buổi sinh hoạt; còn {overdue} việc quá hạn ở 2 đơn vị"


def test_the_curve_ends_at_the_number_of_the_sentence(desk: Desk) -> None:
    desk.sent()
    made = board(phase=desk.phase, unit=desk.world.district, at=BEFORE)
    assert made.curve.points[0] == (date(2022, 8, 1), 0)
    assert made.curve.points[-1] == (date(2022, 8, 20), made.units_done)


def test_a_unit_is_opened_to_see_the_level_below_it(desk: Desk) -> None:
    answer = signed_in(desk.world.clerk).get(reverse("desk:board_of", args=[desk.phase.uid, desk.world.commune.uid]))
    assert [row.name for row in answer.context["board"].rows] == ["Chi bộ thôn Bản Phố", "Chi bộ thôn Phìn Hồ"]


def test_a_leader_of_a_commune_looks_over_the_own_commune_alone(desk: Desk) -> None:
    leader = signed_in(make_member(desk.world.commune, "leader", name="Sùng A Páo"))
    own = leader.get(reverse("desk:board", args=[desk.phase.uid]))
    assert own.context["board"].unit == desk.world.commune
    assert leader.get(page(desk)).status_code == 403


def test_an_unchanged_part_is_not_sent_again(desk: Desk) -> None:
    client = signed_in(desk.world.clerk)
    seen = client.get(page(desk)).context["seen"]
    url = page(desk, "board_part")
    assert client.get(url, {"view": "map", "seen": seen}).status_code == 204
    desk.sent()
    moved = client.get(url, {"view": "map", "seen": seen})
    assert moved.status_code == 200
    assert "1 trên 2 đơn vị" in moved.content.decode()


def test_the_table_shows_one_state(desk: Desk) -> None:
    desk.sent()
    answer = signed_in(desk.world.clerk).get(page(desk), {"view": "table", "state": "on_time"})
    assert [(line["row"].name, line["cell"].state) for line in answer.context["lines"]] == [
        ("Chi bộ Trường Mầm non số 2", DutyState.ON_TIME)
    ]


def test_the_sheet_has_a_line_per_duty(desk: Desk) -> None:
    answer = signed_in(desk.world.clerk).get(page(desk, "board_export"), {"format": "xlsx"})
    rows = list(load_workbook(io.BytesIO(answer.content)).active.values)  # type: ignore[union-attr]  # it has a sheet
    of_units = Duty.objects.filter(phase=desk.phase, superior=desk.world.district).count()
    assert len(rows) == 1 + of_units


def _opened(units: int) -> tuple[Phase, Callable[[], object]]:
    world = make_world()
    for number in range(units):
        unit = make_unit(f"Chi bộ số {number}", parent=world.district)
        make_member(unit, "signatory")
    phase = open_it(world, make_round(world).phases.get(order=0), kinds=[DutyKind.SITTING], due_at=DUE, at=OPENED)
    send(world.secretary, Duty.objects.select_related("unit", "phase__round").get(phase=phase, unit=world.school))
    client = signed_in(world.clerk)
    url = reverse("desk:board_part", args=[phase.uid, world.district.uid])  # without the navigation of other rooms
    return phase, lambda: client.get(url)


@pytest.mark.django_db
@pytest.mark.parametrize("units", [1, 3])
def test_the_board_asks_as_often_for_three_units_as_for_one(
    units: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with clock.at(AFTER):
        _phase, look = _opened(units)
        with django_assert_num_queries(20):
            look()
