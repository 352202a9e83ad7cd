"""Explicit changes of a frozen list, each with its reason: excused, not applicable, extended, added."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from guong.jobs import clock
from guong.rounds import queries
from guong.rounds.actions import drawing
from guong.rounds.enums import DutyKind, Exemption
from guong.rounds.models import Duty, Phase
from guong.rounds.rules import Refused, is_open
from guong.trail.actions import Facts, record
from guong.units.models import Person, Unit
from guong.units.queries import tree


def excuse(*, by: Person, duty: Duty, reason: str) -> Duty:
    """The unit need not hand in; it leaves the denominator of completeness."""
    return _exempt(by, duty, Exemption.EXCUSED, reason)


def mark_not_applicable(*, by: Person, duty: Duty, reason: str) -> Duty:
    """The unit should not have been on the list."""
    return _exempt(by, duty, Exemption.NOT_APPLICABLE, reason)


@transaction.atomic
def lift_exemption(*, by: Person, duty: Duty, reason: str) -> Duty:
    """Take an excuse back; the duty stands as its arrival and its day say."""
    duty = _locked(duty)
    if not duty.exemption or duty.exemption == Exemption.HEIR:
        raise Refused(_("This unit is not excused."))
    _need(reason)
    before = duty.exemption
    duty.exemption, duty.exemption_reason = Exemption.NONE, ""
    duty.save(update_fields=["exemption", "exemption_reason"])
    _record(by, "lift_exemption", duty, {"before": before})
    return duty


@transaction.atomic
def extend(*, by: Person, duty: Duty, until: datetime, reason: str) -> Duty:
    """A later day for one unit. `until` is the first instant that is late."""
    duty = _locked(duty)
    _need(reason)
    if until <= queries.due_of(duty):
        raise Refused(_("The new time is not later than the one that stands."))
    duty.extended_until, duty.extension_reason = until, reason
    duty.save(update_fields=["extended_until", "extension_reason"])
    _record(by, "extend", duty, {"until": until.isoformat()})
    return duty


@transaction.atomic
def add_duty(*, by: Person, phase: Phase, unit: Unit, kind: DutyKind, reason: str, expected: int | None = None) -> Duty:
    """Put a unit on the list after the opening; it stands where the tree has it today."""
    phase = Phase.objects.select_for_update(of=("self",)).select_related("round__owner").get(pk=phase.pk)
    _need(reason)
    if not is_open(phase) or phase.due_at is None:
        raise Refused(_("This phase is not open."))
    if phase.duties.filter(unit=unit, kind=kind).exists():
        raise Refused(_("This unit is on the list already."))
    standing = tree(phase.round.line, clock.today())
    node, top = standing.node(unit), standing.node(phase.round.owner)
    if node is None or top is None or top not in standing.path(unit) or node == top:
        raise Refused(_("This unit does not stand below the unit that leads the round."))
    duty = Duty.objects.create(
        phase=phase,
        unit=unit,
        kind=kind,
        order=node.order,
        depth=node.depth - top.depth,
        superior=node.parent,
        expected=expected,
        due_at=phase.due_at,
        cutoff_on=phase.cutoff_on,
        added_reason=reason,
    )
    _record(by, "add_duty", duty, {"phase": str(phase.uid), "unit": str(unit.uid), "kind": str(kind.value)})
    return duty


@transaction.atomic
def _exempt(by: Person, duty: Duty, exemption: Exemption, reason: str) -> Duty:
    duty = _locked(duty)
    _need(reason)
    if duty.first_arrived_at is not None and duty.returned_at is None:
        raise Refused(_("This unit has handed in already."))
    if duty.exemption == Exemption.HEIR:
        raise Refused(_("This duty is carried on by another unit."))
    duty.exemption, duty.exemption_reason = exemption, reason
    duty.save(update_fields=["exemption", "exemption_reason"])
    _record(by, "exempt", duty, {"as": str(exemption.value)})
    return duty


def _locked(duty: Duty) -> Duty:
    return Duty.objects.select_for_update(of=("self",)).select_related("unit", "phase").get(pk=duty.pk)


def _need(reason: str) -> None:
    if not reason.strip():
        raise Refused(_("A reason is needed. It is kept beside the unit on the list."))


def _record(by: Person, verb: str, duty: Duty, facts: Facts) -> None:
    drawing.state_duties([duty], clock.now())
    record(by=by.uid, what=f"rounds.{verb}", on=duty.uid, facts=facts)
