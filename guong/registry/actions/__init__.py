"""What changes the register: one atomic function for each act."""

from guong.registry.actions.citing import record_citations, settle_citation
from guong.registry.actions.entries import DOCUMENT
from guong.registry.actions.importing import BadRows, Plan, import_documents, plan_import
from guong.registry.actions.instructing import instruct, settle_instruction
from guong.registry.actions.issuers import find_or_make_issuer
from guong.registry.actions.publicity import make_internal, make_public
from guong.registry.actions.registering import register_document
from guong.registry.actions.relating import relate

__all__ = [
    "DOCUMENT",
    "BadRows",
    "Plan",
    "find_or_make_issuer",
    "import_documents",
    "instruct",
    "make_internal",
    "make_public",
    "plan_import",
    "record_citations",
    "register_document",
    "relate",
    "settle_citation",
    "settle_instruction",
]
