from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from pytest_django import DjangoAssertNumQueries

from conftest import examples
from guong.units import queries
from guong.units.actions import found_unit, place_unit, rename_unit
from guong.units.models import Placement, Unit, UnitCode, UnitName
from guong.units.rules import Refused
from guong.units.tests.factories import START, make_period, make_unit

pytestmark = [pytest.mark.django_db, pytest.mark.both]

DAY = timedelta(days=1)
DAYS = [START + n * DAY for n in range(8)]
# (unit, day, parent or None): where the last says standing or not
PLACES = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 6), st.integers(-1, 5), st.booleans()), max_size=14)


def _units(count: int) -> list[Unit]:
    units = [Unit.objects.create() for _ in range(count)]
    for number, unit in enumerate(units):
        make_period(UnitName, unit, START, name=f"Đơn vị {number}", kind="cell")
        make_period(UnitCode, unit, START, code=f"U{number}")
    return units


def _model(places: dict[tuple[int, int], tuple[int, bool]], day: int) -> dict[int, int | None]:
    """What the tree of a day must be, worked out naively: unit → parent, of those reached from a root."""
    standing: dict[int, int | None] = {}
    for unit in range(6):
        rows = [(start, place) for (placed, start), place in places.items() if placed == unit and start <= day]
        if rows:
            parent, stands = max(rows)[1]
            if stands:
                standing[unit] = parent if parent >= 0 else None
    reached: dict[int, int | None] = {}
    while True:
        more = {u: p for u, p in standing.items() if u not in reached and (p is None or p in reached)}
        if not more:
            return reached
        reached |= more


class Periods(TestCase):
    @settings(max_examples=examples(30), deadline=None)
    @given(PLACES)
    def test_the_tree_on_a_day_is_right_after_any_placements(self, drawn: list[tuple[int, int, int, bool]]) -> None:
        units = _units(6)
        places = {
            (unit, day): (parent if stands else -1, stands) for unit, day, parent, stands in drawn if unit != parent
        }
        for (unit, day), (parent, stands) in places.items():
            make_period(
                Placement,
                units[unit],
                DAYS[day],
                line="party",
                parent=units[parent] if parent >= 0 else None,
                standing=stands,
            )
        back = {unit.pk: number for number, unit in enumerate(units)}
        for day in range(7):
            tree = queries.tree("party", DAYS[day])
            drawn_tree = {back[n.unit.pk]: back[n.parent.pk] if n.parent else None for n in tree.nodes}
            assert drawn_tree == _model(places, day)
            for node in tree.nodes:
                assert queries.descendants(node.unit, "party", DAYS[day]) == {n.unit.pk for n in tree.below(node.unit)}
                assert [n.depth for n in tree.path(node.unit)] == list(range(node.depth + 1))
            assert [node.order for node in tree.nodes] == list(range(len(tree.nodes)))

    @settings(max_examples=examples(30), deadline=None)
    @given(st.sets(st.integers(0, 6), min_size=1, max_size=5))
    def test_names_have_neither_hole_nor_overlap(self, starts: set[int]) -> None:
        unit = Unit.objects.create()
        for start in starts:
            make_period(UnitName, unit, DAYS[start], name=f"Tên {start}", kind="cell")
        for day in range(8):
            rows = list(queries.in_force(UnitName.objects.filter(unit=unit), DAYS[day]))
            wanted = max((start for start in starts if start <= day), default=None)
            assert [row.name for row in rows] == ([] if wanted is None else [f"Tên {wanted}"])

    @settings(max_examples=examples(30), deadline=None)
    @given(PLACES)
    def test_no_sequence_of_acts_makes_a_circle_or_an_orphan(self, drawn: list[tuple[int, int, int, bool]]) -> None:
        units = _units(6)
        for unit, start, parent, _stands in drawn:
            try:
                above = units[parent] if parent >= 0 else None
                place_unit(by=None, unit=units[unit], line="party", parent=above, starts_on=DAYS[start])
            except Refused:
                continue
        for day in DAYS:
            tree = queries.tree("party", day)
            assert len(tree.nodes) == queries.places("party", day).count()


def test_a_period_row_starts_once_a_day() -> None:
    unit = make_unit()
    with pytest.raises(IntegrityError), transaction.atomic():
        make_period(Placement, unit, START, line="party", parent=None)


def test_a_new_name_leaves_days_before_it_alone() -> None:
    unit = make_unit("Chi bộ Bản Phố")
    rename_unit(by=None, unit=unit, starts_on=date(2022, 1, 1), name="Chi bộ Bản Mới", kind="grassroots_cell")
    days = (START - DAY, START, date(2021, 12, 31), date(2022, 1, 1))
    assert [queries.name_of(unit, day) for day in days] == [
        "Chi bộ Bản Phố",
        "Chi bộ Bản Phố",
        "Chi bộ Bản Phố",
        "Chi bộ Bản Mới",
    ]
    assert queries.names_of([unit], START - DAY) == {}


def test_siblings_stand_by_code_then_name() -> None:
    root = make_unit(code="R")
    for code in ("A10", "A2", "B1"):
        make_unit(parent=root, code=code)
    assert [node.code for node in queries.tree("party", START).nodes] == ["R", "A2", "A10", "B1"]


def test_the_short_name_falls_back_to_the_name() -> None:
    plain, short = make_unit("Đảng bộ xã Pa Lin"), make_unit("Đảng bộ xã Na Hin", short_name="Na Hin")
    assert queries.short_names_of([plain, short], START) == {plain.pk: "Đảng bộ xã Pa Lin", short.pk: "Na Hin"}


def test_reads_of_one_unit() -> None:
    root = make_unit(code="R")
    child = make_unit(parent=root, code="C")
    assert queries.parent_of(child, "party", START) == root
    assert queries.parent_of(root, "party", START) is None
    assert list(queries.children(root, "party", START)) == [child]
    assert list(queries.children(root, "party", START - DAY)) == []
    assert queries.descendants(root, "party", START) == {child.pk}
    assert queries.unit_with_code("C", "party", START) == child
    assert queries.unit_with_code("C", "party", START - DAY) is None
    assert queries.unit_with_code("C", "administration", START) is None


def test_a_line_is_apart_from_another() -> None:
    root = make_unit()
    place_unit(by=None, unit=root, line="administration", parent=None, starts_on=START)
    other = make_unit(kind="commune", line="administration", parent=root)
    assert queries.descendants(root, "party", START) == set()
    assert queries.descendants(root, "administration", START) == {other.pk}


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "no_kind"},
        {"line": "no_line"},
        {"code": "TAKEN"},
        {"kind": "district_committee", "starts_on": date(2025, 7, 1)},
    ],
)
def test_founding_is_refused_in_a_sentence(change: dict[str, object]) -> None:
    make_unit(code="TAKEN")
    before = Unit.objects.count()
    with pytest.raises(Refused, match=r"\.$"):
        make_unit(**change)  # type: ignore[arg-type]  # one wrong value each
    assert Unit.objects.count() == before


def test_a_unit_is_not_placed_below_one_that_does_not_stand_yet() -> None:
    parent = make_unit(starts_on=START + DAY)
    with pytest.raises(Refused):
        make_unit(parent=parent, starts_on=START)


@pytest.mark.parametrize("children", [1, 3])
def test_a_tree_takes_three_queries(children: int, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    root = make_unit()
    for _ in range(children):
        make_unit(parent=root)
    with django_assert_num_queries(3):
        tree = queries.tree("party", START)
    assert len(tree.nodes) == children + 1


def test_founding_writes_one_entry() -> None:
    from guong.trail.models import Entry

    unit = found_unit(
        by=None, line="party", name="Chi bộ A", kind="cell", code="A", parent=None, starts_on=START, short_name="A"
    )
    assert [(entry.what, entry.target) for entry in Entry.objects.all()] == [("units.found_unit", str(unit.uid))]
