"""PDFs counted and joined by the program that opens strangers' files (`reader`), never in a process of our own."""

import json
from collections.abc import Sequence

from guong.files import reader, rules
from guong.files.extraction import run

JOIN_SECONDS = 120.0
MEMORY, CPU_SECONDS = reader.JOIN_MEMORY, reader.JOIN_CPU_SECONDS


def counts(contents: Sequence[bytes]) -> list[int | None]:
    """Pages of each; None for what cannot be opened within the limits. Where all at once fail, each is tried alone."""
    if not contents:
        return []
    try:
        found: list[int | None] = json.loads(run(["count"], _packed(contents)))
    except rules.Refused:
        return [None] if len(contents) == 1 else [pages for one in contents for pages in counts([one])]
    return found


def joined(contents: Sequence[bytes]) -> bytes | None:
    """One PDF of all pages in their order; None where it cannot be made within the limits."""
    try:
        return run(["join"], _packed(contents), JOIN_SECONDS)
    except rules.Refused:
        return None


def _packed(contents: Sequence[bytes]) -> bytes:
    """The lengths as a line of JSON, then one after another."""
    return json.dumps([len(one) for one in contents]).encode() + b"\n" + b"".join(contents)
