"""Texts that stay in a unit, encrypted at rest with its key. What this protects and what not: design, law Candour."""

from guong.keys import seal as keys
from guong.units.models import MemberList, Unit


def seal(unit: Unit, text: str) -> bytes:
    return keys.seal(text.encode(), kind="unit", name=str(unit.uid))


def unseal(unit: Unit, sealed: bytes) -> str:
    """The text again; raises KeyMissing where the key is gone or another unit's, Tampered where the bytes changed."""
    return keys.unseal(bytes(sealed), kind="unit", name=str(unit.uid)).decode()


def names_on(members: MemberList) -> list[str] | None:
    """Names of a list, None where they were erased. Callers have checked `Verb.SEE_INSIDE` at the unit they went to."""
    if members.sealed is None:
        return None
    return unseal(members.succession.successor, bytes(members.sealed)).split("\n")
