"""What my unit promised: open ones with state and age."""

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guong.desk.queries.standing import open_promises
from guong.jobs.clock import today
from guong.units.access import person_for, person_required, scope
from guong.units.enums import Verb
from guong.units.queries import names_of


@person_required
def show(request: HttpRequest) -> HttpResponseBase:
    """Every unit inside which the person may see; nobody else's."""
    person = person_for(request)
    units = list(scope(person, Verb.SEE_INSIDE, today()).order_by("pk"))
    names = names_of([unit.pk for unit in units], today())
    groups = [(names.get(unit.pk, ""), open_promises(unit, person=person, on=today())) for unit in units]
    lines = [line for _name, found in groups for line in found]
    headline = ngettext("{n} promise stands open", "{n} promises stand open", len(lines)).format(n=len(lines))
    context = {"groups": groups, "headline": headline if lines else _("Nothing promised stands open")}
    return render(request, "desk/corrections.html", context)
