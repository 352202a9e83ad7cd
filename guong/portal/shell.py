"""What stands around every public page: whose portal it is, its sections, the day, the visits."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from guong.jobs.clock import now, today
from guong.portal.models import HomePage, NewsIndexPage, Section
from guong.portal.queries import home, news_index, sections
from guong.visits.queries import counts

# Names in addresses do not change with the language of the page.
PAGE, SECTION = "trang", "chuyen-muc"


@dataclass(frozen=True)
class Place:
    label: str
    url: str
    current: bool


@dataclass(frozen=True)
class Front:
    """The pages that every other page refers to."""

    home: HomePage
    news: NewsIndexPage
    news_url: str
    sections: list[Section]


def front() -> Front:
    """Raises Http404 before `make_site`."""
    first, news = home(), news_index()
    if first is None or news is None:
        raise Http404
    return Front(first, news, f"/{news.slug}/", list(sections()))


def section_places(given: Front, chosen: str = "") -> list[Place]:
    return [Place(one.name, f"{given.news_url}?{SECTION}={one.slug}", one.slug == chosen) for one in given.sections]


def nav(request: HttpRequest, given: Front) -> list[Place]:
    papers, chart = reverse("portal:documents"), reverse("portal:chart")
    here = request.path
    return [
        Place(_("Home"), "/", here == "/"),
        Place(_("News"), given.news_url, here.startswith(given.news_url)),
        Place(_("Documents"), papers, here.startswith(papers)),
        Place(_("Organisation"), chart, here.startswith(chart)),
        Place(_("Search"), reverse("portal:search"), here == reverse("portal:search")),
    ]


def show(request: HttpRequest, given: Front, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """Render a public page inside its frame."""
    around = {
        "front": given.home,
        "front_url": "/",
        "news_url": given.news_url,
        "nav": nav(request, given),
        "today": today(),
        "visits": counts(now()),
    }
    return render(request, template, around | context, status=status)
