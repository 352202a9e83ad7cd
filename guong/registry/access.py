"""Papers for a person: those of the registers of units that the person sees; 404 for the others."""

from datetime import date
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from guong.registry.models import Citation, DocumentFile, OfficialDocument, Upload
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
