"""Steps of higher rooms in a change of the tree. They run in its transaction; an error stops the whole act."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from guong.units.models import Change, Unit
from guong.units.plans import Plan


@dataclass(frozen=True)
class Open:
    """Work that lies open at a unit which ends: what it is, in words, and the unit that would inherit it.

    Without an heir nobody owes it any more; `reason` is kept beside it either way.
    """

    uid: UUID
    unit_id: int
    words: str
    heir_id: int | None
    reason: str


# What is open at the units that a plan ends: asked for the preview, nothing is written.
OPEN: list[Callable[[Plan], Iterable[Open]]] = []


@dataclass(frozen=True)
class GivenBack:
    """Work that the corrected change passed on: it comes back to its unit, or stays where somebody has answered it."""

    unit_id: int
    words: str
    heir_id: int | None
    comes_back: bool


# What a correction gives back: asked for the preview, nothing is written.
GIVEN_BACK: list[Callable[[Plan], Iterable[GivenBack]]] = []

# The plan, the changes made of it, and the units by the numbers that the plan gives them.
CHANGED: list[Callable[[Plan, tuple[Change, ...], Mapping[int, Unit]], None]] = []
