"""The newest papers of a unit's register on the page of the unit; the case files of a paper on its own."""

from datetime import date

from django.utils.translation import gettext as _

from guong.registry.access import cases_for, documents_for
from guong.registry.models import OfficialDocument
from guong.units.models import Person, Unit
from guong.units.panels import Panel

_SHOWN = 5


def documents(person: Person, unit: Unit, on: date) -> Panel | None:
    found = list(documents_for(person, on).filter(keeper=unit)[:_SHOWN])
    return Panel(_("Documents"), "registry/panel.html", {"documents": found}) if found else None


def cases(person: Person, document: OfficialDocument, on: date) -> Panel | None:
    found = list(cases_for(person, on).filter(items__document=document))
    return Panel(_("Case files"), "registry/panel_cases.html", {"cases": found}) if found else None
