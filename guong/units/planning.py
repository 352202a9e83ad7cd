"""Plans of the usual changes, drawn from the tree as it is known, and what a plan would do."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from guong.units.enums import ChangeKind, Fate
from guong.units.faults import faults
from guong.units.models import Change, Mandate, Placement, Unit
from guong.units.plans import Carried, Edge, Item, Part, Plan, Step
from guong.units.queries.periods import during, in_force, names_of
from guong.units.queries.trees import places
from guong.units.steps import OPEN, Open

NEW = -1  # the first unit that a plan founds
_APART = 1000  # between the numbers of what plans of one act found
Places = Mapping[str, Unit | None]  # line → superior, None for a root


def _key(unit: Unit | None) -> int | None:
    return None if unit is None else unit.pk


def _plan(day: date, decision: str, kind: ChangeKind, items: Iterable[Item], edges: Iterable[Edge] = ()) -> Plan:
    return Plan(day, (Step(kind, tuple(items), tuple(edges)),), decision)


def found(
    *, day: date, name: str, kind: str, places: Places, code: str = "", short_name: str = "", decision: str = ""
) -> Plan:
    """A new unit with its first name, code and a place in each line."""
    called = Item(NEW, Fate.BEGINS, name=name, kind=kind, code=code, short_name=short_name)
    return _plan(day, decision, ChangeKind.FOUND, _begins(called, _keys(places)))


def _keys(places: Places) -> dict[str, int | None]:
    return {line: _key(parent) for line, parent in places.items()}


def _begins(called: Item, where: Mapping[str, int | None]) -> list[Item]:
    """A new unit in each line; what it is called stands beside its first place."""
    items = [Item(called.unit, Fate.GOES_ON, line, parent) for line, parent in where.items()]
    return [replace(called, line=items[0].line, parent=items[0].parent), *items[1:]]


def rename(*, unit: Unit, day: date, name: str, kind: str, short_name: str = "", decision: str = "") -> Plan:
    item = Item(unit.pk, Fate.GOES_ON, name=name, kind=kind, short_name=short_name)
    return _plan(day, decision, ChangeKind.RENAME, [item])


def recode(*, unit: Unit, day: date, code: str, decision: str = "") -> Plan:
    return _plan(day, decision, ChangeKind.RECODE, [Item(unit.pk, Fate.GOES_ON, code=code)])


def move(*, unit: Unit, day: date, places: Places, decision: str = "") -> Plan:
    """The unit stands below another superior in these lines, everything below it with it."""
    items = [Item(unit.pk, Fate.GOES_ON, line, _key(parent)) for line, parent in places.items()]
    return _plan(day, decision, ChangeKind.MOVE, items)


def join(*, units: Sequence[Unit], into: Unit, day: date, decision: str = "") -> Plan:
    """Units end in one that goes on (sáp nhập); those directly below them stand below it from then on."""
    items, edges = _ending([unit.pk for unit in units], day, into.pk)
    return _plan(day, decision, ChangeKind.JOIN, items, edges)


def merge(
    *,
    units: Sequence[Unit],
    day: date,
    name: str,
    kind: str,
    places: Places,
    code: str = "",
    short_name: str = "",
    members: int | None = None,
    decision: str = "",
) -> Plan:
    """Equals end and make a new unit (hợp nhất); those directly below them stand below it."""
    items, edges = _ending([unit.pk for unit in units], day, NEW)
    called = Item(NEW, Fate.BEGINS, name=name, kind=kind, code=code, short_name=short_name, members=members)
    begins = _begins(called, _keys(places))
    return _plan(day, decision, ChangeKind.MERGE, [*begins, *items], edges)


def split(*, unit: Unit, parts: Sequence[Part], day: date, decision: str = "") -> Plan:
    """A unit ends in several new ones at its own place; whoever no part names follows the main one."""
    where = {place.line: place.parent_id for place in _places([unit.pk], day)}
    begins = [item for number, part in enumerate(parts) for item in _begins(_called(NEW - number, part), where)]
    main = next((NEW - number for number, part in enumerate(parts) if part.main), NEW)
    items, _edges = _ending([unit.pk], day, main)
    follow = {
        (child, line): NEW - number
        for number, part in enumerate(parts)
        for line, children in part.children.items()
        for child in children
    }
    items = [
        replace(item, parent=follow.get((item.unit, item.line), item.parent)) if item.fate == Fate.GOES_ON else item
        for item in items
    ]
    edges = [
        Edge(unit.pk, NEW - number, divided=len(parts) > 1, main=NEW - number == main, members=part.members)
        for number, part in enumerate(parts)
    ]
    return _plan(day, decision, ChangeKind.SPLIT, [*begins, *items], edges)


def _called(unit: int, part: Part) -> Item:
    return Item(
        unit,
        Fate.BEGINS,
        name=part.name,
        kind=part.kind,
        code=part.code,
        short_name=part.short_name,
        members=part.members,
    )


def dissolve(*, units: Sequence[Unit], day: date, children_to: Unit | None = None, decision: str = "") -> Plan:
    """Units end and nobody is named to carry them on. Those below them go to `children_to`, or must go first."""
    items, _edges = _ending([unit.pk for unit in units], day, _key(children_to))
    return _plan(day, decision, ChangeKind.DISSOLVE, items)


def void(*, change: Change, decision: str = "") -> Plan:
    """Take a change back: nothing of what it says holds."""
    return Plan(change.in_force_on, (Step(ChangeKind.VOID),), decision, corrects=change.pk)


def together(*plans: Plan) -> Plan:
    """Plans of one day as one act, with the decision of the first. What the second founds is numbered from -1001 …"""
    steps = [_shifted(step, -_APART * number) for number, plan in enumerate(plans) for step in plan.steps]
    mandates = [
        replace(one, to=one.to - _APART * number) if one.to is not None and one.to < 0 else one
        for number, plan in enumerate(plans)
        for one in plan.mandates
    ]
    return Plan(plans[0].day, tuple(steps), plans[0].decision, tuple(mandates))


def _shifted(step: Step, by: int) -> Step:
    def moved(key: int) -> int:
        return key + by if key < 0 else key

    items = (
        replace(item, unit=moved(item.unit), parent=None if item.parent is None else moved(item.parent))
        for item in step.items
    )
    edges = (replace(edge, predecessor=moved(edge.predecessor), successor=moved(edge.successor)) for edge in step.edges)
    return replace(step, items=tuple(items), edges=tuple(edges))


def _places(units: Sequence[int], day: date) -> list[Placement]:
    """Where units stand on a day, in every line."""
    rows = in_force(Placement.objects.filter(unit__in=units), day, "line").filter(standing=True)
    return list(rows.order_by("unit", "line"))


def _ending(units: Sequence[int], day: date, heir: int | None) -> tuple[list[Item], list[Edge]]:
    """Units end in every line in which they stand; without an heir those below them are left as they are."""
    held = _places(units, day)
    items = [Item(place.unit_id, Fate.ENDS, place.line) for place in held]
    if heir is None:
        return items, []
    for line in sorted({place.line for place in held}):
        for child in places(line, day).filter(parent__in=units).exclude(unit__in=[*units, heir]).order_by("pk"):
            items.append(Item(child.unit_id, Fate.GOES_ON, line, heir))
    return items, [Edge(unit, heir) for unit in units]


def carrying(plan: Plan, *mandates: Mandate, to: Unit | None = None) -> Plan:
    """The same plan, with these mandates ending on its day and, with `to`, going on there."""
    return replace(plan, mandates=(*plan.mandates, *(Carried(one.pk, _key(to)) for one in mandates)))


def correcting(plan: Plan, change: Change) -> Plan:
    """The same plan in the place of an earlier change."""
    return replace(plan, corrects=change.pk)


@dataclass(frozen=True)
class Placed:
    """A unit that gets another superior in a line; `old` and `new` are None for none."""

    unit_id: int
    line: str
    old: int | None
    new: int | None


@dataclass(frozen=True)
class Preview:
    """What a plan would do, before anything is written."""

    begins: tuple[Item, ...]
    ends: tuple[int, ...]
    renamed: tuple[tuple[int, str, str], ...]  # unit, old name, new name
    moves: tuple[Placed, ...]
    heirs: tuple[Edge, ...]
    carried: tuple[tuple[Mandate, int | None], ...]
    open: tuple[Open, ...]  # with who inherits each
    mandates_left: tuple[Mandate, ...]  # at units that end; the plan says nothing of them
    units_left: tuple[int, ...]  # below units that end; the plan gives them no superior
    faults: tuple[str, ...]


def preview(plan: Plan) -> Preview:
    """What moves and ends, whose names and mandates change, what is open, what is left over, what is wrong."""
    ending = plan.ending()
    named = [item for item in plan.items() if item.name and item.fate == Fate.GOES_ON]
    old = names_of([item.unit for item in named], plan.day)
    at_ending = during(Mandate.objects.filter(unit__in=ending), plan.day).select_related("person", "unit")
    said = {carried.mandate: carried.to for carried in plan.mandates}
    return Preview(
        begins=tuple(item for item in plan.items() if item.fate == Fate.BEGINS),
        ends=tuple(sorted(ending)),
        renamed=tuple((item.unit, old.get(item.unit, ""), item.name) for item in named),
        moves=tuple(_moves(plan)),
        heirs=tuple(plan.edges()),
        carried=tuple((one, said[one.pk]) for one in Mandate.objects.filter(pk__in=said).select_related("person")),
        open=tuple(found for step in OPEN for found in step(plan)),
        mandates_left=tuple(one for one in at_ending.order_by("pk") if one.pk not in said),
        units_left=tuple(sorted(_left(plan, ending))),
        faults=tuple(faults(plan)),
    )


def _moves(plan: Plan) -> list[Placed]:
    placed = [item for item in plan.items() if item.line and item.fate == Fate.GOES_ON]
    old = {(row.unit_id, row.line): row.parent_id for row in _places([item.unit for item in placed], plan.day)}
    return [Placed(item.unit, item.line, old.get((item.unit, item.line)), item.parent) for item in placed]


def _left(plan: Plan, ending: set[int]) -> set[int]:
    """Units below those that end which neither end nor get another place."""
    placed: defaultdict[str, set[int]] = defaultdict(set)
    for item in plan.items():
        placed[item.line].add(item.unit)
    rows = in_force(Placement.objects.filter(standing=True), plan.day, "line").filter(parent__in=ending)
    return {row.unit_id for row in rows if row.unit_id not in placed[row.line]}
