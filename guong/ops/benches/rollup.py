"""Totals of a whole tree: added up in the database against adding up every row in Python, both sides in turn."""

import statistics
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from uuid import UUID

from django.conf import settings
from django.db import connection

from guong.ops.benches import Figures, register
from guong.tally import queries
from guong.tally.models import Observation
from guong.units.enums import ChangeKind
from guong.units.models import Change, Person, Placement, Succession, Unit

TURNS = 11
WIDTH = 46  # units directly below each superior, as in the sample
MEASURES = ("sittings", "seats", "people")
SERIES, DAY, KNOWN = UUID(int=1), date(2022, 8, 20), datetime(2022, 8, 20, tzinfo=UTC)


def run(size: int) -> Figures:
    """With `size` units of the lowest level, each with one value of each measure."""
    root, line = _build(size)

    def ours() -> dict[str, int]:
        return queries.totals(series=SERIES, unit=root, line=line, on=DAY, known=KNOWN)

    def naive() -> dict[str, int]:
        return _naive(root, line)

    def rows() -> list[queries.ChildRow]:
        return queries.by_child(series=SERIES, unit=root, line=line, on=DAY, known=KNOWN)

    if ours() != naive():
        raise AssertionError("both sides must give the same totals")
    took = _in_turn({"root": ours, "naive": naive, "children": rows})
    return {"units": size, "observations": size * len(MEASURES)} | {
        f"{name}_{what}_ms": round(figure * 1000, 2)
        for name, times in took.items()
        for what, figure in (("median", statistics.median(times)), ("p95", _p95(times)))
    }


def _build(size: int) -> tuple[Unit, str]:
    """A root, superiors below it and `size` units below them."""
    with connection.schema_editor() as editor:
        for model in (Unit, Person, Change, Placement, Succession, Observation):
            editor.create_model(model)
    line = settings.PACK.table("lines")[0].code
    root, *others = Unit.objects.bulk_create(Unit() for _ in range(1 + -(-size // WIDTH) + size))
    superiors, lowest = others[:-size], others[-size:]
    parents = [(root, None), *((one, root) for one in superiors)]
    parents += [(one, superiors[number // WIDTH]) for number, one in enumerate(lowest)]
    change = Change.objects.create(act=UUID(int=2), kind=ChangeKind.FOUND, in_force_on=DAY, recorded_at=KNOWN)
    Placement.objects.bulk_create(
        Placement(unit=unit, line=line, starts_on=DAY, parent=parent, change=change, known_from=KNOWN)
        for unit, parent in parents
    )
    Observation.objects.bulk_create(
        Observation(series=SERIES, unit=one, on=DAY, measure=name, value=number, source=one.uid, known_from=KNOWN)
        for number, one in enumerate(lowest)
        for name in MEASURES
    )
    return root, line


def _naive(root: Unit, line: str) -> dict[str, int]:
    """Every placement and every row is fetched; each row climbs to the root."""
    parents = {place.unit_id: place.parent_id for place in Placement.objects.filter(line=line)}
    sums: dict[str, int] = {}
    for row in Observation.objects.filter(series=SERIES):
        here: int | None = row.unit_id
        while here is not None and here != root.pk:
            here = parents.get(here)
        if here == root.pk:
            sums[row.measure] = sums.get(row.measure, 0) + row.value
    return sums


def _in_turn(sides: dict[str, Callable[[], object]]) -> dict[str, list[float]]:
    """The sides alternate, so that what else the machine does falls on all of them."""
    took: dict[str, list[float]] = {name: [] for name in sides}
    for _ in range(TURNS):
        for name, work in sides.items():
            started = time.perf_counter()
            work()
            took[name].append(time.perf_counter() - started)
    return took


def _p95(times: list[float]) -> float:
    return sorted(times)[int(len(times) * 0.95)]


register("rollup", run, size=3000)
