"""Indexes made in a process of its own, so that the worker's rounds go on.

It ends with the one that began it: its standard input then comes to an end.
"""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from guong.jobs.log import log
from guong.search.docs import Shelf

AGAIN_SECONDS = 10.0  # after one that failed
_NICER = 5  # pages come first


@dataclass
class Making:
    """`told` is what changed meanwhile: the process may have read it before."""

    shelves: Sequence[Shelf]
    process: subprocess.Popen[bytes]
    began: float = field(default_factory=time.monotonic)
    told: set[str] = field(default_factory=set)


_makings: list[Making] = []  # one at most: who comes while it works waits for its end


def start(shelves: Iterable[Shelf], environment: Mapping[str, str] | None = None) -> subprocess.Popen[bytes]:
    words = [sys.executable, "-m", "guong.cli", "reindex"]
    words += [word for shelf in shelves for word in ("--shelf", shelf.name)]
    return subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, env=environment)


def end_with_parent() -> None:
    """In such a process: once whoever began it is gone, so is it, with whatever it has made so far."""
    threading.Thread(target=_wait_for_the_end, daemon=True).start()


def step_back() -> None:
    os.nice(_NICER)


def _wait_for_the_end() -> None:
    while os.read(0, 1024):
        pass
    os._exit(1)


def begin(shelves: Sequence[Shelf]) -> None:
    """Make these, unless a process is at work."""
    if shelves and not _makings:
        _makings.append(Making(shelves, start(shelves)))


def note(shelf: Shelf, told: Iterable[str]) -> bool:
    """Keep what changed until the shelf is made; False where it is not in the making."""
    at_work = [making for making in _makings if shelf in making.shelves]
    for making in at_work:
        making.told |= set(told)
    return bool(at_work)


def over() -> dict[Shelf, set[str]]:
    """Shelves whose process has ended, well or badly, and what changed meanwhile; a bad one only after a while."""
    return {shelf: making.told for making in _makings if _is_over(making) for shelf in making.shelves}


def _is_over(making: Making) -> bool:
    ended = making.process.poll()
    return ended == 0 or (ended is not None and time.monotonic() - making.began > AGAIN_SECONDS)


def forget(shelves: Collection[Shelf]) -> None:
    """The process of these is done with."""
    for making in [each for each in _makings if shelves and set(each.shelves) <= set(shelves)]:
        _makings.remove(making)
        if making.process.stdin:
            making.process.stdin.close()
        if making.process.returncode:
            log.error("index_not_made", code=making.process.returncode)
