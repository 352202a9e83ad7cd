"""Benchmarks of `guong bench NAME`: each works in a throw-away folder and returns flat figures, units in the names."""

from collections.abc import Callable
from dataclasses import dataclass

Figures = dict[str, float]


@dataclass(frozen=True)
class Bench:
    """`run(size)` measures with that many things; `size` is the usual one."""

    name: str
    run: Callable[[int], Figures]
    size: int


BENCHES: dict[str, Bench] = {}


def register(name: str, run: Callable[[int], Figures], *, size: int) -> None:
    BENCHES[name] = Bench(name, run, size)
