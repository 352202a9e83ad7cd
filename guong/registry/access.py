"""Papers for a person: those of the registers of units that the person sees; 404 for the others."""

from datetime import date
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404

from guong.registry.models import CaseFile, Citation, Instruction, OfficialDocument
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


def instruction_for(person: Person | None, uid: UUID, at: date, *, to: Verb = Verb.SEE) -> Instruction:
    """An instruction on a paper of a register in sight; whoever only received the paper does not see it."""
    seen = Instruction.objects.filter(document__keeper__in=scope(person, Verb.SEE, at))
    rows = seen.select_related("document__keeper", "document__issuer", "lead_unit", "lead_collective", "corrects")
    instruction = get_object_or_404(rows, uid=uid)
    if not may(person, to, instruction.document.keeper, at):
        raise PermissionDenied
    return instruction


def cases_for(person: Person | None, at: date) -> QuerySet[CaseFile]:
    """Case files of registers that the person keeps or answers for: they may hold what units below reported."""
    keeping = Q(keeper__in=scope(person, Verb.DIRECT, at)) | Q(keeper__in=scope(person, Verb.SIGN, at))
    return CaseFile.objects.filter(keeping).select_related("keeper").order_by("-opened_on", "-pk")


def case_for(person: Person | None, uid: UUID, at: date, *, change: bool = False) -> CaseFile:
    """The case file; 403 where it is to be changed by who only may read it."""
    case = get_object_or_404(cases_for(person, at), uid=uid)
    if change and not may(person, Verb.DIRECT, case.keeper, at):
        raise PermissionDenied
    return case
