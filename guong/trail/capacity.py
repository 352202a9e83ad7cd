"""In which of their mandates somebody works during one request. Entries of the trail name it; it opens nothing."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from uuid import UUID

_chosen: ContextVar[UUID | None] = ContextVar("capacity", default=None)


def working_as() -> UUID | None:
    """The chosen mandate; None where nobody chose."""
    return _chosen.get()


@contextmanager
def work_as(mandate: UUID | None) -> Iterator[None]:
    """What is done inside is done in this mandate."""
    token = _chosen.set(mandate)
    try:
        yield
    finally:
        _chosen.reset(token)
