"""Plans of the usual changes, drawn from the tree as it is known, and what a plan would do."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from django.db.models import Q

from guong.units.enums import ChangeKind, Fate
from guong.units.faults import faults
from guong.units.models import Carrying, Change, ChangeUnit, Mandate, Unit
from guong.units.plans import Carried, Edge, Item, Part, Passed, Plan, Step
from guong.units.queries.periods import during, names_of
from guong.units.queries.trees import stands_below, stands_of
from guong.units.steps import GIVEN_BACK, OPEN, GivenBack, Open

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
    where = {place.line: place.parent_id for place in stands_of([unit.pk], day)}
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
    work = [
        replace(one, to=one.to - _APART * number) if one.to is not None and one.to < 0 else one
        for number, plan in enumerate(plans)
        for one in plan.work
    ]
    return replace(plans[0], steps=tuple(steps), mandates=tuple(mandates), work=tuple(work))


def _shifted(step: Step, by: int) -> Step:
    def moved(key: int) -> int:
        return key + by if key < 0 else key

    items = (
        replace(item, unit=moved(item.unit), parent=None if item.parent is None else moved(item.parent))
        for item in step.items
    )
    edges = (replace(edge, predecessor=moved(edge.predecessor), successor=moved(edge.successor)) for edge in step.edges)
    return replace(step, items=tuple(items), edges=tuple(edges))


def _ending(units: Sequence[int], day: date, heir: int | None) -> tuple[list[Item], list[Edge]]:
    """Units end in every line in which they stand; without an heir those below them are left as they are."""
    items = [Item(place.unit_id, Fate.ENDS, place.line) for place in stands_of(units, day)]
    if heir is None:
        return items, []
    below = sorted(stands_below(units, day), key=lambda place: (place.line, place.unit_id))
    stay = {*units, heir}
    items += [Item(one.unit_id, Fate.GOES_ON, one.line, heir) for one in below if one.unit_id not in stay]
    return items, [Edge(unit, heir) for unit in units]


def carrying(plan: Plan, *mandates: Mandate, to: Unit | None = None) -> Plan:
    """The same plan, with these mandates ending on its day and, with `to`, going on there."""
    return replace(plan, mandates=(*plan.mandates, *(Carried(one.pk, _key(to)) for one in mandates)))


def passing(plan: Plan, *work: UUID, to: Unit | int | None, reason: str) -> Plan:
    """The same plan, with this open work going to a unit (or one that the plan founds), or, with None, to nobody."""
    key = to if isinstance(to, int) else _key(to)
    return replace(plan, work=(*plan.work, *(Passed(one, key, reason) for one in work)))


def placing(plan: Plan, unit: Unit, line: str, below: Unit | int | None) -> Plan:
    """The same plan, with a unit that it places in a line standing below another one there."""
    key = below if isinstance(below, int) else _key(below)

    def placed(item: Item) -> Item:
        chosen = item.unit == unit.pk and item.line == line and item.fate == Fate.GOES_ON
        return replace(item, parent=key) if chosen else item

    steps = tuple(replace(step, items=tuple(map(placed, step.items))) for step in plan.steps)
    return replace(plan, steps=steps)


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
    undone: tuple[ChangeUnit, ...]  # what the change said that the plan corrects
    mandates_stay: tuple[Carrying, ...]  # that change carried them; they stay unless the plan brings them back
    given_back: tuple[GivenBack, ...]  # what that change passed on
    faults: tuple[str, ...]


def preview(plan: Plan) -> Preview:
    """What moves and ends, whose names and mandates change, what is open, what is left over, what is wrong."""
    ending = plan.ending()
    left, carried = _mandates(plan, ending)
    return Preview(
        begins=tuple(item for item in plan.items() if item.fate == Fate.BEGINS),
        ends=tuple(sorted(ending)),
        renamed=tuple(_renamed(plan)),
        moves=tuple(_moves(plan)),
        heirs=tuple(plan.edges()),
        carried=carried,
        open=tuple(found for step in OPEN for found in step(plan)),
        mandates_left=left,
        units_left=tuple(sorted(_left(plan, ending))),
        undone=_undone(plan),
        mandates_stay=_stay(plan),
        given_back=tuple(found for step in GIVEN_BACK for found in step(plan)),
        faults=tuple(faults(plan)),
    )


def _mandates(plan: Plan, ending: set[int]) -> tuple[tuple[Mandate, ...], tuple[tuple[Mandate, int | None], ...]]:
    """Mandates at units that end of which the plan says nothing, and those of which it does."""
    said = {carried.mandate: carried.to for carried in plan.mandates}
    if not ending and not said:
        return (), ()
    rows = during(Mandate.objects.filter(Q(unit__in=ending) | Q(pk__in=said)), plan.day)
    found = list(rows.select_related("person", "unit").order_by("pk"))
    left = tuple(one for one in found if one.pk not in said)
    return left, tuple((one, said[one.pk]) for one in found if one.pk in said)


def _renamed(plan: Plan) -> Iterator[tuple[int, str, str]]:
    named = [item for item in plan.items() if item.name and item.fate == Fate.GOES_ON]
    old = names_of([item.unit for item in named], plan.day) if named else {}
    return ((item.unit, old.get(item.unit, ""), item.name) for item in named)


def _undone(plan: Plan) -> tuple[ChangeUnit, ...]:
    if plan.corrects is None:
        return ()
    return tuple(ChangeUnit.objects.filter(change=plan.corrects).select_related("unit", "parent").order_by("pk"))


def _stay(plan: Plan) -> tuple[Carrying, ...]:
    if plan.corrects is None:
        return ()
    rows = Carrying.objects.filter(change=plan.corrects).order_by("pk")
    return tuple(rows.select_related("mandate__person", "mandate__unit", "to__unit"))


def _moves(plan: Plan) -> list[Placed]:
    placed = [item for item in plan.items() if item.line and item.fate == Fate.GOES_ON]
    old = {(row.unit_id, row.line): row.parent_id for row in stands_of([item.unit for item in placed], plan.day)}
    return [Placed(item.unit, item.line, old.get((item.unit, item.line)), item.parent) for item in placed]


def _left(plan: Plan, ending: set[int]) -> set[int]:
    """Units below those that end which neither end nor get another place."""
    placed = {(item.unit, item.line) for item in plan.items()}
    return {one.unit_id for one in stands_below(ending, plan.day) if (one.unit_id, one.line) not in placed}
