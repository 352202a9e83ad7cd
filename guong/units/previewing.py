"""What a plan would do, in the words and names of its page."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from guong.units import planning, queries
from guong.units.enums import ChangeKind, Fate
from guong.units.models import Change, Mandate
from guong.units.plans import Edge, Item, Plan
from guong.units.words import post_of


def title(plan: Plan) -> str:
    """Kinds of its changes, and the units that it names or ends; of a correction, the change that it takes back."""
    if plan.corrects is not None:
        return f"{ChangeKind.VOID.label.capitalize()}: {_corrected(plan.corrects)}"
    kinds = list(dict.fromkeys(str(ChangeKind(step.kind).label) for step in plan.steps))
    named = [item.name for item in plan.items() if item.name]
    ending = queries.latest_names([unit for unit in plan.ending() if unit > 0]).values()
    return f"{', '.join(kinds).capitalize()}: {', '.join([*named, *ending][:4])}"


def _corrected(key: int) -> str:
    change = Change.objects.prefetch_related("units").get(pk=key)
    rows = list(change.units.all())
    told = [row.unit_id for row in rows if row.fate != Fate.GOES_ON] or [row.unit_id for row in rows]
    names = queries.latest_names(told)
    named = ", ".join([names.get(unit, "") for unit in dict.fromkeys(told)][:4])
    return f"{ChangeKind(change.kind).label} ({named})"


@dataclass(frozen=True)
class Previewed:
    """A plan with what it would do; `name` gives the name of every unit that it speaks of."""

    plan: Plan
    seen: planning.Preview
    names: dict[int, str]

    def name(self, key: int | None) -> str:
        return "" if key is None else self.names.get(key, "")

    def context(self) -> dict[str, Any]:
        """What the template of the page shows, names in the place of keys."""
        seen, name = self.seen, self.name
        return {
            "begins": [(item.name, name(item.parent)) for item in seen.begins],
            "ends": [(name(unit), [name(edge.successor) for edge in self._edges(unit)]) for unit in seen.ends],
            "renamed": [(old, new) for _unit, old, new in seen.renamed],
            "moves": [(name(one.unit_id), name(one.old), name(one.new)) for one in seen.moves],
            "divided": [(name(edge.predecessor), name(edge.successor), edge) for edge in seen.heirs if edge.divided],
            "mandates": mandates(seen),
            "open": [(work, name(work.unit_id), number(work.heir_id)) for work in seen.open],
            "targets": self.targets(),
            "followers": self.followers(),
            "parts": self.parts(),
            "left": [name(unit) for unit in seen.units_left],
            "undone": [(row.name or name(row.unit_id), row.get_fate_display()) for row in seen.undone],
            "stay": [
                (row, post_of(row.mandate), name(row.to.unit_id) if row.to else "", row.pk in self.plan.returned)
                for row in seen.mandates_stay
            ],
            "given_back": [(work, name(work.unit_id), name(work.heir_id)) for work in seen.given_back],
            "faults": seen.faults,
        }

    def _edges(self, unit: int) -> Sequence[Edge]:
        return [edge for edge in self.seen.heirs if edge.predecessor == unit]

    def followers(self) -> list[tuple[str, str, str]]:
        """Units below those that are split: the field of the page, the name, the part to which it goes now."""
        rows = [item for step in self.plan.steps if step.kind == ChangeKind.SPLIT for item in step.items]
        return [
            (follower_field(item), self.name(item.unit), number(item.parent))
            for item in rows
            if item.fate == Fate.GOES_ON and item.unit > 0
        ]

    def parts(self) -> list[tuple[str, str]]:
        """The new units of the splits."""
        steps = [step for step in self.plan.steps if step.kind == ChangeKind.SPLIT]
        return [(str(key), self.name(key)) for key in dict.fromkeys(e.successor for step in steps for e in step.edges)]

    def targets(self) -> list[tuple[str, str]]:
        """Units that may carry something on: the heirs, and the superiors that the plan names."""
        parents = [item.parent for item in self.plan.items() if item.parent is not None]
        keys = dict.fromkeys([*(edge.successor for edge in self.plan.edges()), *parents])
        return [(str(key), self.name(key)) for key in keys if key not in self.plan.ending()]


def previewed(plan: Plan) -> Previewed:
    seen = planning.preview(plan)
    keys = {*plan.units(), *seen.units_left, *(work.unit_id for work in seen.open)}
    keys |= {key for move in seen.moves for key in (move.old, move.new) if key is not None}
    keys |= {edge.successor for edge in seen.heirs}
    keys |= {row.unit_id for row in seen.undone}
    keys |= {row.to.unit_id for row in seen.mandates_stay if row.to}
    keys |= {key for work in seen.given_back for key in (work.unit_id, work.heir_id) if key is not None}
    keys |= {item.parent for item in plan.items() if item.parent is not None}
    names = queries.latest_names([key for key in keys if key > 0])
    return Previewed(plan, seen, {**names, **{item.unit: item.name for item in plan.items() if item.unit < 0}})


def follower_field(item: Item) -> str:
    """The field of the page that says to which part a unit goes in a line."""
    return f"follows-{item.line}-{item.unit}"


def number(key: int | None) -> str:
    """A key as a field of the page holds it."""
    return "" if key is None else str(key)


def mandates(seen: planning.Preview) -> list[tuple[Mandate, str]]:
    """Mandates at units that end, with the choice made: empty for none yet, `end`, or the unit where they go on."""
    left = [(one, "") for one in seen.mandates_left]
    return left + [(one, "end" if to is None else str(to)) for one, to in seen.carried]
