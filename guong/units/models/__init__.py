from guong.units.models.changing import Carrying, MemberList, SavedPlan
from guong.units.models.people import Collective, Contact, DelegatedVerb, Delegation, Mandate, Person, Term, first_line
from guong.units.models.tree import (
    Change,
    ChangeUnit,
    Period,
    Placement,
    Snapshot,
    SnapshotPlace,
    Succession,
    Unit,
    UnitCode,
    UnitName,
)

__all__ = [
    "Carrying",
    "Change",
    "ChangeUnit",
    "Collective",
    "Contact",
    "DelegatedVerb",
    "Delegation",
    "Mandate",
    "MemberList",
    "Period",
    "Person",
    "Placement",
    "SavedPlan",
    "Snapshot",
    "SnapshotPlace",
    "Succession",
    "Term",
    "Unit",
    "UnitCode",
    "UnitName",
    "first_line",
]
