"""What papers do to each other."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from guong.jobs.clock import now
from guong.jobs.outbox import tell
from guong.registry.actions.entries import DOCUMENT, write
from guong.registry.enums import RelationKind
from guong.registry.models import OfficialDocument, Relation
from guong.registry.rules import Refused
from guong.units.models import Person


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
    takes effect. `until_on` lifts a suspension.
    """
    if kind not in RelationKind.values:
        raise Refused(_("There is no such relation."))
    if document.pk == other.pk:
        raise Refused(_("A document has no relation to itself."))
    relation, made = Relation.objects.get_or_create(
        document=document,
        kind=kind,
        other=other,
        part=part.strip(),
        defaults={"from_on": from_on, "until_on": until_on, "recorded_at": now()},
    )
    if made:
        write(by, "relate", document.uid, {"kind": kind, "other": str(other.uid), "part": part.strip()})
        for each in (document, other):
            tell("public.changed", f"{DOCUMENT}:{each.uid}")
    return relation
