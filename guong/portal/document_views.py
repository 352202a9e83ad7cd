"""Public pages over what other rooms keep: the register's public papers, the search index."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import Count, QuerySet
from django.db.models.functions import ExtractYear
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from guong.files.queries import stream
from guong.jobs.clock import today
from guong.portal.documents import Paper, file_label, paper_of, papers, relations_of, type_name
from guong.portal.shell import PAGE, front, show
from guong.portal.views import numbers_of
from guong.registry.models import OfficialDocument
from guong.registry.queries import public_document
from guong.search.queries import search as find

ON_PAGE, HITS = 20, 20
FACETS = {"nam": "year", "loai": "type", "co-quan": "issuer"}


@dataclass(frozen=True)
class Choice:
    label: str
    number: int
    url: str
    current: bool


@dataclass(frozen=True)
class Facet:
    label: str
    choices: list[Choice]


def documents(request: HttpRequest) -> HttpResponse:
    """Public papers, newest first, by year, type and issuer; `q` asks the search index."""
    given = front()
    asked = {name: request.GET[name] for name in (*FACETS, "q") if request.GET.get(name)}
    listed = Paginator(_chosen(asked), ON_PAGE).get_page(request.GET.get(PAGE))
    base = f"?{urlencode({**asked, PAGE: ''})}"
    facets = _facets(asked)
    context = {
        "query": asked.get("q", ""),
        "kept": [(name, value) for name, value in asked.items() if name != "q"],
        "facets": facets,
        "chosen": _taken_off(facets),
        "papers": [paper_of(one, today()) for one in listed.object_list],
        "total": listed.paginator.count,
        "numbers": numbers_of(listed, base),
        "next_url": f"{base}{listed.next_page_number()}" if listed.has_next() else "",
        "current": listed.number,
    }
    return show(request, given, "portal/documents.html", context)


def _chosen(asked: dict[str, str]) -> QuerySet[OfficialDocument]:
    found = papers()
    if asked.get("nam", "").isdecimal():
        found = found.filter(issued_on__year=int(asked["nam"]))
    if "loai" in asked:
        found = found.filter(type=asked["loai"])
    if "co-quan" in asked:
        found = found.filter(issuer__name=asked["co-quan"])
    if "q" in asked:
        hits = find(asked["q"], kind="document", per=500).hits
        found = found.filter(uid__in=[hit.id.removeprefix("document:") for hit in hits])
    return found


def _facets(asked: dict[str, str]) -> list[Facet]:
    """Years, types and issuers of all public papers, with their numbers."""
    bare = papers().order_by()
    years = bare.filter(issued_on__isnull=False).annotate(year=ExtractYear("issued_on")).values_list("year")
    types = bare.values_list("type")
    issuers = bare.filter(issuer__isnull=False).values_list("issuer__name")
    return [
        Facet(_("Year of issue"), _choices("nam", years.annotate(n=Count("pk")).order_by("-year"), asked)),
        Facet(_("Type"), _choices("loai", types.annotate(n=Count("pk")).order_by("-n", "type"), asked)),
        Facet(_("Issued by"), _choices("co-quan", issuers.annotate(n=Count("pk")).order_by("-n")[:12], asked)),
    ]


def _choices(name: str, rows: Any, asked: dict[str, str]) -> list[Choice]:
    return [
        Choice(
            label=type_name(value) if name == "loai" else str(value),
            number=number,
            url=_with(asked, name, str(value)),
            current=asked.get(name) == str(value),
        )
        for value, number in rows
    ]


def _with(asked: dict[str, str], name: str, value: str) -> str:
    """The address of the list with one filter set, or taken off when it is set already."""
    rest = {key: kept for key, kept in asked.items() if key != name}
    return "?" + urlencode(rest if asked.get(name) == value else {**rest, name: value})


def _taken_off(facets: list[Facet]) -> list[Choice]:
    return [choice for facet in facets for choice in facet.choices if choice.current]


def document(request: HttpRequest, uid: UUID) -> HttpResponse:
    """One public paper; an internal one is as if it were not there."""
    given = front()
    found = public_document(uid)
    paper = paper_of(found, today())
    context = {
        "document": found,
        "paper": paper,
        "files": [
            {"url": reverse("portal:document_file", args=[found.uid, one.uid]), "label": file_label(one)}
            for one in found.files.filter(taken_out_at__isnull=True)
        ],
        "relations": relations_of(found),
        "crumbs": [(_("Home"), "/"), (_("Documents"), reverse("portal:documents")), (_name(paper), "")],
    }
    return show(request, given, "portal/document.html", context)


def _name(paper: Paper) -> str:
    return paper.symbol or paper.type_label


def document_file(request: HttpRequest, uid: UUID, file: UUID) -> StreamingHttpResponse:  # noqa: ARG001  (Django calls it so)
    """A file of a public paper, streamed."""
    found = public_document(uid)
    kept = found.files.filter(uid=file, taken_out_at__isnull=True).first()
    if kept is None:
        raise Http404
    response = StreamingHttpResponse(stream(kept), content_type=kept.media_type)
    name = (found.symbol or found.type).replace("/", "-").replace(" ", "")
    ending = file_label(kept).split(",", maxsplit=1)[0].lower()
    response["Content-Disposition"] = "attachment; filename*=UTF-8''" + urlencode({"": f"{name}.{ending}"})[1:]
    response["Content-Length"] = str(kept.size)
    return response


def search(request: HttpRequest) -> HttpResponse:
    """News and public documents together, exact first."""
    given = front()
    query = request.GET.get("q", "").strip()[:200]
    kind = request.GET.get("loai") if request.GET.get("loai") in {"article", "document"} else None
    page = max(1, int(asked)) if (asked := request.GET.get(PAGE, "1")).isdecimal() else 1
    results = find(query, kind=kind, page=page, per=HITS) if query else None
    base = "?" + urlencode({"q": query, **({"loai": kind} if kind else {}), PAGE: ""})
    pages = -(-results.total // HITS) if results else 0
    names = {"article": _("News"), "document": _("Documents")}
    context = {
        "query": query,
        "total": results.total if results else 0,
        "hits": [
            {
                "kind": names.get(hit.kind, ""),
                "url": hit.url,
                "title_html": hit.title_html,
                "snippet_html": hit.snippet_html,
                "on": hit.on,
            }
            for hit in (results.hits if results else [])
        ],
        "kinds": [
            {"label": label, "url": "?" + urlencode({"q": query, "loai": code}), "current": (kind or "") == code}
            for code, label in (("", _("Everything")), *names.items())
        ],
        "numbers": [(n, f"{base}{n}") for n in range(1, min(pages, 10) + 1)],
        "next_url": f"{base}{page + 1}" if page < pages else "",
        "current": page,
    }
    return show(request, given, "portal/search.html", context)
