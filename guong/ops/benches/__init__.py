"""Benchmarks of `guong bench NAME`: each works in a folder of its own and returns flat figures, units in the names."""

from collections.abc import Callable
from dataclasses import dataclass

Figures = dict[str, float]


@dataclass(frozen=True)
class Bench:
    """`run(size)` measures with that many things; `size` the usual one. `keeps`: it finds what it made."""

    name: str
    run: Callable[[int], Figures]
    size: int
    keeps: bool = False


BENCHES: dict[str, Bench] = {}


def register(name: str, run: Callable[[int], Figures], *, size: int, keeps: bool = False) -> None:
    BENCHES[name] = Bench(name, run, size, keeps)
