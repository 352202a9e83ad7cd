"""Who holds what in a unit; giving, ending, delegating; and the office in which somebody works."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from guong.accounts.fresh import freshly_confirmed
from guong.jobs.clock import today
from guong.units import actions, queries
from guong.units.access import (
    delegation_for,
    ending,
    mandate_for,
    may,
    own_units,
    person_for,
    person_required,
    roles_to_give,
    unit_to_look_at,
)
from guong.units.enums import Verb
from guong.units.mandate_forms import DelegateForm, EndForm, GiveForm
from guong.units.middleware import CHOSEN
from guong.units.models import Delegation, Mandate, Person, Unit
from guong.units.queries.periods import held
from guong.units.rules import Refused, delegable
from guong.units.words import post_of, words_of

_A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Line:
    """A mandate as the list shows it. `last_day` is None while no end is set."""

    mandate: Mandate
    post: str
    role: str
    last_day: date | None
    may_end: bool


@dataclass(frozen=True)
class Passed:
    """What is delegated, as the lists show it."""

    delegation: Delegation
    what: str
    last_day: date
    may_revoke: bool


@person_required
def of_unit(request: HttpRequest, uid: UUID) -> HttpResponseBase:
    """Who holds what in the unit, since when, on which document; what is over below."""
    person, on = person_for(request), today()
    unit = unit_to_look_at(person, uid, on)
    lines = _lines(person, list(queries.mandates_ever(unit)), on)
    return render(
        request,
        "units/mandates.html",
        {
            "unit": unit,
            "name": queries.name_of(unit, on),
            "held": [one for one in lines if one.last_day is None or one.last_day >= on],
            "over": [one for one in lines if one.last_day is not None and one.last_day < on],
            "passed": _passed(person, queries.delegations_of(unit, on), on),
            "may_give": may(person, Verb.GRANT, unit, on),
        },
    )


def _lines(person: Person, rows: Collection[Mandate], on: date) -> list[Line]:
    running = [row for row in rows if row.ends_on is None or row.ends_on > on]
    may_end = ending(person, running, on)
    return [
        Line(
            row,
            post_of(row),
            row.get_role_display() if row.role else "",
            row.ends_on - _A_DAY if row.ends_on else None,
            row.pk in may_end,
        )
        for row in rows
    ]


def _passed(person: Person, rows: Collection[Delegation], on: date) -> list[Passed]:
    may_end = ending(person, [row.mandate for row in rows], on)
    return [
        Passed(
            row,
            words_of(verb.verb for verb in row.verbs.all()),
            row.ends_on - _A_DAY,
            row.mandate_id in may_end or person.pk in {row.holder_id, row.person_id},
        )
        for row in rows
    ]


@person_required
def give(request: HttpRequest, uid: UUID) -> HttpResponseBase:
    unit_to_look_at(person_for(request), uid, today(), to=Verb.GRANT)
    return _give(request, uid)


@freshly_confirmed
def _give(request: HttpRequest, uid: UUID) -> HttpResponseBase:
    person, on = person_for(request), today()
    unit = unit_to_look_at(person, uid, on, to=Verb.GRANT)
    lines = _lines_of(unit, on)
    roles = [role for line in lines for role in roles_to_give(person, unit, line, on)]
    people = _around(person, unit, lines, on)
    form = GiveForm(request.POST or None, people=people, roles=list(dict.fromkeys(roles)), lines=lines, on=on)
    if request.method == "POST" and form.is_valid():
        try:
            mandate = _given(person, unit, form, people)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("{name} holds this from now on.").format(name=mandate.person.name))
            return redirect("units:mandates", unit.uid)
    title = _("Give a post or a role in {unit}").format(unit=queries.name_of(unit, on))
    effect = _(
        "Only roles that the office itself holds can be given. Each mandate is written down with its document, its days"
        " and who gave it."
    )
    return _asked(
        request, form, title=title, action=_("Give"), back=reverse("units:mandates", args=[unit.uid]), effect=effect
    )


def _lines_of(unit: Unit, on: date) -> list[str]:
    """Lines in which the unit stands; the pack's first one where it stands in none."""
    stands = unit.placements.filter(held(None), starts_on__lte=on).values_list("line", flat=True).order_by("line")
    return list(dict.fromkeys(stands)) or [queries.default_line()]


def _around(person: Person, unit: Unit, lines: list[str], on: date) -> list[Person]:
    """People of the unit, of those directly above and below it, and of the own office."""
    near = {unit.pk, *own_units(person, [Verb.GRANT], on).values_list("pk", flat=True)}
    for line in lines:
        above = queries.parent_of(unit, line, on)
        near |= {above.pk} if above else set()
        near |= set(queries.children(unit, line, on).values_list("pk", flat=True))
    return [one for one in queries.people_around(near, on) if one.pk != person.pk]


def _given(by: Person, unit: Unit, form: GiveForm, people: list[Person]) -> Mandate:
    told = form.cleaned_data
    chosen = next((one for one in people if str(one.uid) == told["person"]), None)
    return actions.appoint_person(
        by=by,
        person=chosen,
        name=" ".join(told["name"].split()),
        unit=unit,
        starts_on=told["first_day"],
        ends_on=form.ends_on(),
        **{name: told[name] for name in ("role", "office", "office_title", "line", "follows", "document")},
    )


@person_required
def end(request: HttpRequest, uid: UUID) -> HttpResponseBase:
    mandate_for(person_for(request), uid, today(), to="end")
    return _end(request, uid)


@freshly_confirmed
def _end(request: HttpRequest, uid: UUID) -> HttpResponseBase:
    person, on = person_for(request), today()
    mandate = mandate_for(person, uid, on, to="end")
    form = EndForm(request.POST or None, initial={"last_day": on})
    back = reverse("units:mandates", args=[mandate.unit.uid])
    if request.method == "POST" and form.is_valid():
        try:
            actions.end_mandate(by=person, mandate=mandate, ends_on=form.cleaned_data["last_day"] + _A_DAY)
        except Refused as refused:
            form.add_error("last_day", str(refused))
        else:
            messages.success(request, _("The end is written down."))
            return redirect(back)
    told = {"post": post_of(mandate), "name": mandate.person.name, "unit": queries.name_of(mandate.unit, on)}
    title = _("End “{post}” of {name} at {unit}?").format(**told)
    effect = _(
        "After that day nothing can be opened or sent under it, and what was delegated of it ends too. What was done"
        " until then keeps its name."
    )
    return _asked(request, form, title=title, action=_("End"), back=back, effect=effect)


@person_required
def delegate(request: HttpRequest, uid: UUID) -> HttpResponseBase:
    mandate_for(person_for(request), uid, today(), to="delegate")
    return _delegate(request, uid)


@freshly_confirmed
def _delegate(request: HttpRequest, uid: UUID) -> HttpResponseBase:
    person, on = person_for(request), today()
    mandate = mandate_for(person, uid, on, to="delegate")
    people = [one for one in queries.people_around([mandate.unit_id], on) if one.pk != person.pk]
    form = DelegateForm(
        request.POST or None, mandate=mandate, people=people, verbs=delegable(mandate.role), on=on
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            _passed_on(person, mandate, form)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The delegation is written down."))
            return redirect("units:own_mandates")
    title = _("Delegate “{post}” for a time").format(post=post_of(mandate))
    effect = _(
        "The other person does this in the own name, as delegated. What stays in the unit is not opened by it, and it"
        " cannot be passed on. It ends by itself, or at once when it is revoked."
    )
    return _asked(request, form, title=title, action=_("Delegate"), back=reverse("units:own_mandates"), effect=effect)


def _passed_on(by: Person, mandate: Mandate, form: DelegateForm) -> None:
    told, ends_on = form.cleaned_data, form.ends_on()
    assert ends_on is not None  # noqa: S101  (the form asks for the last day)
    actions.delegate(
        by=by,
        mandate=mandate,
        to=get_object_or_404(Person, uid=told["person"]),
        verbs=told["verbs"],
        starts_on=told["first_day"],
        ends_on=ends_on,
        document=told["document"],
    )


@person_required
def revoke(request: HttpRequest, uid: UUID) -> HttpResponseBase:
    delegation_for(person_for(request), uid, today())
    return _revoke(request, uid)


@freshly_confirmed
def _revoke(request: HttpRequest, uid: UUID) -> HttpResponseBase:
    """At once: there is nothing to choose."""
    person, on = person_for(request), today()
    delegation = delegation_for(person, uid, on)
    form, back = forms.Form(), reverse("units:own_mandates")
    if request.method == "POST":
        try:
            actions.revoke(by=person, delegation=delegation, on=on)
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("The delegation is revoked."))
        return redirect(back)
    told = {"post": post_of(delegation.mandate), "name": delegation.person.name}
    title = _("Revoke what was delegated of “{post}” to {name}?").format(**told)
    effect = _("It ends now. What was done until now stays.")
    return _asked(request, form, title=title, action=_("Revoke"), back=back, effect=effect)


def _asked(request: HttpRequest, form: forms.Form, **words: str) -> HttpResponseBase:
    """The page that asks before an act: `title`, `effect`, `action`, and the way `back`."""
    context: dict[str, Any] = {"form": form, **words}
    return render(request, "ui/confirm.html", context, status=422 if form.errors else 200)


@person_required
def own(request: HttpRequest) -> HttpResponseBase:
    """One's own mandates, in which one may work, and what is delegated to and by oneself."""
    person, on = person_for(request), today()
    lines = _lines(person, list(queries.mandates(person, on)), on)
    names = queries.names_of([line.mandate.unit_id for line in lines], on)
    open_now = queries.delegations_with(person, on)
    context = {
        "held": [(line, names.get(line.mandate.unit_id, ""), bool(delegable(line.mandate.role))) for line in lines],
        "given": _passed(person, [row for row in open_now if row.holder_id == person.pk], on),
        "taken": _passed(person, [row for row in open_now if row.person_id == person.pk], on),
    }
    return render(request, "units/own_mandates.html", context)


@require_POST
@person_required
def act_as(request: HttpRequest) -> HttpResponseBase:
    """Choose the office in which to work from now on; what may be opened does not change."""
    chosen = queries.capacities(person_for(request), today())
    mandate = get_object_or_404(chosen, uid=_uuid(request.POST.get("mandate", "")))
    request.session[CHOSEN] = str(mandate.uid)
    messages.success(request, _("From now on at work as: {post}.").format(post=post_of(mandate)))
    return redirect(_back(request))


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _back(request: HttpRequest) -> str:
    back = request.POST.get("next", "")
    local = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    return back if local else reverse("units:own_mandates")
