"""Public pages over what other rooms keep: the list of public papers, the search index."""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, QuerySet
from django.db.models.functions import ExtractYear
from django.http import HttpRequest, HttpResponse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from guong.jobs.clock import today
from guong.portal.documents import papers_of, type_name
from guong.portal.narrowing import MOST, asked_for, chosen, found_by
from guong.portal.shell import PAGE, front, show
from guong.portal.views import numbers_of
from guong.registry.models import OfficialDocument
from guong.search.queries import Results
from guong.search.queries import search as find

ON_PAGE, HITS = 20, 20
DIGITS = 7  # of the number of a page


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
    asked = asked_for(request.GET.dict())
    found = found_by(asked.get("q", ""))
    listed = Paginator(chosen(found, asked), ON_PAGE).get_page(request.GET.get(PAGE))
    base = f"?{urlencode({**asked, PAGE: ''})}"
    facets = _facets(found, asked)
    context = {
        "query": asked.get("q", ""),
        "kept": [(name, value) for name, value in asked.items() if name != "q"],
        "facets": facets,
        "chosen": _taken_off(facets),
        "asked_again": urlencode(asked),
        "papers": papers_of(listed.object_list, today()),
        "total": listed.paginator.count,
        "numbers": numbers_of(listed, base),
        "next_url": f"{base}{listed.next_page_number()}" if listed.has_next() else "",
        "current": listed.number,
    }
    return show(request, given, "portal/documents.html", context)


def _facets(found: QuerySet[OfficialDocument], asked: dict[str, str]) -> list[Facet]:
    """Years, types and issuers, each with the number of papers that choosing it would show."""

    def rest(name: str) -> QuerySet[OfficialDocument]:
        return chosen(found, {key: value for key, value in asked.items() if key != name}).order_by()

    years = rest("nam").filter(issued_on__isnull=False).annotate(year=ExtractYear("issued_on")).values_list("year")
    types = rest("loai").values_list("type")
    issuers = rest("co-quan").filter(issuer__isnull=False).values_list("issuer__name")
    facets = [
        Facet(_("Year of issue"), _choices("nam", years.annotate(n=Count("pk")).order_by("-year"), asked)),
        Facet(_("Type"), _choices("loai", types.annotate(n=Count("pk")).order_by("-n", "type"), asked)),
        Facet(_("Issued by"), _choices("co-quan", issuers.annotate(n=Count("pk")).order_by("-n")[:12], asked)),
    ]
    return [facet for facet in facets if facet.choices]


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


def search(request: HttpRequest) -> HttpResponse:
    """News and public documents together, exact first."""
    given = front()
    query = request.GET.get("q", "").replace("\0", "").strip()[:MOST]
    kind = request.GET.get("loai") if request.GET.get("loai") in {"article", "document"} else None
    results, listed = _page_of_hits(query, kind, request.GET.get(PAGE, ""))
    base = "?" + urlencode({"q": query, **({"loai": kind} if kind else {}), PAGE: ""})
    names = {"article": _("News"), "document": _("Documents")}
    context = {
        "query": query,
        "narrowed": bool(kind),
        "total": results.total,
        "hits": [
            {
                "kind": names.get(hit.kind, ""),
                "url": hit.url,
                "title_html": hit.title_html,
                "snippet_html": hit.snippet_html,
                "on": hit.on,
            }
            for hit in results.hits
        ],
        "kinds": [
            {"label": label, "url": "?" + urlencode({"q": query, "loai": code}), "current": (kind or "") == code}
            for code, label in (("", _("Everything")), *names.items())
        ],
        "numbers": numbers_of(listed, base),
        "next_url": f"{base}{listed.next_page_number()}" if listed.has_next() else "",
        "current": listed.number,
    }
    return show(request, given, "portal/search.html", context)


def _page_of_hits(query: str, kind: str | None, asked: str) -> tuple[Results, Page[int]]:
    """The page of results that was asked for, the last one where it lies beyond."""
    wanted = max(1, int(asked)) if asked.isdecimal() and len(asked) < DIGITS else 1
    results = find(query, kind=kind, page=wanted, per=HITS) if query else Results(0, [])
    listed = Paginator(range(results.total), HITS).get_page(wanted)
    if listed.number != wanted and results.total:
        results = find(query, kind=kind, page=listed.number, per=HITS)
    return results, listed
