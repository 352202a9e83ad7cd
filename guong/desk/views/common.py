"""Small things that every view of the desk needs."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from guong.desk.access import tops
from guong.rounds.models import Phase, Round
from guong.rounds.rules import Refused
from guong.units.models import Person

Crumb = tuple[str, str]


def posted(request: HttpRequest) -> QueryDict | None:
    """What was posted, also when it is empty; None on a mere look."""
    return request.POST if request.method == "POST" else None


def round_crumbs(*rest: Crumb) -> list[Crumb]:
    return [(_("All rounds"), reverse("desk:rounds")), *rest]


def of_round(round: Round) -> Crumb:
    return round.title, reverse("desk:round", args=[round.uid])


def of_phase(phase: Phase, person: Person | None) -> Crumb:
    """The board, for who may look over one; for everybody else the phase is a word on the way."""
    return phase.title, reverse("desk:board", args=[phase.uid]) if tops(person, phase) else ""


def ask(
    request: HttpRequest, *, title: str, effect: str, action: str, back: str, form: forms.Form | None = None
) -> HttpResponse:
    """A question before an act, with the form of its reason; sent back with 422 when the form does not stand."""
    status = 422 if form is not None and form.is_bound else 200
    context = {"title": title, "effect": effect, "action": action, "back": back, "form": form}
    return render(request, "desk/confirm.html", context, status=status)


def act(request: HttpRequest, work: Callable[[], Any], *, done: str, to: str) -> HttpResponse:
    """Do it, say so, go on; a refusal is said in its own sentence and changes nothing."""
    try:
        work()
    except Refused as refused:
        messages.error(request, refused.sentence)
    else:
        messages.success(request, done)
    return redirect(to)
