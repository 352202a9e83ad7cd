"""What every locked address answers, as the design says it: which object it is asked for, and who gets in.

A rule tells of one person at one unit (`Case`) what the address answers: `OPEN`, `READER` (403) or `STRANGER` (404).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.scope_model import AT_THE_UNIT, BELOW_IT, Offices, looks_down

OPEN, READER, STRANGER = "open", "403", "404"
OWN, CHILD, PARENT, SIBLING, MOVED, DISSOLVED, OTHER_LINE = RELATIONS = (
    "own", "child", "parent", "sibling", "moved", "dissolved", "other line",
)  # fmt: skip
KEEPING = {"direct", "report"}


@dataclass(frozen=True)
class Case:
    """A person with one role at the unit `own`, and the unit that an address is asked for. Units are numbers."""

    offices: Offices
    role: str
    relation: str
    unit: int
    below: int  # a unit directly below it, which owes something in a round of it
    superior: int | None  # to whom the unit owed what it handed in
    on: int
    known: int

    def may(self, verb: str, unit: int | None = None) -> bool:
        asked = self.unit if unit is None else unit
        return self.offices.may(0, verb, asked, self.on, self.known)

    def down(self, unit: int | None) -> bool:
        return looks_down(self.offices, 0, unit, self.on, self.known)

    def at_own(self, *verbs: str) -> bool:
        """One of the verbs is held at the unit itself."""
        return self.relation == OWN and self.anywhere(*verbs)

    def anywhere(self, *verbs: str) -> bool:
        return bool(AT_THE_UNIT[self.role] & set(verbs))


Rule = Callable[[Case], str]


def everybody(_case: Case) -> str:
    """A page of one's own: it shows each person only what is theirs."""
    return OPEN


def nobody(_case: Case) -> str:
    return STRANGER


def with_verb(*verbs: str) -> Rule:
    """A room for people who hold one of the verbs at all."""
    return lambda case: OPEN if case.anywhere(*verbs) else READER


def at_unit(verb: str) -> Rule:
    """Seen by who sees the unit, opened by who holds the verb there."""
    return lambda case: OPEN if case.may("see") and case.may(verb) else READER if case.may("see") else STRANGER


def first(verb: str, rule: Rule) -> Rule:
    """A room for people with the verb, then the rule of the object in it."""
    return lambda case: rule(case) if case.anywhere(verb) else READER


def round_(verb: str) -> Rule:
    """A round of the unit: also seen by whom it asked for something."""

    def told(case: Case) -> str:
        seen = case.may("see") or case.may("see", case.below) or case.down(case.unit)
        return STRANGER if not seen else OPEN if verb == "see" or case.may(verb) else READER

    return told


def proposal(case: Case) -> str:
    """Shown to who directs alone."""
    return OPEN if case.may("direct") else STRANGER


def board(case: Case) -> str:
    """Opened by who sees the whole level below."""
    if round_("see")(case) == STRANGER:
        return STRANGER
    return OPEN if case.may("see", case.below) or case.down(case.unit) else READER


def handed_in(to: str) -> Rule:
    """What the unit owed or handed in: seen with the unit, and by the office to which it was addressed."""

    def told(case: Case) -> str:
        if not (case.may("see") or case.down(case.superior)):
            return STRANGER
        judges = case.superior is not None and case.may("direct", case.superior)
        allowed = {
            "see": True,
            "judge": judges,
            "receipt": judges or case.may("see_inside"),
            "report": case.may("report"),
        }
        return OPEN if allowed[to] else READER

    return told


def looked_at(case: Case) -> bool:
    return any(case.may(verb) for verb in ("see", "audit", "administer"))


def unit_page(case: Case) -> str:
    return OPEN if looked_at(case) else STRANGER


def branch(case: Case) -> str:
    """What lies below a unit that stands."""
    return OPEN if looked_at(case) and case.relation != DISSOLVED else STRANGER


def found_with(*verbs: str) -> Rule:
    """A room for people with one of the verbs, in which they find what lies where they hold it."""

    def told(case: Case) -> str:
        return READER if not case.anywhere(*verbs) else OPEN if any(map(case.may, verbs)) else STRANGER

    return told


def totals(case: Case) -> str:
    """Of a unit and all below it: opened by who looks over it."""
    return OPEN if case.down(case.unit) else READER if case.may("see") else STRANGER


def totals_of_a_phase(case: Case) -> str:
    """Leads to the highest unit that the person looks over in it."""
    over_own = case.relation == PARENT and "see" in BELOW_IT.get(case.role, ())
    return OPEN if case.down(case.unit) or over_own else STRANGER


def giving(case: Case) -> str:
    return STRANGER if not looked_at(case) else OPEN if case.may("grant") else READER


def ending(case: Case) -> str:
    """A signatory's mandate: ended by the head, by who administers, by who may give it."""
    if not looked_at(case):
        return STRANGER
    from_above = case.relation != OWN and "direct" in BELOW_IT.get(case.role, ()) and case.may("direct")
    return OPEN if case.at_own("sign") or case.may("administer") or from_above else READER


def delegating(case: Case) -> str:
    """Somebody else's mandate is delegated by nobody."""
    return READER if looked_at(case) else STRANGER


def draft(*verbs: str) -> Rule:
    """A paper in the making stays with those of the unit who handle it."""

    def told(case: Case) -> str:
        seen = case.at_own("direct", "report", "sign")
        return STRANGER if not seen else OPEN if case.at_own(*verbs) else READER

    return told


def book(*verbs: str) -> Rule:
    return lambda case: STRANGER if not case.at_own("see") else OPEN if case.at_own(*verbs) else READER


def case_file(verb: str) -> Rule:
    def told(case: Case) -> str:
        if not (case.may("direct") or case.may("sign")):
            return STRANGER
        return OPEN if verb == "see" or case.may(verb) else READER

    return told


def copying(case: Case) -> str:
    return STRANGER if not case.may("see") else OPEN if case.anywhere(*KEEPING) else READER


def own_paper(case: Case) -> str:
    return STRANGER if not case.may("see") else OPEN if case.at_own(*KEEPING) else READER


def own_upload(case: Case) -> str:
    """An upload is nobody's but the person's who made it: here it is, where the unit is the own one."""
    return OPEN if case.relation == OWN else STRANGER


def editing(case: Case) -> str:
    return OPEN if case.anywhere("edit") else READER


def editors_find_nothing(case: Case) -> str:
    return STRANGER if case.anywhere("edit") else READER


@dataclass(frozen=True)
class Door:
    """`asks`: names of the objects of a unit that fill the address; `post`: what is posted where it only takes acts."""

    rule: Rule
    asks: tuple[str, ...] = ()
    post: dict[str, str] | None = None


def _doors(rule: Rule, asks: tuple[str, ...], *names: str) -> dict[str, Door]:
    return {name: Door(rule, asks) for name in names}


SEES, DIRECTS = at_unit("see"), at_unit("direct")
ADMINISTERS, LETS_IN = found_with("administer"), ("direct", "administer")
DOORS: dict[str, Door] = {
    **_doors(
        everybody, (), "desk:home", "desk:rounds", "desk:tasks", "desk:kit", "desk:kept", "desk:corrections",
        "units:tree",
        "units:compare", "units:own_mandates", "registry:documents", "registry:suggest", "registry:cases",
        "registry:drafts", "registry:received", "registry:books",
    ),
    "units:act_as": Door(everybody, (), {"mandate": "mandate_of_mine"}),
    **_doors(with_verb("see"), (), "desk:incoming"),
    **_doors(
        with_verb("direct"), (), "desk:new_round", "intake:home", "registry:add", "registry:case_add",
        "registry:case_choose", "registry:import", "registry:import_take", "registry:paste", "registry:unresolved",
        "registry:issuers", "registry:upload",
    ),
    "intake:take": Door(with_verb("direct"), (), {}),
    **_doors(with_verb(*KEEPING), (), "registry:add_draft", "registry:add_book"),
    **_doors(round_("see"), ("round",), "desk:round"),
    **_doors(round_("direct"), ("round",), "desk:edit_round", "desk:scope", "desk:new_phase"),
    "desk:case_of_round": Door(round_("direct"), ("round",), {}),
    **_doors(proposal, ("proposal",), "desk:confirm_round"),
    **_doors(round_("direct"), ("round", "zero"), "desk:reading"),
    **_doors(round_("direct"), ("waiting",), "desk:edit_phase", "desk:open_phase", "desk:remove_phase"),
    **_doors(round_("direct"), ("phase",), "desk:close_phase", "desk:statement"),
    **_doors(board, ("phase",), "desk:board"),
    **_doors(board, ("phase", "unit"), "desk:board_of", "desk:board_part", "desk:board_export"),
    **_doors(totals_of_a_phase, ("phase",), "desk:totals"),
    **_doors(totals, ("phase", "unit"), "desk:totals_of"),
    **_doors(with_verb(*LETS_IN), (), "desk:entry"),
    "desk:entry_print": Door(with_verb(*LETS_IN), (), {}),
    **_doors(found_with(*LETS_IN), ("device",), "desk:entry_revoke"),
    "desk:entry_take_back": Door(found_with(*LETS_IN), ("entrant",), {}),
    **_doors(with_verb("administer"), (), "desk:entry_desks"),
    **_doors(ADMINISTERS, ("official",), "desk:entry_invite"),
    **_doors(handed_in("see"), ("duty",), "desk:duty"),
    **_doors(
        handed_in("judge"), ("duty",), "desk:excuse", "desk:not_applicable", "desk:lift", "desk:extend",
    ),
    **_doors(handed_in("report"), ("duty",), "desk:write", "desk:nil", "desk:below"),
    **_doors(handed_in("see"), ("submission",), "desk:submission"),
    **_doors(handed_in("judge"), ("submission",), "desk:receive", "desk:return", "desk:accept_late"),
    **_doors(handed_in("judge"), ("submission",), "desk:approve_plan"),
    **_doors(handed_in("receipt"), ("submission",), "desk:receipt", "desk:receipt_file"),
    **_doors(at_unit("report"), ("held",), "desk:held"),
    "desk:propose": Door(DIRECTS, ("instruction",), {}),
    **_doors(first("direct", DIRECTS), ("taken",), "intake:taken"),
    **_doors(SEES, ("publication",), "figures:walk_back"),
    **_doors(unit_page, ("unit",), "units:unit", "units:mandates"),
    **_doors(branch, ("unit",), "units:below"),
    **_doors(with_verb("administer"), (), "units:changes"),
    **_doors(with_verb("administer"), ("kind",), "units:new_change"),
    **_doors(with_verb("administer"), ("sheet",), "units:new_sheet"),
    **_doors(ADMINISTERS, ("plan",), "units:plan", "units:edit_plan", "units:carry_out", "units:drop_plan"),
    **_doors(ADMINISTERS, ("act",), "units:change"),
    **_doors(ADMINISTERS, ("change",), "units:take_back"),
    **_doors(DIRECTS, ("mandate",), "units:show_contact", "units:hide_contact"),
    **_doors(DIRECTS, ("unit",), "units:start_term"),
    **_doors(DIRECTS, ("unit", "term"), "units:correct_term", "units:drop_term"),
    **_doors(giving, ("unit",), "units:give_mandate"),
    **_doors(ending, ("mandate",), "units:end_mandate"),
    **_doors(ending, ("delegation",), "units:revoke"),
    **_doors(delegating, ("mandate",), "units:delegate"),
    **_doors(SEES, ("paper",), "registry:document"),
    **_doors(SEES, ("paper", "file"), "registry:file", "registry:file_pages"),
    **_doors(SEES, ("paper", "file", "one"), "registry:file_page"),
    **_doors(copying, ("paper",), "registry:copy"),
    **_doors(
        DIRECTS, ("paper",), "registry:relate", "registry:instruct", "registry:publish", "registry:withdraw",
        "registry:file_add", "registry:take_out",
    ),
    **_doors(DIRECTS, ("paper", "file"), "registry:file_remove"),
    **_doors(DIRECTS, ("relation",), "registry:unrelate", "registry:lift"),
    **_doors(DIRECTS, ("instruction",), "registry:correct_instruction", "registry:settle_instruction"),
    **_doors(own_paper, ("sent_paper",), "registry:recipients"),
    **_doors(draft("direct", "report", "sign"), ("draft",), "registry:draft"),
    **_doors(draft("direct", "report", "sign"), ("draft", "one"), "registry:draft_file"),
    **_doors(
        draft("direct", "report"), ("draft",), "registry:lay_draft", "registry:ask_for_opinions", "registry:submit",
        "registry:delete_draft", "registry:invite",
    ),
    **_doors(draft("direct", "report"), ("draft", "invitation"), "registry:revoke_invitation"),
    **_doors(draft("direct", "report"), ("signed",), "registry:issue"),
    **_doors(draft("direct", "report", "sign"), ("for_signing",), "registry:sign", "registry:send_back"),
    **_doors(nobody, ("draft",), "registry:give_opinion"),
    **_doors(book("see"), ("book",), "registry:book"),
    **_doors(
        book(*KEEPING), ("book",), "registry:reserve", "registry:void", "registry:outside", "registry:history",
    ),
    **_doors(case_file("see"), ("case",), "registry:case"),
    **_doors(
        case_file("direct"), ("case",), "registry:case_edit", "registry:case_fill", "registry:case_add_file",
        "registry:case_close",
    ),
    **_doors(case_file("direct"), ("case", "item"), "registry:case_remove"),
    **_doors(case_file("see"), ("case", "build"), "registry:case_build", "registry:case_built"),
    **_doors(case_file("see"), ("case", "zip"), "registry:case_download"),
    "registry:settle": Door(DIRECTS, ("citation",), {}),
    **_doors(DIRECTS, ("issuer",), "registry:issuer"),
    "registry:succeed": Door(DIRECTS, ("issuer",), {}),
    "registry:merge": Door(DIRECTS, ("issuer",), {"gone": "issuer"}),
    **_doors(first("direct", own_upload), ("upload",), "registry:upload_confirm"),
    "registry:upload_drop": Door(first("direct", own_upload), ("upload",), {}),
    **_doors(first("direct", own_upload), ("upload", "zero", "one"), "registry:upload_page"),
    **_doors(editing, (), "portal:script_words"),
    **_doors(editors_find_nothing, ("word",), "portal:original"),
}  # fmt: skip

# Doors of no unit: of one's own account, and of links that open for whoever holds them. Each is tested beside what it
# does, in `accounts/tests` and `registry/tests/test_inviting.py`. The wire takes signatures: `desk/tests/test_wire.py`.
BESIDE = frozenset({
    "api:devices", "api:photo", "api:submission",
    "entry:change_pin", "entry:devices", "entry:end_others", "entry:end_session", "entry:pin_again", "entry:revoke",
    "mfa_remove_webauthn", "registry:invited", "registry:invited_file",
})  # fmt: skip

Objects = dict[str, Any]
