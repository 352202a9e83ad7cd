"""Mandates that a change carried along, brought back where a correction says so."""

from datetime import date

from django.utils.translation import gettext as _

from guong.jobs import clock
from guong.units.models import Carrying, Change, Mandate
from guong.units.plans import Plan
from guong.units.rules import Refused


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
    again = Mandate.objects.create(
        person_id=held.person_id,
        unit_id=held.unit_id,
        office=held.office,
        office_title=held.office_title,
        role=held.role,
        line=held.line,
        follows=held.follows,
        starts_on=day,
        ends_on=meanwhile.ends_on if meanwhile else None,
        document=change.decision[:200],
    )
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
