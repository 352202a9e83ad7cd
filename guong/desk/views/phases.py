"""Opening a phase: dates and kinds first, then the list as it will be frozen, then the act. And closing one."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guong.desk.forms.rounds import ExpectedForm, OpeningForm, suggested_due
from guong.desk.lines import carried
from guong.desk.queries.opening import Listed, asked_kinds, earlier_counts, listed
from guong.desk.views.common import act, ask, of_round, round_crumbs
from guong.desk.words import choices, due_words
from guong.jobs.clock import today
from guong.rounds.access import phase_for
from guong.rounds.actions import close_phase, open_phase
from guong.rounds.models import Phase
from guong.rounds.rules import usual_kinds
from guong.units.access import person_for, person_required
from guong.units.models import Person

STEPS = frozenset({"csrfmiddlewaretoken", "step"})


@person_required
def open_(request: HttpRequest, uid: UUID) -> HttpResponseBase:
    person = person_for(request)
    phase = phase_for(person, uid, to="change")
    if phase.opened_at:
        return redirect("desk:board", phase.uid)
    kinds, depth = asked_kinds(phase.round, today())
    given = request.POST if request.method == "POST" else None
    form = OpeningForm(given, unit_kinds=kinds, depth=depth, initial=_usual(phase, kinds))
    if given is None or not form.is_valid() or given.get("step") == "change":
        return _first(request, phase, form)
    return _second(request, person, phase, form, given)


def _usual(phase: Phase, kinds: list[str]) -> dict[str, Any]:
    asked = {f"kinds_{kind}": [one.value for one in usual_kinds(kind)] for kind in kinds}
    due = suggested_due(phase, today())
    return {"due_at": due, "cutoff_on": due.date(), "levels": "1", **asked}


def _first(request: HttpRequest, phase: Phase, form: OpeningForm) -> HttpResponse:
    context = {"form": form, "duty_kinds": choices("duty_kinds")}
    return _page(request, phase, "desk/open_phase.html", context, bad=form.is_bound and bool(form.errors))


def _second(request: HttpRequest, person: Person, phase: Phase, form: OpeningForm, given: QueryDict) -> HttpResponse:
    """The list with its head counts; opening is asked for with the button of this step."""
    rows = listed(phase.round, form.kinds, form.depth, today())
    typed = any(name.startswith("expected_") for name in given)
    before = {} if typed else earlier_counts(phase, [row.unit_id for row in rows])
    start = {f"expected_{unit}": count for unit, count in before.items()}
    counts = ExpectedForm(given if typed else None, units=[row.unit_id for row in rows], initial=start)
    if given.get("step") == "open" and counts.is_valid():
        return _opened(request, person, phase, form, counts.counts)
    context = {
        "hidden": [(name, value) for name, value in carried(given, without=STEPS) if not name.startswith("expected_")],
        "rows": _with_fields(rows, counts),
        "counts": counts,
        "due": due_words(form.cleaned_data["due_at"]),
        "moved_from": form.moved_from,
        "duties": sum(len(row.kinds) for row in rows),
    }
    return _page(request, phase, "desk/open_list.html", context, bad=typed and bool(counts.errors))


def _with_fields(rows: list[Listed], counts: ExpectedForm) -> list[tuple[Listed, Any]]:
    return [(row, counts[f"expected_{row.unit_id}"]) for row in rows]


def _opened(
    request: HttpRequest, person: Person, phase: Phase, form: OpeningForm, expected: dict[int, int]
) -> HttpResponse:
    data = form.cleaned_data
    made: list[int] = []

    def work() -> None:
        made.append(
            open_phase(
                by=person,
                phase=phase,
                due_at=data["due_at"],
                cutoff_on=data["cutoff_on"],
                kinds=form.kinds,
                list_document=data["list_document"],
                expected=expected,
                levels=form.depth,
                due_moved_from=form.moved_from,
                plan_approval=phase.round.plan_approval,
            )
        )

    number = len(listed(phase.round, form.kinds, form.depth, today()))
    done = ngettext(
        "The phase is open: {n} unit has its duties.", "The phase is open: {n} units have their duties.", number
    )
    return act(request, work, done=done.format(n=number), to=reverse("desk:board", args=[phase.uid]))


def _page(request: HttpRequest, phase: Phase, template: str, context: dict[str, Any], *, bad: bool) -> HttpResponse:
    crumbs = round_crumbs(of_round(phase.round), (_("Open {phase}").format(phase=phase.title), ""))
    return render(request, template, {"phase": phase, "crumbs": crumbs, **context}, status=422 if bad else 200)


@person_required
def close(request: HttpRequest, uid: UUID) -> HttpResponseBase:
    person = person_for(request)
    phase = phase_for(person, uid, to="change")
    back = reverse("desk:board", args=[phase.uid])
    if request.method == "POST":
        return act(request, lambda: close_phase(by=person, phase=phase), done=_("The phase is locked."), to=back)
    return ask(
        request,
        title=_("Lock the phase “{title}”?").format(title=phase.title),
        effect=_("What is sent afterwards waits for a decision and counts in no figure of this phase."),
        action=_("Lock the phase"),
        back=back,
    )
