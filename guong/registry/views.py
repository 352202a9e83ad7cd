from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from guong.jobs.clock import today
from guong.registry import queries
from guong.registry.access import citation_for, document_for, documents_for
from guong.registry.actions import (
    DOCUMENT,
    find_or_make_issuer,
    make_internal,
    make_public,
    register_document,
    settle_citation,
)
from guong.registry.enums import Publicity, Validity
from guong.registry.forms import CandidateForm, DocumentForm, FilterForm
from guong.registry.models import Citation, OfficialDocument, Relation
from guong.registry.rules import Refused, refuse_marks, secrecy_warnings
from guong.ui.export import table_response
from guong.units.access import may, person_for, person_required, scope, verb_required
from guong.units.enums import Verb
from guong.units.models import Person, Unit
from guong.units.queries import names_of

_PER_PAGE = 50
# The class of a pill in look/ for each state.
_PILLS = {Validity.IN_FORCE: "force", Validity.ENDED_IN_PART: "part", Validity.NOT_YET: "soon"}


@dataclass(frozen=True)
class Piece:
    """A stretch of a text, a citation where it is one, and the address of its paper where the person may open it."""

    text: str
    citation: Citation | None = None
    url: str = ""


def _type(code: str) -> str:
    return settings.PACK.label("document_types", code, get_language() or "vi")


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
    page = Paginator(rows.prefetch_related("related_by__document"), _PER_PAGE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    return render(
        request,
        "registry/documents.html",
        {
            "form": form,
            "page": page,
            "rows": [(document, _type(document.type), _state(document, on)) for document in page.object_list],
            "query": query.urlencode(),
            "may_register": scope(person, Verb.DIRECT, on).exists(),
            "narrowed": any(request.GET.get(name) for name in form.fields),
        },
    )


def _state(document: OfficialDocument, on: date) -> tuple[str, str]:
    """The words of a state and the class of its pill."""
    state = Validity(queries.validity(document, on, document.related_by.all()))
    return str(state.label), _PILLS.get(state, "")


def _sheet(request: HttpRequest, rows: QuerySet[OfficialDocument], on: date) -> HttpResponse:
    columns = [
        _("Direction"),
        _("Arrival number"),
        _("Arrived on"),
        _("Number and symbol"),
        _("Type"),
        _("Issued on"),
        _("Issued by"),
        _("Abstract"),
        _("Signer"),
        _("State"),
        _("Publicity"),
    ]
    values = (
        (
            document.get_direction_display(),
            document.arrival_no,
            document.arrived_on,
            document.symbol,
            _type(document.type),
            document.issued_on,
            document.issuer.name if document.issuer else "",
            document.abstract,
            document.signer,
            _state(document, on)[0],
            document.get_publicity_display(),
        )
        for document in rows.prefetch_related("related_by__document")
    )
    return table_response(_("document-list"), columns, values, request.GET["format"])


@verb_required(Verb.DIRECT)
def add(request: HttpRequest) -> HttpResponseBase:
    person, on = person_for(request), today()
    keepers = list(scope(person, Verb.DIRECT, on))
    first = person.mandates.filter(unit__in=keepers).order_by("starts_on").first()
    form = DocumentForm(
        request.POST or None, keepers=keepers, on=on, initial={"keeper": first.unit.uid if first else None}
    )
    if request.method == "POST" and form.is_valid():
        try:
            document = _registered(person, form)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(
                request, _("{symbol} is in the register.").format(symbol=document.symbol or _type(document.type))
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


@person_required
def document(request: HttpRequest, uid: UUID) -> HttpResponseBase:
    """One paper: its fields, its text with citations, what cites it, its relations."""
    person, on = person_for(request), today()
    found = document_for(person, uid, on)
    seen = scope(person, Verb.SEE, on)
    text = found.text or found.abstract
    cited = queries.cited_in(DOCUMENT, found.uid)
    open_ids = set(OfficialDocument.objects.filter(keeper__in=seen).values_list("pk", flat=True)) if cited else set()
    return render(
        request,
        "registry/document.html",
        {
            "document": found,
            "type": _type(found.type),
            "state": _state(found, on),
            "on": on,
            "keeper": names_of([found.keeper], on).get(found.keeper_id, ""),
            "pieces": list(_pieces(text, cited, open_ids)),
            "citing": queries.citing(found, seen),
            "relations": list(_relations(found, open_to=seen)),
            "may_direct": may(person, Verb.DIRECT, found.keeper, on),
            "files": found.files.all(),
        },
    )


def _pieces(text: str, cited: Iterable[Citation], open_ids: set[int]) -> Iterator[Piece]:
    at = 0
    for citation in cited:
        yield Piece(text[at : citation.start])
        target = citation.target
        url = reverse("registry:document", args=[target.uid]) if target and target.pk in open_ids else ""
        yield Piece(text[citation.start : citation.end], citation, url)
        at = citation.end
    yield Piece(text[at:])


def _relations(
    document: OfficialDocument, *, open_to: QuerySet[Unit]
) -> Iterator[tuple[str, OfficialDocument, date | None]]:
    """Both sides, in the words of the pack; only papers of registers that the person sees."""
    language = get_language() or "vi"
    own = document.relations.filter(other__keeper__in=open_to).select_related("other", "document")
    others = document.related_by.filter(document__keeper__in=open_to).select_related("document")
    for relation in own:
        yield settings.PACK.label("relation_kinds", relation.kind, language), relation.other, _from(relation)
    for relation in others:
        yield _passive(relation.kind, language), relation.document, _from(relation)


def _from(relation: Relation) -> date | None:
    return queries.effective_day(relation)


def _passive(kind: str, language: str) -> str:
    entry = settings.PACK.entry("relation_kinds", kind)
    return str(entry.extra.get(f"passive_{language}", entry.extra["passive_vi"])) if entry else kind


@person_required
def publish(request: HttpRequest, uid: UUID) -> HttpResponseBase:
    """Ask, then make public."""
    person = person_for(request)
    found = document_for(person, uid, today(), to=Verb.DIRECT)
    if request.method == "POST":
        make_public(by=person, document=found)
        messages.success(request, _("{symbol} is public.").format(symbol=found.symbol or _type(found.type)))
        return redirect("registry:document", found.uid)
    return render(
        request,
        "ui/confirm.html",
        {
            "title": _("Make {symbol} public?").format(symbol=found.symbol or _type(found.type)),
            "effect": _("Everybody can then read its fields, its text and its files on the portal and find it there."),
            "action": _("Make public"),
            "back": reverse("registry:document", args=[found.uid]),
        },
    )


@person_required
def withdraw(request: HttpRequest, uid: UUID) -> HttpResponseBase:
    """Ask, then take back from the public."""
    person = person_for(request)
    found = document_for(person, uid, today(), to=Verb.DIRECT)
    if request.method == "POST":
        make_internal(by=person, document=found)
        messages.success(request, _("{symbol} is internal.").format(symbol=found.symbol or _type(found.type)))
        return redirect("registry:document", found.uid)
    return render(
        request,
        "ui/confirm.html",
        {
            "title": _("Make {symbol} internal?").format(symbol=found.symbol or _type(found.type)),
            "effect": _("The portal no longer shows it, and links to it become plain text."),
            "action": _("Make internal"),
            "back": reverse("registry:document", args=[found.uid]),
        },
    )


@verb_required(Verb.DIRECT)
def unresolved(request: HttpRequest) -> HttpResponseBase:
    """What texts of the registers cite and no register holds, or what could be several papers."""
    rows = queries.unresolved(scope(person_for(request), Verb.DIRECT, today()))
    if request.GET.get("format") in {"xlsx", "csv"}:
        values = ((row.symbol, row.surface, row.cited_on, row.get_resolution_display()) for row in rows)
        columns = [_("Number and symbol"), _("As printed"), _("Day of issue"), _("State")]
        return table_response(_("not-held"), columns, values, request.GET["format"])
    page = Paginator(rows, _PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "registry/unresolved.html", {"page": page, "publicity": Publicity})


@require_POST
@person_required
def settle(request: HttpRequest, uid: UUID) -> HttpResponseBase:
    """A person says which of several papers is meant."""
    person, on = person_for(request), today()
    citation = citation_for(person, uid, on)
    form = CandidateForm(request.POST)
    if form.is_valid():
        chosen = get_object_or_404(documents_for(person, on), uid=form.cleaned_data["document"])
        settle_citation(by=person, citation=citation, document=chosen)
        messages.success(request, _("“{words}” is linked.").format(words=citation.surface))
    return redirect("registry:unresolved")
