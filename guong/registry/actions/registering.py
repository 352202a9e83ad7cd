"""Taking papers into a register. `by` None is the system."""

from collections.abc import Sequence
from datetime import date

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from guong.files.models import StoredFile
from guong.jobs.clock import now
from guong.registry.actions.citing import record_citations
from guong.registry.actions.entries import DOCUMENT, write
from guong.registry.arrivals import given, next_number
from guong.registry.enums import Direction
from guong.registry.models import Issuer, OfficialDocument
from guong.registry.resolve import link_all
from guong.registry.rules import Refused, number_of, refuse_marks, symbol_key
from guong.units.models import Person, Unit


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
    arrival_repeat: int = 0,
    sender: str = "",
    urgency: str = "",
    text: str = "",
    effective_on: date | None = None,
    copy_of: OfficialDocument | None = None,
    copy_kind: str = "",
    files: Sequence[StoredFile] = (),
    no_mark_declared: bool,
    among_many: bool = False,
) -> OfficialDocument:
    """Take a paper into a unit's register, as internal. Citations in it are found, those that wait for it resolve.

    `among_many`: the caller writes one entry of the trail for all of them.

    Raises `Refused` before anything is stored: a secrecy mark, no declaration that there is none, a paper that is in
    the register already.
    """
    refuse_marks(symbol, abstract, text)
    _check(direction, type, abstract, no_mark_declared=no_mark_declared)
    document = OfficialDocument(
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
        signer=signer,
        signer_capacity=signer_capacity,
        signer_office=signer_office,
        arrival_no=arrival_no,
        arrived_on=arrived_on,
        arrival_year=arrived_on.year if arrived_on else None,
        arrival_repeat=arrival_repeat,
        sender=sender,
        urgency=urgency,
        copy_of=copy_of,
        copy_kind=copy_kind,
        no_mark_declared_by=by,
        registered_at=now(),
    )
    document.text = text  # sealed here: the key store is written before the transaction begins
    with transaction.atomic():
        _take_in(document, text, files)
        if not among_many:
            facts = {"keeper": str(document.keeper.uid), "type": document.type}
            write(by, "register_document", document.uid, facts)
    return document


def _take_in(document: OfficialDocument, text: str, files: Sequence[StoredFile]) -> None:
    _save(document)
    for place, file in enumerate(files):
        document.files.add(file, through_defaults={"order": place})
    record_citations(host_kind=DOCUMENT, host=document.uid, text=text or document.abstract, document=document)
    link_all(document.symbol_key)


def _check(direction: str, type: str, abstract: str, *, no_mark_declared: bool) -> None:
    if not no_mark_declared:
        raise Refused(_("Confirm that the document carries no secrecy mark. Nothing was stored."))
    if direction not in Direction.values:
        raise Refused(_("Say whether the document is incoming or outgoing."))
    if settings.PACK.entry("document_types", type) is None:
        raise Refused(_("The pack has no document type “{code}”.").format(code=type))
    if not abstract.strip():
        raise Refused(_("The abstract is missing."))


def _save(document: OfficialDocument) -> None:
    try:
        with transaction.atomic():
            document.save()
    except IntegrityError as error:
        raise Refused(_twice(document)) from error


def _twice(document: OfficialDocument) -> str:
    """Which of its two numbers the paper shares with another."""
    held = given(document.keeper, document.arrival_year).filter(
        arrival_no=document.arrival_no, arrival_repeat=document.arrival_repeat
    )
    if document.arrival_no and held.exists():
        words = _("The arrival number {number} is given already; the next free one is {free}. Nothing was stored.")
        return words.format(number=document.arrival_no, free=next_number(document.keeper, document.arrival_year))
    return _("{symbol} of that day is in the register already. Nothing was stored a second time.").format(
        symbol=document.symbol
    )
