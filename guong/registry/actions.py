"""The register: take a paper in, make it public, relate it, find what a text cites. `by` None is the system."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from guong.files.models import StoredFile
from guong.jobs.clock import now
from guong.jobs.outbox import tell
from guong.registry.enums import Direction, Publicity, RelationKind, Resolution
from guong.registry.models import Citation, Issuer, OfficialDocument, Relation
from guong.registry.resolve import link, link_all
from guong.registry.rules import Refused, iso_day, name_key, number_of, refuse_marks, symbol_key
from guong.trail.actions import record
from guong.units.models import Person, Unit
from guong.viet import citations
from guong.viet.citations import Kind, Subkind

DOCUMENT = "document"  # host kind of a citation in a paper, and prefix of what the outbox tells of one


class _Host(NamedTuple):
    """The text in which a citation stands, and whose register is looked at first."""

    kind: str
    uid: UUID
    document: OfficialDocument | None
    keeper: Unit | None


def _record(by: Person | None, what: str, on: UUID, facts: Mapping[str, str | int | None] | None = None) -> None:
    record(by=by.uid if by else None, what=f"registry.{what}", on=on, facts=facts or {})


@transaction.atomic
def find_or_make_issuer(*, name: str, code: str = "", unit: Unit | None = None) -> Issuer:
    """The issuer of that name and symbol code, however the name's tone marks and case are printed."""
    key = name_key(name)
    found = Issuer.objects.filter(name_key=key, code=code).order_by("pk").first()
    if found is None:
        return Issuer.objects.create(name=name.strip(), name_key=key, code=code, unit=unit)
    if unit is not None and found.unit_id is None:
        found.unit = unit
        found.save(update_fields=["unit"])
    return found


@transaction.atomic
def register_document(
    *,
    by: Person | None,
    keeper: Unit,
    direction: str,
    type: str,
    symbol: str,
    issued_on: date | None,
    abstract: str,
    issuer: Issuer | None = None,
    signer: str = "",
    signer_capacity: str = "",
    signer_office: str = "",
    arrival_no: str = "",
    arrived_on: date | None = None,
    text: str = "",
    effective_on: date | None = None,
    files: Sequence[StoredFile] = (),
    no_mark_declared: bool,
) -> OfficialDocument:
    """Take a paper into a unit's register, as internal. Citations in it are found, those that wait for it resolve.

    Raises `Refused` before anything is stored: a secrecy mark, no declaration that there is none, a paper that is in
    the register already.
    """
    refuse_marks(symbol, abstract, text)
    _check(direction, type, abstract, no_mark_declared=no_mark_declared)
    document = _created(
        OfficialDocument(
            keeper=keeper,
            direction=direction,
            issuer=issuer,
            type=type,
            number=number_of(symbol),
            symbol=symbol.strip(),
            symbol_key=symbol_key(symbol),
            issued_on=issued_on,
            effective_on=effective_on,
            abstract=abstract.strip(),
            text=text,
            signer=signer,
            signer_capacity=signer_capacity,
            signer_office=signer_office,
            arrival_no=arrival_no,
            arrived_on=arrived_on,
            no_mark_declared_by=by,
            registered_at=now(),
        )
    )
    document.files.set(files)
    _record(by, "register_document", document.uid, {"keeper": str(keeper.uid), "type": type})
    record_citations(host_kind=DOCUMENT, host=document.uid, text=text or abstract, document=document)
    link_all(document.symbol_key)
    return document


def _check(direction: str, type: str, abstract: str, *, no_mark_declared: bool) -> None:
    if not no_mark_declared:
        raise Refused(_("Confirm that the document carries no secrecy mark. Nothing was stored."))
    if direction not in Direction.values:
        raise Refused(_("Say whether the document is incoming or outgoing."))
    if settings.PACK.entry("document_types", type) is None:
        raise Refused(_("The pack has no document type “{code}”.").format(code=type))
    if not abstract.strip():
        raise Refused(_("The abstract is missing."))


def _created(document: OfficialDocument) -> OfficialDocument:
    try:
        with transaction.atomic():
            document.save()
    except IntegrityError as error:
        raise Refused(
            _("{symbol} of that day is in the register already. Nothing was stored a second time.").format(
                symbol=document.symbol
            )
        ) from error
    return document


@transaction.atomic
def make_public(*, by: Person, document: OfficialDocument) -> None:
    """A named person opens a paper to the public. Doing it again changes nothing."""
    held = OfficialDocument.objects.select_for_update().get(pk=document.pk)
    if held.publicity != Publicity.PUBLIC:
        held.publicity, held.made_public_by, held.made_public_at = Publicity.PUBLIC, by, now()
        held.save(update_fields=["publicity", "made_public_by", "made_public_at"])
        _publicity_changed(by, "make_public", held)
    document.refresh_from_db()


@transaction.atomic
def make_internal(*, by: Person, document: OfficialDocument) -> None:
    """Take a paper back from the public: page, lists and search lose it."""
    held = OfficialDocument.objects.select_for_update().get(pk=document.pk)
    if held.publicity != Publicity.INTERNAL:
        held.publicity, held.made_public_by, held.made_public_at = Publicity.INTERNAL, None, None
        held.save(update_fields=["publicity", "made_public_by", "made_public_at"])
        _publicity_changed(by, "make_internal", held)
    document.refresh_from_db()


def _publicity_changed(by: Person, what: str, document: OfficialDocument) -> None:
    _record(by, what, document.uid)
    tell("public.changed", f"{DOCUMENT}:{document.uid}")
    for host_kind, host in document.cited_by.values_list("host_kind", "host").distinct().order_by():
        tell("public.changed", f"{host_kind}:{host}")
    link_all(document.symbol_key)


@transaction.atomic
def relate(
    *, by: Person | None, document: OfficialDocument, kind: str, other: OfficialDocument, from_on: date | None
) -> Relation:
    """`document` does `kind` to `other` from a day on; without a day, from the day `document` takes effect."""
    if kind not in RelationKind.values:
        raise Refused(_("There is no such relation."))
    if document.pk == other.pk:
        raise Refused(_("A document has no relation to itself."))
    relation, made = Relation.objects.get_or_create(
        document=document, kind=kind, other=other, defaults={"from_on": from_on}
    )
    if made:
        _record(by, "relate", document.uid, {"kind": kind, "other": str(other.uid)})
        for each in (document, other):
            tell("public.changed", f"{DOCUMENT}:{each.uid}")
    return relation


@transaction.atomic
def record_citations(
    *,
    host_kind: str,
    host: UUID,
    text: str,
    document: OfficialDocument | None = None,
    keeper: Unit | None = None,
) -> list[Citation]:
    """Find what a text cites and link it, in place of what was found in an earlier version of the text.

    Called inside the act that stores the text. A target that a person chose stays with the same symbol.
    """
    chosen = _chosen(host_kind, host)
    Citation.objects.filter(host_kind=host_kind, host=host).delete()
    place = _Host(host_kind, host, document, keeper or (document.keeper if document else None))
    drafts = (_citation(each, text, place) for each in citations.find(text) if each.subkind != Subkind.BACKREF)
    found = [draft for draft in drafts if not (document and _is_own(draft, document))]
    for citation in found:
        citation.settled_by, citation.target = chosen.get(citation.symbol_key, (None, None))
        citation.resolution = Resolution.RESOLVED if citation.target else citation.resolution
    Citation.objects.bulk_create(found)
    for citation in found:
        link(citation)
    return found


def _is_own(citation: Citation, document: OfficialDocument) -> bool:
    """A paper prints its own symbol in its head."""
    days = {citation.cited_on, document.issued_on} - {None}
    return citation.symbol_key != "" and citation.symbol_key == document.symbol_key and len(days) < 2


def _chosen(host_kind: str, host: UUID) -> dict[str, tuple[Person | None, OfficialDocument | None]]:
    rows = Citation.objects.filter(host_kind=host_kind, host=host, settled_by__isnull=False).exclude(symbol_key="")
    return {row.symbol_key: (row.settled_by, row.target) for row in rows.select_related("settled_by", "target")}


def _citation(found: citations.Citation, text: str, host: _Host) -> Citation:
    numbered = found.kind == Kind.NUMBERED and found.core_start is not None and found.core_end is not None
    symbol = " ".join(text[found.core_start : found.core_end].split())[:80] if numbered else ""
    return Citation(
        document=host.document,
        keeper=host.keeper,
        host_kind=host.kind,
        host=host.uid,
        start=found.start,
        end=found.end,
        surface=" ".join(text[found.start : found.end].split())[:400],
        type=(found.type or "")[:20],
        symbol=symbol,
        symbol_key=symbol_key(symbol),
        body_name=(found.body_name or "")[:200],
        cited_on=iso_day(found.date),
        resolution=Resolution.UNRESOLVED if numbered else Resolution.NAMED,
    )


@transaction.atomic
def settle_citation(*, by: Person, citation: Citation, document: OfficialDocument) -> None:
    """A person says which paper is meant; that holds for the same symbol in the same text."""
    rows = Citation.objects.filter(host_kind=citation.host_kind, host=citation.host)
    same = rows.filter(symbol_key=citation.symbol_key) if citation.symbol_key else rows.filter(pk=citation.pk)
    same.update(target=document, resolution=Resolution.RESOLVED, settled_by=by)
    for each in same:
        each.candidates.clear()
    _record(by, "settle_citation", citation.uid, {"document": str(document.uid)})
    tell("public.changed", f"{citation.host_kind}:{citation.host}")
