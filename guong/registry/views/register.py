"""The list of a register, and taking papers into it."""

from collections.abc import Iterable
from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from guong.jobs.clock import today
from guong.registry import sheet_out
from guong.registry.access import document_for, documents_among, readers_for
from guong.registry.actions import DOCUMENT, find_or_make_issuer, register_document
from guong.registry.forms import DocumentForm, FilterForm
from guong.registry.listing import COUNTED, STATE_ORDER, Listed, all_of, page_of
from guong.registry.models import OfficialDocument
from guong.registry.rules import Refused, refuse_marks, secrecy_warnings
from guong.registry.views.instructions import proposed_arrival
from guong.registry.views.shown import states_words, type_table, type_words
from guong.search.docs import STAFF, Ask
from guong.search.queries import counting, titles_begun
from guong.ui.export import table_response
from guong.units.access import may_somewhere, person_for, person_required, scope, verb_required
from guong.units.enums import Verb
from guong.units.models import Person
from guong.units.queries import working_in

PER_PAGE = 20


@person_required
def documents(request: HttpRequest) -> HttpResponseBase:
    """The register: what the person's units keep, narrowed by filters; `format` takes it away as a sheet."""
    person, on = person_for(request), today()
    form = FilterForm(request.GET, on=on)
    seen = readers_for(person, on)
    ask, papers = form.ask(seen, on), documents_among(seen)
    cited = document_for(person, form.cleaned_data["cites"], on) if ask.cites else None
    sheet = request.GET.get("format") in {"xlsx", "csv"}
    counted = dict if sheet else counting(ask, COUNTED, shelf=STAFF, states=STATE_ORDER)
    listed = page_of(papers, form, ask, request.GET.get("page"), PER_PAGE)
    day = ask.day or on
    # Without an index a sheet could lack papers that were asked for; the page says why there is none.
    if sheet and not (listed.no_index and (ask.q or ask.state)):
        return _sheet(request, all_of(papers, form, ask), day)
    query = request.GET.copy()
    for name in ("page", "format"):
        query.pop(name, None)
    rows = _rows(listed, day)
    form.offer(counted())
    return render(
        request,
        "registry/documents.html",
        {
            "form": form,
            "page": listed.pages,
            "rows": rows,
            "no_index": listed.no_index,
            "begun": listed.begun,
            "cited": cited,
            "query": query.urlencode(),
            "may_register": may_somewhere(request, Verb.DIRECT),
            "narrowed": form.narrows,
        },
    )


def _rows(listed: Listed, on: date) -> list[tuple[object, ...]]:
    """Each paper with its type, its state, what was found in its text, and the label of its tick."""
    states, choose = states_words(listed.documents, on), _("Choose {name}")
    return [
        (
            one,
            type_words(one.type),
            states[one.pk],
            listed.shown.get(f"{DOCUMENT}:{one.uid}"),
            choose.format(name=one.symbol or one.abstract),
        )
        for one in listed.documents
    ]


@person_required
def suggest(request: HttpRequest) -> HttpResponseBase:
    """Papers in sight whose number or title begins with what is typed, as a part of a page."""
    person, on = person_for(request), today()
    form = FilterForm(request.GET, on=on)
    docs = titles_begun(Ask(q=form.asked("q"), readers=readers_for(person, on)), shelf=STAFF)
    return render(request, "ui/suggestions.html", {"query": form.asked("q"), "docs": docs})


def _sheet(request: HttpRequest, documents: Iterable[OfficialDocument], on: date) -> HttpResponse:
    """With everything that the import reads, so that what goes out comes in again."""
    inside = scope(person_for(request), Verb.SEE, on)
    values = sheet_out.rows(documents, on, inside=inside, types=type_table())
    return table_response(_("document-list"), sheet_out.heads(), values, request.GET["format"])


@verb_required(Verb.DIRECT)
def add(request: HttpRequest) -> HttpResponseBase:
    person, on = person_for(request), today()
    keepers = list(scope(person, Verb.DIRECT, on))
    first = working_in(person, Verb.DIRECT, on)
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
