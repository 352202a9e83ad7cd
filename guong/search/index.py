"""The indexes on disk: one writer (the worker), many readers. Each can be made anew from the database at any time.

Layout under `GUONG_DATA/index/<shelf>`: `current` names the generation in use, the version of the schema and the
installation it belongs to; each generation is a tantivy index of its own. A rebuild fills a new generation and then
turns `current` to it, so readers never meet a half-filled one.
"""

import fcntl
import json
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import tantivy
from django.conf import settings
from uuid_utils.compat import uuid7

from guong.jobs.log import log
from guong.keys import sign
from guong.search.docs import SHELVES, Doc, Shelf
from guong.search.schema import VERSION, document, schema

_HEAP, _HEAP_OF_ALL = 15_000_000, 120_000_000  # bytes: the least that tantivy takes; for making an index whole
_THREADS_OF_ALL = 2
_TOLD_EVERY = 20_000  # documents


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
    """Changes to a generation, seen by readers after `close`. Only one exists at a time on a machine (a lock)."""

    def __init__(self, place: Path, *, heap: int = _HEAP, threads: int = 1) -> None:
        place.mkdir(parents=True, exist_ok=True)
        self._writer = tantivy.Index(schema(), path=str(place)).writer(heap, threads)

    def put(self, doc: Doc) -> None:
        """Add a document, in place of an earlier one of the same id."""
        self.remove(doc.id)
        self.add(doc)

    def add(self, doc: Doc) -> None:
        """Add a document whose id is not in the index."""
        self._writer.add_document(document(doc))

    def remove(self, id: str) -> None:
        self._writer.delete_documents_by_term("id", id)

    def close(self) -> None:
        """Commit, and let the lock go."""
        self._writer.commit()
        self._writer.wait_merging_threads()


def rebuild(shelf: Shelf, docs: Iterable[Doc]) -> int:
    """Make a new generation of these documents, turn to it, and remove the old ones. Gives how many it holds."""
    with _alone(shelf):
        condemned, place = _last_condemned(shelf), folder(shelf) / str(uuid7())
        writer = Writer(place, heap=_HEAP_OF_ALL, threads=_THREADS_OF_ALL)
        count = 0
        for count, doc in enumerate(docs, start=1):
            writer.add(doc)
            if count % _TOLD_EVERY == 0:
                log.info("index_in_the_making", shelf=shelf.name, documents=count)
        writer.close()
        _turn_to(shelf, place)
        if _last_condemned(shelf) != condemned:
            _current(shelf).unlink(missing_ok=True)
        _remove_all_but(place)
    log.info("index_made", shelf=shelf.name, documents=count)
    return count


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
