"""Who can be found. Higher rooms register their things here, for each shelf; what has no place there they leave out."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from guong.search.docs import Doc, Shelf

Load = Callable[[Sequence[str]], Iterable[Doc]]
Show = Callable[[Sequence[str], bool], Iterable[Doc]]
AllUids = Callable[[], Iterator[str]]
Also = Callable[[Sequence[str]], Iterable[str]]
Held = dict[str, list[Doc]]
"""Documents by the name of their shelf."""
_CHUNK = 500


@dataclass(frozen=True, slots=True)
class Source:
    """`read(uids)` reads rows, in any order; `docs(rows)` makes the documents of those that have a place on the shelf,
    or the rows are documents themselves. Several shelves whose sources of a kind read by the same function share one
    reading. `all_uids` names every row; `also(uids)` names others whose documents say something of these; `show(uids)`
    gives as much of the documents as a page of hits shows, where that costs less; its second argument says whether
    passages are among it.
    """

    read: Callable[[Sequence[str]], Iterable[Any]]
    all_uids: AllUids
    docs: Callable[[Iterable[Any]], Iterable[Doc]] = iter
    also: Also | None = None
    show: Show | None = None

    def load(self, uids: Sequence[str]) -> Iterable[Doc]:
        return self.docs(self.read(uids))


_sources: dict[tuple[str, str], Source] = {}


def register(shelf: Shelf, prefix: str, source: Source) -> None:
    """Documents of the source have the ids "<prefix>:<uid>"."""
    _sources[shelf.name, prefix] = source


def knows(ref: str) -> bool:
    """Is `ref` of a kind that can be found at all?"""
    return any(prefix == ref.partition(":")[0] for _shelf, prefix in _sources)


def with_others(shelf: Shelf, refs: Iterable[str]) -> set[str]:
    """Those refs of the shelf, and those of documents that say something of them."""
    found = set()
    for prefix, uids in _by_prefix(refs).items():
        if source := _sources.get((shelf.name, prefix)):
            others = source.also(uids) if source.also else ()
            found |= {f"{prefix}:{uid}" for uid in (*uids, *others)}
    return found


def load(shelf: Shelf, refs: Iterable[str]) -> dict[str, Doc]:
    """Documents by id, as they are now; what is gone, or has no place on the shelf, is left out."""
    return {
        doc.id: doc
        for prefix, uids in _by_prefix(refs).items()
        if (source := _sources.get((shelf.name, prefix)))
        for doc in source.load(uids)
    }


def shown(shelf: Shelf, refs: Iterable[str], *, passages: bool = False) -> dict[str, Doc]:
    """`load` for a page of hits: text, address and, if asked for, passages; not what only the index needs."""
    return {
        doc.id: doc
        for prefix, uids in _by_prefix(refs).items()
        if (source := _sources.get((shelf.name, prefix)))
        for doc in (source.show(uids, passages) if source.show else source.load(uids))
    }


def _by_prefix(refs: Iterable[str]) -> dict[str, list[str]]:
    parted: dict[str, list[str]] = {}
    for ref in refs:
        prefix, _colon, uid = ref.partition(":")
        parted.setdefault(prefix, []).append(uid)
    return parted


def everything(shelf: Shelf) -> Iterator[Doc]:
    """All documents of a shelf."""
    for held in portions([shelf]):
        yield from held[shelf.name]


def portions(shelves: Sequence[Shelf], *, turn: int = 0, of: int = 1) -> Iterator[Held]:
    """All documents of some shelves, some hundred rows at a time; every `of`-th portion, from number `turn` on."""
    for group in _read_alike(shelves):
        for chunk in islice(_chunks(group[0][1].all_uids()), turn, None, of):
            rows = list(group[0][1].read(chunk))
            yield {name: list(source.docs(rows)) for name, source in group}


def _read_alike(shelves: Sequence[Shelf]) -> list[list[tuple[str, Source]]]:
    """The sources of some shelves, those together that read the same rows."""
    names = {shelf.name for shelf in shelves}
    groups: dict[Any, list[tuple[str, Source]]] = {}
    for (name, prefix), source in _sources.items():
        if name in names:
            groups.setdefault((prefix, source.read), []).append((name, source))
    return list(groups.values())


def _chunks(uids: Iterator[str]) -> Iterator[list[str]]:
    while chunk := list(islice(uids, _CHUNK)):
        yield chunk
