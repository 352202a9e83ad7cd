"""Taking a register in from a sheet, with a preview; and one pasted row as a start for the form."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guong.jobs.clock import today
from guong.registry.actions import BadRows, Plan, import_documents, plan_import
from guong.registry.enums import Direction
from guong.registry.forms import DocumentForm
from guong.registry.incoming_forms import GapsForm, ImportForm, PasteForm, TakeForm
from guong.registry.pasting import start_of
from guong.registry.rules import Refused
from guong.registry.sheet_rows import plain
from guong.registry.sheets import COLUMNS, BadSheet, Sheet, of_text, read
from guong.registry.views.instructions import proposed_arrival
from guong.render import tables
from guong.units.access import person_for, scope, verb_required
from guong.units.enums import Verb
from guong.units.models import Person, Unit
from guong.units.queries import working_in

MOST_ON_SCREEN = 400  # what a request takes in within two seconds; more goes through the command
SHOWN = 50


def _keepers(person: Person) -> list[Unit]:
    return list(scope(person, Verb.DIRECT, today()))


def _first(person: Person) -> dict[str, Any]:
    mandate = working_in(person, Verb.DIRECT, today())
    return proposed_arrival(mandate, today())


@verb_required(Verb.DIRECT)
def choose(request: HttpRequest) -> HttpResponseBase:
    """The file; posted, what taking it in would do. Nothing is written here."""
    person = person_for(request)
    keepers = _keepers(person)
    form = ImportForm(request.POST or None, request.FILES or None, keepers=keepers, on=today())
    if request.method != "POST":
        form.initial = {"keeper": _first(person).get("keeper")}
    if request.method == "POST" and form.is_valid():
        try:
            return _preview(request, form.cleaned_data["keeper"], read(form.cleaned_data["file"].read()))
        except BadSheet as bad:
            form.add_error("file", str(bad))
    return _choosing(request, form)


def _choosing(request: HttpRequest, form: ImportForm) -> HttpResponse:
    columns = [str(column.label) for column in COLUMNS if column.key != "mark"]
    context = {"form": form, "columns": columns}
    return render(request, "registry/import.html", context, status=422 if form.errors else 200)


def _preview(request: HttpRequest, keeper: Unit, sheet: Sheet, form: TakeForm | None = None) -> HttpResponse:
    plan = plan_import(keeper=keeper, sheet=sheet, on=today())
    labels = {column.key: column.label for column in COLUMNS}
    many = len(plan.new) > MOST_ON_SCREEN
    context = {
        "plan": plan,
        "columns": [labels[key] for key in sheet.keys],
        "unread": sheet.unread,
        "rows": [
            (row.line, [(labels[key], plain(row.cells.get(key))) for key in sheet.keys]) for row in sheet.rows[:SHOWN]
        ],
        "count": len(sheet.rows),
        "more": max(0, len(sheet.rows) - SHOWN),
        "many": many,
        "form": form or _taking(plan, initial={"keeper": keeper.uid, "sheet": _carried(sheet)}),
        "ready": not plan.faults and bool(plan.new) and not many,
    }
    bad = bool(plan.faults) or (form is not None and bool(form.errors))
    return render(request, "registry/import_preview.html", context, status=422 if bad else 200)


def _taking(plan: Plan, **given: Any) -> TakeForm:
    return GapsForm(gaps=plan.gaps, **given) if plan.gaps else TakeForm(**given)


def _carried(sheet: Sheet) -> str:
    """The rows as text, each on the line where it stood, so that the second step reads exactly what was shown."""
    empty = ["" for _key in sheet.keys]
    cells: list[list[str]] = []
    for row in sheet.rows:
        cells += [empty] * (row.line - len(cells) - 2)
        cells.append([plain(row.cells.get(key)) for key in sheet.keys])
    return tables.csv(list(sheet.keys), cells).decode("utf-8-sig")


@verb_required(Verb.DIRECT)
def take(request: HttpRequest) -> HttpResponseBase:
    """Take the previewed rows in."""
    person = person_for(request)
    form = TakeForm(request.POST or None)
    keeper = _keeper_of(person, form)
    if request.method != "POST" or keeper is None:
        return redirect("registry:import")
    try:
        sheet = of_text(form.cleaned_data["sheet"])
        form = _taking(plan_import(keeper=keeper, sheet=sheet, on=today()), data=request.POST)
        plan = import_documents(by=person, keeper=keeper, sheet=sheet, on=today(), **_told(form))
    except BadSheet:
        return redirect("registry:import")
    except BadRows:
        return _preview(request, keeper, sheet, form)
    except Refused as refused:
        form.add_error(None, str(refused))
        return _preview(request, keeper, sheet, form)
    _say(request, plan)
    return redirect("registry:documents")


def _told(form: TakeForm) -> dict[str, Any]:
    """What the form says besides the rows."""
    form.is_valid()
    return {name: value for name, value in form.cleaned_data.items() if name not in {"keeper", "sheet"}}


def _keeper_of(person: Person, form: TakeForm) -> Unit | None:
    if not form.is_valid():
        return None
    return scope(person, Verb.DIRECT, today()).filter(uid=form.cleaned_data["keeper"]).first()


_TOLD = 10  # notices that fit a message; the preview before it listed them all


def _say(request: HttpRequest, plan: Plan) -> None:
    new = len(plan.new)
    said = ngettext("{n} document is registered; {known} were held already.",
                    "{n} documents are registered; {known} were held already.", new)  # fmt: skip
    messages.success(request, said.format(n=new, known=plan.known))
    if plan.notices:
        messages.info(request, " ".join([_("To be looked at:"), *map(str, plan.notices[:_TOLD])]))


@verb_required(Verb.DIRECT)
def paste(request: HttpRequest) -> HttpResponseBase:
    """A pasted row fills the form of a paper, for a person to confirm."""
    person = person_for(request)
    form = PasteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        start = start_of(form.cleaned_data["row"])
        if len(start) > 1:
            return _filled(request, person, start)
        form.add_error("row", _("Nothing could be told apart. Copy the whole row, with its symbol and abstract."))
    return render(request, "registry/paste.html", {"form": form}, status=422 if form.errors else 200)


def _filled(request: HttpRequest, person: Person, start: dict[str, Any]) -> HttpResponse:
    keepers = _keepers(person)
    proposed = _first(person)
    form = DocumentForm(keepers=keepers, on=today(), initial={"direction": Direction.INCOMING, **proposed, **start})
    messages.info(request, _("Nothing is stored yet. Check each field, then register."))
    return render(request, "registry/add.html", {"form": form})
