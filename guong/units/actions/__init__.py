"""Every change of the tree and of who holds what. `by` is the acting person, None for the system.

`changing`: a plan becomes facts and periods · `tree`: one unit at a time · `importing`, `reorganising`: whole sheets ·
`people`: collectives, terms, people, mandates · `entry`: how they come in.
"""

from guong.units.actions.changing import BadPlan, Done, carry_out
from guong.units.actions.entry import Printed, invite, print_slips, revoke_device, void_slip
from guong.units.actions.importing import BadRows, check_rows, import_units
from guong.units.actions.people import (
    add_collective,
    add_person,
    appoint,
    end_mandate,
    give_mandate,
    start_term,
)
from guong.units.actions.reorganising import plan_reorganisation, reorganise
from guong.units.actions.tree import found_unit, place_unit, recode_unit, rename_unit

__all__ = [
    "BadPlan",
    "BadRows",
    "Done",
    "Printed",
    "add_collective",
    "add_person",
    "appoint",
    "carry_out",
    "check_rows",
    "end_mandate",
    "found_unit",
    "give_mandate",
    "import_units",
    "invite",
    "place_unit",
    "plan_reorganisation",
    "print_slips",
    "recode_unit",
    "rename_unit",
    "reorganise",
    "revoke_device",
    "start_term",
    "void_slip",
]
