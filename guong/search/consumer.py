"""The worker's part: it alone writes the index, told by the outbox what changed in public."""

from guong.search import index, sources
from guong.search.index import Writer

_open: list[Writer] = []  # the writer of the batch at hand


def handle(_topic: str, ref: str) -> None:
    """Bring one document up to date. A kind that cannot be found is none of ours. The same row may come again."""
    if not sources.knows(ref):
        return
    doc = sources.load(ref)
    place = index.generation()
    if place is None:
        return  # there is none to write to: `check` makes it whole
    if not _open:
        _open.append(Writer(place))
    if doc is None:
        _open[0].remove(ref)
    else:
        _open[0].put(doc)


def finish() -> None:
    """Commit what the batch changed and let the writer's lock go."""
    while _open:
        _open.pop().close()


def check() -> int:
    """Make the index anew when it is missing or foreign. Gives 1 when it did."""
    if index.generation() is not None:
        return 0
    finish()
    index.rebuild(sources.everything())
    return 1
