"""Taking out what had no business here: a paper with a secrecy mark, wherever its words have come to lie.

In the transaction the paper becomes a stone with number, hash and reason; then its keys are thrown away, so that no
backup opens its text or its files; then the worker makes the index anew and wipes the database's own leftovers.
"""

import hashlib
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from guong.files import actions as files
from guong.files.models import StoredFile
from guong.files.vault import KIND as FILE
from guong.jobs import clock, scrub
from guong.jobs.outbox import tell
from guong.keys import store
from guong.registry import sealing
from guong.registry.actions.cases import drop_builds_with
from guong.registry.actions.entries import DOCUMENT, numbered, write
from guong.registry.enums import LineState, Publicity
from guong.registry.models import (
    BookLine,
    CaseItem,
    Citation,
    DocumentFile,
    Draft,
    Instruction,
    Invitation,
    OfficialDocument,
    Opinion,
    Recipient,
    Relation,
    Upload,
    UploadedFile,
)
from guong.registry.resolve import link_all
from guong.registry.rules import Refused
from guong.search import index
from guong.units.models import Person

TOPIC = "registry.taken_out"
# Whose rows held words of the paper, and may hold them still in pages that the database has not written over.
_HOLDERS = (
    *(OfficialDocument, Citation, Draft, Opinion, Invitation, Instruction, Recipient),
    *(Relation, DocumentFile, CaseItem, BookLine, Upload, UploadedFile),
)
_WORDS = ("abstract", "signer", "signer_capacity", "signer_office", "sender", "urgency", "arrival_no", "copy_kind")
_FACTS = ("issued_on", "effective_on", "ended_on", "signed_on", "arrived_on", "issuer", "copy_of", "drafted_by")


@transaction.atomic
def take_out(*, by: Person | None, document: OfficialDocument, reason: str) -> None:
    """Leave of a paper its number, the hash of its text and the reason. Its files go wherever they are held, and with
    it go its copies, in whatever register they stand.
    """
    held = OfficialDocument.objects.select_for_update().get(pk=document.pk)
    if held.taken_out_at is not None:
        raise Refused(_("The document was taken out already."))
    if not reason.strip():
        raise Refused(_("Say why the document is taken out."))
    key, hosts = held.symbol_key, set(held.cited_by.values_list("host_kind", "host"))
    for copy in held.copies.filter(taken_out_at=None):
        take_out(by=by, document=copy, reason=reason)
    gone = _take_out_files(held, reason.strip())
    _empty_what_hangs_on(held)
    _make_a_stone(held, reason.strip())
    write(by, "take_out", held.uid, {"sha256": held.taken_out_sha256, **numbered(gone)})
    link_all(key)
    for kind, host in {(DOCUMENT, held.uid), *hosts}:
        tell("public.changed", f"{kind}:{host}")
    tell(TOPIC, held.uid)
    transaction.on_commit(lambda: _close(held.uid))
    document.refresh_from_db()


def _take_out_files(held: OfficialDocument, reason: str) -> list[str]:
    """The files of the paper and of its drafts; their hashes."""
    drafts = Draft.objects.filter(document=held, file__isnull=False).values("file")
    found = StoredFile.objects.filter(pk__in=drafts) | StoredFile.objects.filter(documents=held)
    gone = list(found.distinct().order_by("pk"))
    for file in gone:
        files.take_out(file=file, reason=reason)
    return [file.sha256 for file in gone]


def _empty_what_hangs_on(held: OfficialDocument) -> None:
    Citation.objects.filter(host_kind=DOCUMENT, host=held.uid).delete()
    held.drafts.all().delete()
    held.recipients.all().delete()
    held.relations.all().delete()
    held.related_by.all().delete()
    held.instructions.update(text="…", supporting="", outcome="")
    drop_builds_with(held)
    held.document_files.update(title="")
    held.case_items.update(title="", note="", dated_on=None)
    BookLine.objects.filter(document=held).update(state=LineState.OUTSIDE, document=None, reason="", on=None, by=None)


def _make_a_stone(held: OfficialDocument, reason: str) -> None:
    """The number as printed stays; it matches nothing any more."""
    held.taken_out_sha256 = _digest(held)
    held.taken_out_at, held.taken_out_reason = clock.now(), reason[:300]
    held.publicity, held.made_public_by, held.made_public_at = Publicity.INTERNAL.value, None, None
    held.symbol_key, held.sealed_text = "", None
    for name in _WORDS:
        setattr(held, name, "")
    for name in _FACTS:
        setattr(held, name, None)
    held.save()


def _digest(held: OfficialDocument) -> str:
    text = held.text_if_open
    return hashlib.sha256(text.encode()).hexdigest() if text else ""


def _close(paper: UUID) -> None:
    sealing.throw_away(paper)
    index.condemn()


# --- what follows, in the worker


def finish(_topic: str, _ref: str) -> None:
    """Whatever the act could not end: keys of papers and files, bytes, the index with its deleted words."""
    for paper in OfficialDocument.objects.exclude(taken_out_at=None).values_list("uid", flat=True):
        if store.find(sealing.KIND, str(paper)) is not None:
            sealing.throw_away(paper)
    files.sweep()


def wipe() -> None:
    """After a batch: the rows' former words leave the files of the database too."""
    scrub.database(_HOLDERS)


def repeat() -> None:
    take_out_again()


def take_out_again() -> int:
    """Papers and files whose keys were thrown away, and that an older backup has brought back. Gives how many."""
    uids = [UUID(name) for name in store.forgotten(sealing.KIND)]
    papers = list(OfficialDocument.objects.filter(taken_out_at=None, uid__in=uids))
    lost = list(StoredFile.objects.filter(taken_out_at=None, sha256__in=list(store.forgotten(FILE))))
    reason = _("Taken out earlier; an older backup had brought it back.")
    for paper in papers:
        take_out(by=None, document=paper, reason=reason)
    for file in lost:
        files.take_out(file=file, reason=reason)
    return len(papers) + len(lost)
