"""What changes the register: one atomic function for each act."""

from guong.registry.actions.addressing import Address, address_paper, open_received, strike_recipient
from guong.registry.actions.books import (
    bring_in_history,
    mark_outside,
    open_book,
    reserve_numbers,
    take_number,
    void_number,
)
from guong.registry.actions.citing import record_citations, settle_citation
from guong.registry.actions.copying import copy_type, make_copy
from guong.registry.actions.drafting import (
    ask_for_opinions,
    check_words,
    delete_draft,
    give_opinion,
    lay_draft,
    send_back,
    start_draft,
    submit_for_signing,
)
from guong.registry.actions.entries import DOCUMENT
from guong.registry.actions.issuers import find_or_make_issuer, issuer_of
from guong.registry.actions.issuing import issue_paper, sign_paper
from guong.registry.actions.publicity import make_internal, make_public
from guong.registry.actions.registering import register_document
from guong.registry.actions.relating import relate

__all__ = [
    "DOCUMENT",
    "Address",
    "address_paper",
    "ask_for_opinions",
    "bring_in_history",
    "check_words",
    "copy_type",
    "delete_draft",
    "find_or_make_issuer",
    "give_opinion",
    "issue_paper",
    "issuer_of",
    "lay_draft",
    "make_copy",
    "make_internal",
    "make_public",
    "mark_outside",
    "open_book",
    "open_received",
    "record_citations",
    "register_document",
    "relate",
    "reserve_numbers",
    "send_back",
    "settle_citation",
    "sign_paper",
    "start_draft",
    "strike_recipient",
    "submit_for_signing",
    "take_number",
    "void_number",
]
