"""What changes the register: one atomic function for each act."""

from guong.registry.actions.addressing import Address, address_paper, open_received, strike_recipient
from guong.registry.actions.bodies import edit_issuer, link_by_terms, merge_issuers, succeed_issuer
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
from guong.registry.actions.filing import add_files, files_may_change, remove_file
from guong.registry.actions.importing import BadRows, Plan, import_documents, plan_import
from guong.registry.actions.instructing import instruct, settle_instruction
from guong.registry.actions.inviting import (
    answer_invitation,
    invite,
    open_invitation,
    revoke_invitation,
)
from guong.registry.actions.issuers import find_or_make_issuer, issuer_of
from guong.registry.actions.issuing import issue_paper, sign_paper
from guong.registry.actions.publicity import make_internal, make_public
from guong.registry.actions.registering import register_document
from guong.registry.actions.relating import lift_suspension, relate, unrelate
from guong.registry.actions.taking_out import take_out, take_out_again
from guong.registry.actions.uploading import (
    drop_upload,
    expire_uploads,
    hold_upload,
    register_upload,
    throw_away_upload,
)

__all__ = [
    "DOCUMENT",
    "Address",
    "BadRows",
    "Plan",
    "add_files",
    "address_paper",
    "answer_invitation",
    "ask_for_opinions",
    "bring_in_history",
    "check_words",
    "copy_type",
    "delete_draft",
    "drop_upload",
    "edit_issuer",
    "expire_uploads",
    "files_may_change",
    "find_or_make_issuer",
    "give_opinion",
    "hold_upload",
    "import_documents",
    "instruct",
    "invite",
    "issue_paper",
    "issuer_of",
    "lay_draft",
    "lift_suspension",
    "link_by_terms",
    "make_copy",
    "make_internal",
    "make_public",
    "mark_outside",
    "merge_issuers",
    "open_book",
    "open_invitation",
    "open_received",
    "plan_import",
    "record_citations",
    "register_document",
    "register_upload",
    "relate",
    "remove_file",
    "reserve_numbers",
    "revoke_invitation",
    "send_back",
    "settle_citation",
    "settle_instruction",
    "sign_paper",
    "start_draft",
    "strike_recipient",
    "submit_for_signing",
    "succeed_issuer",
    "take_number",
    "take_out",
    "take_out_again",
    "throw_away_upload",
    "unrelate",
    "void_number",
]
