"""A whole tree from a sheet: all of it or nothing."""

import json
from collections.abc import Sequence
from dataclasses import astuple
from datetime import date
from hashlib import sha256

from django.conf import settings
from django.db import transaction

from guong.units.actions.changing import draw, tell
from guong.units.enums import ChangeKind, Fate
from guong.units.models import Person
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


def check_rows(*, line: str, sheet: Sequence[Row], starts_on: date) -> None:
    """Raise `BadRows` for rows that `import_units` would refuse."""
    _existing(line, sheet, starts_on)


def _existing(line: str, sheet: Sequence[Row], starts_on: date) -> dict[str, int]:
    """Code → key of the units that stand already; raises `BadRows`."""
    known = settings.PACK.table("unit_kinds", starts_on)
    standing = standing_codes(line, starts_on)
    kinds = {entry.code for entry in known if entry.extra.get("line") == line}
    sentences = list(faults(sheet, kinds=kinds, standing=standing))
    if sentences:
        raise BadRows(sentences)
    return standing


@transaction.atomic
def import_units(*, by: Person | None, line: str, sheet: Sequence[Row], starts_on: date) -> int:
    """All units of a sheet, or none: raises `BadRows`. One entry of the trail, with the digest of the rows."""
    alone()
    keys = _existing(line, sheet, starts_on)
    keys |= {row.code: -number for number, row in enumerate(sheet, start=1)}
    draw(by=by, plan=Plan(starts_on, tuple(_step(row, line, keys) for row in sheet)))
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
