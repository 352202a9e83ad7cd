"""What a unit adds for the units below it, within the frame of the phase: points, pieces to study, an earlier day."""

from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from guong.rounds import queries
from guong.rounds.enums import OWN_ORDERS, DutyKind
from guong.rounds.models import Duty, OwnItem, Phase
from guong.rounds.rules import Refused, is_open
from guong.trail.actions import record
from guong.units.models import Person, Unit


@transaction.atomic
def add_own_item(*, by: Person, phase: Phase, unit: Unit, text: str, clause: str = "", kind: str = "") -> OwnItem:
    """One more point for the agenda of the units below, or (`kind`) one more piece to study."""
    phase = _opened(phase, unit)
    last = phase.own_items.aggregate(last=Max("order"))["last"]
    order = OWN_ORDERS if last is None else last + 1
    item = OwnItem.objects.create(phase=phase, unit=unit, order=order, kind=kind, text=text, clause=clause)
    record(by=by.uid, what="rounds.add_own_item", on=phase.uid, facts={"unit": str(unit.uid), "order": order})
    return item


@transaction.atomic
def remove_own_item(*, by: Person, item: OwnItem) -> None:
    """Take an own point back, while no sitting says that it was covered."""
    _opened(item.phase, item.unit)
    if item.sittings.exists():
        raise Refused(_("A sitting has covered this point already; it stays."))
    record(by=by.uid, what="rounds.remove_own_item", on=item.phase.uid, facts={"order": item.order})
    item.delete()


@transaction.atomic
def ask_earlier(*, by: Person, phase: Phase, unit: Unit, kind: DutyKind, until: datetime | None) -> int:
    """An earlier time for the units below; None takes it back. The time of the superior still judges lateness."""
    phase = _opened(phase, unit)
    below = queries.duties_of([phase], unit).filter(kind=kind).exclude(unit=unit)
    if until is not None and below.filter(due_at__lte=until).exists():
        raise Refused(_("The own time is not earlier than that of the level above. Choose an earlier one."))
    changed = Duty.objects.filter(pk__in=list(below.values_list("pk", flat=True))).update(asked_by_at=until)
    facts = {"unit": str(unit.uid), "kind": str(kind.value), "until": until.isoformat() if until else None}
    record(by=by.uid, what="rounds.ask_earlier", on=phase.uid, facts=facts)
    return changed


def _opened(phase: Phase, unit: Unit) -> Phase:
    phase = Phase.objects.select_for_update(of=("self",)).select_related("round__owner").get(pk=phase.pk)
    if not is_open(phase):
        raise Refused(_("This phase is not open."))
    if not phase.duties.filter(superior=unit).exists() or unit.pk == phase.round.owner_id:
        raise Refused(_("No unit below this one owes anything in this phase."))
    return phase
