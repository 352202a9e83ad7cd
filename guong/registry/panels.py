"""The newest papers of a unit's register on the page of the unit."""

from datetime import date

from django.utils.translation import gettext as _

from guong.registry.access import documents_for
from guong.units.models import Person, Unit
from guong.units.panels import Panel

_SHOWN = 5


def documents(person: Person, unit: Unit, on: date) -> Panel | None:
    found = list(documents_for(person, on).filter(keeper=unit)[:_SHOWN])
    return Panel(_("Documents"), "registry/panel.html", {"documents": found}) if found else None
