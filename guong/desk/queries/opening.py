"""The list that opening a phase would freeze, and the head counts that are known beforehand."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date

from guong.desk.words import first_capital, kind_word
from guong.rounds.enums import DutyKind
from guong.rounds.models import Duty, Phase, Round
from guong.rounds.queries import Kinds, list_preview
from guong.units.queries import names_of, tree


@dataclass
class Listed:
    """A unit of the list to be, with the kinds it will owe."""

    unit_id: int
    name: str
    depth: int
    kinds: list[DutyKind] = field(default_factory=list)

    @property
    def words(self) -> str:
        return ", ".join(first_capital(kind_word(kind)) for kind in self.kinds)


def asked_kinds(round: Round, on: date) -> tuple[list[str], int]:
    """(kinds of unit below the owner in tree order, the greatest depth)."""
    standing = tree(round.line, on)
    top = standing.node(round.owner)
    if top is None:
        return [], 0
    below = [node for node in standing.below(round.owner) if not round.unit_kinds or node.kind in round.unit_kinds]
    depth = max((node.depth - top.depth for node in below), default=0)
    return list(dict.fromkeys(node.kind for node in below)), depth


def listed(round: Round, kinds: Kinds, levels: int | None, on: date) -> list[Listed]:
    planned = list_preview(round, kinds, levels, on)
    names = names_of({one.unit.pk for one in planned}, on)
    found: dict[int, Listed] = {}
    for one in planned:
        row = found.setdefault(one.unit.pk, Listed(one.unit.pk, names.get(one.unit.pk, ""), one.depth))
        row.kinds.append(one.kind)
    return list(found.values())


def earlier_counts(phase: Phase, units: Collection[int] | Sequence[int]) -> dict[int, int]:
    """What the phase before expected of these units: a start for typing, never taken over unseen."""
    before = phase.round.phases.filter(opened_at__isnull=False).exclude(pk=phase.pk).order_by("order").last()
    if before is None:
        return {}
    rows = Duty.objects.filter(phase=before, unit__in=units, expected__isnull=False).values_list("unit_id", "expected")
    return {unit: expected for unit, expected in rows if expected is not None}
