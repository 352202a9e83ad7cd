"""Who took part, by category of the pack: attendances, what was not told apart beside them."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from guong.desk.words import first_capital, label
from guong.jobs.clock import day_of
from guong.rounds.models import Phase
from guong.rounds.rules import participant_groups
from guong.tally.queries import totals
from guong.units.models import Unit

_SEATS = ("seats.members", "seats.guests")


@dataclass(frozen=True)
class Participants:
    """Rows of (words, attendances); they add up to `seats`."""

    rows: list[tuple[str, int]]
    seats: int


def participants(*, phase: Phase, unit: Unit, at: datetime) -> Participants | None:
    """None where no unit told its attendances apart."""
    found = totals(series=phase.uid, unit=unit, line=phase.round.line, on=day_of(at), known=None)
    stated = {code: found.get(f"participants.{code}", 0) for codes in participant_groups().values() for code in codes}
    if not any(stated.values()):
        return None
    rows = [(first_capital(label("participant_categories", code)), count) for code, count in stated.items() if count]
    seats = sum(found.get(measure, 0) for measure in _SEATS)
    untold = seats - sum(stated.values())
    return Participants([*rows, (_("Not told apart"), untold)] if untold else rows, seats)
