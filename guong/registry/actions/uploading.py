"""Files on their way into the register: held, shown, then registered by a person, or thrown away.

The gate stands before everything else: of a file with a secrecy mark no byte is written anywhere.
"""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from guong.files import actions as files
from guong.files import extraction
from guong.files import rules as file_rules
from guong.files.models import StoredFile
from guong.files.queries import text as text_of
from guong.jobs import clock
from guong.registry.actions.entries import numbered, write
from guong.registry.actions.registering import register_document
from guong.registry.enums import FileRole
from guong.registry.models import DocumentFile, OfficialDocument, Upload, UploadedFile
from guong.registry.rules import Refused, refuse_marked_names, refuse_marks
from guong.units.models import Person

KEPT_FOR = timedelta(hours=24)
MOST_FILES = 20


class Given(NamedTuple):
    """A file as it came: what the sender calls it, and its bytes."""

    name: str
    content: bytes


class Looked(NamedTuple):
    """A file that passed the gate."""

    given: Given
    reading: extraction.Reading


def look(given: Given) -> Looked:
    """Read a file and stop it where it carries a secrecy mark. Nothing is stored. Raises `Refused`."""
    refuse_marked_names(given.name)
    try:
        media_type, kept = file_rules.checked(given.content)
        reading = extraction.read(kept, media_type)
    except file_rules.Refused as refused:
        raise Refused(f"{given.name}: {refused}") from refused
    refuse_marked_names(reading.title)
    refuse_marks(reading.title, reading.text, *reading.margins)
    return Looked(given, reading)


def keep(looked: Looked) -> StoredFile:
    """Store a file that passed, with what was read out of it. Writes to the disk: before any transaction."""
    try:
        file = files.store(content=looked.given.content, claimed_name=looked.given.name)
    except file_rules.Refused as refused:
        raise Refused(f"{looked.given.name}: {refused}") from refused
    files.keep_reading(file=file, reading=looked.reading)
    return file


def hold_upload(*, by: Person, given: Sequence[Given]) -> Upload:
    """Look at all files, then keep them for their person. One with a mark refuses all: nothing is stored."""
    if not given or len(given) > MOST_FILES:
        raise Refused(_("Choose one to {most} files.").format(most=MOST_FILES))
    passed = [look(each) for each in given]
    rows = {file.pk: (file, looked) for looked in passed for file in [keep(looked)]}
    upload = Upload(by=by, made_at=clock.now())
    held = [_row(upload, place, *row) for place, row in enumerate(rows.values())]
    with transaction.atomic():
        upload.save()
        UploadedFile.objects.bulk_create(held)
    return upload


def _row(upload: Upload, place: int, file: StoredFile, looked: Looked) -> UploadedFile:
    reading = looked.reading
    row = UploadedFile(upload=upload, file=file, order=place, pages=reading.count)
    row.name, row.by_eye, row.unread = looked.given.name[:200], reading.by_eye, reading.unread
    return row


def register_upload(*, by: Person, upload: Upload, roles: Mapping[int, str], **fields: Any) -> OfficialDocument:
    """Take the paper into the register with its files; `roles` by the order of the file, `fields` as of
    `register_document`. The words of the document itself become its text.
    """
    held = list(upload.files.select_related("file"))
    words = "\n\n".join(text_of(row.file) for row in held if roles.get(row.order, FileRole.MAIN) == FileRole.MAIN)
    document = register_document(
        by=by, files=[row.file for row in held], text=words.replace("\f", "\n\n").strip(), **fields
    )
    with transaction.atomic():
        for row in held:
            DocumentFile.objects.filter(document=document, file=row.file).update(
                role=roles.get(row.order, FileRole.MAIN), pages=row.pages
            )
        upload.delete()
    return document


@transaction.atomic
def drop_upload(*, upload: Upload) -> None:
    """Let an upload go, and its files where nothing else names them."""
    held = [row.file for row in upload.files.select_related("file")]
    upload.delete()
    for file in held:
        files.discard(file=file)


@transaction.atomic
def throw_away_upload(*, by: Person, upload: Upload) -> None:
    """A person sees a secrecy mark that no machine saw: the files go with their keys; hash and reason stay.

    A file that a paper of some register holds already is taken out there, by who keeps that register.
    """
    held = [row.file for row in upload.files.select_related("file")]
    write(by, "throw_away_upload", upload.uid, numbered(file.sha256 for file in held))
    upload.delete()
    for file in held:
        if not (file.document_files.exists() or UploadedFile.objects.filter(file=file).exists()):
            files.take_out(file=file, reason=_("A secrecy mark was seen on the page."))


def expire_uploads() -> None:
    """Let uploads go that nobody registered within a day."""
    for upload in Upload.objects.filter(made_at__lt=clock.now() - KEPT_FOR):
        drop_upload(upload=upload)
