"""Case files begun and filled: empty at first, with papers ticked in a list, or found from the case file."""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guong.jobs.clock import today
from guong.registry.access import case_for, case_keepers, cases_for, documents_for, keepers_for
from guong.registry.actions import cases as acts
from guong.registry.case_forms import NewCaseForm, PlaceForm
from guong.registry.forms import FilterForm
from guong.registry.listing import page_of
from guong.registry.models import CaseFile, OfficialDocument
from guong.registry.queries import papers_held_by
from guong.registry.rules import Refused
from guong.registry.views.asking import Question, ask, posted
from guong.registry.views.shown import type_words
from guong.units.access import person_for, person_required, verb_required
from guong.units.enums import Verb
from guong.units.models import Person, Unit

PER_PAGE = 30


@verb_required(Verb.DIRECT)
def add(request: HttpRequest) -> HttpResponseBase:
    """A new one with nothing in it yet."""
    person, on = person_for(request), today()
    form = NewCaseForm(posted(request), keepers=case_keepers(person, on), on=on)

    def work() -> str:
        case = acts.open_case(by=person, **form.cleaned_data)
        return reverse("registry:case_fill", args=[case.uid])

    question = Question(
        _("Open a case file"),
        _("It is empty at first. Documents are put in afterwards, found by number or words, or ticked in the list."),
        _("Open the case file"),
        _("The case file is open. Put its documents in."),
        reverse("registry:cases"),
        of=_("Case files"),
    )
    return ask(request, question, work, form)


@verb_required(Verb.DIRECT)
def choose(request: HttpRequest) -> HttpResponseBase:
    """Ticked papers go into an open case file or a new one. The papers come along as `document`."""
    person, on = person_for(request), today()
    given = request.POST if request.method == "POST" else request.GET
    papers = _papers(documents_for(person, on), given.getlist("document"))
    if not papers:
        return _back(request, _("No document was chosen. Tick some in the list first."))
    keepers = keepers_for(person, papers, on)
    if not keepers:
        return _back(request, _("The documents do not lie with one unit. Choose those of one register."))
    return _placed(request, person, papers, keepers, on)


def _papers(among: QuerySet[OfficialDocument], uids: list[str]) -> list[OfficialDocument]:
    found = []
    for text in uids:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return list(among.filter(uid__in=found))


def _back(request: HttpRequest, why: str) -> HttpResponse:
    messages.error(request, why)
    return redirect("registry:documents")


def _placed(
    request: HttpRequest, person: Person, papers: list[OfficialDocument], keepers: list[Unit], on: date
) -> HttpResponse:
    known = list(cases_for(person, on).filter(keeper__in=keepers, closed_on__isnull=True))
    step = request.POST.get("step") == "put"
    place = PlaceForm(request.POST if step else None, cases=known)
    new = NewCaseForm(request.POST if step and not request.POST.get("case") else None, keepers=keepers, on=on)
    if step and place.is_valid() and (place.cleaned_data["case"] or new.is_valid()):
        try:
            case = _case(person, place, new, on)
            return _put(request, person, case, papers)
        except Refused as refused:
            return _back(request, str(refused))
    context = {"papers": papers, "place": place, "form": new}
    return render(request, "registry/case_choose.html", context, status=422 if step else 200)


def _case(person: Person, place: PlaceForm, new: NewCaseForm, on: date) -> CaseFile:
    if place.cleaned_data["case"]:
        return case_for(person, UUID(place.cleaned_data["case"]), on, change=True)
    return acts.open_case(by=person, **new.cleaned_data)


def _put(request: HttpRequest, person: Person, case: CaseFile, papers: list[OfficialDocument]) -> HttpResponse:
    added = acts.add_to_case(by=person, case=case, documents=papers)
    said = ngettext("{n} document was put into the case file.", "{n} documents were put into the case file.", added)
    messages.success(request, said.format(n=added))
    return redirect("registry:case", case.uid)


@person_required
def fill(request: HttpRequest, uid: UUID) -> HttpResponseBase:
    """Find papers that lie with the keeper, and put the ticked ones in."""
    person, on = person_for(request), today()
    case = case_for(person, uid, on, change=True)
    held = papers_held_by(case.keeper)
    if request.method == "POST":
        papers = _papers(held, request.POST.getlist("document"))
        try:
            if papers:
                return _put(request, person, case, papers)
            messages.error(request, _("No document was chosen. Tick some in the list first."))
        except Refused as refused:
            messages.error(request, str(refused))
            return redirect("registry:case", case.uid)
    form = FilterForm(request.GET, on=on)
    listed = page_of(held, form, form.ask([case.keeper_id], on), request.GET.get("page"), PER_PAGE)
    there = set(case.items.values_list("document_id", flat=True))
    context = {
        "case": case,
        "form": form,
        "page": listed.pages,
        "rows": [(paper, type_words(paper.type), paper.pk in there) for paper in listed.documents],
        "narrowed": form.narrows,
    }
    return render(request, "registry/case_fill.html", context)
