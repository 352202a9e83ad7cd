"""Files of a paper of the register: put beside it, taken away again."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from guong.files import actions as files
from guong.jobs.outbox import tell
from guong.registry.actions.entries import DOCUMENT, write
from guong.registry.actions.uploading import Given, keep, look
from guong.registry.enums import Direction, Publicity, Stage
from guong.registry.models import DocumentFile, OfficialDocument
from guong.registry.rules import Refused
from guong.units.models import Person


def files_may_change(document: OfficialDocument) -> bool:
    """A paper of one's own keeps its files from the day it is issued on, an incoming one as soon as it is public."""
    if document.taken_out_at is not None:
        return False
    if document.direction == Direction.INCOMING:
        return document.publicity == Publicity.INTERNAL
    return document.stage != Stage.ISSUED


def add_files(*, by: Person, document: OfficialDocument, given: Sequence[Given], role: str) -> None:
    """Put files beside a paper; each passes the gate first, and one with a mark refuses all."""
    _require_open(document)
    passed = [look(each) for each in given]
    kept = [(keep(looked), looked.reading.count) for looked in passed]
    with transaction.atomic():
        last = document.document_files.aggregate(last=Max("order"))["last"]
        for place, (file, pages) in enumerate(kept, start=-1 if last is None else last):
            DocumentFile.objects.get_or_create(
                document=document, file=file, defaults={"order": place + 1, "role": role, "pages": pages}
            )
            write(by, "add_file", document.uid, {"file": file.sha256})
        tell("public.changed", f"{DOCUMENT}:{document.uid}")


@transaction.atomic
def remove_file(*, by: Person, held: DocumentFile) -> None:
    """Take a file away from a paper, and out of the house where nothing else names it."""
    _require_open(held.document)
    file = held.file
    held.delete()
    write(by, "remove_file", held.document.uid, {"file": file.sha256})
    files.discard(file=file)


def _require_open(document: OfficialDocument) -> None:
    if not files_may_change(document):
        raise Refused(_("The files of this document do not change any more. Nothing was stored."))
