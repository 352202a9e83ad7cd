"""Sections of a paper's page that higher rooms bring, each added in the `apps.ready()` of its room."""

from collections.abc import Callable
from datetime import date

from guong.registry.models import OfficialDocument
from guong.units.models import Person
from guong.units.panels import Panel

Build = Callable[[Person, OfficialDocument, date], Panel | None]
_builders: dict[str, tuple[int, Build]] = {}


def register(name: str, build: Build, *, order: int = 50) -> None:
    """`build(person, paper, day)` gives the section that this person may see, or None. A name registers once."""
    _builders[name] = (order, build)


def panels(person: Person, document: OfficialDocument, on: date) -> list[Panel]:
    found = (build(person, document, on) for _order, build in sorted(_builders.values(), key=lambda row: row[0]))
    return [panel for panel in found if panel is not None]
