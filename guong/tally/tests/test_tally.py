from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from pytest_django import DjangoAssertNumQueries

from conftest import examples
from guong.tally import queries
from guong.tally.actions import state, supersede
from guong.units.models import Unit
from guong.units.queries import tree
from guong.units.tests.factories import START, make_unit

pytestmark = [pytest.mark.django_db, pytest.mark.both]

LINE = "party"
EPOCH = datetime(2022, 8, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)
ON = date(2022, 8, 20)

# Parents of five units in order (each below an earlier one), then acts: (unit, source, value, or take it back)
TREES = st.tuples(*(st.integers(0, number) for number in range(5)))
ACTS = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 4), st.integers(0, 90), st.booleans()), max_size=12)


def _tree(parents: tuple[int, ...]) -> list[Unit]:
    units = [make_unit()]
    for parent in parents:
        units.append(make_unit(parent=units[parent]))
    return units


def _view(series: UUID, units: list[Unit], known: datetime) -> list[dict[str, int]]:
    return [queries.totals(series=series, unit=unit, line=LINE, on=ON, known=known) for unit in units]


class Laws(TestCase):
    @settings(max_examples=examples(15), deadline=None)
    @given(TREES, ACTS)
    def test_totals_are_conserved_and_earlier_views_never_alter(
        self, parents: tuple[int, ...], acts: list[tuple[int, int, int, bool]]
    ) -> None:
        units, series, sources = _tree(parents), uuid4(), [uuid4() for _ in range(5)]
        seen: list[tuple[datetime, list[dict[str, int]]]] = []
        held: dict[int, dict[int, int]] = {}  # source → unit → value, as it stands now
        for step, (number, source, value, back) in enumerate(acts):
            at = EPOCH + step * HOUR
            supersede(source=sources[source], at=at)
            held.pop(source, None)
            if not back:
                state(series=series, unit=units[number], on=ON, source=sources[source], values={"people": value}, at=at)
                held[source] = {number: value}
            seen.append((at, _view(series, units, at)))
        for known, view in seen:
            assert _view(series, units, known) == view
        end = EPOCH + 100 * HOUR
        assert queries.totals(series=series, unit=units[0], line=LINE, on=ON, known=end).get("people", 0) == sum(
            value for rows in held.values() for value in rows.values()
        )
        for unit in units:
            self._conserved(series, unit, end)

    def _conserved(self, series: UUID, unit: Unit, known: datetime) -> None:
        total = queries.totals(series=series, unit=unit, line=LINE, on=ON, known=known)
        rows = queries.by_child(series=series, unit=unit, line=LINE, on=ON, known=known)
        own = queries.own(series=series, unit=unit, on=ON, known=known)
        assert [row.unit_id for row in rows] == [node.unit.pk for node in tree(LINE, ON).children(unit)]
        assert total.get("people", 0) == own.get("people", 0) + sum(row.values.get("people", 0) for row in rows)


def _state(series: UUID, unit: Unit, *, on: date = ON, at: datetime = EPOCH, **values: int) -> UUID:
    source = uuid4()
    state(series=series, unit=unit, on=on, source=source, values=values, at=at)
    return source


def test_a_source_states_a_measure_once() -> None:
    unit, series = make_unit(), uuid4()
    source = _state(series, unit, sittings=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        state(series=series, unit=unit, on=ON, source=source, values={"sittings": 2}, at=EPOCH)
    supersede(source=source, at=EPOCH + HOUR)
    state(series=series, unit=unit, on=ON, source=source, values={"sittings": 2}, at=EPOCH + HOUR)
    views = [queries.totals(series=series, unit=unit, line=LINE, on=ON, known=EPOCH + n * HOUR) for n in (-1, 0, 1)]
    assert views == [{}, {"sittings": 1}, {"sittings": 2}]


def test_days_after_the_asked_one_do_not_count() -> None:
    unit, series = make_unit(), uuid4()
    _state(series, unit, on=ON, sittings=1)
    _state(series, unit, on=ON + timedelta(days=1), sittings=10)
    days = (ON - timedelta(days=1), ON, ON + timedelta(days=1))
    views = [queries.totals(series=series, unit=unit, line=LINE, on=day, known=EPOCH) for day in days]
    assert views == [{}, {"sittings": 1}, {"sittings": 11}]


def test_another_series_is_left_out() -> None:
    unit, series = make_unit(), uuid4()
    _state(series, unit, sittings=1)
    _state(uuid4(), unit, sittings=5)
    assert queries.totals(series=series, unit=unit, line=LINE, on=ON, known=EPOCH) == {"sittings": 1}


def test_units_are_counted_by_depth() -> None:
    series = uuid4()
    top = make_unit()
    first, second = make_unit(parent=top), make_unit(parent=top)
    make_unit(parent=top)
    below = make_unit(parent=first)
    for unit, value in ((first, 1), (second, 0), (below, 2), (top, 1)):
        _state(series, unit, sittings=value)
    _state(series, below, sittings=1)
    counted = queries.counting_units(series=series, measure="sittings", unit=top, line=LINE, on=ON, known=EPOCH)
    assert counted == {0: 1, 1: 1, 2: 1}


@pytest.mark.parametrize("children", [1, 3])
def test_rows_of_children_take_two_queries(children: int, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    series, top = uuid4(), make_unit()
    for _ in range(children):
        _state(series, make_unit(parent=top, starts_on=START), sittings=1)
    with django_assert_num_queries(2):
        rows = queries.by_child(series=series, unit=top, line=LINE, on=ON, known=EPOCH)
    assert [row.values for row in rows] == [{"sittings": 1}] * children


@pytest.mark.both
@pytest.mark.django_db
def test_a_clock_that_stands_behind_takes_back_all_the_same() -> None:
    unit, series, source, at = make_unit(), uuid4(), uuid4(), datetime(2022, 8, 20, 8, tzinfo=UTC)
    state(series=series, unit=unit, on=date(2022, 8, 20), source=source, values={"people": 3}, at=at)
    assert supersede(source=source, at=at - timedelta(seconds=1)) == 1
    given = {"series": series, "unit": unit, "line": "party", "on": date(2022, 8, 20)}
    assert queries.totals(**given, known=at + timedelta(days=1)) == {}  # type: ignore[arg-type]  # one set of arguments
