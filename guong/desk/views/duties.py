"""One duty: its page, and what the superior may change of the frozen list, each with a reason."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from guong.desk.forms.rounds import ExtendForm, ReasonForm
from guong.desk.queries.people import contacts
from guong.desk.views.common import act, ask, of_phase, of_round, posted, round_crumbs
from guong.desk.words import due_words, first_capital, kind_word, late_text
from guong.jobs.clock import now, today, zone
from guong.rounds.access import duty_for, may_judge
from guong.rounds.actions import excuse, extend, lift_exemption, mark_not_applicable
from guong.rounds.models import Duty
from guong.rounds.queries import days_late, due_of, plan_awaited, state_of, thread, with_state
from guong.rounds.rules import is_open
from guong.units.access import may, person_for, person_required
from guong.units.enums import Verb
from guong.units.models import Person
from guong.units.queries import name_of


@person_required
def show(request: HttpRequest, uid: UUID) -> HttpResponseBase:
    person = person_for(request)
    duty = duty_for(person, uid)
    standing = with_state(Duty.objects.filter(pk=duty.pk), now()).get()
    state = state_of(standing)
    heads, followers = contacts([duty.unit_id], today())
    unit = name_of(duty.unit, today())
    title = f"{first_capital(kind_word(duty.kind))}: {unit}"
    context: dict[str, Any] = {
        "duty": duty,
        "title": title,
        "unit": unit,
        "what": first_capital(kind_word(duty.kind)),
        "state": state,
        "state_text": late_text(state, days_late(duty, duty.first_arrived_at or now())),
        "due": due_words(duty.due_at),
        "extended": due_words(duty.extended_until) if duty.extended_until else "",
        "head": heads.get(duty.unit_id),
        "follower": followers.get(duty.unit_id),
        "versions": list(thread(duty).reverse()),
        "asked_by": due_words(duty.asked_by_at) if duty.asked_by_at else "",
        "awaited": plan_awaited(duty),
        "has_below": duty.phase.duties.filter(superior=duty.unit).exists(),
        "judges": may_judge(person, duty, today()),
        "reports": may(person, Verb.REPORT, duty.unit, today()) and is_open(duty.phase) and not duty.exemption,
        "crumbs": round_crumbs(of_round(duty.phase.round), of_phase(duty.phase, person), (title, "")),
    }
    return render(request, "desk/duty.html", context)


@dataclass(frozen=True)
class Change:
    """What is asked before a change of the list."""

    title: str
    effect: str
    action: str
    done: str


def _asked(request: HttpRequest, uid: UUID, change: Callable[[str], Change], work: Callable[..., Duty]) -> HttpResponse:
    person = person_for(request)
    duty = duty_for(person, uid, to="judge")
    words = change(name_of(duty.unit, today()))
    form = ReasonForm(posted(request))
    back = reverse("desk:duty", args=[uid])
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        return act(request, lambda: work(by=person, duty=duty, reason=reason), done=words.done, to=back)
    return ask(request, title=words.title, effect=words.effect, action=words.action, back=back, form=form)


@person_required
def excuse_(request: HttpRequest, uid: UUID) -> HttpResponseBase:
    def words(unit: str) -> Change:
        return Change(
            title=_("Excuse {unit} from this duty?").format(unit=unit),
            effect=_(
                "The unit need not send it and leaves the count of those who must. The reason stands on the list."
            ),
            action=_("Excuse"),
            done=_("Excused."),
        )

    return _asked(request, uid, words, excuse)


@person_required
def not_applicable(request: HttpRequest, uid: UUID) -> HttpResponseBase:
    def words(unit: str) -> Change:
        return Change(
            title=_("Mark this duty as not applicable to {unit}?").format(unit=unit),
            effect=_("The unit should not have been on the list. It stays visible there, with the reason."),
            action=_("Mark as not applicable"),
            done=_("Marked as not applicable."),
        )

    return _asked(request, uid, words, mark_not_applicable)


@person_required
def lift(request: HttpRequest, uid: UUID) -> HttpResponseBase:
    def words(unit: str) -> Change:
        return Change(
            title=_("Ask {unit} for this duty again?").format(unit=unit),
            effect=_("The unit is on the list again, with the time for sending that stood before."),
            action=_("Ask for it again"),
            done=_("The duty stands again."),
        )

    return _asked(request, uid, words, lift_exemption)


@person_required
def extend_(request: HttpRequest, uid: UUID) -> HttpResponseBase:
    person: Person = person_for(request)
    duty = duty_for(person, uid, to="judge")
    form = ExtendForm(posted(request))
    back = reverse("desk:duty", args=[uid])
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data["until"]
        until = given if given.tzinfo else given.replace(tzinfo=zone())
        reason = form.cleaned_data["reason"]
        done = _("Extended.")
        return act(request, lambda: extend(by=person, duty=duty, until=until, reason=reason), done=done, to=back)
    unit = name_of(duty.unit, today())
    return ask(
        request,
        title=_("Extend the time of {unit}?").format(unit=unit),
        effect=_("Now it is to be sent {due}. Only this unit gets the new time.").format(due=due_words(due_of(duty))),
        action=_("Extend"),
        back=back,
        form=form,
    )
