"""What papers do to each other. A relation is never altered: entered wrongly it is withdrawn, with a reason."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from guong.jobs.clock import now
from guong.jobs.outbox import tell
from guong.registry.actions.entries import DOCUMENT, write
from guong.registry.enums import RelationKind, Stage
from guong.registry.models import OfficialDocument, Relation
from guong.registry.queries import effective_day
from guong.registry.rules import Refused
from guong.units.models import Person
from guong.viet.parts import SeveralParts
from guong.viet.parts import part as read_part


@transaction.atomic
def relate(
    *,
    by: Person | None,
    document: OfficialDocument,
    kind: str,
    other: OfficialDocument,
    from_on: date | None,
    part: str = "",
    until_on: date | None = None,
) -> Relation:
    """`document` does `kind` to `other`, or to a `part` of it, from a day on; without a day, from the day `document`
    takes effect. `until_on` lifts a suspension. The same relation once more changes nothing.
    """
    where = _checked(document, kind, other, part)
    begins = from_on or document.effective_on or document.issued_on
    _check_until(kind, begins, until_on)
    relation, made = Relation.objects.get_or_create(
        document=document,
        kind=kind,
        other=other,
        part=where,
        withdrawn_at=None,
        defaults={"from_on": from_on, "until_on": until_on, "recorded_at": now()},
    )
    if made:
        write(by, "relate", document.uid, {"kind": kind, "other": str(other.uid), "relation": str(relation.uid)})
        _told(relation)
    elif (relation.from_on, relation.until_on) != (from_on, until_on):
        raise Refused(_("This relation stands already, with other days. Withdraw it first, then enter it anew."))
    return relation


def _checked(document: OfficialDocument, kind: str, other: OfficialDocument, part: str) -> str:
    """The part in its one form; `Refused` for what no paper can do."""
    if kind not in RelationKind.values:
        raise Refused(_("There is no such relation."))
    if document.pk == other.pk:
        raise Refused(_("A document has no relation to itself."))
    if other.stage != Stage.ISSUED:
        raise Refused(_("A draft is not related to. Wait until it is issued."))
    try:
        return read_part(part).text[:80]
    except SeveralParts:
        raise Refused(_("Name one part alone. Enter a relation for each part.")) from None


def _check_until(kind: str, begins: date | None, until_on: date | None) -> None:
    if until_on is None:
        return
    if kind != RelationKind.SUSPENDS:
        raise Refused(_("Only a suspension is lifted."))
    if begins is not None and until_on <= begins:
        raise Refused(_("A suspension is lifted after the day on which it begins."))


@transaction.atomic
def lift_suspension(*, by: Person | None, relation: Relation, on: date) -> Relation:
    """The suspension no longer holds from a day on."""
    held = _locked(relation)
    if held.until_on is not None:
        raise Refused(_("This suspension is lifted already."))
    _check_until(held.kind, effective_day(held), on)
    held.until_on, held.lifted_at = on, now()
    held.save(update_fields=["until_on", "lifted_at"])
    write(by, "lift_suspension", held.document.uid, {"relation": str(held.uid), "on": on.isoformat()})
    _told(held)
    return held


@transaction.atomic
def unrelate(*, by: Person, relation: Relation, reason: str) -> Relation:
    """Withdraw a relation that was entered by mistake. It stays on record with who did it and why."""
    held = _locked(relation)
    if not reason.strip():
        raise Refused(_("Say why the relation is withdrawn."))
    held.withdrawn_at, held.withdrawn_by, held.withdrawn_reason = now(), by, reason.strip()[:300]
    held.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_reason"])
    write(by, "unrelate", held.document.uid, {"kind": held.kind, "relation": str(held.uid)})
    _told(held)
    return held


def _locked(relation: Relation) -> Relation:
    held = Relation.objects.select_for_update(of=("self",)).select_related("document", "other").get(pk=relation.pk)
    if held.withdrawn_at is not None:
        raise Refused(_("This relation was withdrawn already."))
    return held


def _told(relation: Relation) -> None:
    for each in (relation.document, relation.other):
        tell("public.changed", f"{DOCUMENT}:{each.uid}")
