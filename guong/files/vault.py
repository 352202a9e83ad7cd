"""Bytes on the disk: `GUONG_DATA/files/ab/cdef…`, encrypted by chunks with the file's own key, never altered.

Layout: `GF`, a version byte, eight bytes that name the key, seven random bytes; then chunks of 64 KiB, each AES-256-GCM
with the nonce seven random bytes + four of the chunk's number + one that is 1 on the last chunk. So no chunk can be
moved, dropped or cut off.

What was read out of a file (its `text`, `page-1` …) lies beside it in parts of the same layout, under the same key.
"""

import os
import secrets
from collections.abc import Iterator
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from guong.keys import store
from guong.keys.seal import KeyMissing, Tampered, derive

KIND = "file"
CHUNK = 65536
TAG = 16
_HEADER = b"GF\x01"
_PREFIX = 7


def folder() -> Path:
    return Path(settings.GUONG_DATA) / "files"


def path(sha256: str, part: str = "") -> Path:
    """Where the file of that hash lies, or a part that was read out of it."""
    return folder() / sha256[:2] / (f"{sha256[2:]}.{part}" if part else sha256[2:])


def parts(sha256: str) -> list[str]:
    """The names of the parts that lie beside a file."""
    beside = path(sha256).parent.glob(f"{sha256[2:]}.*")
    return sorted(found.name.partition(".")[2] for found in beside)


def remove(sha256: str) -> None:
    """The bytes of a file and of all its parts."""
    for part in ("", *parts(sha256)):
        path(sha256, part).unlink(missing_ok=True)


def put(sha256: str, content: bytes, part: str = "") -> None:
    """Write the file, whole or not at all: under another name first, forced to the disk, then renamed."""
    target = path(sha256, part)
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_name(f".{secrets.token_hex(8)}.part")
    try:
        with draft.open("xb") as out:
            for piece in _sealed(sha256, content, part):
                out.write(piece)
            out.flush()
            os.fsync(out.fileno())
        draft.replace(target)
        _sync_folder(target.parent)
    finally:
        draft.unlink(missing_ok=True)


def stream(sha256: str, part: str = "") -> Iterator[bytes]:
    """The clear bytes, chunk by chunk; raises KeyMissing, Tampered, or FileNotFoundError before the first."""
    if store.find(KIND, sha256) is None:
        raise KeyMissing
    with path(sha256, part).open("rb") as sealed:
        header = sealed.read(len(_HEADER) + store.ID_BYTES + _PREFIX)
        if header[: len(_HEADER)] != _HEADER:
            raise Tampered
        key = store.find_by_id(KIND, sha256, header[len(_HEADER) : -_PREFIX])
        if key is None:
            raise KeyMissing
        cipher, number = AESGCM(derive(key, "file")), 0
        piece = sealed.read(CHUNK + TAG)
        while True:
            following = sealed.read(CHUNK + TAG)
            try:
                yield cipher.decrypt(_nonce(header, number, last=not following), piece, _bound(sha256, part))
            except InvalidTag as error:
                raise Tampered from error
            if not following:
                return
            piece, number = following, number + 1


def _sealed(sha256: str, content: bytes, part: str) -> Iterator[bytes]:
    key = store.key(KIND, sha256)
    header = _HEADER + store.key_id(key) + os.urandom(_PREFIX)
    yield header
    cipher = AESGCM(derive(key, "file"))
    count = max(1, -(-len(content) // CHUNK))
    for number in range(count):
        piece = content[number * CHUNK : (number + 1) * CHUNK]
        yield cipher.encrypt(_nonce(header, number, last=number == count - 1), piece, _bound(sha256, part))


def _bound(sha256: str, part: str) -> bytes:
    """What a chunk belongs to: no part opens in the place of another."""
    return f"{sha256}.{part}".encode() if part else sha256.encode()


def _nonce(header: bytes, number: int, *, last: bool) -> bytes:
    return header[-_PREFIX:] + number.to_bytes(4, "big") + bytes([last])


def _sync_folder(where: Path) -> None:
    handle = os.open(where, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
