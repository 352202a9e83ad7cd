"""Public pages over what other rooms keep: the list of public papers, the search index."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode

from guong.jobs.clock import today
from guong.portal.documents import paper_of, papers, papers_of
from guong.portal.facets import (
    CITED,
    DAY,
    NEWS_FACETS,
    PAPER_FACETS,
    QUERY,
    STATE_ORDER,
    ask_for,
    facets,
    kind_name,
    taken_off,
)
from guong.portal.ordering import ORDER, choices, order_of
from guong.portal.shell import PAGE, front, show
from guong.portal.views import numbers_of
from guong.registry.models import OfficialDocument
from guong.registry.queries import in_order, public_among, public_document
from guong.search.asking import wanted
from guong.search.docs import Ask
from guong.search.queries import Results, counting, found, ready, titles_begun
from guong.search.queries import search as find

ON_PAGE, HITS, SUGGESTED = 20, 20, 8
DIGITS = 7  # of the number of a page
LONGEST = 200  # characters of a question that are read


def documents(request: HttpRequest) -> HttpResponse:
    """Public papers, newest first, narrowed by what the index counts; with words, the best first."""
    given = front()
    asked = _asked(request, (QUERY, DAY, ORDER, *PAPER_FACETS))
    ask = replace(ask_for(asked, PAPER_FACETS, _day(asked), kind="document"), order=order_of(asked))
    counted = counting(ask, PAPER_FACETS.values(), states=STATE_ORDER)
    listed = _listed(ask, _number(request))
    base = f"?{urlencode({**asked, PAGE: ''})}"
    context = {
        "query": ask.q,
        "no_words": ask.q and not wanted(ask.q),
        "kept": [(name, value) for name, value in asked.items() if name != QUERY],
        "facets": facets(counted(), asked, PAPER_FACETS),
        "chosen": taken_off(asked, PAPER_FACETS),
        "orders": choices(asked),
        "on": ask.day,
        "other_day": ask.day != today(),
        "kept_but_day": [(name, value) for name, value in asked.items() if name != DAY],
        "no_index": listed.no_index,
        "asked_again": urlencode({name: value for name, value in asked.items() if name not in {DAY, ORDER}}),
        "papers": papers_of(listed.papers, ask.day or today()),
        "total": listed.pages.paginator.count,
        **_pager(listed.pages, base),
    }
    return show(request, given, "portal/documents.html", context)


def _asked(request: HttpRequest, names: Iterable[str]) -> dict[str, str]:
    """What the address asks for; signs that no text holds are left out, as no engine takes them."""
    given = {name: request.GET.get(name, "").replace("\0", "").strip()[:LONGEST] for name in names}
    return {name: value for name, value in given.items() if value}


def _day(asked: dict[str, str]) -> date:
    """The day on which states are asked for; today where none is named."""
    try:
        return date.fromisoformat(asked.get(DAY, ""))
    except ValueError:
        asked.pop(DAY, None)
        return today()


def _number(request: HttpRequest) -> int:
    asked = request.GET.get(PAGE, "")
    return max(1, int(asked)) if asked.isdecimal() and len(asked) < DIGITS else 1


@dataclass(frozen=True)
class Listed:
    """One page of papers. Without an index the newest are shown, whatever was asked for."""

    papers: list[OfficialDocument]
    pages: Page[Any]
    no_index: bool = False


def _listed(ask: Ask, number: int) -> Listed:
    result = found(ask, page=number, per=ON_PAGE)
    if result is None:
        page = Paginator(in_order(papers(), ask.order), ON_PAGE).get_page(number)
        return Listed(list(page.object_list), page, no_index=True)
    pages = Paginator(range(result.total), ON_PAGE).get_page(number)
    if pages.number != number and result.total:
        return _listed(ask, pages.number)
    uids = [id.partition(":")[2] for id in result.ids]
    rows = {str(paper.uid): paper for paper in public_among(uids)}
    return Listed([rows[uid] for uid in uids if uid in rows], pages)


def _pager(listed: Page[Any], base: str) -> dict[str, Any]:
    return {
        "numbers": numbers_of(listed, base),
        "next_url": f"{base}{listed.next_page_number()}" if listed.has_next() else "",
        "current": listed.number,
    }


def search(request: HttpRequest) -> HttpResponse:
    """News and public documents together, exact first; `dan` names a paper that is to be cited."""
    given = front()
    asked = _asked(request, (QUERY, CITED, *NEWS_FACETS))
    cited = _cited(asked)
    ask = ask_for(asked, NEWS_FACETS, today())
    if cited:
        ask = replace(ask, cites=f"document:{cited.uid}")
    counted = counting(ask, NEWS_FACETS.values()) if ask.q or cited else dict
    results, listed = _page_of_hits(ask, _number(request))
    base = "?" + urlencode({**asked, PAGE: ""})
    context = {
        "query": ask.q,
        "cited": paper_of(cited, today()) if cited else None,
        "kept": [(name, value) for name, value in asked.items() if name == CITED],
        "no_words": ask.q and not wanted(ask.q),
        "no_index": ready() is False,
        "narrowed": bool(ask.facets),
        "begun": results.begun,
        "total": results.total,
        "hits": [{"hit": hit, "kind": kind_name(hit.kind)} for hit in results.hits],
        "facets": facets(counted(), asked, NEWS_FACETS),
        "chosen": taken_off(asked, NEWS_FACETS),
        **_pager(listed, base),
    }
    return show(request, given, "portal/search.html", context)


def _cited(asked: dict[str, str]) -> OfficialDocument | None:
    """The public paper whose citations are looked for; 404 for one that is none."""
    if CITED not in asked:
        return None
    try:
        return public_document(UUID(asked[CITED]))
    except ValueError:
        raise Http404 from None


def _page_of_hits(ask: Ask, wanted_page: int) -> tuple[Results, Page[int]]:
    """The page of results that was asked for, the last one where it lies beyond."""
    results = find(ask.q, ask=ask, page=wanted_page, per=HITS)
    listed = Paginator(range(results.total), HITS).get_page(wanted_page)
    if listed.number != wanted_page and results.total:
        results = find(ask.q, ask=ask, page=listed.number, per=HITS)
    return results, listed


def suggest(request: HttpRequest) -> HttpResponse:
    """Titles and numbers that begin with what is typed, as a part of a page."""
    asked = _asked(request, (QUERY,))
    only = {"kind": "document"} if request.GET.get("loai") == "document" else {}
    found_docs = titles_begun(Ask(q=asked.get(QUERY, ""), facets=only), many=SUGGESTED)
    return render(request, "ui/suggestions.html", {"query": asked.get(QUERY, ""), "docs": found_docs})
