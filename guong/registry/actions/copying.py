"""Sao y, sao lục, trích sao: a copy with a number of its own."""

from datetime import date

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from guong.jobs.clock import now, today
from guong.registry import books
from guong.registry.actions.books import open_book, take_number
from guong.registry.actions.entries import write
from guong.registry.actions.issuing import enter
from guong.registry.enums import CopyKind, Direction, Stage
from guong.registry.models import Issuer, OfficialDocument
from guong.registry.resolve import link_all
from guong.registry.rules import Refused, number_of, refuse_marks, symbol_key
from guong.registry.signing import Signing
from guong.units.models import Person, Unit


def make_copy(
    *,
    by: Person,
    original: OfficialDocument,
    keeper: Unit,
    issuer: Issuer,
    kind: str,
    signing: Signing,
    issued_on: date,
    text: str = "",
    no_mark_declared: bool,
) -> OfficialDocument:
    """A numbered copy of a registered paper. A copy of a copy leads to the original too.

    A whole copy keeps no text of its own: it is read from the original, so that taking that out takes out its copies.
    """
    refuse_marks(text)
    _check(original, kind, text, issued_on, no_mark_declared=no_mark_declared)
    root = original.copy_of or original
    copy = OfficialDocument(
        keeper=keeper,
        direction=Direction.OUTGOING,
        stage=Stage.ISSUED,
        issuer=issuer,
        type=copy_type(),
        abstract=root.abstract,
        copy_of=root,
        copy_kind=kind,
        issued_on=issued_on,
        effective_on=issued_on,
        signer=signing.name,
        signer_capacity=signing.capacity,
        signer_office=signing.office,
        signed_on=issued_on,
        drafted_by=by,
        no_mark_declared_by=by,
        registered_at=now(),
    )
    copy.text = text if kind == CopyKind.EXTRACT else ""
    with transaction.atomic():
        _number(by, copy, issuer, issued_on)
        if kind != CopyKind.EXTRACT:
            for line in root.document_files.all():
                copy.document_files.create(file=line.file, role=line.role, order=line.order, pages=line.pages)
        write(by, "make_copy", copy.uid, {"of": str(root.uid), "kind": kind})
        link_all(copy.symbol_key)
    return copy


def copy_type() -> str:
    """The pack's type of numbered copies."""
    return next(entry.code for entry in settings.PACK.table("document_types") if entry.extra.get("copies"))


def _check(original: OfficialDocument, kind: str, text: str, issued_on: date, *, no_mark_declared: bool) -> None:
    if not no_mark_declared:
        raise Refused(_("Confirm that the document carries no secrecy mark. Nothing was stored."))
    if original.stage != Stage.ISSUED or original.taken_out_at is not None:
        raise Refused(_("Only an issued paper that is still here can be copied."))
    if kind not in CopyKind.values:
        raise Refused(_("Say which kind of copy it is."))
    if kind == CopyKind.EXTRACT and not text.strip():
        raise Refused(_("An extract needs the part that is copied."))
    if issued_on > today():
        raise Refused(_("The day of issue lies in the future."))


def _number(by: Person, copy: OfficialDocument, issuer: Issuer, issued_on: date) -> None:
    """The copy gets its row, then its line in the book, then its printed number: all or nothing."""
    book = open_book(by=by, issuer=issuer, type=copy.type, on=issued_on)
    copy.save()
    line = take_number(by=by, book=book, document=copy, on=issued_on)
    copy.symbol = books.printed(book, copy.type, line.number, issued_on)
    copy.number, copy.symbol_key = number_of(copy.symbol), symbol_key(copy.symbol)
    enter(copy)
