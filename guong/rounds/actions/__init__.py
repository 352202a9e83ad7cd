"""Changes of state of this room: one keyword-only, atomic function each, with its entry in the trail.

Whoever calls them has fetched the object through `access` for that purpose; `hand_in` checks the mandate itself,
because a submission may arrive long after it was written.
"""

from guong.rounds.actions.framing import add_phase, copy_round, remove_phase, set_scope
from guong.rounds.actions.handing_in import decide_held, hand_in
from guong.rounds.actions.judging import accept_late, approve_plan, receive, return_submission
from guong.rounds.actions.listing import add_duty, excuse, extend, lift_exemption, mark_not_applicable
from guong.rounds.actions.opening import close_phase, close_round, open_phase
from guong.rounds.actions.own import add_own_item, ask_earlier, remove_own_item
from guong.rounds.actions.passing import pass_on
from guong.rounds.actions.photos import Declared, take_piece
from guong.rounds.actions.planning import choose_reading, confirm_round, edit_phase, edit_round, propose_round

__all__ = [
    "Declared",
    "accept_late",
    "add_duty",
    "add_own_item",
    "add_phase",
    "approve_plan",
    "ask_earlier",
    "choose_reading",
    "close_phase",
    "close_round",
    "confirm_round",
    "copy_round",
    "decide_held",
    "edit_phase",
    "edit_round",
    "excuse",
    "extend",
    "hand_in",
    "lift_exemption",
    "mark_not_applicable",
    "open_phase",
    "pass_on",
    "propose_round",
    "receive",
    "remove_own_item",
    "remove_phase",
    "return_submission",
    "set_scope",
    "take_piece",
]
