"""The tree of a line on a day, as known at an instant: who stands below whom."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from guong.units.models import Placement, Unit, UnitCode, first_line
from guong.units.queries.periods import (
    Called,
    CodeKey,
    Units,
    called,
    code_key,
    codes_of,
    held_sql,
    id_of,
    ids_of,
    in_force,
)
from guong.units.sql import fetch, looked_up, marks
from guong.viet.collate import SortKey, sort_key

_FEW = 500  # above this, reading all codes is cheaper than naming each unit

# Standing placements of a line on a day. Parameters: line, day, those of {held}, day, those of {later}.
_PLACES = """
  SELECT p.unit_id, p.parent_id FROM {source}
  WHERE p.line = %s AND p.starts_on <= %s AND p.standing AND {held} AND NOT EXISTS (
    SELECT 1 FROM units_placement q WHERE q.unit_id = p.unit_id AND q.line = p.line
    AND q.starts_on > p.starts_on AND q.starts_on <= %s AND {later})
"""

# Parameters: those of {place}.
_WITH_UID = "SELECT p.unit_id, u.uid, p.parent_id FROM ({place}) p JOIN units_unit u ON u.id = p.unit_id"
# From units upwards. Parameters: those of {place}, units, those of {above}.
_UP = """
WITH RECURSIVE up(unit_id, parent_id) AS (
  SELECT place.unit_id, place.parent_id FROM ({place}) place WHERE place.unit_id IN ({units}) UNION {above})
SELECT unit_id, parent_id FROM up
"""
_PLAIN = "units_placement p"


@dataclass(frozen=True)
class Node:
    """A unit as it stood on the day of its tree. `order` counts in reading order, from 0; a root has `depth` 0."""

    unit: Unit
    name: str
    short_name: str
    kind: str
    code: str
    parent: Unit | None
    depth: int
    order: int


@dataclass(frozen=True)
class Tree:
    """The units of a line on a day, every parent before its children."""

    line: str
    on: date
    nodes: tuple[Node, ...]
    _by_id: dict[int, Node] = field(repr=False, compare=False)
    _children: dict[int | None, tuple[Node, ...]] = field(repr=False, compare=False)

    def node(self, unit: Unit | int) -> Node | None:
        """The node of a unit or of its id; None when it did not stand in this line on this day."""
        return self._by_id.get(id_of(unit))

    def roots(self) -> tuple[Node, ...]:
        return self._children.get(None, ())

    def children(self, unit: Unit | int) -> tuple[Node, ...]:
        return self._children.get(id_of(unit), ())

    def path(self, unit: Unit | int) -> tuple[Node, ...]:
        """From the root down to the unit itself; empty when it did not stand."""
        path: list[Node] = []
        node = self.node(unit)
        while node is not None:
            path.append(node)
            node = self.node(node.parent) if node.parent else None
        return tuple(reversed(path))

    def below(self, unit: Unit | int) -> tuple[Node, ...]:
        """All units below, in reading order."""
        found: list[Node] = []
        for child in self.children(unit):
            found.append(child)
            found.extend(self.below(child.unit))
        return tuple(found)


def default_line() -> str:
    """The first line of the pack."""
    return first_line()


def line_in_use() -> str:
    """The pack's first line that has units; its first line where none has."""
    used = set(Placement.objects.values_list("line", flat=True).distinct().order_by())
    codes = [entry.code for entry in settings.PACK.table("lines")]
    return next((code for code in codes if code in used), codes[0])


def places(line: str, on: date, known: datetime | None = None) -> QuerySet[Placement]:
    """Placements of the units that stand in a line on a day."""
    return in_force(Placement.objects.filter(line=line), on, "line", known=known).filter(standing=True)


def tree(line: str, on: date, known: datetime | None = None) -> Tree:
    """The tree of a line on a day, in three queries. Siblings stand by code, then by name."""
    rows = _rows(line, on, known)
    units = {unit: Unit.from_db("default", ["id", "uid"], [unit, uid]) for unit, uid, _parent in rows}
    few = units if len(units) <= _FEW else None
    names, codes = called(few, on, known), codes_of(few, on, known)
    kids: dict[int | None, list[int]] = {}
    for unit, _uid, parent in rows:
        kids.setdefault(parent, []).append(unit)

    def rank(unit_id: int) -> tuple[CodeKey, SortKey]:
        return code_key(codes.get(unit_id, "")), sort_key(names[unit_id].name if unit_id in names else "")

    nodes: dict[int, Node] = {}
    children: dict[int | None, list[Node]] = {}
    waiting: list[tuple[int, Node | None]] = [(root, None) for root in sorted(kids.get(None, ()), key=rank)[::-1]]
    while waiting:
        unit_id, above = waiting.pop()
        node = _node(units[unit_id], names.get(unit_id), codes.get(unit_id, ""), above, len(nodes))
        nodes[unit_id] = node
        children.setdefault(above.unit.pk if above else None, []).append(node)
        waiting.extend((child, node) for child in sorted(kids.get(unit_id, ()), key=rank)[::-1])
    return Tree(line, on, tuple(nodes.values()), nodes, {key: tuple(row) for key, row in children.items()})


def _rows(line: str, on: date, known: datetime | None) -> list[tuple[int, UUID, int | None]]:
    """(Id, uid, id of the superior) of all units that stand in a line on a day."""
    place, given = _place(line, on, known)
    sql = _WITH_UID.format(place=place)
    return [(unit, uid if isinstance(uid, UUID) else UUID(uid), parent) for unit, uid, parent in fetch(sql, given)]


def _node(unit: Unit, name: Called | None, code: str, above: Node | None, order: int) -> Node:
    return Node(
        unit=unit,
        name=name.name if name else "",
        short_name=name.short_name if name else "",
        kind=name.kind if name else "",
        code=code,
        parent=above.unit if above else None,
        depth=above.depth + 1 if above else 0,
        order=order,
    )


def units_with_codes(codes: Sequence[str], line: str, on: date, known: datetime | None = None) -> dict[str, Unit]:
    """Code → the unit that carries it and stands in the line on that day."""
    coded = in_force(UnitCode.objects.all(), on, known=known).filter(
        code__in=codes, unit__in=places(line, on, known).values("unit")
    )
    return {row.code: row.unit for row in coded.select_related("unit")}


def unit_with_code(code: str, line: str, on: date, known: datetime | None = None) -> Unit | None:
    """The unit that carries a code and stands in the line on that day. A code without a day names nothing."""
    return units_with_codes([code], line, on, known).get(code)


def parents_of(units: Units, line: str, on: date, known: datetime | None = None) -> dict[int, int | None]:
    """Unit id → id of the unit directly above, of those that stand."""
    return {one.unit_id: one.parent_id for one in stands_of(units, on, known) if one.line == line}


def parent_of(unit: Unit, line: str, on: date, known: datetime | None = None) -> Unit | None:
    above = parents_of([unit], line, on, known).get(unit.pk)
    return Unit.objects.get(pk=above) if above is not None else None


@dataclass(frozen=True)
class Stand:
    """A unit in a line on a day; no superior for a root."""

    unit_id: int
    line: str
    parent_id: int | None


# Parameters: units, day, those of {held}, day, those of {later}.
_STANDS = """
SELECT p.unit_id, p.line, p.parent_id FROM units_placement p
WHERE p.{which} IN ({units}) AND p.standing AND p.starts_on <= %s AND {held} AND NOT EXISTS (
  SELECT 1 FROM units_placement q WHERE q.unit_id = p.unit_id AND q.line = p.line
  AND q.starts_on > p.starts_on AND q.starts_on <= %s AND {later})
ORDER BY p.unit_id, p.line
"""


def stands_of(units: Units, on: date, known: datetime | None = None) -> list[Stand]:
    """Where units stand on a day, in every line."""
    return _stands("unit_id", ids_of(units), on, known)


def stands_below(units: Units, on: date, known: datetime | None = None) -> list[Stand]:
    """Who stands directly below units on a day, in every line."""
    return _stands("parent_id", ids_of(units), on, known)


def _stands(which: str, units: list[int], on: date, known: datetime | None) -> list[Stand]:
    day = connection.ops.adapt_datefield_value(on)
    (held, first), (later, second) = held_sql("p", known), held_sql("q", known)
    sql = _STANDS.format(which=which, units=marks(units), held=held, later=later)
    return [Stand(*row) for row in fetch(sql, (*units, day, *first, day, *second))] if units else []


def stands(unit: Unit, line: str, on: date, known: datetime | None = None) -> bool:
    return unit.pk in parents_of([unit], line, on, known)


def children(unit: Unit, line: str, on: date, known: datetime | None = None) -> QuerySet[Unit]:
    """Units directly below on a day."""
    return Unit.objects.filter(pk__in=places(line, on, known).filter(parent=unit).values("unit"))


def _place(line: str, on: date, known: datetime | None, source: str = _PLAIN) -> tuple[str, tuple[object, ...]]:
    """SQL for (unit_id, parent_id) of a line on a day, and its parameters."""
    day = connection.ops.adapt_datefield_value(on)
    (of_row, first), (of_later, second) = held_sql("p", known), held_sql("q", known)
    return _PLACES.format(source=source, held=of_row, later=of_later), (line, day, *first, day, *second)


def below(
    seeds_sql: str, seeds: Sequence[object], line: str, on: date, *, among: bool, known: datetime | None = None
) -> RawSQL:
    """SQL for the ids of all units below the seeds (with `among`, the seeds too), walked in the database.

    `seeds_sql` selects unit ids and takes `seeds`; it is text of ours, never of a person.
    """
    place, given = _place(line, on, known)
    first = f"SELECT id FROM units_unit WHERE id IN ({seeds_sql})"  # noqa: S608  (constant text, values are parameters)
    if not among:
        first = f"SELECT place.unit_id FROM place WHERE place.parent_id IN ({seeds_sql})"  # noqa: S608  (the same)
    sql = (
        f"WITH RECURSIVE place AS NOT MATERIALIZED ({place}), below(id) AS ({first}"  # noqa: S608  (the same)
        " UNION SELECT place.unit_id FROM place JOIN below ON place.parent_id = below.id) SELECT id FROM below"
    )
    return RawSQL(sql, (*given, *seeds))  # noqa: S611  (the same)


def ancestors_ever(units: Collection[int]) -> dict[int, set[int]]:
    """By unit id: the ids of all units under which it ever stood, in any line, itself among them."""
    sql = (
        "WITH RECURSIVE up(seed, id) AS (SELECT id, id FROM units_unit WHERE id IN ({seeds}) UNION"
        " SELECT up.seed, p.parent_id FROM up JOIN units_placement p ON p.unit_id = up.id"
        " WHERE p.parent_id IS NOT NULL AND p.known_until IS NULL) SELECT seed, id FROM up"
    )
    found: dict[int, set[int]] = {}
    with connection.cursor() as cursor:
        cursor.execute(sql.format(seeds=", ".join(["%s"] * len(units)) or "NULL"), list(units))
        for seed, above in cursor.fetchall():
            found.setdefault(seed, set()).add(above)
    return found


def descendants(unit: Unit, line: str, on: date, known: datetime | None = None) -> set[int]:
    """Ids of all units below, at any depth; not the unit itself."""
    found = Unit.objects.filter(pk__in=below("%s", (unit.pk,), line, on, among=False, known=known))
    return set(found.values_list("pk", flat=True))


def paths_of(units: Units, line: str, on: date, known: datetime | None = None) -> dict[int, tuple[int, ...]]:
    """Unit id → ids from the root down to the unit itself, of those that stand."""
    asked = ids_of(units)
    place, given = _place(line, on, known)
    source = f"up {looked_up('units_placement', 'p', 'x.unit_id = up.parent_id')}"
    above, further = _place(line, on, known, source)
    sql = _UP.format(place=place, units=marks(asked), above=above)
    parents: dict[int, int | None] = dict(fetch(sql, (*given, *asked, *further))) if asked else {}
    return {unit: _path(unit, parents) for unit in asked if unit in parents}


def _path(unit: int, parents: dict[int, int | None]) -> tuple[int, ...]:
    here: int | None = unit
    way: list[int] = []
    while here is not None:
        way.append(here)
        here = parents.get(here)
    return tuple(reversed(way))


def ancestors(unit: Unit, line: str, on: date, known: datetime | None = None) -> tuple[int, ...]:
    """Ids of the units above, from the root down; empty for a root and for what does not stand."""
    return paths_of([unit], line, on, known).get(unit.pk, (unit.pk,))[:-1]


def standing_codes(line: str, on: date, known: datetime | None = None) -> dict[str, int]:
    """Code → id of the units that carry one and stand in the line on a day."""
    ids = set(places(line, on, known).values_list("unit_id", flat=True))
    return {code: unit for unit, code in codes_of(None, on, known).items() if unit in ids}
