"""Progress of long work on a terminal; nothing where nobody watches."""

import sys
from collections.abc import Iterable, Iterator
from typing import TypeVar

from tqdm import tqdm

Thing = TypeVar("Thing")
SHOWN_AFTER_SECONDS = 2.0


def progress(things: Iterable[Thing], *, total: int | None = None) -> Iterator[Thing]:
    """The same things, with a bar on standard error once the work has taken two seconds."""
    bar = tqdm(things, total=total, delay=SHOWN_AFTER_SECONDS, disable=not sys.stderr.isatty(), file=sys.stderr)
    yield from bar
