"""Duties that lie open at units which end go to their heirs, on the day of the change and with its reason."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime

from django.db import transaction

from guong.jobs import clock
from guong.rounds import passing, queries
from guong.rounds.actions.drawing import state_duties
from guong.rounds.enums import Exemption
from guong.rounds.models import Duty, Passing
from guong.trail.actions import record
from guong.units.enums import Fate
from guong.units.models import Change, Unit
from guong.units.plans import Plan
from guong.units.queries import heirs, name_of


def decide(plan: Plan, changes: tuple[Change, ...], units: Mapping[int, Unit]) -> None:
    """Step of a change: what it means for duties is written with it, and happens at once where its day has come."""
    if plan.corrects is not None:
        _give_back(plan.corrects)
    ended = {
        item.unit: change
        for change, step in zip(changes, plan.steps, strict=True)
        for item in step.items
        if item.fate == Fate.ENDS
    }
    if not ended or not passing.running():
        return
    _write(plan, ended, units)
    if plan.day <= clock.today():
        _pass_on(list(passing.to_come(clock.today()).filter(change__in=changes)))
        _follow(clock.today(), ended)


def _write(plan: Plan, ended: Mapping[int, Change], units: Mapping[int, Unit]) -> None:
    opened = passing.open_at(plan)
    duties = {duty.uid: duty for duty in Duty.objects.filter(uid__in=[one.uid for one in opened])}
    Passing.objects.bulk_create(
        Passing(
            change=ended[one.unit_id],
            duty=duties[one.uid],
            heir=None if one.heir_id is None else units[one.heir_id],
            reason=one.reason,
        )
        for one in opened
    )


@transaction.atomic
def pass_on() -> None:
    """What changes decided for a day that has come, and duties opened meanwhile at units that ended then: the worker
    asks every hour.
    """
    day = clock.today()
    Passing.objects.bulk_create(
        Passing(change=change, duty=duty, heir_id=heir, reason=_reason(duty, change, heir))
        for duty, (change, heir) in passing.strays(day).items()
    )
    rows = list(passing.to_come(day))
    _pass_on(rows)
    moved = _follow(day)
    if rows or moved:
        facts = {"duties": len(rows), "superiors": moved}
        record(by=None, what="rounds.pass_on", on=day.isoformat(), facts=facts)


def _reason(duty: Duty, change: Change, heir: int | None) -> str:
    name = name_of(Unit.objects.get(pk=heir), change.in_force_on) if heir is not None else None
    return passing.why(name_of(duty.unit, change.in_force_on), name, change.in_force_on, change.decision)


def _pass_on(rows: Sequence[Passing]) -> None:
    if not rows:
        return
    at, day = clock.now(), clock.today()
    by_pk = {row.duty_id: row for row in rows}
    open_ones = passing.lying_open().filter(pk__in=by_pk).select_for_update(of=("self",))
    for duty in open_ones:
        row = by_pk[duty.pk]
        heir = _heir(row, duty, day)
        row.heir_duty = _heir_duty(heir, duty, row, day) if heir is not None else None
        _exempt(duty, row)
        state_duties([duty, *([row.heir_duty] if row.heir_duty else [])], at)
    for row in rows:
        row.done_at = at
    Passing.objects.bulk_update(rows, ["done_at", "heir_duty"], batch_size=500)


def _heir(row: Passing, duty: Duty, day: date) -> Unit | None:
    """The heir, or who carries that one on by now."""
    if row.heir_id is None:
        return None
    found = heirs([row.heir_id], duty.phase.round.line, day)[row.heir_id]
    return next((Unit.objects.get(pk=one.unit_id) for one in found if one.main), None)


def _heir_duty(heir: Unit, duty: Duty, row: Passing, day: date) -> Duty:
    """The heir's own duty of this kind; one that it did not have is added, with all that passes to it expected."""
    own = Duty.objects.filter(phase=duty.phase, unit=heir, kind=duty.kind).first()
    due = queries.due_of(duty)
    if own is None:
        depth, superior = passing.place_of(heir, duty, day)
        return Duty.objects.create(
            phase=duty.phase,
            unit=heir,
            kind=duty.kind,
            order=duty.order,
            depth=depth,
            superior_id=superior,
            expected=duty.expected,
            due_at=due,
            cutoff_on=duty.cutoff_on,
            added_reason=row.reason,
        )
    if own.added_reason and own.first_arrived_at is None:
        known = own.expected is not None and duty.expected is not None
        own.expected = (own.expected or 0) + (duty.expected or 0) if known else None
        own.due_at = max(own.due_at, due)
        own.save(update_fields=["expected", "due_at"])
    return own


def _exempt(duty: Duty, row: Passing) -> None:
    duty.exemption = Exemption.EXCUSED if row.heir_duty is None else Exemption.HEIR
    duty.exemption_reason, duty.heir = row.reason, row.heir_duty
    duty.save(update_fields=["exemption", "exemption_reason", "heir"])


def _follow(day: date, superiors: Collection[int] | None = None) -> int:
    """Duties whose superior ended are followed up by the unit directly above from then on."""
    moved = passing.without_superior(day, superiors)
    for duty, superior in moved:
        duty.superior_id = superior
    Duty.objects.bulk_update([duty for duty, _superior in moved], ["superior"], batch_size=500)
    return len(moved)


def _give_back(corrected: int) -> None:
    """A change that no longer holds gives back what nobody has answered meanwhile."""
    at = clock.now()
    for row in passing.holding(corrected).select_related("duty", "heir_duty"):
        if passing.comes_back(row):
            _restore(row, at)


def _restore(row: Passing, at: datetime) -> None:
    duty = row.duty
    if row.done_at is not None and duty.exemption_reason == row.reason:
        duty.exemption, duty.exemption_reason, duty.heir = Exemption.NONE, "", None
        duty.save(update_fields=["exemption", "exemption_reason", "heir"])
    row.undone_at = at
    row.save(update_fields=["undone_at"])
    if row.heir_duty is not None and row.heir_duty.added_reason:
        _take_off(row.heir_duty, row.reason)
    state_duties([duty, *([row.heir_duty] if row.heir_duty else [])], at)


def _take_off(added: Duty, reason: str) -> None:
    """A duty that came with what was given back is owed no more, unless it carries on another too."""
    if not Passing.objects.filter(heir_duty=added, undone_at__isnull=True).exists():
        added.exemption, added.exemption_reason = Exemption.NOT_APPLICABLE, reason
        added.save(update_fields=["exemption", "exemption_reason"])
