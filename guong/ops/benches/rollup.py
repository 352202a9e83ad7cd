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
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import uuid4

import httpx
from django.db import connection
from django.urls import reverse

from guong.jobs import clock
from guong.ops.benches import Figures, register
from guong.ops.benches.country import LINE, MERGER, OPENED, Country, at_hand
from guong.ops.benches.serving import p95, serving, where
from guong.tally import keeping, queries
from guong.tally.actions import state
from guong.tally.models import Layout, Summary
from guong.tally.queries import View
from guong.units.models import Unit

ASKED, WALKS, WRITERS, WRITES = 40, 3, 16, 5
BEFORE = MERGER - timedelta(days=1)


def run(size: int) -> Figures:
    """With `size` units of the lowest level."""
    country = at_hand(size)
    figures: Figures = {"units": country.units, "load_at_start": round(os.getloadavg()[0], 2)}
    figures |= _kept(country)
    _agree(country)
    _settled()
    with serving(os.environ | where(), country.clerk) as client:
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
    summed = [_took(lambda summary=summary: keeping.sum_up(summary)) for summary in summaries]  # type: ignore[misc]  # called at once
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


def _settled() -> None:
    """What PostgreSQL does by itself within a minute of so many new rows, lest it falls on some of the questions."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")


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


@dataclass
class Crowd:
    """Writers at once: how many of their reports are in, and what the root's page said before."""

    client: httpx.Client
    country: Country
    root: str
    base: int
    done: int = 0
    guard: threading.Lock = field(default_factory=threading.Lock)

    def shown(self) -> int:
        return int(self.client.get(self.root).json()["unit"]["attendances"])

    def write(self, cells: Sequence[int]) -> list[tuple[float, float]]:
        """One report after another; seconds until each was written, and until the root's page counted it."""
        times = [self._one(unit) for unit in Unit.objects.filter(pk__in=cells)]
        connection.close()
        return times

    def _one(self, unit: Unit) -> tuple[float, float]:
        started = time.perf_counter()
        values = {"sittings": 1, "seats.members": 1, "seats.guests": 0, "expected": 1, "people": 1}
        series, on = self.country.phase.uid, OPENED.date()
        state(series=series, unit=unit, on=on, source=uuid4(), values=values, at=clock.now())
        written = time.perf_counter() - started
        with self.guard:
            self.done += 1
            least = self.base + self.done
        while self.shown() < least:
            time.sleep(0.01)
        return written, time.perf_counter() - started


def _writers(client: httpx.Client, country: Country) -> Figures:
    root = f"{_path(country, country.root, clock.today(), View.THEN)}&format=json"
    crowd = Crowd(client, country, root, base=0)
    crowd.base = crowd.shown()
    cells = random.Random(16).choices(list(country.cells), k=WRITERS * WRITES)
    started = time.perf_counter()
    with ThreadPoolExecutor(WRITERS) as pool:
        times = [one for some in pool.map(crowd.write, (cells[n::WRITERS] for n in range(WRITERS))) for one in some]
    took, seen = time.perf_counter() - started, [seen for _written, seen in times]
    shown = [seen - written for written, seen in times]
    return {
        "writes_per_s": round(len(times) / took, 1),
        "write_p95_ms": round(p95([written * 1000 for written, _seen in times]), 1),
        "shown_once_written_p95_s": round(p95(shown), 3),
        "new_value_median_s": round(statistics.median(seen), 3),
        "new_value_p95_s": round(p95(seen), 3),
        "new_value_max_s": round(max(seen), 3),
    }


def _walked(country: Country) -> Figures:
    """The recursive walk over the placements and the observations, as known at this instant."""
    figures: Figures = {}
    for level, unit in (("root", country.root), ("province", country.provinces[0]), ("commune", country.communes[0])):
        given = {"series": country.phase.uid, "unit": Unit.objects.get(pk=unit), "line": LINE, "on": clock.today()}
        for side, known in (("walked", clock.now()), ("kept", None)):
            took = [_took(lambda: queries.by_child(**given, known=known))[0] for _ in range(WALKS)]  # type: ignore[arg-type]  # noqa: B023  (called at once)
            figures[f"{level}_{side}_ms"] = round(statistics.median(took) * 1000, 2)
    return figures


register("rollup", run, size=3000, keeps=True)
