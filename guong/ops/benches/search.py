"""Searching among many papers through HTTP, as visitors and clerks do, on a served installation of its own."""

import os
import random
import resource
import statistics
import threading
import time
from collections.abc import Callable
from urllib.parse import quote, urlencode

import httpx
from django.urls import reverse

from guong.ops.benches import Figures, register
from guong.ops.benches.search_world import SEED, SINCE, World, make
from guong.ops.benches.serving import guong, p95, serving, wait_for, where
from guong.registry.actions import make_public, register_document
from guong.search import index, making
from guong.search.docs import SHELVES, Shelf
from guong.viet.fold import fold

ASKED, UPDATES, STARTS_WITHIN = 60, 60, 180.0
Paths = list[str]


def run(size: int) -> Figures:
    """With `size` public papers."""
    environment = os.environ | where()
    guong("init", environment)
    world = make(size)
    figures: Figures = {"docs": size, "load_at_start": round(os.getloadavg()[0], 2)}
    figures |= _build(environment)
    with serving(environment, world.clerk) as client:
        for name, paths in _classes(world).items():
            figures |= _asked(client, name, paths)
        figures |= _updates(client, world)
    return figures | {"load_at_end": round(os.getloadavg()[0], 2)}


def _build(environment: dict[str, str]) -> Figures:
    """Both indexes, as the worker makes them: seconds until they are there."""
    started, before = time.perf_counter(), _cpu()
    if making.start(SHELVES, environment).wait() != 0:
        raise AssertionError("the indexes were made")
    took, cpu = time.perf_counter() - started, _cpu() - before
    sizes = {f"{shelf.name}_size_mb": round(_size(shelf) / 1e6) for shelf in SHELVES}
    return {"built_s": round(took, 1), "built_cpu_s": round(cpu, 1), **sizes}


def _size(shelf: Shelf) -> int:
    place = index.generation(shelf)
    return sum(file.stat().st_size for file in place.iterdir()) if place else 0


def _cpu() -> float:
    """Of processes that this one began and that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _classes(world: World) -> dict[str, Paths]:
    """Addresses by what they ask; words come from the papers themselves."""
    rnd = random.Random(SEED)
    search, papers, register = (reverse(name) for name in ("portal:search", "portal:documents", "registry:documents"))
    suggest = reverse("portal:suggest")

    def some(words: Callable[[list[str]], str]) -> list[str]:
        chosen = rnd.sample(list(world.sample), min(ASKED, len(world.sample)))
        return [words(_some_words(paper.abstract.lower().split(), rnd)) for paper in chosen]

    def paths(base: str, words: list[str], **more: str) -> Paths:
        return [f"{base}?{urlencode({'q': one, **more})}" for one in words]

    numbers = [_spelled(paper.symbol, place) for place, paper in enumerate(world.sample[:ASKED])]
    last = [f"{words} {_beginning(rnd.choice(world.words))}" for words in some(lambda found: found[0])]
    years = [paper.issued_on.year if paper.issued_on else SINCE.year for paper in world.sample[:ASKED]]
    facets = [
        f"{papers}?{urlencode({'nam': year, 'loai': paper.type, 'hieu-luc': 'in_force'})}"
        for paper, year in zip(world.sample, years, strict=False)
    ]
    return {
        "number": paths(search, numbers),
        "folded_words": paths(search, some(lambda found: fold(" ".join(found)))),
        "exact_words": paths(search, some(" ".join)),
        "phrase": paths(search, some(lambda found: f'"{" ".join(found)}"')),
        "prefix": paths(search, last),
        "suggestion": paths(suggest, [words[:-1] for words in some(" ".join)]),
        "facets": facets,
        "facets_and_words": paths(papers, some(lambda found: found[0]), **{"hieu-luc": "in_force"}),
        "rare_word": paths(search, list(world.words[-ASKED:])),
        "common_word": paths(search, list(world.words[:ASKED])),
        "common_words": paths(search, [" ".join(rnd.sample(world.words[:20], 2)) for _ in range(ASKED)]),
        "no_hit": paths(search, [f"khongco{place}" for place in range(ASKED)]),
        "list": [f"{papers}?trang={place}" for place in range(1, ASKED + 1)],
        "staff_words": paths(register, some(" ".join)),
        "staff_facets": [f"{register}?type={paper.type}&state=in_force" for paper in world.sample[:ASKED]],
    }


def _some_words(words: list[str], rnd: random.Random) -> list[str]:
    at = rnd.randrange(len(words) - 3)
    return words[at : at + rnd.choice((2, 3))]


def _beginning(word: str) -> str:
    return word[: max(1, len(word) - 1)]


def _spelled(symbol: str, place: int) -> str:
    """One of the ways in which people type a number."""
    plain = symbol.replace("-", " ").replace("/", " ")
    return (symbol, plain.lower(), fold(symbol), f"số {plain}", fold(plain).replace(" ", ""), f"0{symbol}")[place % 6]


def _asked(client: httpx.Client, name: str, paths: Paths) -> Figures:
    for path in paths[:4]:
        client.get(path).raise_for_status()
    times = []
    for path in paths:
        started = time.perf_counter()
        client.get(path).raise_for_status()
        times.append((time.perf_counter() - started) * 1000)
    return {f"{name}_median_ms": round(statistics.median(times), 1), f"{name}_p95_ms": round(p95(times), 1)}


def _updates(client: httpx.Client, world: World) -> Figures:
    """How long until a paper that was just made public is found, while others search."""
    stop = threading.Event()
    paths = _classes(world)["exact_words"]
    crowd = threading.Thread(target=_crowd, args=(str(client.base_url), paths, stop))
    crowd.start()
    try:
        times = [_found_after(client, world, number) for number in range(UPDATES)]
    finally:
        stop.set()
        crowd.join()
    return {
        "update_found_median_s": round(statistics.median(times), 2),
        "update_found_p95_s": round(p95(times), 2),
    }


def _crowd(address: str, paths: Paths, stop: threading.Event) -> None:
    with httpx.Client(base_url=address, timeout=60) as client:
        while not stop.is_set():
            for path in paths:
                client.get(path)
                if stop.is_set():
                    return


def _found_after(client: httpx.Client, world: World, number: int) -> float:
    word = f"moiban{number}hanh"
    paper = register_document(
        by=world.clerk,
        keeper=world.unit,
        direction="outgoing",
        type="TB",
        symbol=f"{number + 1}-TB/BENCH",
        issued_on=None,
        abstract=f"Thông báo {word}",
        no_mark_declared=True,
    )
    make_public(by=world.clerk, document=paper)
    return wait_for(lambda: str(paper.uid) in client.get(f"{reverse('portal:search')}?q={quote(word)}").text)


register("search", run, size=200_000)
