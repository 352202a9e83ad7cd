"""The indexes on disk: one writer (the worker), many readers. Each can be made anew from the database at any time.

Layout under `GUONG_DATA/index/<shelf>`: `current` names the generation in use, the version of the schema and the
installation it belongs to; each generation is a tantivy index of its own. A rebuild fills a new generation and then
turns `current` to it, so readers never meet a half-filled one.
"""

import fcntl
import json
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

import tantivy
from django.conf import settings
from uuid_utils.compat import uuid7

from guong.jobs.log import log
from guong.keys import sign
from guong.search.docs import SHELVES, Doc, Shelf
from guong.search.schema import VERSION, Cut, Cutter, document, schema

# Bytes: the least that tantivy takes; for making an index whole, in few pieces that nobody needs to merge.
_HEAP, _HEAP_OF_ALL = 15_000_000, 120_000_000
_TOLD_EVERY = 20_000  # documents

Portion = Mapping[str, Iterable[Cut]]
"""Documents by the name of their shelf."""


def folder(shelf: Shelf | None = None) -> Path:
    """Of a shelf, or of all."""
    every = Path(settings.GUONG_DATA) / "index"
    return every / shelf.name if shelf else every


def _current(shelf: Shelf) -> Path:
    return folder(shelf) / "current"


def generation(shelf: Shelf) -> Path | None:
    """The folder of the generation in use; None where there is none, or one of another version or installation."""
    try:
        said = json.loads(_current(shelf).read_text("utf-8"))
    except (FileNotFoundError, ValueError):
        return None
    if not isinstance(said, dict) or (said.get("version"), said.get("home")) != (VERSION, sign.public_key()):
        return None
    found = folder(shelf) / str(said.get("generation"))
    return found if tantivy.Index.exists(str(found)) else None


def missing() -> list[Shelf]:
    """Shelves without an index that can be used."""
    return [shelf for shelf in SHELVES if generation(shelf) is None]


def condemn() -> None:
    """Give every index up, those in the making too: the worker makes them anew in its next round; until then nothing
    is found.
    """
    for shelf in SHELVES:
        _condemned(shelf).parent.mkdir(parents=True, exist_ok=True)
        _condemned(shelf).write_text(str(uuid7()), "utf-8")
        _current(shelf).unlink(missing_ok=True)


class Writer:
    """Changes to a generation, seen by readers after `commit`. Only one exists at a time on a machine (a lock)."""

    def __init__(self, place: Path, *, heap: int = _HEAP) -> None:
        place.mkdir(parents=True, exist_ok=True)
        self.place = place
        self._writer = tantivy.Index(schema(), path=str(place)).writer(heap, 1)

    def put(self, cut: Cut) -> None:
        """Add a document, in place of an earlier one of the same id."""
        self.remove(cut.id)
        self.add(cut)

    def add(self, cut: Cut) -> None:
        """Add a document whose id is not in the index."""
        self._writer.add_document(document(cut))

    def remove(self, id: str) -> None:
        self._writer.delete_documents_by_term("id", id)

    def commit(self) -> None:
        """Pieces of the index that are worth it are merged after that, beside whatever comes next."""
        self._writer.commit()

    def close(self) -> None:
        """Let the lock go, with what was committed."""
        self._writer.wait_merging_threads()


_kept: dict[str, Writer] = {}


def kept_writer(shelf: Shelf, place: Path) -> Writer:
    """The worker's writer to a generation, which stays open: a change then waits for no lock and no merging."""
    writer = _kept.get(shelf.name)
    if writer is None or writer.place != place:
        let_go(shelf)
        writer = _kept[shelf.name] = Writer(place)
    return writer


def let_go(shelf: Shelf) -> None:
    """Close the kept writer: before its generation is removed, and after a failure."""
    if writer := _kept.pop(shelf.name, None):
        writer.close()


def rebuild(shelf: Shelf, docs: Iterable[Doc]) -> int:
    """`make` one shelf of these documents."""
    cutter = Cutter()
    return make([shelf], ({shelf.name: [cutter.cut(doc)]} for doc in docs))


def make(shelves: Sequence[Shelf], portions: Iterable[Portion]) -> int:
    """Make new generations of these documents, turn to them, and remove the old ones. Gives how many they hold."""
    with ExitStack() as stack:
        for shelf in shelves:
            stack.enter_context(_alone(shelf))
        made = [_Made(shelf) for shelf in shelves]
        for portion in portions:
            for one in made:
                one.add(portion.get(one.shelf.name, ()))
        for one in made:
            one.use()
    return sum(one.count for one in made)


class _Made:
    """A generation in the making."""

    def __init__(self, shelf: Shelf) -> None:
        self.shelf, self.count = shelf, 0
        self._condemned = _last_condemned(shelf)
        self._writer = Writer(folder(shelf) / str(uuid7()), heap=_HEAP_OF_ALL)

    def add(self, cuts: Iterable[Cut]) -> None:
        for cut in cuts:
            self._writer.add(cut)
            self.count += 1
            if self.count % _TOLD_EVERY == 0:
                log.info("index_in_the_making", shelf=self.shelf.name, documents=self.count)

    def use(self) -> None:
        self._writer.commit()
        self._writer.close()
        _turn_to(self.shelf, self._writer.place)
        if _last_condemned(self.shelf) != self._condemned:
            _current(self.shelf).unlink(missing_ok=True)
        let_go(self.shelf)
        _remove_all_but(self._writer.place)
        log.info("index_made", shelf=self.shelf.name, documents=self.count)


@contextmanager
def _alone(shelf: Shelf) -> Iterator[None]:
    """One process at a time makes a shelf: the next one would take this one's folder for an old one."""
    folder(shelf).mkdir(parents=True, exist_ok=True)
    with (folder(shelf) / "making").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _turn_to(shelf: Shelf, place: Path) -> None:
    turned = folder(shelf) / "current.new"
    turned.write_text(
        json.dumps({"version": VERSION, "home": sign.public_key(), "generation": place.name}), encoding="utf-8"
    )
    turned.replace(_current(shelf))


def _condemned(shelf: Shelf) -> Path:
    return folder(shelf) / "condemned"


def _last_condemned(shelf: Shelf) -> str:
    try:
        return _condemned(shelf).read_text("utf-8")
    except FileNotFoundError:
        return ""


def _remove_all_but(place: Path) -> None:
    """Old generations beside this one, and what an earlier version left above."""
    known = {shelf.name for shelf in SHELVES}
    for old in [*place.parent.iterdir(), *(each for each in place.parents[1].iterdir() if each.name not in known)]:
        if old.is_dir() and old != place:
            shutil.rmtree(old, ignore_errors=True)
