"""Named reads of the tree, its names and mandates on a day. The day is passed in, never read from a clock."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from django.conf import settings
from django.db import connection, models
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.expressions import RawSQL

from guong.units.models import Collective, Mandate, Person, Placement, Term, Unit, UnitCode, UnitName
from guong.viet.collate import SortKey, sort_key

_Row = TypeVar("_Row", bound=models.Model)
Units = Collection[Unit] | Collection[int]
CodeKey = tuple[tuple[int, int, str], ...]

_FEW = 500  # above this, reading all codes is cheaper than naming each unit
_DIGITS = re.compile(r"(\d+)")

# Standing placements of a line on a day; parameters: line, day, day.
_PLACES = """
  SELECT p.unit_id, p.parent_id FROM units_placement p
  WHERE p.line = %s AND p.starts_on <= %s AND p.standing AND NOT EXISTS (
    SELECT 1 FROM units_placement q WHERE q.unit_id = p.unit_id AND q.line = p.line
    AND q.starts_on > p.starts_on AND q.starts_on <= %s)
"""


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
        return self._by_id.get(_id(unit))

    def roots(self) -> tuple[Node, ...]:
        return self._children.get(None, ())

    def children(self, unit: Unit | int) -> tuple[Node, ...]:
        return self._children.get(_id(unit), ())

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


def _id(unit: Unit | int) -> int:
    return unit if isinstance(unit, int) else unit.pk


def default_line() -> str:
    """The first line of the pack."""
    return settings.PACK.table("lines")[0].code


def line_in_use() -> str:
    """The pack's first line that has units; its first line where none has."""
    used = set(Placement.objects.values_list("line", flat=True).distinct().order_by())
    codes = [entry.code for entry in settings.PACK.table("lines")]
    return next((code for code in codes if code in used), codes[0])


def in_force(rows: QuerySet[_Row], on: date, *same: str) -> QuerySet[_Row]:
    """Of start-only periods, the row that holds on a day: one per unit (and per field of `same`)."""
    keys = {name: OuterRef(name) for name in ("unit", *same)}
    later = rows.model._default_manager.filter(**keys, starts_on__gt=OuterRef("starts_on"), starts_on__lte=on)
    return rows.filter(~Exists(later), starts_on__lte=on)


def during(rows: QuerySet[_Row], on: date) -> QuerySet[_Row]:
    """Of periods with both ends, those that hold on a day: [starts_on, ends_on)."""
    return rows.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=on), starts_on__lte=on)


def places(line: str, on: date) -> QuerySet[Placement]:
    """Placements of the units that stand in a line on a day."""
    return in_force(Placement.objects.filter(line=line), on, "line").filter(standing=True)


def tree(line: str, on: date) -> Tree:
    """The tree of a line on a day, in three queries. Siblings stand by code, then by name."""
    rows = list(places(line, on).select_related("unit"))
    units = {row.unit_id: row.unit for row in rows}
    names = {row.unit_id: row for row in in_force(UnitName.objects.all(), on)}
    codes = codes_of(units, on) if len(units) <= _FEW else codes_of(None, on)
    kids: dict[int | None, list[int]] = {}
    for row in rows:
        kids.setdefault(row.parent_id, []).append(row.unit_id)

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


def _node(unit: Unit, name: UnitName | None, code: str, above: Node | None, order: int) -> Node:
    return Node(
        unit=unit,
        name=name.name if name else "",
        short_name=(name.short_name or name.name) if name else "",
        kind=name.kind if name else "",
        code=code,
        parent=above.unit if above else None,
        depth=above.depth + 1 if above else 0,
        order=order,
    )


def code_key(code: str) -> CodeKey:
    """Orders codes as people do: A2 before A10."""
    return tuple((0, int(part), "") if part.isdigit() else (1, 0, part) for part in _DIGITS.split(code) if part)


def _names(units: Units | None, on: date) -> QuerySet[UnitName]:
    rows = in_force(UnitName.objects.all(), on)
    return rows if units is None else rows.filter(unit__in=[_id(unit) for unit in units])


def names_of(units: Units, on: date) -> dict[int, str]:
    """Names by unit id, as they were that day. A unit without a name yet is left out."""
    return dict(_names(units, on).values_list("unit_id", "name"))


def short_names_of(units: Units, on: date) -> dict[int, str]:
    """Short names by unit id; the full name where there is no shorter one."""
    return {unit: short or name for unit, short, name in _names(units, on).values_list("unit_id", "short_name", "name")}


def codes_of(units: Units | None, on: date) -> dict[int, str]:
    """Codes by unit id; with None, of all units."""
    rows = in_force(UnitCode.objects.all(), on)
    chosen = rows if units is None else rows.filter(unit__in=[_id(unit) for unit in units])
    return dict(chosen.values_list("unit_id", "code"))


def name_row(unit: Unit, on: date) -> UnitName | None:
    """Name and kind in force on a day; before the first one, the first."""
    return _names([unit], on).first() or unit.names.order_by("starts_on").first()


def name_of(unit: Unit, on: date) -> str:
    """The name on a day; before its first day, the first name, so that a link never reads empty."""
    row = name_row(unit, on)
    return row.name if row else ""


def code_of(unit: Unit, on: date) -> str:
    return codes_of([unit], on).get(unit.pk, "")


def unit_with_code(code: str, line: str, on: date) -> Unit | None:
    """The unit that carries a code and stands in the line on that day. A code without a day names nothing."""
    coded = in_force(UnitCode.objects.all(), on).filter(code=code).values("unit")
    return Unit.objects.filter(pk__in=coded).filter(pk__in=places(line, on).values("unit")).first()


def parent_of(unit: Unit, line: str, on: date) -> Unit | None:
    place = places(line, on).filter(unit=unit).select_related("parent").first()
    return place.parent if place else None


def stands(unit: Unit, line: str, on: date) -> bool:
    return places(line, on).filter(unit=unit).exists()


def children(unit: Unit, line: str, on: date) -> QuerySet[Unit]:
    """Units directly below on a day."""
    return Unit.objects.filter(pk__in=places(line, on).filter(parent=unit).values("unit"))


def below(seeds_sql: str, seeds: Sequence[object], line: str, on: date, *, among: bool) -> RawSQL:
    """SQL for the ids of all units below the seeds (with `among`, the seeds too), walked in the database.

    `seeds_sql` selects unit ids and takes `seeds`; it is text of ours, never of a person.
    """
    day = connection.ops.adapt_datefield_value(on)
    first = f"SELECT id FROM units_unit WHERE id IN ({seeds_sql})"  # noqa: S608  (constant text, values are parameters)
    if not among:
        first = f"SELECT place.unit_id FROM place WHERE place.parent_id IN ({seeds_sql})"  # noqa: S608  (the same)
    sql = (
        f"WITH RECURSIVE place AS ({_PLACES}), below(id) AS ({first}"  # noqa: S608  (the same)
        " UNION SELECT place.unit_id FROM place JOIN below ON place.parent_id = below.id) SELECT id FROM below"
    )
    return RawSQL(sql, (line, day, day, *seeds))  # noqa: S611  (the same)


def ancestors_ever(units: Collection[int]) -> dict[int, set[int]]:
    """By unit id: the ids of all units under which it ever stood, in any line, itself among them."""
    sql = (
        "WITH RECURSIVE up(seed, id) AS (SELECT id, id FROM units_unit WHERE id IN ({seeds}) UNION"
        " SELECT up.seed, p.parent_id FROM up JOIN units_placement p ON p.unit_id = up.id"
        " WHERE p.parent_id IS NOT NULL) SELECT seed, id FROM up"
    )
    found: dict[int, set[int]] = {}
    with connection.cursor() as cursor:
        cursor.execute(sql.format(seeds=", ".join(["%s"] * len(units)) or "NULL"), list(units))
        for seed, above in cursor.fetchall():
            found.setdefault(seed, set()).add(above)
    return found


def descendants(unit: Unit, line: str, on: date) -> set[int]:
    """Ids of all units below, at any depth; not the unit itself."""
    found = Unit.objects.filter(pk__in=below("%s", (unit.pk,), line, on, among=False))
    return set(found.values_list("pk", flat=True))


def mandates(person: Person, on: date) -> QuerySet[Mandate]:
    return during(person.mandates.all(), on).select_related("unit", "collective").order_by("starts_on", "pk")


def _holder(rows: QuerySet[Mandate], on: date) -> Mandate | None:
    return during(rows, on).select_related("person").order_by("-starts_on", "-pk").first()


def head_office() -> str:
    """The pack's office that answers for a unit."""
    return next(entry.code for entry in settings.PACK.table("offices") if entry.extra.get("head"))


def head_of(unit: Unit, on: date) -> Mandate | None:
    return _holder(unit.mandates.filter(office=head_office(), collective__isnull=True), on)


def follower_of(unit: Unit, on: date) -> Mandate | None:
    """The assigned member above who follows the unit."""
    return _holder(unit.mandates.filter(follows=True), on)


def people_of(unit: Unit, on: date) -> QuerySet[Mandate]:
    """Mandates at a unit on a day, with their people."""
    return during(unit.mandates.all(), on).select_related("person", "collective").order_by("pk")


def collectives_of(unit: Unit, on: date) -> QuerySet[Collective]:
    return during(unit.collectives.all(), on).order_by("pk")


def term_of(unit: Unit, on: date) -> Term | None:
    """The term of office in which a day falls; document numbers follow it."""
    return in_force(Term.objects.filter(unit=unit), on).first()
