"""Looking through the tree a piece at a time: rows of a few units, the units below one, the parts one may look at."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from guong.units.models import Placement, Unit, UnitCode, UnitName
from guong.units.queries.periods import called, code_key, codes_of, in_force
from guong.units.queries.succession import heirs, predecessors
from guong.units.queries.trees import paths_of, places
from guong.viet.collate import sort_key
from guong.viet.fold import fold

MOST_FOUND = 50


@dataclass(frozen=True)
class Row:
    """A unit as the list of a day shows it; `below` counts the units directly below."""

    unit: Unit
    name: str
    kind: str
    code: str
    below: int


def rows(units: Collection[int], line: str, on: date) -> list[Row]:
    """Rows of these units in reading order, by code, then by name; four queries whatever their number."""
    names, codes = called(units, on), codes_of(units, on)
    below = _below(units, line, on)
    found = [
        Row(unit, names[unit.pk].name, names[unit.pk].kind, codes.get(unit.pk, ""), below.get(unit.pk, 0))
        for unit in Unit.objects.filter(pk__in=units)
        if unit.pk in names
    ]
    return sorted(found, key=lambda row: (code_key(row.code), sort_key(row.name)))


def _below(units: Collection[int], line: str, on: date) -> dict[int, int]:
    standing = places(line, on).filter(parent__in=units).order_by()
    return dict(standing.values_list("parent_id").annotate(Count("pk")))


def rows_below(unit: Unit, line: str, on: date) -> list[Row]:
    """The units directly below on a day."""
    return rows(list(places(line, on).filter(parent=unit).values_list("unit_id", flat=True)), line, on)


def named_like(words: str, line: str, on: date) -> QuerySet[Placement]:
    """Places of the units whose name on a day holds the words, in any spelling of marks, or whose code is the word."""
    named = in_force(UnitName.objects.filter(folded__contains=fold(words.strip())), on).values("unit")
    coded = in_force(UnitCode.objects.filter(code__iexact=words.strip()), on).values("unit")
    return places(line, on).filter(Q(unit__in=named) | Q(unit__in=coded))


def named_exactly(words: str, line: str, on: date) -> list[Unit]:
    """Units that stand in the line on the day and carry this code or, in any spelling of marks, this whole name."""
    named = in_force(UnitName.objects.filter(folded=fold(words.strip())), on).values("unit")
    coded = in_force(UnitCode.objects.filter(code__iexact=words.strip()), on).values("unit")
    standing = places(line, on).filter(Q(unit__in=named) | Q(unit__in=coded))
    return list(Unit.objects.filter(pk__in=standing.values("unit")).order_by("pk"))


def forebears(units: Iterable[int], line: str, on: date, since: date) -> set[int]:
    """Units that stand on the earlier day `on` and are carried on by one of these, which stand on the day `since`."""
    found: set[int] = set()
    waiting, seen = set(units), set()
    while waiting:
        standing = set(places(line, on).filter(unit__in=waiting).values_list("unit_id", flat=True))
        found |= standing
        seen |= waiting
        earlier = predecessors(list(waiting - standing), since)
        waiting = {row.predecessor_id for edges in earlier.values() for row in edges} - seen
    return found


def counterparts(units: Collection[int], line: str, on: date, today: date) -> set[int]:
    """Units of the day `on` that these units of today are, were or will be carried on by."""
    if on < today:
        return forebears(units, line, on, today)
    return {heir.unit_id for each in heirs(units, line, on).values() for heir in each}


def trails(units: Collection[int], line: str, on: date) -> dict[int, str]:
    """Unit id → the names above it, from the top down, as one line of text."""
    paths = paths_of(units, line, on)
    names = called({one for path in paths.values() for one in path}, on)
    return {unit: " › ".join(names[one].name for one in path[:-1] if one in names) for unit, path in paths.items()}
