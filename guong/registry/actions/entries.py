"""The trail of the register, and what the outbox is told."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from guong.jobs.outbox import tell
from guong.trail.actions import record
from guong.units.models import Person

DOCUMENT = "document"  # host kind of a citation in a paper, and prefix of what the outbox tells of one


def numbered(hashes: Iterable[str]) -> dict[str, str]:
    """Hashes of files as facts of an entry."""
    return {f"file_{number}": sha256 for number, sha256 in enumerate(hashes, start=1)}


def write(by: Person | None, what: str, on: UUID, facts: Mapping[str, str | int | None] | None = None) -> None:
    """The entry of an act; whoever holds what is known of the paper, such as an index, looks again."""
    record(by=by.uid if by else None, what=f"registry.{what}", on=on, facts=facts or {})
    tell("paper.changed", f"{DOCUMENT}:{on}")
