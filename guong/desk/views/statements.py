"""Writing a sentence with figures: choose, see it as the public will read it, freeze."""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from guong.desk.forms.statements import StatementForm
from guong.desk.queries.statements import Draft, drafts, written
from guong.desk.views.common import of_phase, of_round, posted, round_crumbs
from guong.jobs.clock import day_of, now, today
from guong.papers.actions import make_statement
from guong.rounds.access import phase_for
from guong.rounds.models import Phase
from guong.units.access import person_for, person_required


@person_required
def write(request: HttpRequest, uid: UUID) -> HttpResponseBase:
    person = person_for(request)
    phase = phase_for(person, uid, to="change")
    if phase.opened_at is None:
        return redirect("desk:open_phase", phase.uid)
    known, on = now(), _last_day(phase)
    given = {draft.key: draft for draft in drafts(phase, on=on, known=known)}
    form = StatementForm(posted(request), keys=list(given))
    if not form.is_valid():
        return _page(request, phase, form, list(given.values()), status=422 if form.is_bound else 200)
    chosen = given[form.cleaned_data["template"]]
    if form.seen != chosen.mark:
        return _page(request, phase, form, list(given.values()), status=409, moved=True)
    make_statement(by=person, phase=phase, template=chosen.key, on=on, known=known)
    messages.success(request, _("Written. The figures are frozen; editors can put the sentence into an article."))
    return redirect(reverse("desk:statement", args=[phase.uid]) + "#written")


def _last_day(phase: Phase) -> date:
    """The tree of the day on which the phase was locked, of today while it runs."""
    return day_of(phase.closed_at) if phase.closed_at else today()


def _page(
    request: HttpRequest,
    phase: Phase,
    form: StatementForm,
    given: list[Draft],
    *,
    status: int,
    moved: bool = False,
) -> HttpResponse:
    context = {
        "phase": phase,
        "form": form,
        "choices": list(zip(form["template"], given, strict=True)),
        "moved": moved,
        "written": written(phase),
        "crumbs": round_crumbs(
            of_round(phase.round), of_phase(phase, person_for(request)), (_("Write a sentence with figures"), "")
        ),
    }
    return render(request, "desk/statement.html", context, status=status)
