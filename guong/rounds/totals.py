"""Which totals are worth keeping: those of running phases and of last year's, for today and before the last merger."""

from datetime import date, timedelta

from django.db.models import Q

from guong.jobs import clock
from guong.rounds.models import Phase
from guong.tally import kept
from guong.tally.keeping import ask
from guong.tally.queries import View, before_the_last_change

RECENT = timedelta(days=400)


def keep_totals() -> None:
    """Ask the worker for what is worth keeping and not kept yet."""
    on = clock.today()
    before = before_the_last_change(on)
    recent = Q(closed_at__isnull=True) | Q(closed_at__gt=clock.now() - RECENT)
    for phase in Phase.objects.filter(recent, opened_at__isnull=False).select_related("round"):
        for day in (on, before):
            if day is not None:
                _keep(phase, day)


def _keep(phase: Phase, on: date) -> None:
    for view in View:
        given = {"series": phase.uid, "line": phase.round.line, "on": on, "view": view}
        if kept.summary(**given) is None:  # type: ignore[arg-type]  # the same for both calls
            ask(**given)  # type: ignore[arg-type]  # one set of arguments for several calls
