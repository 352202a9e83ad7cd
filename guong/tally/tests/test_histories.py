"""The laws of time and tree over random histories, back-dated changes and corrections included."""

from collections import Counter
from collections.abc import Iterable
from random import Random

import pytest
from django.db import transaction

from guong.tally import queries as tally
from guong.tally.queries import View
from guong.tally.tests.histories import CHANGES, LINES, History, day, instant
from guong.units import queries
from guong.units.models import Placement
from guong.units.tests.model import LAST_DAY

pytestmark = [pytest.mark.django_db]

ATTEMPTS = 60
Shown = tuple[object, ...]


def tell(seed: int) -> None:
    """A history of at least `CHANGES` changes; every law is held after each of them and at the end."""
    history = History(Random(seed))
    history.begin()
    taken: list[tuple[int, int, int, Shown]] = []
    for _attempt in range(ATTEMPTS):
        if not history.change():
            continue
        if taken and taken[-1][0] < since_when(history):
            on, _known, unit, shown = taken[-1]
            assert show(history, on, history.now, unit) == shown, f"{seed}: day {on} altered"
        on, unit = history.random.randrange(LAST_DAY), history.random.choice(sorted(history.units))
        taken.append((on, history.now, unit, show(history, on, history.now, unit)))
        if len(taken) == CHANGES:
            break
    assert len(taken) == CHANGES, f"{seed}: {len(taken)} changes in {ATTEMPTS} attempts"
    for on, known, unit, shown in taken:
        assert show(history, on, known, unit) == shown, f"{seed}: the view of ({on}, {known}) altered"
    agree(history, history.random.randrange(LAST_DAY), history.random.randrange(history.now + 1))
    agree(history, LAST_DAY, history.now)


def sample(history: History, count: int) -> list[int]:
    return history.random.sample(sorted(history.units), count)


def since_when(history: History) -> int:
    """The day from which the last change and the one that it corrects are in force."""
    last = history.model.facts[-1]
    days = [fact.day for fact in history.model.facts if fact.recorded == last.voids]
    return min([*days, last.day] if last.says_something() else days)


def show(history: History, on: int, known: int, unit: int) -> Shown:
    """What a view of (on, known) tells: all places and names, the totals of one unit."""
    day_, at = day(on), instant(known)
    rows = queries.in_force(Placement.objects.all(), day_, "line", known=at)
    totals = [
        tally.totals(series=history.series, unit=history.units[unit], line=line, on=day_, known=at, view=view)
        for line in LINES
        for view in View
    ]
    places = sorted(rows.values_list("line", "unit_id", "parent_id", "standing"), key=str)
    return places, queries.names_of([one.pk for one in history.units.values()], day_, at), totals


def agree(history: History, on: int, known: int) -> None:
    """The code tells of (on, known) what the model tells."""
    numbers = {unit.pk: number for number, unit in history.units.items()}
    model, at = history.model, instant(known)
    for line in LINES:
        places = queries.places(line, day(on), at).values_list("unit_id", "parent_id")
        found = {numbers[unit]: numbers[parent] if parent else None for unit, parent in places}
        assert found == model.parents(line, on, known)
        paths = queries.paths_of(list(numbers), line, day(on), at).items()
        assert {numbers[unit]: [numbers[one] for one in way] for unit, way in paths} == {
            unit: model.path(unit, line, on, known) for unit in found
        }
        told = queries.heirs(list(numbers), line, day(on), at)
        for unit_id, heirs in told.items():
            expected = model.heirs(numbers[unit_id], line, on, known)
            assert {numbers[heir.unit_id] for heir in heirs} == expected, numbers[unit_id]
        for view in View:
            agree_on_totals(history, line, on, known, view)
    names = queries.names_of(list(numbers), day(on), at)
    assert {numbers[unit]: name for unit, name in names.items()} == {
        unit: name for unit in history.units if (name := model.name(unit, on, known)) is not None
    }


def agree_on_totals(history: History, line: str, on: int, known: int, view: View) -> None:
    ways = [(value, history.model.counts_at(value, line, on, known, view)) for value in history.values]
    sums: Counter[int] = Counter()
    for value, way in ways:
        sums.update(dict.fromkeys(way, value.number))
    tops = {way[-1] for _value, way in ways if way}
    for unit in {*tops, *sample(history, 4)}:
        given = {"series": history.series, "unit": history.units[unit], "line": line}
        given |= {"on": day(on), "known": instant(known), "view": view}
        total = tally.totals(**given).get("people", 0)  # type: ignore[arg-type]  # the same for both calls
        assert total == sums[unit], (unit, line, on, known, view)
        rows = tally.by_child(**given)  # type: ignore[arg-type]  # the same
        own = sum(value.number for value, way in ways if way[:1] == [unit])
        assert own + sum(row.values.get("people", 0) for row in rows) == total
    if view == View.NOW:  # in the other view a unit may be a root on one day and below another on the next
        assert sum(sums[top] for top in tops) == sum(value.number for value, way in ways if way)


def tell_many(seeds: Iterable[int]) -> None:
    for seed in seeds:
        with transaction.atomic():
            tell(seed)
            transaction.set_rollback(True)


@pytest.mark.parametrize("first", range(0, 300, 30))
def test_three_hundred_histories_keep_the_laws(first: int) -> None:
    tell_many(range(first, first + 30))


@pytest.mark.both
def test_a_few_histories_keep_the_laws_on_every_engine() -> None:
    tell_many(range(1000, 1010))


@pytest.mark.soak
@pytest.mark.timeout(7200)
@pytest.mark.parametrize("first", range(10_000, 20_000, 500))
def test_ten_thousand_histories_keep_the_laws(first: int) -> None:
    tell_many(range(first, first + 500))
