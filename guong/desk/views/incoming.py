"""Incoming papers that wait, the proposal of a round from an instruction, the case file of a round."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from guong.desk.access import directed
from guong.desk.casing import file_round
from guong.desk.forms.incoming import WaitingForm
from guong.desk.proposing import propose, proposed_from
from guong.desk.queries.incoming import Waiting, leads, waiting
from guong.desk.words import label
from guong.jobs.clock import today
from guong.registry.access import instruction_for
from guong.registry.rules import Refused
from guong.rounds.access import round_for
from guong.ui.export import table_response
from guong.units.access import own_units, person_for, person_required, scope, verb_required
from guong.units.enums import Verb
from guong.units.models import Person, Unit

PER_PAGE = 50


def desks(person: Person) -> QuerySet[Unit]:
    """Registers of the units whose clerk the person is; for a leader without a clerk's role, of the own units."""
    own = directed(person)
    return own if own.exists() else own_units(person, [Verb.SEE], today())


@verb_required(Verb.SEE)
def show(request: HttpRequest) -> HttpResponseBase:
    person, on = person_for(request), today()
    units = desks(person)
    form = WaitingForm(request.GET, leads=leads(units, on))
    rows = _asked(units, on, form)
    if request.GET.get("format") in {"xlsx", "csv"}:
        return _sheet(rows, request.GET["format"])
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "form": form,
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "query": query.urlencode(),
        "narrowed": any(request.GET.get(name) for name in form.fields),
        "directs": set(scope(person, Verb.DIRECT, on).filter(pk__in=units).values_list("pk", flat=True)),
        "crumbs": [(_("Incoming documents that wait"), "")],
    }
    return render(request, "desk/incoming.html", context)


def _asked(units: QuerySet[Unit], on: date, form: WaitingForm) -> list[Waiting]:
    form.is_valid()
    asked = form.cleaned_data
    lead = UUID(asked["lead"]) if asked.get("lead") else None
    text, older = asked.get("q") or "", bool(asked.get("older"))
    return waiting(units, on, state=asked.get("state") or "", lead=lead, text=text, older=older)


def _sheet(rows: Iterable[Waiting], format: str) -> HttpResponse:
    columns = [
        _("Arrival number"),
        _("Arrived on"),
        _("Number and symbol"),
        _("Type"),
        _("Abstract"),
        _("How it stands"),
        _("Instruction"),
        _("Leading office or unit"),
        _("Supporting offices"),
        _("To be done by"),
    ]
    return table_response(_("documents-that-wait"), columns, (_cells(row) for row in rows), format)


def _cells(row: Waiting) -> list[str | date | None]:
    paper, told = row.document, row.instruction
    return [
        paper.arrival_no,
        paper.arrived_on,
        paper.symbol,
        label("document_types", paper.type),
        paper.abstract,
        row.state_words,
        told.text if told else "",
        row.lead,
        told.supporting if told else "",
        told.due_on if told else None,
    ]


@require_POST
@person_required
def propose_round_from(request: HttpRequest, uid: UUID) -> HttpResponseBase:
    """The proposal of an instruction; asked again, the same one."""
    person = person_for(request)
    instruction = instruction_for(person, uid, today(), to=Verb.DIRECT)
    known = proposed_from(instruction)
    round = known or propose(by=person, instruction=instruction)
    if known is None:
        messages.success(request, _("A round is proposed. Check it, then confirm it."))
    return redirect("desk:round", round.uid)


@require_POST
@person_required
def case_of_round(request: HttpRequest, uid: UUID) -> HttpResponseBase:
    """Draw up the case file of a round, or bring it up to date."""
    person = person_for(request)
    round = round_for(person, uid, to="change")
    try:
        case = file_round(by=person, round=round)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("desk:round", round.uid)
    messages.success(request, _("The case file is drawn up from the round. Check its list, then close it."))
    return redirect("registry:case", case.uid)
