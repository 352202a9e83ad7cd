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


def text(file: StoredFile) -> str:
    """What was read out of a file, pages apart by form feeds; empty where nothing was. Raises as `stream` does."""
    return part(file, "text").decode()


def page_image(file: StoredFile, number: int) -> bytes:
    """A page of a file as JPEG; empty where there is no picture of it. Raises as `stream` does."""
    return part(file, f"page-{number}")


def part(file: StoredFile, name: str) -> bytes:
    if file.taken_out_at is not None:
        raise TakenOut
    try:
        return b"".join(vault.stream(file.sha256, name))
    except FileNotFoundError:
        return b""


def pages_shown(file: StoredFile) -> int:
    """How many pages there are pictures of."""
    return sum(name.startswith("page-") for name in vault.parts(file.sha256))


def faults() -> Iterator[str]:
    """What does not fit its hash, one sentence each. Files whose key is missing are counted in one sentence."""
    closed = 0
    for file in StoredFile.objects.filter(taken_out_at=None).order_by("id").iterator():
        try:
            if _digest(file) != file.sha256:
                raise Tampered
            for name in vault.parts(file.sha256):
                part(file, name)
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
