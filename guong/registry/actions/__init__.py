"""What changes the register: one atomic function for each act."""

from guong.registry.actions.bodies import edit_issuer, merge_issuers, succeed_issuer
from guong.registry.actions.citing import record_citations, settle_citation
from guong.registry.actions.entries import DOCUMENT
from guong.registry.actions.filing import add_files, files_may_change, remove_file
from guong.registry.actions.issuers import find_or_make_issuer
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
    "add_files",
    "drop_upload",
    "edit_issuer",
    "expire_uploads",
    "files_may_change",
    "find_or_make_issuer",
    "hold_upload",
    "lift_suspension",
    "make_internal",
    "make_public",
    "merge_issuers",
    "record_citations",
    "register_document",
    "register_upload",
    "relate",
    "remove_file",
    "settle_citation",
    "succeed_issuer",
    "take_out",
    "take_out_again",
    "throw_away_upload",
    "unrelate",
]
