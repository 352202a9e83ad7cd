"""Named reads of imports, and of what a page names that stands in the tree."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from guong.intake.captured.model import CapturedPage
from guong.intake.models import Import
from guong.units.models import Unit
from guong.units.queries import default_line, tree
from guong.viet.fold import fold


@dataclass(frozen=True)
class ProposedUnit:
    """An organiser that a caption names, and the unit of that name where the tree has one."""

    name: str
    collective: bool
    unit: Unit | None


def imports_of(owners: QuerySet[Unit]) -> QuerySet[Import]:
    """Imports whose proposed round belongs to one of these units, newest first."""
    return Import.objects.filter(round__owner__in=owners).select_related("round", "by").order_by("-updated_at")


def proposed_units(page: CapturedPage, on: date) -> list[ProposedUnit]:
    """The organisers of a page's captions, matched by name without marks against the tree of a day."""
    known = {_key(node.name): node.unit for node in tree(default_line(), on).nodes}
    return [
        ProposedUnit(organiser.name.value, organiser.collective, known.get(_key(organiser.name.value)))
        for organiser in page.organisers
        if organiser.name.value
    ]


def _key(name: str) -> str:
    return "".join(char for char in fold(name) if char.isalnum())
