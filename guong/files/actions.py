"""Storing files and taking them out. Whoever calls writes the trail: this room lies below it."""

import hashlib
from datetime import timedelta
from typing import BinaryIO

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from guong.files import rules, vault
from guong.files.extraction import Reading
from guong.files.models import StoredFile
from guong.jobs import clock
from guong.keys import store as key_store

ORPHAN_AFTER = timedelta(hours=24)


def store(*, content: bytes | BinaryIO, claimed_name: str = "") -> StoredFile:  # noqa: ARG001  (names prove nothing)
    """Keep a file; the same content is kept once. Raises `rules.Refused` with a sentence, before anything is stored.

    Call it before the transaction that uses the file: it writes to the disk. Pictures are kept as written anew, so
    `sha256` and `size` are those of the clean picture. `claimed_name` is what the sender called it.
    """
    given = content if isinstance(content, bytes) else content.read(rules.LARGEST_BYTES + 1)
    media_type, kept = rules.checked(given)
    sha256 = hashlib.sha256(kept).hexdigest()
    known = StoredFile.objects.filter(sha256=sha256).first()
    if known is not None and known.taken_out_at is not None:
        raise rules.Refused(_("This very file was taken out earlier and was not stored again."))
    if known is None or not vault.path(sha256).exists() or key_store.find(vault.KIND, sha256) is None:
        vault.put(sha256, kept)
    return known or _row(sha256, len(kept), media_type)


def _row(sha256: str, size: int, media_type: str) -> StoredFile:
    row, _made = StoredFile.objects.get_or_create(
        sha256=sha256, defaults={"size": size, "media_type": media_type, "stored_at": clock.now()}
    )
    return row


def keep_reading(*, file: StoredFile, reading: Reading) -> None:
    """Keep what was read out of a file beside it, under its key. Like `store`, before the transaction."""
    vault.put(file.sha256, reading.text.encode(), "text")
    for number, image in enumerate(reading.images, start=1):
        vault.put(file.sha256, image, f"page-{number}")


@transaction.atomic
def discard(*, file: StoredFile) -> bool:
    """Remove a file that nothing names any more; False when something does. Unlike `take_out` it may come again."""
    try:
        with transaction.atomic():
            file.delete()
    except ProtectedError:
        return False
    transaction.on_commit(lambda: vault.remove(file.sha256))
    return True


@transaction.atomic
def take_out(*, file: StoredFile, reason: str) -> None:
    """Throw the file's key away once the transaction holds, bytes and what was read out with it; hash and reason stay.

    Old backups keep the sealed bytes, which no key opens any more.
    """
    StoredFile.objects.filter(pk=file.pk, taken_out_at=None).update(taken_out_at=clock.now(), taken_out_reason=reason)
    file.refresh_from_db()
    transaction.on_commit(lambda: _throw_away(file.sha256))


def _throw_away(sha256: str) -> None:
    key_store.forget(vault.KIND, sha256)
    vault.remove(sha256)


def sweep() -> None:
    """Finish what was left undone: keys and bytes of files taken out, drafts and files of no row older than a day."""
    for sha256 in StoredFile.objects.exclude(taken_out_at=None).values_list("sha256", flat=True):
        if key_store.find(vault.KIND, sha256) is not None or vault.path(sha256).exists() or vault.parts(sha256):
            _throw_away(sha256)
    before = (clock.machine() - ORPHAN_AFTER).timestamp()
    for found in sorted(vault.folder().glob("??/*")):
        sha256 = found.parent.name + found.name.partition(".")[0]
        if found.stat().st_mtime < before and not StoredFile.objects.filter(sha256=sha256).exists():
            found.unlink(missing_ok=True)
