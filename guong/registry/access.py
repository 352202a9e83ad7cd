"""Papers for a person: those of the registers of units that the person sees; 404 for the others."""

from datetime import date
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404

from guong.registry.enums import Stage
from guong.registry.models import Citation, OfficialDocument, Recipient
from guong.units.access import may, scope
from guong.units.enums import Verb
from guong.units.models import Person


def documents_for(person: Person | None, at: date) -> QuerySet[OfficialDocument]:
    """Papers of the registers of units in sight, and those that these units received."""
    seen = scope(person, Verb.SEE, at)
    received = Recipient.objects.filter(unit__in=seen, sent_at__isnull=False)
    rows = OfficialDocument.objects.filter(Q(keeper__in=seen) | Q(pk__in=received.values("document")))
    return rows.filter(stage=Stage.ISSUED).select_related("issuer", "keeper").order_by("-issued_on", "-pk")


def readers_for(person: Person | None, at: date) -> list[int]:
    """The units whose papers the person finds, as the staff's index knows them."""
    return list(scope(person, Verb.SEE, at).order_by("pk").values_list("pk", flat=True))


def document_for(person: Person | None, uid: UUID, at: date, *, to: Verb = Verb.SEE) -> OfficialDocument:
    """The paper, 404 where the person does not see its register, 403 where the person only sees it."""
    document = get_object_or_404(documents_for(person, at), uid=uid)
    if to != Verb.SEE and not may(person, to, document.keeper, at):
        raise PermissionDenied
    return document


def citation_for(person: Person | None, uid: UUID, at: date) -> Citation:
    """A citation of a text of a register that the person keeps; 403 for who only sees that register."""
    seen = Citation.objects.filter(keeper__in=scope(person, Verb.SEE, at))
    citation = get_object_or_404(seen.select_related("keeper"), uid=uid)
    if citation.keeper is None or not may(person, Verb.DIRECT, citation.keeper, at):
        raise PermissionDenied
    return citation
