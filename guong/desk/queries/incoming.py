"""Văn bản đến chờ xử lý: papers without an instruction, and instructions that are still to be done."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from guong.registry import arrivals
from guong.registry.models import Instruction, OfficialDocument
from guong.registry.queries import matching
from guong.units.models import Unit
from guong.units.queries import names_of

SOON = timedelta(days=7)
FRESH = timedelta(days=90)
"""Papers without an instruction are asked for this long: an imported year of history would drown the list."""


@dataclass(frozen=True)
class Waiting:
    """One line: a paper, and the instruction that is still to be done where there is one."""

    document: OfficialDocument
    instruction: Instruction | None
    lead: str
    state: str  # "unread", "overdue", "soon", "running"

    @property
    def state_words(self) -> str:
        return {
            "unread": _("No instruction yet"),
            "overdue": _("Past its deadline"),
            "soon": _("Due within a week"),
            "running": _("Under way"),
        }[self.state]


@dataclass(frozen=True)
class Counts:
    unread: int
    overdue: int

    @property
    def total(self) -> int:
        return self.unread + self.overdue


def counts(units: QuerySet[Unit], on: date) -> Counts:
    return Counts(
        unread=arrivals.without_instruction(units, since=on - FRESH).count(),
        overdue=arrivals.due_before(arrivals.open_instructions(units), on).count(),
    )


def waiting(
    units: QuerySet[Unit], on: date, *, state: str = "", lead: UUID | None = None, text: str = "", older: bool = False
) -> list[Waiting]:
    """Overdue first, then by deadline, then what nobody has handed out, the oldest arrival first."""
    instructions = arrivals.open_instructions(units)
    papers = arrivals.without_instruction(units, since=None if older else on - FRESH).order_by("arrived_on", "pk")
    if text:
        found = matching(OfficialDocument.objects.filter(keeper__in=units), text)
        instructions, papers = instructions.filter(document__in=found), papers.filter(pk__in=found.values("pk"))
    if lead is not None:
        instructions, papers = arrivals.led_by(instructions, lead), papers.none()
    rows = [*_of_instructions(instructions, on), *(Waiting(paper, None, "", "unread") for paper in papers)]
    rows.sort(key=lambda row: _rank(row, on))
    return [row for row in rows if state in {"", row.state}]


def _rank(row: Waiting, on: date) -> tuple[int, date]:
    if row.instruction is None:
        return 2, row.document.arrived_on or on
    return (0 if row.state == "overdue" else 1), row.instruction.due_on or date.max


def _of_instructions(rows: Iterable[Instruction], on: date) -> list[Waiting]:
    found = list(rows)
    names = names_of({row.lead_unit_id for row in found if row.lead_unit_id}, on)
    return [Waiting(row.document, row, _lead(row, names), _state(row, on)) for row in found]


def _lead(row: Instruction, names: dict[int, str]) -> str:
    return row.lead_collective.name if row.lead_collective else names.get(row.lead_unit_id or 0, "")


def _state(row: Instruction, on: date) -> str:
    if row.due_on is None:
        return "running"
    if row.due_on < on:
        return "overdue"
    return "soon" if row.due_on <= on + SOON else "running"


def leads(units: QuerySet[Unit], on: date) -> list[tuple[str, str]]:
    """Those who lead something that is still to be done, for a filter."""
    rows = list(arrivals.open_instructions(units))
    names = names_of({row.lead_unit_id for row in rows if row.lead_unit_id}, on)
    found = {
        str(lead.uid): _lead(row, names) for row in rows if (lead := row.lead_collective or row.lead_unit) is not None
    }
    return sorted(found.items(), key=lambda pair: pair[1])
