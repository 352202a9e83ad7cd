"""Starting a round, its scope and phases; a unit's own additions for the units below; approving a plan."""

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from guong.desk.access import directed
from guong.desk.forms.framing import EarlierForm, NewRoundForm, OwnItemForm, ScopeForm
from guong.desk.forms.rounds import PhaseForm
from guong.desk.queries.opening import asked_kinds
from guong.desk.views.common import act, ask, of_phase, of_round, posted, round_crumbs
from guong.jobs.clock import today
from guong.rounds.access import duty_for, phase_for, round_for, rounds_for, submission_for
from guong.rounds.actions import (
    add_own_item,
    add_phase,
    approve_plan,
    ask_earlier,
    copy_round,
    propose_round,
    remove_own_item,
    remove_phase,
    set_scope,
)
from guong.rounds.enums import DutyKind, Precision, Rhythm
from guong.rounds.models import Duty, Round
from guong.rounds.proposals import Proposal
from guong.units.access import person_for, person_required
from guong.units.models import Person, Unit
from guong.units.queries import line_in_use, name_of, names_of


@person_required
def new(request: HttpRequest) -> HttpResponseBase:
    person = person_for(request)
    owners = {str(unit.uid): unit for unit in directed(person)}
    if not owners:
        raise PermissionDenied
    names = names_of([unit.pk for unit in owners.values()], today())
    seen = rounds_for(person, today()).filter(owner__in=list(owners.values())).order_by("-proposed_at")
    earlier = {str(round.uid): round for round in seen}
    form = NewRoundForm(
        posted(request),
        owners=[(uid, names.get(unit.pk, "")) for uid, unit in owners.items()],
        earlier=[(uid, round.title) for uid, round in earlier.items()],
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        made = _made(person, owners[data["owner"]], earlier.get(data["earlier"]), data)
        return redirect("desk:round", made.uid)
    return _edit(request, form, _("Start a round"), reverse("desk:rounds"), [(_("Start a round"), "")])


def _made(person: Person, owner: Unit, earlier: Round | None, data: dict[str, Any]) -> Round:
    if earlier is not None and earlier.owner_id == owner.pk:
        return copy_round(by=person, round=earlier, title=data["title"])
    return propose_round(
        by=person,
        owner=owner,
        line=line_in_use(),
        title=data["title"],
        theme=data["theme"],
        proposal=Proposal(),
        rhythm=Rhythm.MONTHLY if data["monthly"] else Rhythm.NONE,
    )


def _edit(request: HttpRequest, form: Any, title: str, back: str, crumbs: list[tuple[str, str]]) -> HttpResponse:
    context = {"form": form, "title": title, "back": back, "crumbs": round_crumbs(*crumbs)}
    return render(request, "desk/edit.html", context, status=422 if form.is_bound else 200)


@person_required
def scope(request: HttpRequest, uid: UUID) -> HttpResponseBase:
    person = person_for(request)
    round = round_for(person, uid, to="change")
    back = reverse("desk:round", args=[uid])
    form = ScopeForm(posted(request), round=round, kinds=asked_kinds(round, today())[0])
    if request.method == "POST" and form.is_valid():
        values = form.values
        return act(request, lambda: set_scope(by=person, round=round, **values), done=_("Stored."), to=back)
    return _edit(request, form, _("Whom the round is for"), back, [of_round(round), (_("Scope"), "")])


@person_required
def new_phase(request: HttpRequest, uid: UUID) -> HttpResponseBase:
    person = person_for(request)
    round = round_for(person, uid, to="change")
    back = reverse("desk:round", args=[uid])
    form = PhaseForm(posted(request))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        window = {"title": data["title"], "starts_on": data["starts_on"], "ends_on": form.ends_on}

        def work() -> None:
            add_phase(by=person, round=round, precision=Precision.DAY, **window)

        return act(request, work, done=_("Stored."), to=back)
    return _edit(request, form, _("Add a phase"), back, [of_round(round), (_("Add a phase"), "")])


@person_required
def drop_phase(request: HttpRequest, uid: UUID) -> HttpResponseBase:
    person = person_for(request)
    phase = phase_for(person, uid, to="change")
    back = reverse("desk:round", args=[phase.round.uid])
    if request.method == "POST":
        return act(request, lambda: remove_phase(by=person, phase=phase), done=_("The phase is removed."), to=back)
    return ask(
        request,
        title=_("Remove the phase “{title}”?").format(title=phase.title),
        effect=_("It was never opened, so no unit owes anything in it. Its days and occasions go with it."),
        action=_("Remove the phase"),
        back=back,
    )


@person_required
def below(request: HttpRequest, uid: UUID) -> HttpResponseBase:
    """What the unit of a duty adds for the units below it in that phase."""
    person = person_for(request)
    duty = duty_for(person, uid, to="report")
    phase, unit, here = duty.phase, duty.unit, reverse("desk:below", args=[uid])
    step = request.POST.get("step", "")
    added = OwnItemForm(posted(request) if step == "add" else None)
    earlier = EarlierForm(posted(request) if step == "earlier" else None, initial={"until": _asked(duty)})
    if request.method == "POST" and step == "remove":
        item = get_object_or_404(duty.phase.own_items, unit=duty.unit, order=request.POST.get("order", "0"))
        return act(request, lambda: remove_own_item(by=person, item=item), done=_("Taken out."), to=here)
    if step == "add" and added.is_valid():
        data = added.cleaned_data
        return act(
            request,
            lambda: add_own_item(by=person, phase=phase, unit=unit, **data),
            done=_("Added for the units below."),
            to=here,
        )
    if step == "earlier" and earlier.is_valid():
        until = earlier.moment

        def work() -> None:
            ask_earlier(by=person, phase=phase, unit=unit, kind=DutyKind.SITTING, until=until)

        return act(request, work, done=_("Stored."), to=here)
    context = {
        "duty": duty,
        "unit": name_of(duty.unit, today()),
        "added": added,
        "earlier": earlier,
        "items": list(duty.phase.own_items.filter(unit=duty.unit).order_by("order")),
        "frame": list(duty.phase.round.agenda.order_by("order")),
        "crumbs": round_crumbs(
            of_round(duty.phase.round), of_phase(duty.phase, person), (_("For the units below"), "")
        ),
    }
    bad = added.is_bound or earlier.is_bound
    return render(request, "desk/below.html", context, status=422 if bad else 200)


def _asked(duty: Duty) -> Any:
    rows = Duty.objects.filter(phase=duty.phase, superior=duty.unit, asked_by_at__isnull=False)
    return rows.values_list("asked_by_at", flat=True).first()


@person_required
def approve(request: HttpRequest, uid: UUID) -> HttpResponseBase:
    person = person_for(request)
    submission = submission_for(person, uid, to="judge")
    back = reverse("desk:submission", args=[uid])
    if request.method == "POST":
        return act(request, lambda: approve_plan(by=person, submission=submission), done=_("Approved."), to=back)
    return ask(
        request,
        title=_("Approve the plan of {unit}?").format(unit=name_of(submission.unit, today())),
        effect=_("The unit may hand in its sitting from now on. A sheet that waited for this takes its place."),
        action=_("Approve the plan"),
        back=back,
    )
