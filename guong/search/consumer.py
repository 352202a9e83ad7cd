"""The worker's part: it alone writes the indexes, told by the outbox what changed."""

from guong.search import index, making, sources
from guong.search.docs import SHELVES, Shelf
from guong.search.schema import Cutter

TOPICS = {"public.changed", "paper.changed"}
_told: set[str] = set()  # by the batch at hand


def handle(_topic: str, ref: str) -> None:
    """Note that a document changed. A kind that cannot be found is none of ours. The same row may come again."""
    if sources.knows(ref):
        _told.add(ref)


def finish() -> None:
    """Bring what the batch named up to date, in every index."""
    told = set(_told)
    _told.clear()
    for shelf in SHELVES:
        if not making.note(shelf, told):
            _bring_up_to_date(shelf, told)


def _bring_up_to_date(shelf: Shelf, told: set[str]) -> None:
    refs = sources.with_others(shelf, told)
    place = index.generation(shelf)
    if place is None or not refs:
        return  # where there is none to write to, `check` makes it whole
    docs, cutter = sources.load(shelf, refs), Cutter()
    try:
        writer = index.kept_writer(shelf, place)
        for ref in refs:
            writer.put(cutter.cut(docs[ref])) if ref in docs else writer.remove(ref)
        writer.commit()
    except Exception:
        index.let_go(shelf)
        raise


def check() -> int:
    """Make anew what is missing or foreign. Gives how many indexes it made."""
    missing = index.missing()
    for shelf in missing:
        index.rebuild(shelf, sources.everything(shelf))
    return len(missing)


def check_beside() -> int:
    """`check` for a worker that stays: another process makes them, and what changed meanwhile is written after it."""
    ended = making.over()
    for shelf, told in ended.items():
        _bring_up_to_date(shelf, told)
    making.forget(ended)
    missing = index.missing()
    for shelf in missing:
        index.let_go(shelf)
    making.begin(missing)
    return len(ended)
