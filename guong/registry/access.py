"""Papers for a person: those of the registers of units that the person sees; 404 for the others."""

from datetime import date
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.shortcuts import get_object_or_404

from guong.registry.models import Citation, DocumentFile, Issuer, OfficialDocument, Relation, Upload
from guong.registry.queries import documents_of
from guong.units.access import may, scope
from guong.units.enums import Verb
from guong.units.models import Person


def documents_for(person: Person | None, at: date) -> QuerySet[OfficialDocument]:
    return documents_of(scope(person, Verb.SEE, at))


def document_for(person: Person | None, uid: UUID, at: date, *, to: Verb = Verb.SEE) -> OfficialDocument:
    """The paper, 404 where the person does not see its register, 403 where the person only sees it."""
    document = get_object_or_404(documents_for(person, at), uid=uid)
    if not may(person, to, document.keeper, at):
        raise PermissionDenied
    return document


def citation_for(person: Person | None, uid: UUID, at: date) -> Citation:
    """A citation of a text of a register that the person keeps; 403 for who only sees that register."""
    seen = Citation.objects.filter(keeper__in=scope(person, Verb.SEE, at))
    citation = get_object_or_404(seen.select_related("keeper"), uid=uid)
    if citation.keeper is None or not may(person, Verb.DIRECT, citation.keeper, at):
        raise PermissionDenied
    return citation


def upload_for(person: Person, uid: UUID) -> Upload:
    """An upload is nobody's but the person's who made it."""
    return get_object_or_404(Upload, uid=uid, by=person)


def file_for(person: Person | None, uid: UUID, file: UUID, at: date, *, to: Verb = Verb.SEE) -> DocumentFile:
    """A file of a paper, for who may do `to` with the paper."""
    document = document_for(person, uid, at, to=to)
    return get_object_or_404(document.document_files.select_related("file", "document"), file__uid=file)


def relation_for(person: Person | None, uid: UUID, at: date) -> Relation:
    """A relation between papers that the person sees; 403 for who keeps neither of the two registers."""
    seen = scope(person, Verb.SEE, at)
    rows = Relation.objects.filter(document__keeper__in=seen, other__keeper__in=seen)
    relation = get_object_or_404(rows.select_related("document__keeper", "other__keeper"), uid=uid)
    if not any(may(person, Verb.DIRECT, paper.keeper, at) for paper in (relation.document, relation.other)):
        raise PermissionDenied
    return relation


def issuers_for(person: Person | None, at: date) -> QuerySet[Issuer]:
    """Bodies that issued papers of registers which the person sees, or that are a unit which the person sees, or that
    nobody's register holds a paper of.
    """
    seen = scope(person, Verb.SEE, at)
    held = OfficialDocument.objects.filter(keeper__in=seen, issuer__isnull=False).values("issuer")
    unused = Q(unit__isnull=True) & ~Exists(OfficialDocument.objects.filter(issuer=OuterRef("pk")))
    return Issuer.objects.filter(Q(pk__in=held) | Q(unit__in=seen) | unused)


def issuer_for(person: Person | None, uid: UUID, at: date, *, to: Verb = Verb.DIRECT) -> Issuer:
    """A body; 403 for who does not direct its unit and, of one outside the tree, every register with a paper of it."""
    issuer = get_object_or_404(issuers_for(person, at), uid=uid)
    if to == Verb.DIRECT and not directs_issuer(person, issuer, at):
        raise PermissionDenied
    return issuer


def directs_issuer(person: Person | None, issuer: Issuer, at: date) -> bool:
    directed = scope(person, Verb.DIRECT, at)
    if issuer.unit_id is not None:
        return directed.filter(pk=issuer.unit_id).exists()
    return directed.exists() and not issuer.documents.exclude(keeper__in=directed).exists()
