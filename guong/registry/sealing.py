"""Texts of papers, sealed under a key for each paper: whoever throws the key away takes the text out of backups too."""

from collections.abc import Iterable
from uuid import UUID

from guong.keys import store
from guong.keys.seal import seal, unseal, unseal_each

KIND = "paper"


def sealed(paper: UUID, clear: str) -> bytes | None:
    """An envelope for a text of the paper; None for no text."""
    return seal(clear.encode(), kind=KIND, name=str(paper)) if clear else None


def opened(paper: UUID, envelope: bytes | memoryview | None) -> str:
    """The clear text; raises `KeyMissing` or `Tampered`."""
    return unseal(bytes(envelope), kind=KIND, name=str(paper)).decode() if envelope else ""


def opened_each(envelopes: Iterable[tuple[UUID, bytes | memoryview | None]]) -> dict[UUID, str]:
    """The clear texts of those papers whose envelopes open, all keys fetched at once."""
    given = {str(paper): bytes(envelope) for paper, envelope in envelopes if envelope}
    return {UUID(name): clear.decode() for name, clear in unseal_each(given, kind=KIND).items()}


def throw_away(paper: UUID) -> None:
    """No text of the paper can be opened again, in no copy of the database."""
    store.forget(KIND, str(paper))
