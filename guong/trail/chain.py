"""The chain: what is hashed and signed, byte for byte (RFC 8785 canonical JSON)."""

import hashlib
from datetime import UTC, datetime

import rfc8785

from guong.trail.models import Entry, Head

FIRST = "0" * 64


def canonical(entry: Entry) -> bytes:
    """Everything that an entry says, in its one form. Positions are left out: the seal before says the place."""
    return rfc8785.dumps(
        {
            "uid": str(entry.uid),
            "made_at": instant(entry.made_at),
            "actor": str(entry.actor) if entry.actor else None,
            "acting_as": str(entry.acting_as) if entry.acting_as else None,
            "what": entry.what,
            "target": entry.target,
            "facts": entry.facts,
        }
    )


def seal(previous: str, entry: Entry) -> str:
    """SHA-256 over the seal before and this entry's canonical form."""
    return hashlib.sha256(previous.encode() + canonical(entry)).hexdigest()


def owed(previous: str, entry: Entry) -> str:
    """The seal that the entry should carry behind `previous`; empty for what has no canonical form."""
    try:
        return seal(previous, entry)
    except rfc8785.CanonicalizationError:
        return ""


def fits(previous: str, entry: Entry) -> bool:
    """Whether the entry's stored seal is the one that follows `previous`; what has no canonical form never fits."""
    return owed(previous, entry) == entry.seal


def head_bytes(head: Head) -> bytes:
    """What the signature of a head covers."""
    return rfc8785.dumps({"position": head.position, "seal": head.seal, "made_at": instant(head.made_at)})


def instant(moment: datetime) -> str:
    """An instant in UTC with microseconds, always of the same length."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
