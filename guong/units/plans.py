"""A change of the tree before it is one: plain values that can be shown, checked and then carried out.

Units are named by their key; those that the plan founds by numbers below zero.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from typing import Any, Self
from uuid import UUID

from guong.units.enums import ChangeKind, Fate


@dataclass(frozen=True)
class Item:
    """What a change says of one unit: what it is called and, in a line, where it stands. Empty leaves it as it was."""

    unit: int
    fate: Fate
    line: str = ""
    parent: int | None = None
    name: str = ""
    short_name: str = ""
    kind: str = ""
    code: str = ""
    members: int | None = None


@dataclass(frozen=True)
class Edge:
    """A unit that ends and one that carries it on."""

    predecessor: int
    successor: int
    divided: bool = False
    main: bool = True
    members: int | None = None


@dataclass(frozen=True)
class Step:
    """One change of a plan."""

    kind: ChangeKind
    items: tuple[Item, ...] = ()
    edges: tuple[Edge, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class Carried:
    """A mandate that ends on the day of the plan and, with `to`, goes on at another unit."""

    mandate: int
    to: int | None = None


@dataclass(frozen=True)
class Passed:
    """Work that lies open at a unit which ends and goes to another one than its main heir; without `to`, to nobody."""

    work: UUID
    to: int | None
    reason: str


@dataclass(frozen=True)
class Plan:
    """What is decided together and in force from one day. `corrects`: the key of the change in whose place it comes."""

    day: date
    steps: tuple[Step, ...]
    decision: str = ""
    mandates: tuple[Carried, ...] = ()
    corrects: int | None = None
    work: tuple[Passed, ...] = ()
    returned: tuple[int, ...] = ()  # keys of what the corrected change carried and this plan brings back

    def items(self) -> Iterator[Item]:
        for step in self.steps:
            yield from step.items

    def edges(self) -> Iterator[Edge]:
        for step in self.steps:
            yield from step.edges

    def units(self) -> set[int]:
        """Units that the plan says something of."""
        return {item.unit for item in self.items()}

    def ending(self) -> set[int]:
        return {item.unit for item in self.items() if item.fate == Fate.ENDS}

    def beginning(self) -> set[int]:
        return {item.unit for item in self.items() if item.fate == Fate.BEGINS}

    def receiving(self) -> set[int | None]:
        """Units to which mandates or open work go."""
        return {one.to for one in self.mandates} | {one.to for one in self.work}

    def main_heirs(self) -> dict[int, int]:
        """Unit that ends → the one that carries on what lies open at it."""
        return {edge.predecessor: edge.successor for edge in self.edges() if edge.main}

    def digest(self) -> str:
        """The same for the same plan, whenever it is made."""
        text = json.dumps(self.values(), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return sha256(text.encode()).hexdigest()

    def values(self) -> dict[str, Any]:
        """The plan as plain values that JSON holds."""
        return {
            "day": self.day.isoformat(),
            "steps": [_step_values(step) for step in self.steps],
            "decision": self.decision,
            "mandates": [vars(one) for one in self.mandates],
            "corrects": self.corrects,
            "work": [{**vars(one), "work": str(one.work)} for one in self.work],
            "returned": list(self.returned),
        }

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> Self:
        """The plan again, from what `values` gave."""
        return cls(
            day=date.fromisoformat(values["day"]),
            steps=tuple(_step(step) for step in values["steps"]),
            decision=values["decision"],
            mandates=tuple(Carried(**one) for one in values["mandates"]),
            corrects=values["corrects"],
            work=tuple(Passed(UUID(one["work"]), one["to"], one["reason"]) for one in values["work"]),
            returned=tuple(values.get("returned", ())),
        )


def _step_values(step: Step) -> dict[str, Any]:
    items, edges = [vars(item) for item in step.items], [vars(edge) for edge in step.edges]
    return {"kind": step.kind.value, "items": items, "edges": edges, "note": step.note}


def _step(values: Mapping[str, Any]) -> Step:
    return Step(
        kind=ChangeKind(values["kind"]),
        items=tuple(Item(**{**item, "fate": Fate(item["fate"])}) for item in values["items"]),
        edges=tuple(Edge(**edge) for edge in values["edges"]),
        note=values["note"],
    )


@dataclass(frozen=True)
class Part:
    """A new unit that a split makes: those who go there, the units that follow it, the main part or not."""

    name: str
    kind: str
    code: str = ""
    short_name: str = ""
    main: bool = False
    members: int | None = None
    children: Mapping[str, tuple[int, ...]] = field(default_factory=dict)  # line → units that follow
