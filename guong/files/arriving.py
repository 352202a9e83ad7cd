"""Files that come in pieces: each is sealed on the disk until the last one is there.

A piece is named by where it begins and ends, `GUONG_DATA/arriving/<id>/<begin>-<end>`, and written whole or not at all;
what is held is what follows without a gap from the start. No row of the database tells of it, so that a request that is
cut off leaves nothing to mend, and no backup holds half a file.
"""

import os
import secrets
import shutil
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from django.conf import settings

from guong.jobs import clock
from guong.keys import seal

LARGEST_PIECE = 256 * 1024
LEAST_PIECE = 4096  # but for the last one
GIVEN_UP_AFTER = timedelta(hours=24)


def folder() -> Path:
    return Path(settings.GUONG_DATA) / "arriving"


def held(uid: UUID, size: int) -> int:
    """How many bytes from the start are here. Where all are, and nothing came of it, the last piece is asked for."""
    pieces = _pieces(uid)
    if not pieces:
        return 0
    begin, end = pieces[-1]
    return end if end < size else begin


def keep(*, uid: UUID, begin: int, piece: bytes, kind: str, name: str) -> None:
    """Keep a piece, sealed with the key of (kind, name), forced to the disk. The same piece again changes nothing."""
    target = folder() / str(uid) / f"{begin:010d}-{begin + len(piece):010d}"
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = folder() / f".{secrets.token_hex(8)}.part"
    try:
        with draft.open("xb") as out:
            out.write(seal.seal(piece, kind=kind, name=name))
            out.flush()
            os.fsync(out.fileno())
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)


def whole(*, uid: UUID, kind: str, name: str) -> bytes:
    """All that is held, clear."""
    places = [folder() / str(uid) / f"{begin:010d}-{end:010d}" for begin, end in _pieces(uid)]
    return b"".join(seal.unseal(place.read_bytes(), kind=kind, name=name) for place in places)


def drop(uid: UUID) -> None:
    shutil.rmtree(folder() / str(uid), ignore_errors=True)


def sweep() -> None:
    """Remove what nobody has gone on sending for a day; whoever comes back later begins anew."""
    before = (clock.machine() - GIVEN_UP_AFTER).timestamp()
    for found in folder().glob("*"):
        if found.stat().st_mtime >= before:
            continue
        if found.is_dir():
            shutil.rmtree(found, ignore_errors=True)
        else:
            found.unlink(missing_ok=True)


def _pieces(uid: UUID) -> list[tuple[int, int]]:
    """(begin, end) of the pieces that follow each other from the start; of two that begin alike the longer one."""
    there: dict[int, int] = {}
    for found in (folder() / str(uid)).glob("*-*"):
        begin, end = (int(part) for part in found.name.split("-"))
        there[begin] = max(end, there.get(begin, 0))
    chain, at = [], 0
    while at in there:
        chain.append((at, there[at]))
        at = there[at]
    return chain
