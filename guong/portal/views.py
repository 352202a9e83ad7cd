"""The public pages of the portal that Wagtail keeps: front page, news, articles."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.core.paginator import Page as ListPage
from django.core.paginator import Paginator
from django.db.models import QuerySet, prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from guong.jobs.clock import today
from guong.portal import queries, reading
from guong.portal.documents import Paper, newest_papers, paper_of
from guong.portal.models import ArticlePage, HomePage, NewsIndexPage
from guong.portal.queries import Card
from guong.portal.shell import PAGE, SECTION, Front, Place, front, section_places, show
from guong.ui.templatetags.ui import month

KEEP = "luu"
ON_FRONT, ON_PAGE, NEW_PAPERS, RELATED = 4, 10, 5, 3
Numbers = list[tuple[int | str, str]]


def article_url(given: Front, page: ArticlePage) -> str:
    return f"{given.news_url}{page.slug}/"


def shown_cards(given: Front, pages: Sequence[ArticlePage], spec: str = queries.CARD) -> list[dict[str, Any]]:
    return [_shown(given, card) for card in queries.cards(pages, spec)]


def _shown(given: Front, card: Card) -> dict[str, Any]:
    return {"page": card.page, "image": card.image, "url": article_url(given, card.page)}


def numbers_of(page: ListPage[Any], base: str) -> Numbers:
    """Page numbers with their addresses; `base` ends where the number goes."""
    elided = page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
    return [(n, f"{base}{n}" if isinstance(n, int) else "") for n in elided]


def home(request: HttpRequest, page: HomePage) -> HttpResponse:
    """Lead article, the running round in figures, news, new documents."""
    given = front()
    published = queries.published()
    picked = page.lead_article if page.lead_article and page.lead_article.live else None
    # What carries no day is no news of today: it leads only where nothing else does.
    chosen = picked or published.filter(shown_on__isnull=False).first() or published.first()
    rest = published.exclude(pk=chosen.pk) if chosen else published
    statement = queries.leading_statement()
    pages = Paginator(published, ON_PAGE).page(1)
    lead = shown_cards(given, [chosen], queries.WIDE)[0] if chosen else None
    context = {
        "front": page,
        "lead": lead,
        "cards": shown_cards(given, list(rest[:ON_FRONT])),
        "statement": reading.sentence_of(statement) if statement else None,
        "documents": newest_papers(NEW_PAPERS, today()),
        "sections": section_places(given),
        "numbers": numbers_of(pages, f"{given.news_url}?{PAGE}="),
        "next_url": f"{given.news_url}?{PAGE}=2" if pages.has_next() else "",
        "current": 0,
    }
    return show(request, given, "portal/home.html", context)


def news(request: HttpRequest, page: NewsIndexPage, year: int = 0, month: int = 0) -> HttpResponse:
    """The list of news, whole, of a section or of a month."""
    given = front()
    pages, heading, query = _narrowed(request, page, given, year, month)
    listed = Paginator(pages, ON_PAGE).get_page(request.GET.get(PAGE))
    base = f"?{urlencode({**query, PAGE: ''})}"
    crumbs = [(_("Home"), "/"), (page.title, given.news_url), (heading, "")] if heading != page.title else None
    context = {
        "heading": heading,
        "crumbs": crumbs or [(_("Home"), "/"), (page.title, "")],
        "cards": shown_cards(given, list(listed.object_list)),
        "numbers": numbers_of(listed, base),
        "next_url": f"{base}{listed.next_page_number()}" if listed.has_next() else "",
        "current": listed.number,
        "page_number": listed.number,
        "sections": section_places(given, query.get(SECTION, "")),
        "months": _months(given, year, month),
    }
    return show(request, given, "portal/news.html", context)


def _narrowed(
    request: HttpRequest, page: NewsIndexPage, given: Front, year: int, month_number: int
) -> tuple[QuerySet[ArticlePage], str, dict[str, str]]:
    """The articles asked for, the heading that says so, and the query that asks again."""
    pages = queries.published()
    if year:
        first = _first_of(year, month_number)
        return pages.filter(shown_on__year=year, shown_on__month=month_number), _in_month(first), {}
    slug = request.GET.get(SECTION, "")
    section = next((one for one in given.sections if one.slug == slug), None)
    if slug and section is None:
        raise Http404
    if section:
        return pages.filter(section=section), section.name, {SECTION: slug}
    return pages, page.title, {}


def _first_of(year: int, month_number: int) -> date:
    try:
        return date(year, month_number, 1)
    except ValueError:
        raise Http404 from None


def _in_month(first: date) -> str:
    return _("News of %(month)s") % {"month": month(first)}


def _months(given: Front, year: int, month_number: int) -> list[dict[str, Any]]:
    return [
        {
            "first": one.first,
            "articles": one.articles,
            "url": f"{given.news_url}{one.first:%Y/%m}/",
            "current": (one.first.year, one.first.month) == (year, month_number),
        }
        for one in queries.months()
    ]


def article(request: HttpRequest, page: ArticlePage) -> HttpResponse:
    """An article with its figures, documents and corrections; `?luu=1` gives it as a file to keep."""
    given = front()
    citations = reading.public_citations(page)
    pieces = reading.pieces_of(page, citations)
    context = {
        "page": page,
        "pieces": pieces,
        "bounds": [bound for piece in pieces if piece.sentence for bound in piece.sentence.bounds],
        "papers": _papers(citations),
        "corrections": page.corrections.all() if page.pk else [],
        "more": _related(given, page),
        "crumbs": _crumbs(given, page),
        "save_url": f"?{KEEP}=1" if page.live else "",
    }
    if page.live and KEEP in request.GET:
        return _kept(request, given, page, context)
    return show(request, given, "portal/article.html", context)


def _kept(request: HttpRequest, given: Front, page: ArticlePage, context: dict[str, Any]) -> HttpResponse:
    address = request.build_absolute_uri(article_url(given, page))
    response = show(request, given, "portal/article_kept.html", context | {"address": address})
    response["Content-Disposition"] = f'attachment; filename="{page.slug}.html"'
    return response


def _papers(citations: Sequence[Any]) -> list[Paper]:
    """Each cited public paper once, in the order of its first mention."""
    seen = {one.target.pk: one.target for one in citations}
    prefetch_related_objects(list(seen.values()), "related_by__document")
    return [paper_of(document, today()) for document in seen.values()]


def _related(given: Front, page: ArticlePage) -> list[dict[str, Any]]:
    if page.section_id is None:
        return []
    near = queries.published().filter(section_id=page.section_id).exclude(pk=page.pk)[:RELATED]
    return shown_cards(given, list(near))


def _crumbs(given: Front, page: ArticlePage) -> list[tuple[str, str]]:
    above = [(_("Home"), "/"), (given.news.title, given.news_url)]
    section: list[Place] = [one for one in section_places(given) if page.section and one.label == page.section.name]
    return [*above, *((one.label, one.url) for one in section)]


def figure(request: HttpRequest, uid: UUID) -> HttpResponse:
    """A published figure that an article carries: definition, scope, day, view, sources counted."""
    given = front()
    publication = queries.public_publication(uid)
    if publication is None:
        raise Http404
    carried = queries.published().filter(used_statements__statement__figures__publication=publication).distinct()
    context = {
        "bound": reading.figure_page(publication),
        "articles": [{"title": one.title, "url": article_url(given, one)} for one in carried[:10]],
        "crumbs": [(_("Home"), "/"), (_("Published figure"), "")],
    }
    return show(request, given, "portal/figure.html", context)


def counting(request: HttpRequest) -> HttpResponse:
    """How visits are counted, beside the numbers themselves."""
    given = front()
    return show(
        request, given, "portal/counting.html", {"crumbs": [(_("Home"), "/"), (_("How visits are counted"), "")]}
    )


def site_map(request: HttpRequest) -> HttpResponse:
    """The map of the site for people: sections, months, documents."""
    given = front()
    context = {
        "sections": section_places(given),
        "months": _months(given, 0, 0),
        "documents_url": reverse("portal:documents"),
        "crumbs": [(_("Home"), "/"), (_("Map of the site"), "")],
    }
    return show(request, given, "portal/site_map.html", context)
