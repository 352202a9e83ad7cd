"""The screen of the tree through HTTP, over a country of five levels: the page, and what each opening fetches."""

import os
import random
import statistics
import time
from collections.abc import Sequence
from datetime import date, timedelta

import httpx
from django.urls import reverse

from guong.jobs import clock
from guong.ops.benches import Figures, register
from guong.ops.benches.country import MERGER, Country, at_hand
from guong.ops.benches.serving import p95, serving, where
from guong.units.models import Unit

ASKED = 40


def run(size: int) -> Figures:
    """With `size` units of the lowest level."""
    country = at_hand(size)
    figures: Figures = {"units": country.units, "load_at_start": round(os.getloadavg()[0], 2)}
    with serving(os.environ | where(), country.clerk) as client:
        for day, on in (("today", clock.today()), ("before", MERGER - timedelta(days=1))):
            figures |= _opened(client, country, day, on)
    return figures | {"load_at_end": round(os.getloadavg()[0], 2)}


def _opened(client: httpx.Client, country: Country, day: str, on: date) -> Figures:
    before = on < MERGER
    levels: dict[str, Sequence[int]] = {
        "root": [country.root],
        "province": country.old_provinces if before else country.provinces,
        "commune": country.old_communes if before else country.communes,
        "committee": country.committees,
    }
    rnd = random.Random(on.toordinal())
    asked = {"page": [f"{reverse('units:tree')}?on={on.isoformat()}"] * ASKED}
    for level, units in levels.items():
        chosen = rnd.choices(units, k=ASKED)
        uids = dict(Unit.objects.filter(pk__in=chosen).values_list("pk", "uid"))
        asked[level] = [f"{reverse('units:below', args=[uids[unit]])}?on={on.isoformat()}" for unit in chosen]
    return {f"{day}_{name}_{what}": figure for name, paths in asked.items() for what, figure in _times(client, paths)}


def _times(client: httpx.Client, paths: Sequence[str]) -> list[tuple[str, float]]:
    client.get(paths[0]).raise_for_status()
    times = []
    for path in paths:
        started = time.perf_counter()
        client.get(path).raise_for_status()
        times.append((time.perf_counter() - started) * 1000)
    return [("median_ms", round(statistics.median(times), 1)), ("p95_ms", round(p95(times), 1))]


register("tree", run, size=3000, keeps=True)
