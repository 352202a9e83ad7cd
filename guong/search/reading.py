"""All documents, read and cut in processes beside the one that fills indexes with them: several cores work at once."""

import gc
import multiprocessing
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from multiprocessing.connection import Connection, wait

from django.db import connections

from guong.search import sources
from guong.search.docs import Shelf
from guong.search.schema import Cut, Cutter

_MOST_READERS = 4
_MANY_OBJECTS = 100_000
Portion = dict[str, list[Cut]]


@contextmanager
def begun(shelves: Sequence[Shelf]) -> Iterator[Iterator[Portion]]:
    """The portions of some shelves, in any order. They are forked, so begin them before any thread."""
    connections.close_all()  # a connection is of one process
    _look_for_rubbish_seldom()
    fork = multiprocessing.get_context("fork")
    many = min(_MOST_READERS, len(os.sched_getaffinity(0)))  # the engine leaves a part of its core to them
    ends = [fork.Pipe(duplex=False) for _ in range(many)]
    readers = [fork.Process(target=_read, args=(ends, turn, shelves), daemon=True) for turn in range(many)]
    for reader in readers:
        reader.start()
    for _receiving, sending in ends:
        sending.close()
    try:
        yield _received([receiving for receiving, _sending in ends])
    finally:
        for receiving, _sending in ends:
            receiving.close()
        for reader in readers:
            reader.join()


def _look_for_rubbish_seldom() -> None:
    """What was loaded stays until the end, and documents hold no circles: looking took a fifth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(_MANY_OBJECTS)


def _read(ends: Sequence[tuple[Connection, Connection]], turn: int, shelves: Sequence[Shelf]) -> None:
    """In a reader. Once nobody receives any more, sending fails and it ends."""
    for receiving, _sending in ends:
        receiving.close()
    sending = ends[turn][1]
    try:
        for portion in portions(shelves, turn=turn, of=len(ends)):
            sending.send(portion)
        sending.send(None)
    except BrokenPipeError:
        return


def portions(shelves: Sequence[Shelf], *, turn: int = 0, of: int = 1) -> Iterator[Portion]:
    """All documents of some shelves, cut; every `of`-th portion, from number `turn` on."""
    for held in sources.portions(shelves, turn=turn, of=of):
        cutter = Cutter()
        yield {name: [cutter.cut(doc) for doc in docs] for name, docs in held.items()}


def _received(open_ends: Iterable[Connection]) -> Iterator[Portion]:
    """Until every reader has said that it is done; `EOFError` where one ended before."""
    waiting: list[Connection] = list(open_ends)
    while waiting:
        for one in wait(waiting):
            assert isinstance(one, Connection)  # noqa: S101  (for the type checker: nothing else was waited for)
            if (portion := one.recv()) is None:
                waiting.remove(one)
            else:
                yield portion
