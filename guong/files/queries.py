"""Reading stored files, and holding them against their hashes."""

import hashlib
from collections.abc import Iterator

from django.utils.translation import gettext as _

from guong.files import vault
from guong.files.models import StoredFile
from guong.keys.seal import KeyMissing, Tampered


class TakenOut(Exception):
    """The file was taken out; hash and reason are what is left."""

    def __str__(self) -> str:
        return _("This file was taken out. Its mark and the reason are kept, its content is not.")


def stream(file: StoredFile) -> Iterator[bytes]:
    """The bytes of a file by chunks; raises TakenOut, KeyMissing or Tampered at the first one."""
    if file.taken_out_at is not None:
        raise TakenOut
    try:
        yield from vault.stream(file.sha256)
    except FileNotFoundError as error:
        raise Tampered from error


def read(file: StoredFile) -> bytes:
    """All bytes of a file; raises as `stream` does."""
    return b"".join(stream(file))


def faults() -> Iterator[str]:
    """What does not fit its hash, one sentence each. Files whose key is missing are counted in one sentence."""
    closed = 0
    for file in StoredFile.objects.filter(taken_out_at=None).order_by("id").iterator():
        try:
            if _digest(file) != file.sha256:
                raise Tampered
        except KeyMissing:
            closed += 1
        except Tampered:
            yield _("Files: %(sha256)s is missing or was altered.") % {"sha256": file.sha256}
    if closed:
        yield _("Files: %(count)d stay closed because their keys are missing. Run “guong keys import”.") % {
            "count": closed
        }


def _digest(file: StoredFile) -> str:
    digest = hashlib.sha256()
    for piece in stream(file):
        digest.update(piece)
    return digest.hexdigest()
