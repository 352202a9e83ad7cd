"""What was recorded of the tree, the plans that are thought about, and the way to take a change back."""

from uuid import UUID

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render

from guong.jobs.clock import today
from guong.units import planning, queries
from guong.units.access import act_for, administered, among, change_for, person_for, top_for, touched_by, verb_required
from guong.units.actions import save_plan
from guong.units.change_forms import FORMS
from guong.units.enums import ChangeKind, Verb
from guong.units.models import Change, Person, SavedPlan
from guong.units.plans import Plan
from guong.units.previewing import title
from guong.units.views.plans import line_of

_LATEST = 50  # recorded changes on the first page


@verb_required(Verb.ADMINISTER)
def index(request: HttpRequest) -> HttpResponseBase:
    """Plans of the person's part of the tree, and what was recorded lately there."""
    person, line = person_for(request), line_of(request)
    tops = [unit.pk for unit in administered(person, line, today())]
    plans = SavedPlan.objects.filter(top__in=tops, act__isnull=True).select_related("by").order_by("-saved_at")
    context = {
        "kinds": [(kind, ChangeKind(kind).label) for kind in FORMS],
        "plans": [(saved, title(Plan.of(saved.content))) for saved in plans],
        "changes": _recorded(person),
        "line": line,
    }
    return render(request, "units/changes.html", context)


def _recorded(person: Person) -> list[tuple[Change, str]]:
    """The newest changes of which some unit lies in reach, with the names of those that they speak of."""
    newest = queries.effective().order_by("-recorded_at", "-pk").prefetch_related("units", "successions")[: 4 * _LATEST]
    touched = {change: touched_by(change) for change in newest}
    seen = among(person, Verb.ADMINISTER, {unit for units in touched.values() for unit in units}, today())
    shown = [change for change, units in touched.items() if seen & set(units)][:_LATEST]
    names = queries.latest_names({unit for change in shown for unit in touched[change]})
    return [(change, ", ".join(names.get(unit, "") for unit in touched[change][:3])) for change in shown]


@verb_required(Verb.ADMINISTER)
def change(request: HttpRequest, act: UUID) -> HttpResponseBase:
    """What was decided together, and the way to take it back."""
    person = person_for(request)
    changes = act_for(person, act, today())
    touched = {unit for one in changes for unit in touched_by(one)}
    names = queries.latest_names(touched | {row.predecessor_id for one in changes for row in one.successions.all()})
    corrected = set(Change.objects.filter(corrects__in=changes).values_list("corrects_id", flat=True))
    rows = [
        (one, [names.get(unit, "") for unit in touched_by(one)], one.pk in corrected or one.kind == ChangeKind.VOID)
        for one in changes
    ]
    return render(request, "units/change.html", {"rows": rows, "first": changes[0], "act": act})


@verb_required(Verb.ADMINISTER)
def take_back(request: HttpRequest, uid: UUID) -> HttpResponseBase:
    """A plan that takes a change back, to be looked at before it is carried out."""
    person = person_for(request)
    corrected = change_for(person, uid, today())
    if request.method != "POST":
        return redirect("units:change", corrected.act)
    made = planning.void(change=corrected, decision=corrected.decision)
    saved = save_plan(by=person, top=top_for(person, queries.default_line(), today()), plan=made)
    return redirect("units:plan", saved.uid)
