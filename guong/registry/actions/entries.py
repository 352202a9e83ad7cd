"""The trail of the register, and what the outbox is told."""

from collections.abc import Mapping
from uuid import UUID

from guong.trail.actions import record
from guong.units.models import Person

DOCUMENT = "document"  # host kind of a citation in a paper, and prefix of what the outbox tells of one


def write(by: Person | None, what: str, on: UUID, facts: Mapping[str, str | int | None] | None = None) -> None:
    record(by=by.uid if by else None, what=f"registry.{what}", on=on, facts=facts or {})
