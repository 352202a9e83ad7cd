"""The usual changes of one unit at a time. `by` is the acting person, None for the system."""

from datetime import date

from django.db import transaction

from guong.units import planning
from guong.units.actions.changing import draw, require, tell
from guong.units.models import Person, Placement, Unit
from guong.units.sql import alone


def _told(parent: Unit | None, line: str) -> dict[str, str | None]:
    return {"parent": str(parent.uid) if parent else None, "line": line}


@transaction.atomic
def found_unit(
    *,
    by: Person | None,
    line: str,
    name: str,
    kind: str,
    code: str,
    parent: Unit | None,
    starts_on: date,
    short_name: str = "",
    decision: str = "",
) -> Unit:
    """A new unit with its first name, code and place. A code in force in the line that day is refused."""
    alone()
    plan = planning.found(
        day=starts_on,
        name=name,
        kind=kind,
        places={line: parent},
        code=code,
        short_name=short_name,
        decision=decision,
    )
    require(plan)
    unit = draw(by=by, plan=plan).units[planning.NEW]
    tell(by, "found_unit", unit.uid, _told(parent, line))
    return unit


@transaction.atomic
def place_unit(
    *, by: Person | None, unit: Unit, line: str, parent: Unit | None, starts_on: date, decision: str = ""
) -> Placement:
    """The unit stands below `parent` (or as a root) in the line from a day on."""
    alone()
    plan = planning.move(unit=unit, day=starts_on, places={line: parent}, decision=decision)
    require(plan)
    change = draw(by=by, plan=plan).changes[0]
    tell(by, "place_unit", unit.uid, _told(parent, line))
    return Placement.objects.get(change=change)


@transaction.atomic
def rename_unit(
    *, by: Person | None, unit: Unit, name: str, kind: str, starts_on: date, short_name: str = "", decision: str = ""
) -> None:
    """Another name, another kind, or both, from a day on."""
    alone()
    plan = planning.rename(unit=unit, day=starts_on, name=name, kind=kind, short_name=short_name, decision=decision)
    require(plan)
    draw(by=by, plan=plan)
    tell(by, "rename_unit", unit.uid, {"starts_on": starts_on.isoformat()})


@transaction.atomic
def recode_unit(*, by: Person | None, unit: Unit, code: str, starts_on: date, decision: str = "") -> None:
    """Another code from a day on."""
    alone()
    plan = planning.recode(unit=unit, day=starts_on, code=code, decision=decision)
    require(plan)
    draw(by=by, plan=plan)
    tell(by, "recode_unit", unit.uid, {"starts_on": starts_on.isoformat()})
