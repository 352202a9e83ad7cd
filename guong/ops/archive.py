"""The backup file: one tar of the database, the stored files (sealed as they lie), renditions and `guong.json`; no key.

Its last member, the manifest, names every other with its SHA-256 and ends with its own; a restore trusts nothing
before it has read that.
"""

import hashlib
import io
import json
import os
import re
import tarfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import BinaryIO, cast

FORM = "guong-backup/1"
MANIFEST = "manifest.json"
BLOCK = 2**20
# Nothing else is taken out of an archive, so no name can lead elsewhere.
_MEMBER = re.compile(
    r"guong\.json|database\.(sqlite3|dump|jsonl)|files/[0-9a-f]{2}/[0-9a-f]{62}(\.[a-z]+(-[0-9]+)?)?"
    r"|media/(?!.*(\.\.|//))[\w.-][\w. /-]{0,240}"
)


class Damaged(Exception):
    """The file is no whole backup; the argument names the member, or is empty."""


class Unfit(Exception):
    """A file whose name no restore would take; the argument is the name."""


@dataclass(frozen=True)
class Manifest:
    """`made_at` in ISO form; `members` are SHA-256 by name."""

    made_at: str
    version: str
    form: str = FORM
    members: dict[str, str] = field(default_factory=dict)


class _Hashing:
    """Reads on behalf of tarfile and hashes what went by."""

    def __init__(self, source: BinaryIO) -> None:
        self.source, self.digest = source, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        piece = self.source.read(size)
        self.digest.update(piece)
        return piece


def write(target: Path, members: Iterator[tuple[str, Path]], manifest: Manifest) -> None:
    """Write an archive, mode 0600, whole or not at all. Members that vanish meanwhile (taken out) are left out."""
    draft = target.with_name(f".{target.name}.part")
    try:
        handle = os.open(draft, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
        with os.fdopen(handle, "wb") as out:
            with tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT) as archive:
                for name, path in members:
                    if not _MEMBER.fullmatch(name):
                        raise Unfit(name)
                    with suppress(FileNotFoundError):
                        manifest.members[name] = _add(archive, name, path)
                _add_manifest(archive, manifest)
            out.flush()
            os.fsync(out.fileno())
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)


def _add(archive: tarfile.TarFile, name: str, path: Path) -> str:
    with path.open("rb") as source:
        info = tarfile.TarInfo(name)
        info.size, info.mode = os.fstat(source.fileno()).st_size, 0o600
        hashing = _Hashing(source)
        archive.addfile(info, cast(BinaryIO, hashing))
    return hashing.digest.hexdigest()


def _add_manifest(archive: tarfile.TarFile, manifest: Manifest) -> None:
    content = json.dumps(asdict(manifest), indent=1, sort_keys=True).encode()
    content += b"\n" + hashlib.sha256(content).hexdigest().encode()
    info = tarfile.TarInfo(MANIFEST)
    info.size, info.mode = len(content), 0o600
    archive.addfile(info, io.BytesIO(content))


def unpack(source: Path, into: Path) -> Manifest:
    """Unpack every member into an empty folder and hold it against the manifest; raises Damaged."""
    found: dict[str, str] = {}
    manifest: Manifest | None = None
    try:
        with tarfile.open(source, mode="r:") as archive:
            for info in archive:
                if manifest is not None or not info.isfile():
                    raise Damaged(info.name)
                if info.name == MANIFEST:
                    manifest = _manifest(archive.extractfile(info))
                elif not _MEMBER.fullmatch(info.name) or info.name in found:
                    raise Damaged(info.name)
                else:
                    found[info.name] = _take(archive.extractfile(info), into / info.name)
    except (tarfile.TarError, EOFError, UnicodeDecodeError) as error:
        raise Damaged("") from error
    if manifest is None:
        raise Damaged("")
    for name in sorted(set(found) | set(manifest.members)):
        if found.get(name) != manifest.members.get(name):
            raise Damaged(name)
    return manifest


def _take(member: object, target: Path) -> str:
    source = cast(BinaryIO, member)
    target.parent.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256()
    with target.open("xb") as out:
        while piece := source.read(BLOCK):
            digest.update(piece)
            out.write(piece)
        out.flush()
        os.fsync(out.fileno())
    return digest.hexdigest()


def _manifest(member: object) -> Manifest:
    content, _, check = cast(BinaryIO, member).read().rpartition(b"\n")
    if hashlib.sha256(content).hexdigest().encode() != check:
        raise Damaged(MANIFEST)
    try:
        manifest = Manifest(**json.loads(content))
    except (ValueError, TypeError) as error:
        raise Damaged(MANIFEST) from error
    if manifest.form != FORM:
        raise Damaged(MANIFEST)
    return manifest
