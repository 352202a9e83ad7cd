"""Refusals of this room as sentences for people, and predicates of rounds, phases and duties."""

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _

from guong.jobs.clock import zone
from guong.rounds.enums import DutyKind, HeldReason, RoundState

# Measures of the duties of a phase, added up like every other.
OWED, IN, ON_TIME = "duties.owed", "duties.in", "duties.on_time"


class Refused(Exception):
    """Something is not done; `sentence` says to a person what happened, what was kept, and what to do."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class Incomplete(Refused):
    """A report lacks something or contradicts itself; `problems` maps field names to sentences."""

    def __init__(self, problems: Mapping[str, list[str]]) -> None:
        super().__init__(_("Not sent: some fields need another look. What was typed is kept."))
        self.problems = dict(problems)


class Held(Refused):
    """Not taken as a version, but kept in the waiting room, where a person decides."""

    reason: HeldReason
    kept: UUID | None = None  # where it waits


class Conflict(Held):
    """The same id was handed in before with other bytes. `first` is the submission that stands."""

    reason = HeldReason.CONFLICT

    def __init__(self, first: UUID, at: datetime) -> None:
        super().__init__(_two_versions(at))
        self.first, self.at = first, at


class Stale(Held):
    """The edit was made from a version that is not the newest. `newest` is the submission that stands."""

    reason = HeldReason.STALE

    def __init__(self, newest: UUID, at: datetime) -> None:
        super().__init__(_two_versions(at))
        self.newest, self.at = newest, at


class PhaseClosed(Held):
    """The books of the phase are locked."""

    reason = HeldReason.CLOSED

    def __init__(self) -> None:
        super().__init__(_("The phase is closed. What was sent is kept and waits for the office above to decide."))


class MandateEnded(Held):
    """Written under a mandate that had ended, and come in after the round's days of grace."""

    reason = HeldReason.MANDATE

    def __init__(self) -> None:
        super().__init__(_("The mandate had ended. What was sent is kept and waits for the unit to decide."))


class PassedOn(Held):
    """The unit ended, or the plan said so: another unit answers for the duty now."""

    reason = HeldReason.PASSED

    def __init__(self, heir: str) -> None:
        super().__init__(
            _(
                "This duty was passed on to {heir}, which reports on it now. What was sent is kept and waits for a"
                " person to decide."
            ).format(heir=heir)
        )
        self.heir = heir


class PlanAwaited(Held):
    """The plan of the unit is not approved yet; the sheet takes its place by itself when it is."""

    reason = HeldReason.PLAN

    def __init__(self) -> None:
        super().__init__(_("The plan is not approved yet. What was sent is kept and takes its place when it is."))


class Unplaced(Held):
    """It fits no place among the versions; `sentence` says why."""

    reason = HeldReason.UNPLACED


class OutOfPlace(Exception):
    """A piece of a photo does not begin where the last one ended."""

    def __init__(self, held: int) -> None:
        super().__init__(held)
        self.held = held


def _two_versions(at: datetime) -> str:
    here = at.astimezone(zone())
    return _("Another version was sent at %(time)s on %(day)s. Both are kept. Choose the right one field by field.") % {
        "time": here.strftime("%H:%M"),
        "day": f"{here.day}/{here.month}/{here.year}",
    }


class Stated(Protocol):
    """A round, as far as its state goes."""

    state: str


class Opened(Protocol):
    """A phase, as far as its opening and closing go."""

    opened_at: datetime | None
    closed_at: datetime | None


def is_proposed(round: Stated) -> bool:
    return round.state == RoundState.PROPOSED


def is_confirmed(round: Stated) -> bool:
    return round.state == RoundState.CONFIRMED


def is_open(phase: Opened) -> bool:
    return phase.opened_at is not None and phase.closed_at is None


def participant_groups() -> dict[str, tuple[str, ...]]:
    """Codes of the pack's `participant_categories` by the head count that they divide: `present` or `guests`.

    Those who are relieved of attending have a field of their own and divide nothing.
    """
    entries = settings.PACK.table("participant_categories")
    return {
        "present": tuple(entry.code for entry in entries if entry.extra.get("expected")),
        "guests": tuple(
            entry.code for entry in entries if not entry.extra.get("expected") and not entry.extra.get("relieved")
        ),
    }


def usual_kinds(unit_kind: str) -> tuple[DutyKind, ...]:
    """What a kind of unit is usually asked for; the pack's `unit_kinds` may say so in `duties`, else everything."""
    entry = settings.PACK.entry("unit_kinds", unit_kind)
    codes = entry.extra.get("duties") if entry else None
    return tuple(DutyKind) if codes is None else tuple(DutyKind(code) for code in codes)
