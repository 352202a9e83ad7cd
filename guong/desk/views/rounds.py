"""Rounds: list, page, changes by the clerk, confirming, choosing what a stated figure counts."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from guong.desk.access import looked_over
from guong.desk.forms.rounds import PhaseForm, ReadingForm, RoundForm, lines_of
from guong.desk.queries.rounds import round_page
from guong.desk.views.common import act, ask, of_round, posted, round_crumbs
from guong.figures.definitions import reading_words
from guong.jobs.clock import now, today
from guong.registry.access import documents_for
from guong.rounds.access import phase_for, round_for, rounds_for
from guong.rounds.actions import choose_reading, confirm_round, edit_phase, edit_round
from guong.rounds.enums import RoundState, StudyKind
from guong.rounds.models import Phase, Round
from guong.rounds.proposals import ProposedPoint, ProposedStudy
from guong.units.access import holds, may, person_for, person_required
from guong.units.enums import Verb
from guong.units.queries import names_of


@person_required
def index(request: HttpRequest) -> HttpResponseBase:
    person = person_for(request)
    rounds = list(
        rounds_for(person, today()).select_related("owner").prefetch_related("phases").order_by("-proposed_at")
    )
    owners = names_of({round.owner_id for round in rounds}, today())
    lines = [{"round": round, "owner": owners.get(round.owner_id, ""), "phases": _by_order(round)} for round in rounds]
    boards = looked_over(person, [phase for round in rounds for phase in _by_order(round)])
    context = {
        "lines": lines,
        "boards": boards,
        "crumbs": [(_("All rounds"), "")],
        "may_start": holds(person, Verb.DIRECT, today()),
    }
    return render(request, "desk/rounds.html", context)


def _by_order(round: Round) -> list[Phase]:
    return sorted(round.phases.all(), key=lambda phase: phase.order)


@person_required
def show(request: HttpRequest, uid: UUID) -> HttpResponseBase:
    person = person_for(request)
    round = round_for(person, uid)
    page = round_page(round, now())
    shown = documents_for(person, today()).filter(rounds__round=round).values_list("pk", flat=True)
    directs = may(person, Verb.DIRECT, round.owner, today())
    labels = reading_words()
    context: dict[str, Any] = {
        "page": page,
        "boards": looked_over(person, [line.phase for line in page.phases]),
        "papers": set(shown),
        "round": round,
        "owner": names_of([round.owner_id], today()).get(round.owner_id, ""),
        "directs": directs,
        "proposed": round.state == RoundState.PROPOSED,
        "kit": [(label, page.study[kind]) for kind, label in _kit_labels() if kind in page.study],
        "figures": [
            (figure, ReadingForm(figure=figure, labels=labels), labels.get(figure.chosen, ""))
            for figure in page.figures
        ],
        "crumbs": round_crumbs((round.title, "")),
    }
    return render(request, "desk/round.html", context)


def _kit_labels() -> list[tuple[StudyKind, str]]:
    return [
        (StudyKind.WORK, _("Works")),
        (StudyKind.PASSAGE, _("Passages")),
        (StudyKind.TOPIC, _("Topics to concentrate on")),
        (StudyKind.TIE, _("Ties to one's own duties")),
        (StudyKind.PROMPT, _("Prompts")),
    ]


@person_required
def edit(request: HttpRequest, uid: UUID) -> HttpResponseBase:
    person = person_for(request)
    round = round_for(person, uid, to="change")
    form = RoundForm(posted(request), initial=RoundForm.initial_from(round))
    back = reverse("desk:round", args=[round.uid])
    if request.method == "POST" and form.is_valid():
        values = _typed(round, form)
        return act(request, lambda: edit_round(by=person, round=round, **values), done=_("Stored."), to=back)
    crumbs = round_crumbs(of_round(round), (_("Change"), ""))
    context = {"form": form, "title": _("Change the round"), "crumbs": crumbs, "back": back}
    return render(request, "desk/edit.html", context, status=422 if form.is_bound else 200)


def _typed(round: Round, form: RoundForm) -> dict[str, Any]:
    """What the form says; clauses and authors stay with texts that did not change, passages stay as they are."""
    data = form.cleaned_data
    ties = {row["text"]: row for row in round.agenda.values("text", "clause", "basis__order")}
    kept = list(round.study.order_by("order"))
    authors = {item.text: item.author for item in kept}
    study = [
        ProposedStudy(kind=kind, text=text, author=authors.get(text, ""))
        for name, kind in RoundForm.KINDS.items()
        for text in lines_of(data[name])
    ]
    passages = [item for item in kept if item.kind == StudyKind.PASSAGE]
    study += [ProposedStudy(kind=StudyKind.PASSAGE, text=item.text, author=item.author) for item in passages]
    agenda = [_point(text, ties.get(text)) for text in lines_of(data["agenda"])]
    return {"title": data["title"], "theme": data["theme"], "aims": data["aims"], "agenda": agenda, "study": study}


def _point(text: str, tie: Mapping[str, Any] | None) -> ProposedPoint:
    return (
        ProposedPoint(text=text, clause=tie["clause"], basis=tie["basis__order"]) if tie else ProposedPoint(text=text)
    )


@person_required
def confirm(request: HttpRequest, uid: UUID) -> HttpResponseBase:
    person = person_for(request)
    round = round_for(person, uid, to="change")
    back = reverse("desk:round", args=[round.uid])
    if request.method == "POST":
        done = _("The round is confirmed. Its phases can be opened now.")
        return act(request, lambda: confirm_round(by=person, round=round), done=done, to=back)
    return ask(
        request,
        title=_("Confirm the round “{title}”?").format(title=round.title),
        effect=_(
            "The proposal becomes a round of this unit. The units below see it; nothing is asked of them"
            " until a phase is opened."
        ),
        action=_("Confirm the round"),
        back=back,
    )


@person_required
def change_phase(request: HttpRequest, uid: UUID) -> HttpResponseBase:
    person = person_for(request)
    phase = phase_for(person, uid, to="change")
    form = PhaseForm(posted(request), initial=PhaseForm.initial_from(phase))
    back = reverse("desk:round", args=[phase.round.uid])
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        values = {"title": data["title"], "starts_on": data["starts_on"], "ends_on": form.ends_on}
        return act(request, lambda: edit_phase(by=person, phase=phase, **values), done=_("Stored."), to=back)
    crumbs = round_crumbs(of_round(phase.round), (phase.title, ""))
    context = {"form": form, "title": _("Change the phase"), "crumbs": crumbs, "back": back}
    return render(request, "desk/edit.html", context, status=422 if form.is_bound else 200)


@person_required
def reading(request: HttpRequest, uid: UUID, order: int) -> HttpResponseBase:
    person = person_for(request)
    round = round_for(person, uid, to="change")
    figure = get_object_or_404(round.reported.select_related("round"), order=order)
    back = reverse("desk:round", args=[round.uid]) + "#figures"
    form = ReadingForm(posted(request), figure=figure, labels=reading_words())
    if not form.is_valid():
        messages.error(request, _("Nothing was chosen. Choose what the number counts, then store."))
        return redirect(back)
    chosen = form.cleaned_data["reading"]
    return act(request, lambda: choose_reading(by=person, figure=figure, reading=chosen), done=_("Stored."), to=back)
