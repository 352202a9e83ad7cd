"""A paper in the making: laid as draft n, judged by named people, submitted for signing, sent back, or deleted."""

from collections.abc import Iterable

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from guong.files.actions import discard
from guong.files.models import StoredFile
from guong.jobs.clock import now
from guong.registry import sealing
from guong.registry.actions.entries import write
from guong.registry.enums import Direction, Stage, Voice
from guong.registry.models import Draft, Issuer, OfficialDocument, Opinion
from guong.registry.rules import (
    Refused,
    may_be_changed,
    may_be_deleted,
    may_be_sent_back,
    refuse_marks,
)
from guong.units.models import Person, Unit


def start_draft(
    *,
    by: Person,
    keeper: Unit,
    issuer: Issuer,
    type: str,
    abstract: str,
    text: str = "",
    file: StoredFile | None = None,
    no_mark_declared: bool,
) -> OfficialDocument:
    """Draft 1 of a paper of the unit. It carries neither number nor date, and nobody outside the unit sees it."""
    _check(abstract, text, file, no_mark_declared=no_mark_declared)
    if settings.PACK.entry("document_types", type) is None:
        raise Refused(_("The pack has no document type “{code}”.").format(code=type))
    document = OfficialDocument(
        keeper=keeper,
        direction=Direction.OUTGOING,
        stage=Stage.DRAFT,
        issuer=issuer,
        type=type,
        abstract=abstract.strip(),
        drafted_by=by,
        no_mark_declared_by=by,
        registered_at=now(),
    )
    envelope = sealing.sealed(document.uid, text)  # the key store is written before the transaction begins
    with transaction.atomic():
        document.save()
        _lay(by, document, envelope, file)
        write(by, "start_draft", document.uid, {"keeper": str(keeper.uid), "type": type})
    return document


def lay_draft(
    *,
    by: Person,
    document: OfficialDocument,
    abstract: str,
    text: str = "",
    file: StoredFile | None = None,
    no_mark_declared: bool,
) -> Draft:
    """The next draft. Earlier ones stay as they were laid, with what was said of them."""
    _check(abstract, text, file, no_mark_declared=no_mark_declared)
    envelope = sealing.sealed(document.uid, text)
    with transaction.atomic():
        held = lock(document)
        if not may_be_changed(held.stage):
            raise Refused(_("The paper lies for signing. Send it back first, then lay a new draft."))
        held.abstract, held.no_mark_declared_by = abstract.strip(), by
        held.save(update_fields=["abstract", "no_mark_declared_by"])
        draft = _lay(by, held, envelope, file)
        write(by, "lay_draft", held.uid, {"no": draft.no})
    return draft


def check_words(abstract: str, text: str, *, no_mark_declared: bool) -> None:
    """What can be judged before a file that comes along is stored."""
    refuse_marks(abstract, text)
    if not no_mark_declared:
        raise Refused(_("Confirm that the document carries no secrecy mark. Nothing was stored."))
    if not abstract.strip():
        raise Refused(_("The abstract is missing."))


def _check(abstract: str, text: str, file: StoredFile | None, *, no_mark_declared: bool) -> None:
    check_words(abstract, text, no_mark_declared=no_mark_declared)
    if not text.strip() and file is None:
        raise Refused(_("A draft needs a text or a file."))


def _lay(by: Person, document: OfficialDocument, envelope: bytes | None, file: StoredFile | None) -> Draft:
    last = document.drafts.aggregate(last=Max("no"))["last"] or 0
    return Draft.objects.create(
        document=document, no=last + 1, sealed_text=envelope, file=file, made_by=by, made_at=now()
    )


def lock(document: OfficialDocument) -> OfficialDocument:
    """The row of the paper, held until the transaction ends; everything that moves a paper takes it first."""
    rows = OfficialDocument.objects.select_for_update(of=("self",))
    return rows.select_related("keeper", "issuer__unit", "issuer__collective__unit").get(pk=document.pk)


def newest(document: OfficialDocument) -> Draft:
    return document.drafts.order_by("-no")[0]


@transaction.atomic
def ask_for_opinions(*, by: Person, document: OfficialDocument, people: Iterable[Person]) -> int:
    """Ask people of the unit what they say of the newest draft. Asking again changes nothing."""
    held = lock(document)
    if not may_be_changed(held.stage):
        raise Refused(_("Opinions are asked for while the paper is a draft."))
    draft = newest(held)
    rows = [Opinion.objects.get_or_create(draft=draft, by=person, voice=Voice.OPINION) for person in people]
    asked = sum(made for _row, made in rows)
    if asked:
        write(by, "ask_for_opinions", held.uid, {"no": draft.no, "people": asked})
    return asked


def give_opinion(*, by: Person, document: OfficialDocument, text: str) -> Opinion:
    """What somebody who was asked says of the newest draft; saying it again replaces it while it is the newest."""
    refuse_marks(text)
    envelope = sealing.sealed(document.uid, text.strip())
    if envelope is None:
        raise Refused(_("The opinion is empty."))
    with transaction.atomic():
        held = lock(document)
        opinion = Opinion.objects.filter(draft=newest(held), by=by, voice=Voice.OPINION).first()
        if opinion is None or not may_be_changed(held.stage):
            raise Refused(_("No opinion is asked for now. What was typed was not stored."))
        opinion.sealed_text, opinion.given_at = envelope, now()
        opinion.save(update_fields=["sealed_text", "given_at"])
        write(by, "give_opinion", held.uid)
    return opinion


@transaction.atomic
def submit_for_signing(*, by: Person, document: OfficialDocument) -> None:
    held = lock(document)
    if not may_be_changed(held.stage):
        raise Refused(_("The paper lies for signing already."))
    _move(held, Stage.FOR_SIGNING)
    write(by, "submit_for_signing", held.uid, {"no": newest(held).no})
    document.refresh_from_db()


def send_back(*, by: Person, document: OfficialDocument, reason: str) -> None:
    """Return a paper that lies for signing, or was signed and not yet issued, to its drafter; the reason is shown."""
    refuse_marks(reason)
    envelope = sealing.sealed(document.uid, reason.strip())
    if envelope is None:
        raise Refused(_("The reason is missing."))
    with transaction.atomic():
        held = lock(document)
        if not may_be_sent_back(held.stage):
            raise Refused(_("Only a paper that lies for signing or was signed can be sent back."))
        held.signer = held.signer_capacity = held.signer_office = ""
        held.signed_on = None
        _move(held, Stage.DRAFT)
        draft = newest(held)
        Opinion.objects.create(draft=draft, by=by, voice=Voice.RETURN, sealed_text=envelope, given_at=now())
        write(by, "send_back", held.uid, {"no": draft.no})
    document.refresh_from_db()


def _move(document: OfficialDocument, stage: Stage) -> None:
    document.stage = stage
    document.save(update_fields=["stage", "signer", "signer_capacity", "signer_office", "signed_on"])


@transaction.atomic
def delete_draft(*, by: Person, document: OfficialDocument) -> None:
    """Throw a paper in the making away, with its versions, what was said of them and its key. Never an issued one."""
    held = lock(document)
    if not may_be_deleted(held.stage):
        raise Refused(_("An issued paper is never deleted."))
    files = [draft.file for draft in held.drafts.select_related("file") if draft.file]
    uid = held.uid
    held.delete()
    for file in files:
        discard(file=file)
    write(by, "delete_draft", uid)
    transaction.on_commit(lambda: sealing.throw_away(uid))
