"""The duties of the units for which a person reports: what is open first, then what was sent."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guong.desk.words import due_words, first_capital, kind_word, late_text
from guong.jobs.clock import day_of
from guong.rounds.models import Duty
from guong.rounds.queries import WAITING, StatedDuty, days_late, due_of, state_of, with_state
from guong.units.models import Unit
from guong.units.queries import names_of


@dataclass(frozen=True)
class Task:
    duty: Duty
    state: str
    state_text: str

    @property
    def title(self) -> str:
        return first_capital(kind_word(self.duty.kind))

    @property
    def round(self) -> str:
        return f"{self.duty.phase.title}, {self.duty.phase.round.title}"

    @property
    def due(self) -> str:
        return due_words(due_of(self.duty))

    @property
    def open(self) -> bool:
        return self.state in WAITING


@dataclass(frozen=True)
class Group:
    unit: str
    waiting: list[Task]
    sent: list[Task]

    @property
    def heading(self) -> str:
        if not self.waiting:
            return _("Nothing to send")
        n = len(self.waiting)
        return ngettext("{n} duty to send", "{n} duties to send", n).format(n=n)


def task(duty: "StatedDuty", at: datetime) -> Task:
    state = state_of(duty)
    return Task(duty, state, late_text(state, days_late(duty, duty.first_arrived_at or at)))


def tasks(units: QuerySet[Unit], at: datetime) -> list[Group]:
    """By unit; open ones by their due time, sent ones newest first. Phases that are closed show nothing to do."""
    duties = Duty.objects.filter(unit__in=units, phase__closed_at__isnull=True, phase__opened_at__isnull=False)
    rows = list(with_state(duties, at).select_related("phase__round", "unit").order_by("unit_id", "due", "kind"))
    names = names_of({row.unit_id for row in rows}, day_of(at))
    found: dict[int, list[Task]] = {}
    for row in rows:
        found.setdefault(row.unit_id, []).append(task(row, at))
    return [
        Group(
            names.get(unit, ""),
            [task for task in of if task.open],
            sorted((task for task in of if not task.open), key=lambda task: task.duty.due_at, reverse=True),
        )
        for unit, of in found.items()
    ]
