"""Totals of any unit's children through HTTP, over a country of five levels, today and before its merger: what is kept
beside the recursive walk over the same rows in turn; writers at once; and how long it takes to keep it anew.
"""

import os
import random
import statistics
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from uuid import uuid4

import httpx
from django.db import connection
from django.urls import reverse

from guong.jobs import clock
from guong.ops.benches import Figures, register
from guong.ops.benches.country import LINE, MERGER, OPENED, Country, make
from guong.ops.benches.serving import guong, p95, serving, signed_in, where
from guong.tally import keeping, queries
from guong.tally.actions import state
from guong.tally.models import Layout, Summary
from guong.tally.queries import View
from guong.units.models import Unit

ASKED, WALKS, WRITERS, WRITES = 60, 5, 16, 10
BEFORE = MERGER - timedelta(days=1)


def run(size: int) -> Figures:
    """With `size` units of the lowest level."""
    environment = os.environ | where()
    guong("init", environment)
    country = make(size)
    figures: Figures = {"units": country.units, "load_at_start": round(os.getloadavg()[0], 2)}
    figures |= _kept(country)
    _agree(country)
    with serving(environment) as address:
        with httpx.Client(base_url=address, cookies=signed_in(country.clerk), timeout=120) as client:
            for day, on in (("today", clock.today()), ("before", BEFORE)):
                figures |= _asked(client, country, day, on)
            figures |= _writers(client, country)
    figures |= _walked(country)
    return figures | {"load_at_end": round(os.getloadavg()[0], 2)}


def _kept(country: Country) -> Figures:
    """Lay out both days for both views and add up; the median of making the sums anew."""
    for on in (clock.today(), BEFORE):
        for view in View:
            keeping.ask(series=country.phase.uid, line=LINE, on=on, view=view)
    laid = [_took(lambda layout=layout: keeping.lay_out(layout)) for layout in Layout.objects.all()]  # type: ignore[misc]  # mypy cannot tell the type of a lambda with a default
    summaries = list(Summary.objects.select_related("layout"))
    summed = [_took(lambda summary=summary: keeping.sum_up(summary)) for summary in summaries]  # type: ignore[misc]  # so
    return {
        "layout_s": round(statistics.median(wall for wall, _cpu in laid), 2),
        "rebuild_s": round(statistics.median(wall for wall, _cpu in summed), 2),
        "rebuild_cpu_s": round(statistics.median(cpu for _wall, cpu in summed), 2),
    }


def _took(work: Callable[[], object]) -> tuple[float, float]:
    """Seconds, and those that this process computed."""
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - wall, time.process_time() - cpu


def _agree(country: Country) -> None:
    """What is kept is what the walk finds."""
    root = Unit.objects.get(pk=country.root)
    for on in (clock.today(), BEFORE):
        for view in View:
            given = {"series": country.phase.uid, "unit": root, "line": LINE, "on": on, "view": view}
            kept, walked = (queries.by_child(**given, known=known) for known in (None, clock.now()))  # type: ignore[arg-type]  # one dict for both
            if kept != walked:
                raise AssertionError("both sides must give the same totals")


def _asked(client: httpx.Client, country: Country, day: str, on: date) -> Figures:
    before = on < MERGER
    levels = {
        "root": [country.root],
        "province": country.old_provinces if before else country.provinces,
        "commune": country.old_communes if before else country.communes,
    }
    rnd, figures = random.Random(on.toordinal()), {}
    for level, units in levels.items():
        paths = [_path(country, unit, on, view) for unit in rnd.choices(units, k=ASKED) for view in View]
        for kind, end in (("", "&format=json"), ("page_", "")):
            times = list(_times(client, [f"{path}{end}" for path in paths[:ASKED]]))
            figures[f"{day}_{level}_{kind}median_ms"] = round(statistics.median(times), 1)
            figures[f"{day}_{level}_{kind}p95_ms"] = round(p95(times), 1)
    return figures


def _path(country: Country, unit: int, on: date, view: View) -> str:
    uid = Unit.objects.get(pk=unit).uid
    return f"{reverse('desk:totals_of', args=[country.phase.uid, uid])}?on={on.isoformat()}&view={view.value}"


def _times(client: httpx.Client, paths: Sequence[str]) -> Iterator[float]:
    for path in paths[:4]:
        client.get(path).raise_for_status()
    for path in paths:
        started = time.perf_counter()
        client.get(path).raise_for_status()
        yield (time.perf_counter() - started) * 1000


def _writers(client: httpx.Client, country: Country) -> Figures:
    """Writers at once, each a report at a cell: seconds from its first statement until the root's page counts it."""
    root = f"{_path(country, country.root, clock.today(), View.THEN)}&format=json"
    base = client.get(root).json()["unit"]["attendances"]
    done, guard = [0], threading.Lock()
    cells = random.Random(16).sample(list(country.cells), WRITERS * WRITES)

    def write(some: Sequence[int]) -> list[tuple[float, float]]:
        units = list(Unit.objects.filter(pk__in=some))
        times = [_written(client, country, unit, root, base, done, guard) for unit in units]
        connection.close()
        return times

    started = time.perf_counter()
    with ThreadPoolExecutor(WRITERS) as pool:
        times = [one for some in pool.map(write, (cells[n::WRITERS] for n in range(WRITERS))) for one in some]
    return {
        "writes_per_s": round(len(times) / (time.perf_counter() - started), 1),
        "write_p95_ms": round(p95([written * 1000 for written, _seen in times]), 1),
        "new_value_median_s": round(statistics.median(seen for _written_, seen in times), 3),
        "new_value_p95_s": round(p95([seen for _written_, seen in times]), 3),
        "new_value_max_s": round(max(seen for _written_, seen in times), 3),
    }


def _written(
    client: httpx.Client, country: Country, unit: Unit, root: str, base: int, done: list[int], guard: threading.Lock
) -> tuple[float, float]:
    started = time.perf_counter()
    values = {"sittings": 1, "seats.members": 1, "seats.guests": 0, "expected": 1, "people": 1}
    state(series=country.phase.uid, unit=unit, on=OPENED.date(), source=uuid4(), values=values, at=clock.now())
    written = time.perf_counter() - started
    with guard:
        done[0] += 1
        least = base + done[0]
    while client.get(root).json()["unit"]["attendances"] < least:
        pass
    return written, time.perf_counter() - started


def _walked(country: Country) -> Figures:
    """The recursive walk over the placements and the observations, as known at this instant."""
    figures: Figures = {}
    for level, unit in (("root", country.root), ("province", country.provinces[0]), ("commune", country.communes[0])):
        given = {"series": country.phase.uid, "unit": Unit.objects.get(pk=unit), "line": LINE, "on": clock.today()}
        for side, known in (("walked", clock.now()), ("kept", None)):
            took = [_took(lambda: queries.by_child(**given, known=known))[0] for _ in range(WALKS)]  # type: ignore[arg-type]  # noqa: B023  (called at once)
            figures[f"{level}_{side}_ms"] = round(statistics.median(took) * 1000, 2)
    return figures


register("rollup", run, size=3000)
