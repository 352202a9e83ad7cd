"""Checks of `guong verify`. Every room that freezes or seals something adds its own in `apps.ready()`."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

Run = Callable[[], Iterable[str]]


@dataclass(frozen=True)
class Check:
    """`run` yields one whole sentence for each thing that is wrong, nothing when all is well."""

    name: str
    run: Run


CHECKS: dict[str, Check] = {}


def register(name: str, run: Run) -> None:
    """Add a check under a short English name; the name stands in `--json` output."""
    CHECKS[name] = Check(name, run)
