"""Every change of the tree and of who holds what. `by` is the acting person, None for the system.

`changing`: a plan becomes facts and periods · `saving`: plans kept until then · `tree`: one unit at a time ·
`importing`, `reorganising`: whole sheets · `lists`: who went where · `snapshots`: the tree of a day as intervals ·
`people`: collectives, people, mandates · `terms`: of office · `contacts`: whom the public reaches ·
`entry`: how people come in.
"""

from guong.units.actions.changing import BadPlan, Done, carry_out
from guong.units.actions.contacts import hide_contact, show_contact
from guong.units.actions.entry import Printed, invite, print_slips, revoke_device, void_slip
from guong.units.actions.importing import BadRows, import_units, plan_import
from guong.units.actions.lists import erase_member_list, list_members
from guong.units.actions.people import (
    add_collective,
    add_person,
    appoint,
    appoint_person,
    delegate,
    end_mandate,
    give_mandate,
    revoke,
)
from guong.units.actions.reorganising import plan_reorganisation, reorganise
from guong.units.actions.saving import apply_plan, drop_plan, edit_plan, save_plan
from guong.units.actions.snapshots import keep_snapshots, take_snapshot
from guong.units.actions.terms import TERM_STARTED, correct_term, drop_term, start_term
from guong.units.actions.tree import found_unit, place_unit, recode_unit, rename_unit

__all__ = [
    "TERM_STARTED",
    "BadPlan",
    "BadRows",
    "Done",
    "Printed",
    "add_collective",
    "add_person",
    "apply_plan",
    "appoint",
    "appoint_person",
    "carry_out",
    "correct_term",
    "delegate",
    "drop_plan",
    "drop_term",
    "edit_plan",
    "end_mandate",
    "erase_member_list",
    "found_unit",
    "give_mandate",
    "hide_contact",
    "import_units",
    "invite",
    "keep_snapshots",
    "list_members",
    "place_unit",
    "plan_import",
    "plan_reorganisation",
    "print_slips",
    "recode_unit",
    "rename_unit",
    "reorganise",
    "revoke",
    "revoke_device",
    "save_plan",
    "show_contact",
    "start_term",
    "take_snapshot",
    "void_slip",
]
