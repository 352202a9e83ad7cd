"""Indexes made in processes of their own, one for each shelf: two cores work, and the worker's rounds go on.

A process ends with the one that began it: its standard input then comes to an end.
"""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from guong.jobs.log import log
from guong.search.docs import SHELVES, Shelf

AGAIN_SECONDS = 10.0  # after one that failed
_NICER = 5  # pages come first


@dataclass
class Making:
    """`told` is what changed meanwhile: the process may have read it before."""

    process: subprocess.Popen[bytes]
    began: float = field(default_factory=time.monotonic)
    told: set[str] = field(default_factory=set)


_makings: dict[str, Making] = {}


def start(shelf: Shelf, environment: Mapping[str, str] | None = None) -> subprocess.Popen[bytes]:
    words = [sys.executable, "-m", "guong.cli", "reindex", "--shelf", shelf.name]
    return subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, env=environment)


def end_with_parent() -> None:
    """In such a process: once whoever began it is gone, so is it, with whatever it has made so far."""
    os.nice(_NICER)
    threading.Thread(target=_wait_for_the_end, daemon=True).start()


def _wait_for_the_end() -> None:
    while os.read(0, 1024):
        pass
    os._exit(1)


def begin(shelf: Shelf) -> None:
    if shelf.name not in _makings:
        _makings[shelf.name] = Making(start(shelf))


def note(shelf: Shelf, told: Iterable[str]) -> bool:
    """Keep what changed until the shelf is made; False where none is in the making."""
    making = _makings.get(shelf.name)
    if making:
        making.told |= set(told)
    return making is not None


def over() -> list[Shelf]:
    """Shelves whose process has ended, well or badly; a bad one only after a while."""
    return [shelf for shelf in SHELVES if (making := _makings.get(shelf.name)) and _is_over(making)]


def _is_over(making: Making) -> bool:
    ended = making.process.poll()
    return ended == 0 or (ended is not None and time.monotonic() - making.began > AGAIN_SECONDS)


def told(shelf: Shelf) -> set[str]:
    return _makings[shelf.name].told


def forget(shelf: Shelf) -> None:
    making = _makings.pop(shelf.name)
    if making.process.stdin:
        making.process.stdin.close()
    if making.process.returncode:
        log.error("index_not_made", shelf=shelf.name, code=making.process.returncode)
