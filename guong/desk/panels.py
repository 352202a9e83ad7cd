"""What the desk adds to the page of a unit: what it owes, and where its promises stand."""

from datetime import date

from django.utils.translation import gettext as _

from guong.desk.queries.standing import open_promises
from guong.desk.queries.tasks import task
from guong.jobs.clock import now
from guong.rounds.models import Duty
from guong.rounds.queries import with_state
from guong.units.models import Person, Unit
from guong.units.panels import Panel


def duties(person: Person, unit: Unit, on: date) -> Panel | None:  # noqa: ARG001  whoever sees the unit sees its states
    """Duties of phases that run, with their states; none where nothing runs."""
    at = now()
    rows = Duty.objects.filter(unit=unit, phase__opened_at__isnull=False, phase__closed_at__isnull=True)
    of = [task(row, at) for row in with_state(rows, at).select_related("phase__round").order_by("due", "kind")]
    return Panel(_("Duties"), "desk/panel_duties.html", {"tasks": of}) if of else None


def promises(person: Person, unit: Unit, on: date) -> Panel | None:
    """Open promises: in words for the unit's own people, topic and state for everybody else in sight."""
    found = open_promises(unit, person=person, on=on)
    return Panel(_("Promised and open"), "desk/panel_promises.html", {"promises": found}) if found else None
