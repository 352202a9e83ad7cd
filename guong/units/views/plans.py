"""Plans of changes: written with a form, looked at with all that would follow, chosen from, carried out or dropped."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from guong.jobs.clock import today
from guong.units import queries
from guong.units.access import administered, among, person_for, plan_for, require_reach, top_for, verb_required
from guong.units.actions import BadPlan, apply_plan, drop_plan, edit_plan, save_plan
from guong.units.change_forms import FORMS, Asking, ChangeForm, finder
from guong.units.enums import ChangeKind, Fate, Verb
from guong.units.models import Person, SavedPlan
from guong.units.plans import Carried, Item, Passed, Plan
from guong.units.previewing import Previewed, follower_field, mandates, number, previewed, title
from guong.units.queries.browsing import rows_below
from guong.units.rules import Refused
from guong.units.words import post_of

_NEAR = 200  # units that a field proposes


def line_of(request: HttpRequest) -> str:
    return request.GET.get("line") or queries.default_line()


@verb_required(Verb.ADMINISTER)
def new(request: HttpRequest, kind: str) -> HttpResponseBase:
    """A form for a kind of change; saved, it is a plan and nothing has changed yet."""
    return _form(request, kind, None)


@verb_required(Verb.ADMINISTER)
def edit(request: HttpRequest, uid: UUID) -> HttpResponseBase:
    """The form of a plan again, as it was typed."""
    saved = plan_for(person_for(request), uid, today())
    kind = saved.asked.get("kind_of_change", "")
    if kind not in FORMS:
        messages.error(request, _("This plan was not written with a form; drop it and write another one."))
        return redirect("units:plan", saved.uid)
    return _form(request, kind, saved)


def _form(request: HttpRequest, kind: str, saved: SavedPlan | None) -> HttpResponseBase:
    person = person_for(request)
    if kind not in FORMS:
        raise Http404
    asking = _asking(person, saved.asked.get("line", "") if saved else line_of(request))
    initial = dict(saved.asked) if saved else _initial(request, kind)
    form = FORMS[kind](request.POST or None, asking=asking, initial=initial)
    plan = form.plan() if request.method == "POST" else None
    if plan is not None:
        kept = _keep(person, form, kind, plan, saved)
        if kept is not None:
            return redirect("units:plan", kept.uid)
    context = {
        "form": form,
        "kind": ChangeKind(kind).label,
        "near": _near(person, asking.line),
        "back": reverse("units:plan", args=[saved.uid]) if saved else reverse("units:changes"),
    }
    return render(request, "units/change_form.html", context, status=422 if form.errors else 200)


def _near(person: Person, line: str) -> list[str]:
    """Names that a field proposes: the units directly below those that the person administers."""
    below = [row for top in administered(person, line, today()) for row in rows_below(top, line, today())[:_NEAR]]
    return sorted({row.name for row in below})


def _asking(person: Person, line: str) -> Asking:
    line = line or queries.default_line()
    return Asking(line, finder(lambda units: among(person, Verb.ADMINISTER, units, today()), line))


def _initial(request: HttpRequest, kind: str) -> dict[str, Any]:
    """The unit whose page led here, in the field that stands for it."""
    unit = queries.unit_named(request.GET.get("unit", ""))
    if unit is None:
        return {"day": today()}
    words = queries.code_of(unit, today()) or queries.name_of(unit, today())
    field = {ChangeKind.FOUND: "parent", ChangeKind.JOIN: "units", ChangeKind.MERGE: "units"}.get(ChangeKind(kind))
    return {"day": today(), field or ("units" if kind == ChangeKind.DISSOLVE else "unit"): words}


def _keep(person: Person, form: ChangeForm, kind: str, plan: Plan, saved: SavedPlan | None) -> SavedPlan | None:
    asked = {name: form[name].data for name in form.fields} | {"kind_of_change": kind, "line": form.asking.line}
    try:
        if saved is not None:
            return edit_plan(by=person, saved=saved, version=saved.version, plan=plan, asked=asked)
        return save_plan(by=person, top=top_for(person, form.asking.line, today()), plan=plan, asked=asked)
    except Refused as refused:
        form.add_error(None, str(refused))
        return None


@verb_required(Verb.ADMINISTER)
def plan(request: HttpRequest, uid: UUID) -> HttpResponseBase:
    """What the plan would do: what begins, ends, moves; whose mandates; what is open and who inherits it; what is left.

    What is chosen here makes a new version of the plan.
    """
    person = person_for(request)
    saved = plan_for(person, uid, today())
    if saved.act is not None:
        return redirect("units:change", saved.act)
    current = previewed(Plan.of(saved.content))
    if request.method == "POST":
        return _choose(request, person, saved, current)
    context = {"saved": saved, "plan": current.plan, "title": title(current.plan), **current.context()}
    context["mandates"] = [(mandate, post_of(mandate), chosen) for mandate, chosen in context["mandates"]]
    return render(request, "units/plan.html", context)


def _choose(request: HttpRequest, person: Person, saved: SavedPlan, current: Previewed) -> HttpResponseBase:
    """Take up what was chosen for mandates and open work, as a new version of the plan."""
    try:
        chosen = _chosen(request.POST, current)
        edit_plan(by=person, saved=saved, version=_version(request.POST), plan=chosen, asked=saved.asked)
        messages.success(request, _("The plan was saved; nothing has changed yet."))
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("units:plan", saved.uid)


def _version(posted: QueryDict) -> int:
    text = posted.get("version", "")
    return int(text) if text.isdigit() else 0


def _chosen(posted: QueryDict, current: Previewed) -> Plan:
    allowed = {key: int(key) for key, _name in current.targets()}

    def target(text: str) -> int | None:
        if text and text not in allowed:
            raise Refused(_("Choose a unit that this plan names."))
        return allowed.get(text)

    carried = [
        Carried(mandate.pk, None if to == "end" else target(to))
        for mandate, _chosen_before in mandates(current.seen)
        if (to := posted.get(f"mandate-{mandate.uid}", ""))
    ]
    passed = [
        Passed(work.uid, target(to), reason or work.reason)
        for work in current.seen.open
        for to, reason in [(posted.get(f"work-{work.uid}", ""), posted.get(f"reason-{work.uid}", "").strip())]
        if to != number(work.heir_id) or reason not in {"", work.reason}
    ]
    told = {work.work for work in passed}
    kept = [work for work in current.plan.work if work.work not in told]
    return replace(
        _followed(posted, current), mandates=tuple(carried), work=(*kept, *passed), returned=_returned(posted, current)
    )


def _returned(posted: QueryDict, current: Previewed) -> tuple[int, ...]:
    """Mandates of the corrected change that come back."""
    ticked = set(posted.getlist("returned"))
    return tuple(row.pk for row in current.seen.mandates_stay if str(row.mandate.uid) in ticked)


def _followed(posted: QueryDict, current: Previewed) -> Plan:
    """The units below one that is split go where each was put; those ticked, together to one part."""
    ticked, together = set(posted.getlist("ticked")), posted.get("together", "")
    parts = {key: int(key) for key, _name in current.parts()}

    def placed(item: Item) -> Item:
        field = follower_field(item)
        to = together if together and field in ticked else posted.get(field, "")
        if item.fate != Fate.GOES_ON or item.unit < 0 or not to:
            return item
        if to not in parts:
            raise Refused(_("Choose one of the new units."))
        return replace(item, parent=parts[to])

    steps = [
        replace(step, items=tuple(map(placed, step.items))) if step.kind == ChangeKind.SPLIT else step
        for step in current.plan.steps
    ]
    return replace(current.plan, steps=tuple(steps))


@verb_required(Verb.ADMINISTER)
def carry_out(request: HttpRequest, uid: UUID) -> HttpResponseBase:
    """The question before the act, and the act: all of the plan or nothing."""
    person = person_for(request)
    saved = plan_for(person, uid, today())
    current = Plan.of(saved.content)
    require_reach(person, current, today())
    back = reverse("units:plan", args=[saved.uid])
    if request.method == "POST":
        try:
            done = apply_plan(by=person, saved=saved, version=_version(request.POST))
        except BadPlan as bad:
            for sentence in bad.sentences[:5]:
                messages.error(request, sentence)
            return redirect(back)
        except Refused as refused:
            messages.error(request, str(refused))
            return redirect(back)
        messages.success(request, _("Recorded. It is in force from {day}.").format(day=f"{current.day:%d/%m/%Y}"))
        return redirect("units:change", done.act)
    context = {
        "title": title(current),
        "effect": _("The change is recorded and cannot be deleted; a mistake is corrected by a further change."),
        "action": _("Carry out"),
        "back": back,
        "version": saved.version,
    }
    return render(request, "units/carry_out.html", context)


@verb_required(Verb.ADMINISTER)
def drop(request: HttpRequest, uid: UUID) -> HttpResponseBase:
    person = person_for(request)
    saved = plan_for(person, uid, today())
    if request.method == "POST":
        try:
            drop_plan(by=person, saved=saved)
            messages.success(request, _("The plan was dropped."))
        except Refused as refused:
            messages.error(request, str(refused))
        return redirect("units:changes")
    context = {
        "title": title(Plan.of(saved.content)),
        "effect": _("The plan is deleted. Nothing in the tree changes."),
        "action": _("Drop the plan"),
        "back": reverse("units:plan", args=[saved.uid]),
    }
    return render(request, "ui/confirm.html", context)
