"""What the leader wrote on an incoming paper: recorded, corrected by a further note, done."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from guong.jobs.clock import today
from guong.registry.access import document_for, instruction_for
from guong.registry.actions import instruct, settle_instruction
from guong.registry.arrivals import instructions_of, next_number
from guong.registry.enums import Direction
from guong.registry.incoming_forms import InstructionForm, OutcomeForm
from guong.registry.models import Instruction, OfficialDocument
from guong.registry.rules import Refused
from guong.registry.views.asking import ask, of_paper, posted
from guong.registry.views.shown import type_words
from guong.units.access import may, person_for, person_required
from guong.units.enums import Verb
from guong.units.models import Mandate, Person
from guong.units.queries import head_of, names_of


@dataclass(frozen=True)
class Line:
    """An instruction as a page shows it. `corrected`: a later note stands in its place."""

    instruction: Instruction
    lead: str
    corrected: bool
    overdue: bool


def lead_words(instruction: Instruction, names: dict[int, str]) -> str:
    if instruction.lead_collective is not None:
        return instruction.lead_collective.name
    return names.get(instruction.lead_unit_id or 0, "")


def lines(instructions: Iterable[Instruction], on: date) -> list[Line]:
    rows = list(instructions)
    names = names_of([row.lead_unit_id for row in rows if row.lead_unit_id], on)
    return [
        Line(
            instruction=row,
            lead=lead_words(row, names),
            corrected=hasattr(row, "corrected_by"),
            overdue=row.done_on is None and row.due_on is not None and row.due_on < on,
        )
        for row in rows
    ]


def instructions_context(person: Person, document: OfficialDocument, on: date) -> dict[str, Any]:
    """For the page of an incoming paper; only for who sees its register, not for who merely received the paper."""
    if document.direction != Direction.INCOMING or not may(person, Verb.SEE, document.keeper, on):
        return {"shows_instructions": False}
    return {"shows_instructions": True, "instructions": lines(instructions_of(document), on)}


def proposed_arrival(mandate: Mandate | None, on: date) -> dict[str, Any]:
    """What a new entry of the register starts with: today, and the next number of the year."""
    if mandate is None:
        return {}
    return {"keeper": mandate.unit.uid, "arrival_no": next_number(mandate.unit, on.year), "arrived_on": on}


@person_required
def add(request: HttpRequest, uid: UUID) -> HttpResponseBase:
    person, on = person_for(request), today()
    document = document_for(person, uid, on, to=Verb.DIRECT)
    if document.direction != Direction.INCOMING:
        raise Http404
    head = head_of(document.keeper, on)
    initial = {"given_on": on, "leader": str(head.person.uid) if head else ""}
    form = InstructionForm(request.POST or None, keeper=document.keeper, on=on, initial=initial)
    return _stored(request, person, document, form) or _page(request, document, form, _("Instruction"))


@person_required
def correct(request: HttpRequest, uid: UUID) -> HttpResponseBase:
    """A further note in the place of an earlier one, which stays readable."""
    person, on = person_for(request), today()
    earlier = instruction_for(person, uid, on, to=Verb.DIRECT)
    initial = InstructionForm.initial_from(earlier)
    form = InstructionForm(request.POST or None, keeper=earlier.document.keeper, on=on, initial=initial)
    stored = _stored(request, person, earlier.document, form, corrects=earlier)
    return stored or _page(request, earlier.document, form, _("Correct the instruction"))


def _stored(
    request: HttpRequest,
    person: Person,
    document: OfficialDocument,
    form: InstructionForm,
    corrects: Instruction | None = None,
) -> HttpResponse | None:
    if request.method != "POST" or not form.is_valid():
        return None
    try:
        instruct(by=person, document=document, corrects=corrects, **form.values)
    except Refused as refused:
        form.add_error(None, str(refused))
        return None
    messages.success(request, _("The instruction is recorded."))
    return redirect(reverse("registry:document", args=[document.uid]) + "#instructions")


def _page(request: HttpRequest, document: OfficialDocument, form: InstructionForm, title: str) -> HttpResponse:
    context = {"document": document, "type": type_words(document.type), "form": form, "title": title}
    return render(request, "registry/instruct.html", context, status=422 if form.errors else 200)


@person_required
def done(request: HttpRequest, uid: UUID) -> HttpResponseBase:
    person, on = person_for(request), today()
    instruction = instruction_for(person, uid, on, to=Verb.DIRECT)
    form = OutcomeForm(posted(request), initial={"done_on": on})
    question = of_paper(
        instruction.document,
        _("Nothing left to do?"),
        _("The instruction leaves the list of papers that wait. It stays on the page of the document."),
        _("Mark as done"),
        _("The instruction is done."),
    )
    return ask(
        request,
        question,
        lambda: settle_instruction(by=person, instruction=instruction, **form.cleaned_data),
        form,
    )
