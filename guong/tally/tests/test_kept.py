"""What is kept equals the slow sum over the observations: random histories of the tree, random writes in between."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from itertools import count
from random import Random
from uuid import UUID, uuid4

import pytest
from django.db import transaction
from django.db.models import F
from pytest_django import DjangoAssertNumQueries

from guong.jobs import clock
from guong.tally import checks, keeping, kept, queries
from guong.tally.actions import Stated, restate, state, supersede
from guong.tally.models import Layout, Link, Movement, Summary, SummaryRow
from guong.tally.queries import View
from guong.tally.tests.histories import LINES, Ground, History, day, instant
from guong.units import planning
from guong.units.actions import carry_out
from guong.units.models import Unit
from guong.units.tests.factories import make_unit
from guong.units.tests.model import LAST_DAY

pytestmark = [pytest.mark.django_db]

EARLY = LAST_DAY // 3
ON, AT = date(2022, 8, 20), datetime(2022, 8, 20, tzinfo=UTC)
SERIES = uuid4()
FAR = datetime(2100, 1, 1, tzinfo=UTC)
MEASURES = ("people", "sittings")


class Writer:
    """States and takes back values of early days, so that later days have something that is kept."""

    def __init__(self, history: History) -> None:
        self.history, self.random, self.series = history, history.random, uuid4()
        self.sources: dict[UUID, tuple[Unit, date]] = {}
        self.clock = count()

    def write(self) -> None:
        at = instant(self.history.now)
        if self.sources and self.random.random() < 0.4:
            source = self.random.choice(list(self.sources))
            unit, on = self.sources[source]
            if self.random.random() < 0.5:
                del self.sources[source]
                supersede(source=source, at=at)
            else:
                restate(series=self.series, statements=[Stated(unit.pk, on, source, self._values())], at=at)
            return
        source, unit = uuid4(), self.random.choice(list(self.history.units.values()))
        self.sources[source] = unit, day(self.random.randrange(EARLY))
        on = self.sources[source][1]
        state(series=self.series, unit=unit, on=on, source=source, values=self._values(), at=at)

    def _values(self) -> dict[str, int]:
        chosen = self.random.sample(MEASURES, self.random.randrange(3))
        return {measure: self.random.randrange(4) for measure in chosen}


def tell(seed: int) -> None:
    history = History(seed, Ground(Random(seed)))
    writer = Writer(history)
    for _step in range(8):
        history.change()
        for _ in range(history.random.randrange(6)):
            writer.write()
        if history.random.random() < 0.5:
            keeping.carry_in()
        on = history.random.choice([EARLY, history.random.randrange(EARLY, LAST_DAY), LAST_DAY])
        ask(writer, on)
        keeping.make_asked()
        for _ in range(history.random.randrange(3)):
            writer.write()
        agree(writer, on)
    ask(writer, LAST_DAY)
    keeping.keep()
    assert Movement.objects.count() == 0
    assert not Layout.objects.filter(ended=True).exists()
    agree(writer, LAST_DAY)


def ask(writer: Writer, on: int) -> None:
    for line in LINES:
        for view in View:
            keeping.ask(series=writer.series, line=line, on=day(on), view=view)


def agree(writer: Writer, on: int) -> None:
    """Kept or not, waiting or carried in: what is known now says the same."""
    for line in LINES:
        for view in View:
            summary = kept.summary(series=writer.series, line=line, on=day(on), view=view)
            assert summary is not None
            for unit in writer.random.sample(list(writer.history.units.values()), 5):
                given = {"series": writer.series, "unit": unit, "line": line, "on": day(on), "view": view}
                found = queries.level(**given, known=None)  # type: ignore[arg-type]  # the same for all calls
                assert found == queries.level(**given, known=FAR), (line, view, on)  # type: ignore[arg-type]  # one set of arguments for several calls
                whole = queries.totals(**given, known=None)  # type: ignore[arg-type]  # one set of arguments for several calls
                assert whole == queries.totals(**given, known=FAR)  # type: ignore[arg-type]  # one set of arguments for several calls


def tell_many(seeds: Iterable[int]) -> None:
    """Each with another measure of what is light, nothing among them."""
    for seed in seeds:
        with transaction.atomic(), pytest.MonkeyPatch.context() as patch:
            patch.setattr(keeping, "FEW", (0, 1, 3, keeping.FEW)[seed % 4])
            tell(seed)
            transaction.set_rollback(True)


@pytest.mark.parametrize("first", range(0, 12, 4))
def test_what_is_kept_is_the_slow_sum(first: int) -> None:
    tell_many(range(first, first + 4))


@pytest.mark.both
def test_it_is_so_on_every_engine() -> None:
    tell_many(range(1000, 1003))


def make_kept(units: list[Unit]) -> Summary:
    """Two levels with one value each, kept."""
    for unit in units:
        state(series=SERIES, unit=unit, on=ON, source=uuid4(), values={"people": 1}, at=AT)
    summary = keeping.ask(series=SERIES, line="party", on=ON, view=View.THEN)
    assert keeping.keep() > 0
    summary.refresh_from_db()
    return summary


@pytest.fixture(params=[0, keeping.FEW], ids=["none is light", "few are light"])
def few(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
    limit: int = request.param
    monkeypatch.setattr(keeping, "FEW", limit)
    return limit


@pytest.fixture
def units(few: int) -> list[Unit]:
    top = make_unit()
    return [top, make_unit(parent=top), make_unit(parent=top)]


def totals(unit: Unit) -> dict[str, int]:
    return queries.totals(series=SERIES, unit=unit, line="party", on=ON, known=None)


@pytest.mark.both
def test_a_new_value_counts_before_the_worker_comes(units: list[Unit], few: int) -> None:
    make_kept(units)
    state(series=SERIES, unit=units[1], on=ON, source=uuid4(), values={"people": 10}, at=AT)
    assert (Movement.objects.count(), totals(units[0])) == (1, {"people": 13})
    keeping.keep()
    assert (Movement.objects.count(), totals(units[0])) == (0, {"people": 13})
    assert SummaryRow.objects.count() == (0 if few else 1)


def test_laid_out_and_summed_again_it_is_the_same(units: list[Unit]) -> None:
    summary = make_kept(units)
    assert keeping.lay_out(summary.layout)
    assert keeping.sum_up(summary)
    assert (totals(units[0]), summary.layout.links.count()) == ({"people": 3}, 3)


@pytest.mark.both
def test_what_is_taken_back_leaves_nothing(units: list[Unit]) -> None:
    make_kept(units[:1])
    source = uuid4()
    state(series=SERIES, unit=units[1], on=ON, source=source, values={"sittings": 0}, at=AT)
    keeping.keep()
    assert totals(units[0]) == {"people": 1, "sittings": 0}
    supersede(source=source, at=AT)
    assert totals(units[0]) == {"people": 1}
    keeping.keep()
    assert totals(units[0]) == {"people": 1}


def test_a_value_of_a_later_day_is_not_told_of_an_earlier_one(units: list[Unit]) -> None:
    summary = make_kept(units)
    given = {"series": SERIES, "line": "party", "view": View.THEN}
    later = date(2022, 9, 1)
    state(series=SERIES, unit=units[1], on=later, source=uuid4(), values={"people": 10}, at=AT)
    assert totals(units[0]) == {"people": 3}
    keeping.keep()
    assert kept.summary(**given, on=ON) is None  # type: ignore[arg-type]  # the same for both calls
    assert kept.summary(**given, on=later) == summary  # type: ignore[arg-type]  # one set of arguments for several calls
    assert totals(units[0]) == {"people": 3}


def test_a_change_ends_the_days_after_it_alone(units: list[Unit]) -> None:
    summary = make_kept(units)
    change = date(2023, 1, 1)
    with clock.at(AT):
        carry_out(by=None, plan=planning.dissolve(units=[units[2]], day=change))
    layout = Layout.objects.get()
    assert (layout.until, layout.ended, layout.pk) == (change, False, summary.layout_id)
    with clock.at(AT):
        carry_out(by=None, plan=planning.move(unit=units[1], day=date(2021, 1, 1), places={"party": None}))
    assert Layout.objects.get().until == date(2021, 1, 1)
    assert kept.summary(series=SERIES, line="party", on=ON, view=View.THEN) is None
    keeping.ask(series=SERIES, line="party", on=ON, view=View.THEN)
    with clock.at(AT):
        carry_out(by=None, plan=planning.move(unit=units[2], day=date(2020, 12, 1), places={"party": None}))
    assert [layout.ended for layout in Layout.objects.order_by("day")] == [False, True]


@pytest.mark.both
def test_at_a_unit_that_is_carried_on_by_another_nothing_counts(units: list[Unit]) -> None:
    top, heir, ended = units
    change = date(2022, 9, 1)
    with clock.at(AT):
        carry_out(by=None, plan=planning.join(units=[ended], into=heir, day=change))
    for unit in units:
        state(series=SERIES, unit=unit, on=ON, source=uuid4(), values={"people": 1}, at=AT)
    keeping.ask(series=SERIES, line="party", on=change, view=View.NOW)
    keeping.keep()
    state(series=SERIES, unit=ended, on=ON, source=uuid4(), values={"people": 10}, at=AT)
    given = {"series": SERIES, "line": "party", "on": change, "known": None, "view": View.NOW}
    assert kept.summary(series=SERIES, line="party", on=change, view=View.NOW) is not None
    assert queries.level(**given, unit=ended) == queries.Level({}, [])  # type: ignore[arg-type]  # the same for all
    assert queries.level(**given, unit=heir) == queries.Level({"people": 12}, [])  # type: ignore[arg-type]  # the same for all
    assert queries.totals(**given, unit=ended) == {}  # type: ignore[arg-type]  # the same for all
    assert queries.totals(**given, unit=top) == {"people": 13}  # type: ignore[arg-type]  # the same for all


@pytest.mark.both
def test_a_sum_that_was_altered_behind_it_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "FEW", 0)
    top = make_unit("Đảng bộ huyện Mường Soi")
    units = [top, make_unit(parent=top), make_unit(parent=top)]
    day = make_kept(units).layout.day.isoformat()
    state(series=SERIES, unit=units[1], on=ON, source=uuid4(), values={"people": 10}, at=AT)  # it waits
    assert list(checks.faults()) == []
    SummaryRow.objects.update(value=F("value") + 1)
    (said,) = checks.faults()
    assert said.startswith(f"Con số đã cộng sẵn của people ở dưới Đảng bộ huyện Mường Soi (party, {day})")
    assert totals(units[0]) == {"people": 14}  # looking changed nothing
    keeping.rebuild(series=SERIES, line="party", on=ON)
    assert (list(checks.faults()), totals(units[0])) == ([], {"people": 13})


def test_swept_away_it_leaves_no_row(units: list[Unit]) -> None:
    make_kept(units)
    Layout.objects.update(ended=True)
    assert keeping.keep() == 1
    assert [model.objects.count() for model in (Layout, Link, Summary, SummaryRow)] == [0, 0, 0, 0]


@pytest.mark.parametrize("children", [1, 3])
def test_kept_rows_of_children_take_three_queries(
    children: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    top = make_unit()
    make_kept([make_unit(parent=top) for _ in range(children)])
    with django_assert_num_queries(3):
        rows = queries.by_child(series=SERIES, unit=top, line="party", on=ON, known=None)
    assert [row.values for row in rows] == [{"people": 1}] * children


@pytest.mark.soak
@pytest.mark.timeout(7200)
@pytest.mark.parametrize("first", range(10_000, 11_000, 100))
def test_a_thousand_histories_are_kept_right(first: int) -> None:
    tell_many(range(first, first + 100))
