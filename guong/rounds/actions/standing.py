"""Standing rounds: a phase for each month opens by itself, due by the rule of the pack."""

from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from guong.jobs import clock
from guong.packs.calendar import working_days_after
from guong.rounds.actions.opening import open_phase
from guong.rounds.enums import DutyKind, Precision, Rhythm, RoundState
from guong.rounds.models import Phase, Round
from guong.rounds.rules import Refused

OFFICE_CLOSES = time(17, 0)


def open_months() -> None:
    """Open the phase of this month in every standing round that has none yet."""
    month = clock.today().replace(day=1)
    rounds = Round.objects.filter(rhythm=Rhythm.MONTHLY, state=RoundState.CONFIRMED)
    for round in rounds.exclude(phases__starts_on=month, phases__opened_at__isnull=False):
        try:
            _open(round, month)
        except Refused:
            continue  # nobody below yet: it is tried again


def due_of_month(month: date) -> datetime:
    """When sheets of a month are due: working days after its end, by the pack."""
    last = (month + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    day = working_days_after(settings.PACK, last, settings.PACK.monthly_due)
    return datetime.combine(day, OFFICE_CLOSES, tzinfo=clock.zone())


@transaction.atomic
def _open(round: Round, month: date) -> None:
    round = Round.objects.select_for_update(of=("self",)).get(pk=round.pk)
    phase, _made = Phase.objects.get_or_create(
        round=round,
        starts_on=month,
        defaults={
            "order": round.phases.count(),
            "title": _("Month {month}").format(month=f"{month.month}/{month.year}"),
            "ends_on": (month + timedelta(days=31)).replace(day=1),
            "precision": Precision.MONTH,
            "dates_derived": True,
        },
    )
    if phase.opened_at is None:
        open_phase(by=None, phase=phase, due_at=due_of_month(month), kinds=[DutyKind.SITTING])
