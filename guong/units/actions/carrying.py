"""Mandates that a change carries along, and those that a correction brings back."""

from collections.abc import Mapping
from datetime import date

from django.utils.translation import gettext as _

from guong.jobs import clock
from guong.units.models import Carrying, Change, Mandate, Unit
from guong.units.plans import Plan
from guong.units.rules import Refused


def carry(plan: Plan, change: Change, units: Mapping[int, Unit]) -> None:
    """Mandates end, and go on where the plan says so; the deciding document is theirs too."""
    ways = {carried.mandate: carried.to for carried in plan.mandates}
    if not ways:
        return
    for held in Mandate.objects.select_for_update().filter(pk__in=ways).order_by("pk"):
        if held.starts_on >= plan.day or (held.ends_on is not None and held.ends_on <= plan.day):
            raise Refused(_("A mandate that is carried along must hold on the day before the change."))
        goes_to, last = ways[held.pk], held.ends_on
        held.ends_on = plan.day
        held.save(update_fields=["ends_on"])
        new = None if goes_to is None else _go_on(held, units[goes_to].pk, plan.day, last, plan.decision)
        Carrying.objects.create(change=change, mandate=held, to=new)


def bring_back(plan: Plan, change: Change) -> None:
    """Whoever held a mandate holds it again: from today on, or without a break where the day has not come yet."""
    if not plan.returned:
        return
    rows = Carrying.objects.filter(pk__in=plan.returned, change=plan.corrects).order_by("pk")
    day = clock.today()
    for row in rows.select_related("mandate", "to"):
        if row.to is not None and row.to.ends_on is not None and row.to.ends_on <= day:
            raise Refused(_("A mandate that is to come back has ended meanwhile; leave it as it is."))
        if plan.day < day:
            _hold_again(row, change, day)
        else:
            _undo(row)


def _hold_again(row: Carrying, change: Change, day: date) -> None:
    """What was held meanwhile stays as it was; the old post begins again today."""
    held, meanwhile = row.mandate, row.to
    again = _go_on(held, held.unit_id, day, meanwhile.ends_on if meanwhile else None, change.decision)
    if meanwhile is not None:
        meanwhile.ends_on = day
        meanwhile.save(update_fields=["ends_on"])
    Carrying.objects.create(change=change, mandate=meanwhile or held, to=again)


def _undo(row: Carrying) -> None:
    """The day has not passed: the mandate never ended, and the one at the other unit holds on no day."""
    held, other = row.mandate, row.to
    held.ends_on = other.ends_on if other else None
    held.save(update_fields=["ends_on"])
    if other is not None:
        other.ends_on = other.starts_on
        other.save(update_fields=["ends_on"])


def _go_on(held: Mandate, unit_id: int, since: date, until: date | None, decision: str) -> Mandate:
    """The same office and role of the same person, at a unit and for a period."""
    return Mandate.objects.create(
        person_id=held.person_id,
        unit_id=unit_id,
        office=held.office,
        office_title=held.office_title,
        role=held.role,
        line=held.line,
        follows=held.follows,
        starts_on=since,
        ends_on=until,
        document=decision[:200],
    )
