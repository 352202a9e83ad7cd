"""The list of a register, and taking papers into it."""

from datetime import date

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from guong.jobs.clock import today
from guong.registry import queries, sheet_out
from guong.registry.access import documents_for
from guong.registry.actions import find_or_make_issuer, register_document
from guong.registry.forms import DocumentForm, FilterForm
from guong.registry.models import OfficialDocument
from guong.registry.rules import Refused, refuse_marks, secrecy_warnings
from guong.registry.views.instructions import proposed_arrival
from guong.registry.views.shown import state_words, type_table, type_words
from guong.ui.export import table_response
from guong.units.access import person_for, person_required, scope, verb_required
from guong.units.enums import Verb
from guong.units.models import Person

PER_PAGE = 50


def _filtered(rows: QuerySet[OfficialDocument], form: FilterForm) -> QuerySet[OfficialDocument]:
    form.is_valid()
    asked = form.cleaned_data
    for name in ("direction", "type", "publicity"):
        if asked.get(name):
            rows = rows.filter(**{name: asked[name]})
    if asked.get("year"):
        rows = rows.filter(issued_on__year=asked["year"])
    return queries.matching(rows, asked.get("q") or "")


@person_required
def documents(request: HttpRequest) -> HttpResponseBase:
    """The register: what the person's units keep, narrowed by filters; `format` takes it away as a sheet."""
    person, on = person_for(request), today()
    form = FilterForm(request.GET, on=on)
    rows = _filtered(documents_for(person, on), form)
    if request.GET.get("format") in {"xlsx", "csv"}:
        return _sheet(request, rows, on)
    page = Paginator(rows.prefetch_related("related_by__document"), PER_PAGE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    return render(
        request,
        "registry/documents.html",
        {
            "form": form,
            "page": page,
            "rows": [(document, type_words(document.type), state_words(document, on)) for document in page.object_list],
            "query": query.urlencode(),
            "may_register": scope(person, Verb.DIRECT, on).exists(),
            "narrowed": any(request.GET.get(name) for name in form.fields),
        },
    )


def _sheet(request: HttpRequest, rows: QuerySet[OfficialDocument], on: date) -> HttpResponse:
    """With everything that the import reads, so that what goes out comes in again."""
    inside = scope(person_for(request), Verb.SEE, on)
    values = sheet_out.rows(rows, on, inside=inside, types=type_table())
    return table_response(_("document-list"), sheet_out.heads(), values, request.GET["format"])


@verb_required(Verb.DIRECT)
def add(request: HttpRequest) -> HttpResponseBase:
    person, on = person_for(request), today()
    keepers = list(scope(person, Verb.DIRECT, on))
    first = person.mandates.filter(unit__in=keepers).order_by("starts_on").first()
    form = DocumentForm(request.POST or None, keepers=keepers, on=on, initial=proposed_arrival(first, on))
    if request.method == "POST" and form.is_valid():
        try:
            document = _registered(person, form)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(
                request, _("{symbol} is in the register.").format(symbol=document.symbol or type_words(document.type))
            )
            for words in secrecy_warnings(document.text)[:3]:
                messages.warning(
                    request, _("The text speaks of secrecy, look at this place: “{words}”.").format(words=words)
                )
            return redirect("registry:document", document.uid)
    return render(request, "registry/add.html", {"form": form}, status=422 if form.errors else 200)


def _registered(person: Person, form: DocumentForm) -> OfficialDocument:
    given = dict(form.cleaned_data)
    refuse_marks(given["symbol"], given["abstract"], given["text"])
    issuer = find_or_make_issuer(name=given.pop("issuer_name"), code=given.pop("issuer_code"))
    return register_document(by=person, issuer=issuer, **given)
