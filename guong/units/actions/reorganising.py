"""The reorganisation of a whole line on one day: all of it or nothing."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.conf import settings
from django.db import transaction

from guong.units import reorganising
from guong.units.actions.changing import draw, require, tell
from guong.units.actions.importing import BadRows
from guong.units.models import Person
from guong.units.queries.trees import tree
from guong.units.reorganising import Reorganisation, Succeeds
from guong.units.rows import Row
from guong.units.sql import alone


def plan_reorganisation(
    *, line: str, after: Sequence[Row], successions: Sequence[Succeeds], day: date, decision: str
) -> Reorganisation:
    """What the sheets come to, found to be without fault; raises `BadRows` or `BadPlan`. Writes nothing."""
    before = tree(line, day - timedelta(days=1))
    known = settings.PACK.table("unit_kinds", day)
    kinds = {entry.code for entry in known if entry.extra.get("line") == line}
    sentences = list(reorganising.sheet_faults(after, successions, before=before, kinds=kinds))
    if sentences:
        raise BadRows(sentences)
    made = reorganising.plan(after, successions, before=before, day=day, decision=decision)
    require(made.plan)
    return made


@transaction.atomic
def reorganise(
    *,
    by: Person | None,
    line: str,
    after: Sequence[Row],
    successions: Sequence[Succeeds],
    day: date,
    decision: str,
) -> Reorganisation:
    """Every unit of the line becomes what the sheets say. One entry of the trail, with the digest of the plan."""
    alone()
    made = plan_reorganisation(line=line, after=after, successions=successions, day=day, decision=decision)
    done = draw(by=by, plan=made.plan)
    tell(by, "reorganise", done.act, {"day": day.isoformat(), "changes": len(done.changes), "plan": made.plan.digest()})
    return made
