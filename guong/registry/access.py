"""Papers for a person: those of the registers of units that the person sees, and those that these units received;
papers in the making for the people of their unit alone. 404 for the others.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.shortcuts import get_object_or_404

from guong.registry.books import home
from guong.registry.enums import Direction, Stage
from guong.registry.models import (
    CaseFile,
    Citation,
    DocumentFile,
    Instruction,
    Invitation,
    Issuer,
    NumberBook,
    OfficialDocument,
    Opinion,
    Recipient,
    Relation,
    Upload,
)
from guong.registry.queries import papers_held_by, registered
from guong.registry.rules import token_hash
from guong.units.access import may, own_units, scope
from guong.units.enums import Verb
from guong.units.models import Person, Unit

KEEPING = (Verb.DIRECT, Verb.REPORT)  # of the unit itself: its clerk, or in a small unit who writes for it
HANDLING = (*KEEPING, Verb.SIGN)


def documents_for(person: Person | None, at: date) -> QuerySet[OfficialDocument]:
    """Papers of the registers in sight, and those that units in sight received."""
    return documents_among(scope(person, Verb.SEE, at))


def documents_among(units: QuerySet[Unit] | Sequence[int]) -> QuerySet[OfficialDocument]:
    """Papers of the registers of some units, and those that these received."""
    return registered().filter(Q(keeper__in=units) | Q(pk__in=received(units).values("document")))


def received(units: QuerySet[Unit] | Sequence[int]) -> QuerySet[Recipient]:
    """Lines of recipients under which issued papers were sent to some units."""
    return Recipient.objects.filter(unit__in=units, sent_at__isnull=False)


def keeps_papers(person: Person | None, unit: Unit, at: date) -> bool:
    """Whether the person keeps books and papers of the unit."""
    return own_units(person, KEEPING, at).filter(pk=unit.pk).exists()


def drafts_for(person: Person, at: date) -> QuerySet[OfficialDocument]:
    """Papers in the making: for office and signers of the unit, the drafter, and who is asked for an opinion."""
    rows = OfficialDocument.objects.exclude(stage=Stage.ISSUED).select_related("issuer__collective", "keeper")
    asked = Opinion.objects.filter(by=person).values("draft__document")
    mine = Q(keeper__in=own_units(person, [Verb.SEE], at)) & (Q(drafted_by=person) | Q(pk__in=asked))
    return rows.filter(mine | Q(keeper__in=own_units(person, HANDLING, at))).order_by("-registered_at", "-pk")


def draft_for(person: Person, uid: UUID, at: date, *, to: str = "see") -> OfficialDocument:
    """A paper in the making to `see`, to `write` (drafter, office), to `sign` (signers, office), to `issue` (office).

    404 for who does not see it, 403 for who only may see it.
    """
    document = get_object_or_404(drafts_for(person, at), uid=uid)
    office = keeps_papers(person, document.keeper, at)
    signer = own_units(person, [Verb.SIGN], at).filter(pk=document.keeper_id).exists()
    allowed = {
        "see": True,
        "write": office or document.drafted_by_id == person.pk,
        "sign": office or signer,
        "issue": office,
    }
    if not allowed[to]:
        raise PermissionDenied
    return document


def own_paper_for(person: Person, uid: UUID, at: date) -> OfficialDocument:
    """A paper of a unit whose papers the person keeps, in whatever stage; a drafter keeps the own draft too."""
    draft = drafts_for(person, at).filter(uid=uid).first()
    document = draft or get_object_or_404(documents_for(person, at), uid=uid)
    drafter = draft is not None and draft.drafted_by_id == person.pk
    if document.direction != Direction.OUTGOING or not (drafter or keeps_papers(person, document.keeper, at)):
        raise PermissionDenied
    return document


def books_for(person: Person, at: date) -> QuerySet[NumberBook]:
    """Books of the units whose people the person belongs to."""
    own = own_units(person, [Verb.SEE], at)
    rows = NumberBook.objects.filter(Q(issuer__unit__in=own) | Q(issuer__collective__unit__in=own))
    return rows.select_related("issuer__unit", "issuer__collective__unit", "term__unit")


def book_for(person: Person, uid: UUID, at: date, *, keep: bool = False) -> NumberBook:
    """The book; 403 where it is to be kept and the person only sees it."""
    book = get_object_or_404(books_for(person, at), uid=uid)
    if keep and not keeps_papers(person, _home(book), at):
        raise PermissionDenied
    return book


def _home(book: NumberBook) -> Unit:
    unit = home(book.issuer)
    assert unit is not None  # noqa: S101  (`books_for` gives books of units alone)
    return unit


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


def case_keepers(person: Person | None, at: date) -> list[Unit]:
    """Units in whose registers the person begins case files, the person's own first."""
    own = own_units(person, [Verb.DIRECT], at)
    return [*own.order_by("pk"), *scope(person, Verb.DIRECT, at).exclude(pk__in=own).order_by("pk")]


def keepers_for(person: Person, papers: Iterable[OfficialDocument], at: date) -> list[Unit]:
    """Of these, units with whom all the papers lie: an own one, or the one in whose register all of them stand."""
    wanted = {paper.pk: paper.keeper_id for paper in papers}
    own = set(own_units(person, [Verb.DIRECT], at).values_list("pk", flat=True))
    near = own | (set(wanted.values()) if len(set(wanted.values())) == 1 else set())
    units = [unit for unit in case_keepers(person, at) if unit.pk in near]
    return [unit for unit in units if papers_held_by(unit).filter(pk__in=wanted).count() == len(wanted)]


def invitation_of(token: str, at: datetime) -> Invitation | None:
    """The invitation behind a link while it is open: not expired, not revoked, to the newest version of a draft."""
    rows = Invitation.objects.filter(
        token_sha256=token_hash(token),
        revoked_at__isnull=True,
        expires_at__gt=at,
        draft__document__stage=Stage.DRAFT,
        draft__document__taken_out_at__isnull=True,
    )
    found = rows.select_related("draft__document__keeper", "draft__document__issuer", "draft__file").first()
    later = found and found.draft.document.drafts.filter(no__gt=found.draft.no).exists()
    return None if later else found
