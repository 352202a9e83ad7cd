"""Signed, then given number and day by the clerk, then issued and delivered."""

from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from guong.files.models import StoredFile
from guong.jobs.clock import today
from guong.registry import books
from guong.registry.actions.addressing import deliver
from guong.registry.actions.books import open_book, take_number
from guong.registry.actions.citing import record_citations
from guong.registry.actions.drafting import lock, newest
from guong.registry.actions.entries import DOCUMENT, write
from guong.registry.enums import FileRole, Stage
from guong.registry.models import Draft, OfficialDocument
from guong.registry.resolve import link_all
from guong.registry.rules import Refused, may_be_issued, may_be_signed, number_of, refuse_marks, symbol_key
from guong.registry.signing import Signing
from guong.units.models import Person


@transaction.atomic
def sign_paper(*, by: Person, document: OfficialDocument, signing: Signing, signed_on: date) -> None:
    """Record who signed, in which capacity, with the office of that day. The hand signs on paper or elsewhere."""
    held = lock(document)
    if not may_be_signed(held.stage):
        raise Refused(_("Only a paper that lies for signing can be signed."))
    if signed_on > today():
        raise Refused(_("The day of signing lies in the future."))
    held.stage, held.signed_on = Stage.SIGNED, signed_on
    held.signer, held.signer_capacity, held.signer_office = signing.name, signing.capacity, signing.office
    held.save(update_fields=["stage", "signed_on", "signer", "signer_capacity", "signer_office"])
    write(by, "sign_paper", held.uid, {"signed_on": signed_on.isoformat()})
    document.refresh_from_db()


def issue_paper(
    *,
    by: Person,
    document: OfficialDocument,
    issued_on: date,
    effective_on: date | None = None,
    reserved: int | None = None,
    scan: StoredFile | None = None,
) -> None:
    """Number and day, from the book of that day; the paper enters the register and goes to its recipients.

    `reserved` takes a number that was kept. Whatever fails, fails whole: the number goes back to the book.
    """
    refuse_marks(document.abstract, newest(document).text)
    with transaction.atomic():
        held = lock(document)
        _check(held, issued_on, effective_on)
        _give_number(by, held, issued_on, reserved)
        held.stage, held.effective_on = Stage.ISSUED, effective_on or issued_on
        draft = newest(held)
        held.sealed_text = draft.sealed_text  # sealed under the key of this same paper
        enter(held)
        _attach(held, draft, scan)
        write(by, "issue_paper", held.uid, {"keeper": str(held.keeper.uid), "type": held.type})
        record_citations(host_kind=DOCUMENT, host=held.uid, text=draft.text or held.abstract, document=held)
        link_all(held.symbol_key)
        deliver(held)
    document.refresh_from_db()


def _check(held: OfficialDocument, issued_on: date, effective_on: date | None) -> None:
    if not may_be_issued(held.stage):
        raise Refused(_("Only a signed paper gets a number."))
    if issued_on > today():
        raise Refused(_("The day of issue lies in the future."))
    if held.signed_on and issued_on < held.signed_on:
        raise Refused(_("The day of issue lies before the day of signing."))
    if effective_on and effective_on < issued_on:
        raise Refused(_("A paper takes effect on its day of issue or later."))


def _give_number(by: Person, held: OfficialDocument, issued_on: date, reserved: int | None) -> None:
    """The line of the book first; the paper prints its number as the layout of that day says."""
    if held.issuer is None:
        raise Refused(_("Say who issues the paper."))
    book = open_book(by=by, issuer=held.issuer, type=held.type, on=issued_on)
    line = take_number(by=by, book=book, document=held, on=issued_on, reserved=reserved)
    held.symbol = books.printed(line.book, held.type, line.number, issued_on)
    held.number, held.symbol_key, held.issued_on = number_of(held.symbol), symbol_key(held.symbol), issued_on


def enter(held: OfficialDocument) -> None:
    """Save a paper with its new number; a paper typed into the register with the same number refuses it."""
    try:
        with transaction.atomic():
            held.save()
    except IntegrityError as error:
        raise Refused(
            _(
                "{symbol} of that day is in the register already. Bring the papers of the register into the book first."
            ).format(symbol=held.symbol)
        ) from error


def _attach(held: OfficialDocument, draft: Draft, scan: StoredFile | None) -> None:
    for order, (file, role) in enumerate(((draft.file, FileRole.MAIN), (scan, FileRole.SCAN))):
        if file:
            held.document_files.get_or_create(file=file, defaults={"role": role, "order": order})
