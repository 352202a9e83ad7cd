"""Many changes at once from sheets: checked by line, kept as a plan, looked at before anything is recorded."""

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from guong.jobs.clock import today
from guong.units.access import person_for, require_reach, top_for, verb_required
from guong.units.actions import BadPlan, BadRows, save_plan
from guong.units.enums import Verb
from guong.units.models import Person, SavedPlan
from guong.units.rules import Refused
from guong.units.sheet_forms import MOST_ROWS, SHEETS, SheetForm
from guong.units.views.plans import line_of

_SHOWN = 100  # faults


@verb_required(Verb.ADMINISTER)
def new(request: HttpRequest, sheet: str) -> HttpResponseBase:
    """A form for sheets; what they come to is a plan, on whose page everything is shown."""
    if sheet not in SHEETS:
        raise Http404
    initial = {"line": line_of(request), "day": today()}
    form = SHEETS[sheet](request.POST or None, request.FILES or None, on=today(), initial=initial)
    faults: list[str] = []
    if request.method == "POST" and form.is_valid():
        try:
            return redirect("units:plan", _kept(person_for(request), form).uid)
        except (BadRows, BadPlan) as bad:
            faults = bad.sentences
        except Refused as refused:
            form.add_error(None, str(refused))
    context = {
        "form": form,
        "title": _titles()[sheet],
        "faults": faults[:_SHOWN],
        "more": max(0, len(faults) - _SHOWN),
        "most": MOST_ROWS,
    }
    return render(request, "units/sheet.html", context, status=422 if faults or form.errors else 200)


def _titles() -> dict[str, str]:
    return {"units": _("Found units from a sheet"), "reorganisation": _("Reorganise a whole line from sheets")}


def _kept(person: Person, form: SheetForm) -> SavedPlan:
    plan = form.plan()
    require_reach(person, plan, today())
    return save_plan(by=person, top=top_for(person, form.cleaned_data["line"], today()), plan=plan)
