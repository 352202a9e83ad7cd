"""What a change of the finder gained and lost over a corpus: two outputs, record by record."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

Found = Mapping[str, Any]
# What says nothing on its own: the place is what is compared by, the surface follows from it.
_PLACE = frozenset({"start", "end", "core_start", "core_end", "surface"})


class What(StrEnum):
    GAINED = "gained"
    LOST = "lost"
    CHANGED = "changed"


@dataclass(frozen=True)
class Difference:
    """Of one record. `old` or `new` is empty where there was none."""

    what: What
    record: Any
    old: Found
    new: Found

    @property
    def fields(self) -> dict[str, tuple[Any, Any]]:
        """What is not the same, old and new. A field that one version does not know is no difference."""
        common = (self.old.keys() & self.new.keys()) - _PLACE
        changed = {
            each: (self.old[each], self.new[each]) for each in sorted(common) if self.old[each] != self.new[each]
        }
        spans = (self.old.get("start"), self.old.get("end")), (self.new.get("start"), self.new.get("end"))
        return changed if spans[0] == spans[1] else {"span": spans, **changed}


def compare(old: Mapping[Any, Sequence[Found]], new: Mapping[Any, Sequence[Found]]) -> Iterator[Difference]:
    """In the order of the new output, then what only the old one has."""
    for record in dict.fromkeys([*new, *old]):
        yield from _of_record(record, _by_place(old.get(record, ())), _by_place(new.get(record, ())))


def _by_place(found: Iterable[Found]) -> dict[tuple[Any, ...], Found]:
    """Numbered ones by their core: a longer tail is a change, not another citation."""
    return {
        (each["kind"], *((each["core_start"], each["core_end"]) if each["core_end"] else (each["start"], None))): each
        for each in found
    }


def _of_record(record: Any, old: Mapping[Any, Found], new: Mapping[Any, Found]) -> Iterator[Difference]:
    for place, found in new.items():
        if place not in old:
            yield Difference(What.GAINED, record, {}, found)
        elif (difference := Difference(What.CHANGED, record, old[place], found)).fields:
            yield difference
    for place, found in old.items():
        if place not in new:
            yield Difference(What.LOST, record, found, {})
