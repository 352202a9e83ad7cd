"""Who can be found. Higher rooms register their public things here; what is not public they give as None."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from guong.search.index import Doc

Load = Callable[[str], Doc | None]
AllRefs = Callable[[], Iterator[str]]


@dataclass(frozen=True)
class Source:
    load: Load
    all_refs: AllRefs


_sources: dict[str, Source] = {}


def register(prefix: str, load: Load, all_refs: AllRefs) -> None:
    """`load("<prefix>:<uid>")` gives the document, None when it is gone or not public; `all_refs()` names all."""
    _sources[prefix] = Source(load, all_refs)


def knows(ref: str) -> bool:
    """Is `ref` of a kind that can be found at all?"""
    return ref.partition(":")[0] in _sources


def load(ref: str) -> Doc | None:
    return _sources[ref.partition(":")[0]].load(ref)


def everything() -> Iterator[Doc]:
    """All public documents of all sources."""
    for source in _sources.values():
        for ref in source.all_refs():
            found = source.load(ref)
            if found is not None:
                yield found
