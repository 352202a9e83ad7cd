"""Named reads of the register. Days and instants are passed in."""

from guong.registry.queries.cascade import cascade
from guong.registry.queries.papers import (
    Unindexed,
    cited_in,
    citing,
    held,
    is_whole,
    matching,
    public_among,
    public_document,
    public_documents,
    publicly_citing,
    read_from,
    registered,
    unresolved,
)
from guong.registry.queries.validity import (
    effective_day,
    lives_among,
    lives_of,
    parts_on,
    relations_of,
    state_on,
    states_on,
)

__all__ = [
    "Unindexed",
    "cascade",
    "cited_in",
    "citing",
    "effective_day",
    "held",
    "is_whole",
    "lives_among",
    "lives_of",
    "matching",
    "parts_on",
    "public_among",
    "public_document",
    "public_documents",
    "publicly_citing",
    "read_from",
    "registered",
    "relations_of",
    "state_on",
    "states_on",
    "unresolved",
]
