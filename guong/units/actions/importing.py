"""A whole tree from a sheet: all of it or nothing."""

import json
from collections.abc import Sequence
from dataclasses import astuple
from datetime import date
from hashlib import sha256

from django.conf import settings
from django.db import transaction

from guong.units.actions.changing import draw, require, tell
from guong.units.enums import ChangeKind, Fate
from guong.units.models import Person, Placement
from guong.units.plans import Item, Plan, Step
from guong.units.queries.trees import standing_codes
from guong.units.rows import Row, faults
from guong.units.rules import Refused
from guong.units.sql import alone


class BadRows(Refused):
    """Rows of a sheet that cannot stand; `sentences` names each by its line. Nothing was stored."""

    def __init__(self, sentences: list[str]) -> None:
        super().__init__(" ".join(sentences[:5]))
        self.sentences = sentences


def plan_import(*, line: str, sheet: Sequence[Row], starts_on: date, decision: str = "") -> Plan:
    """The rows as one plan without fault on any day, or `BadRows`, `BadPlan`. Writes nothing.

    In an empty line the rows alone can have faults.
    """
    known = settings.PACK.table("unit_kinds", starts_on)
    keys = standing_codes(line, starts_on)
    kinds = {entry.code for entry in known if entry.extra.get("line") == line}
    sentences = list(faults(sheet, kinds=kinds, standing=keys))
    if sentences:
        raise BadRows(sentences)
    keys |= {row.code: -number for number, row in enumerate(sheet, start=1)}
    plan = Plan(starts_on, tuple(_step(row, line, keys) for row in sheet), decision)
    if Placement.objects.filter(line=line).exists():
        require(plan)
    return plan


@transaction.atomic
def import_units(*, by: Person | None, line: str, sheet: Sequence[Row], starts_on: date) -> int:
    """All units of a sheet, or none: `BadRows` or `BadPlan`. One entry of the trail, with the digest of the rows."""
    alone()
    draw(by=by, plan=plan_import(line=line, sheet=sheet, starts_on=starts_on))
    digest = sha256(json.dumps([astuple(row)[1:] for row in sheet]).encode()).hexdigest()
    tell(by, "import_units", digest, {"units": len(sheet), "line": line})
    return len(sheet)


def _step(row: Row, line: str, keys: dict[str, int]) -> Step:
    item = Item(
        unit=keys[row.code],
        fate=Fate.BEGINS,
        line=line,
        parent=keys[row.parent] if row.parent else None,
        name=row.name,
        kind=row.kind,
        code=row.code,
    )
    return Step(ChangeKind.FOUND, (item,))
