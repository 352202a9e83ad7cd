"""Sections of a unit's page that higher rooms bring, each added in the `apps.ready()` of its room."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from guong.units.models import Person, Unit


@dataclass(frozen=True)
class Panel:
    """A titled section: a template of the room that brings it and its context."""

    title: str
    template: str
    context: Mapping[str, Any]


Build = Callable[[Person, Unit, date], Panel | None]
_builders: dict[str, tuple[int, Build]] = {}


def register(name: str, build: Build, *, order: int = 50) -> None:
    """`build(person, unit, day)` gives the section that this person may see, or None. A name registers once."""
    _builders[name] = (order, build)


def panels(person: Person, unit: Unit, on: date) -> list[Panel]:
    found = (build(person, unit, on) for _order, build in sorted(_builders.values(), key=lambda row: row[0]))
    return [panel for panel in found if panel is not None]
