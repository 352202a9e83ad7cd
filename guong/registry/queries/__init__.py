"""Named reads of the register. Days and instants are passed in."""

from guong.registry.queries.cascade import cascade
from guong.registry.queries.papers import (
    Unindexed,
    cited_in,
    citing,
    held,
    in_order,
    matching,
    papers_held_by,
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
    "in_order",
    "lives_of",
    "matching",
    "papers_held_by",
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
