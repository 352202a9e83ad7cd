"""What machines read: Atom feed, sitemap, robots, pictures."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.http import urlencode
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from guong.portal import queries
from guong.portal.addresses import paper_url
from guong.portal.documents import type_name
from guong.portal.models import ArticlePage
from guong.portal.narrowing import asked_for, narrowed
from guong.portal.records import for_records
from guong.portal.shell import Front, front
from guong.portal.views import article_url
from guong.registry.models import OfficialDocument

IN_FEED, IN_SITEMAP = 30, 20_000
MEDIA = {".webp": "image/webp", ".jpg": "image/jpeg", ".png": "image/png"}


class NewsFeed(Feed[ArticlePage, Any]):
    """The newest articles with their leads. An article of unknown day carries the hour it came to this portal."""

    feed_type = Atom1Feed

    def get_object(self, request: HttpRequest) -> Any:  # noqa: ARG002  (Django calls it so)
        return front()

    def title(self, given: Any) -> str:
        return f"{_('News')} · {given.home.title}"

    def link(self, given: Any) -> str:
        return str(given.news_url)

    def feed_url(self) -> str:
        return reverse("portal:feed")

    def items(self, given: Any) -> list[ArticlePage]:
        self.given = given
        return list(queries.published()[:IN_FEED])

    def item_title(self, item: ArticlePage) -> str:
        return str(item.title)

    def item_description(self, item: ArticlePage) -> str:
        return str(item.lead)

    def item_link(self, item: ArticlePage) -> str:
        return article_url(self.given, item)

    def item_guid(self, item: ArticlePage) -> str:
        return f"urn:uuid:{item.uid}"

    def item_updateddate(self, item: ArticlePage) -> datetime | None:
        updated: datetime | None = item.last_published_at
        return updated

    def item_author_name(self, item: ArticlePage) -> str:
        return str(item.byline_name)


@dataclass(frozen=True)
class AskedPapers:
    given: Front
    asked: dict[str, str]

    @property
    def query(self) -> str:
        return f"?{urlencode(self.asked)}" if self.asked else ""


class DocumentFeed(Feed[OfficialDocument, AskedPapers]):
    """The papers that were made public last, all or those of a filter of the list."""

    feed_type = Atom1Feed

    def get_object(self, request: HttpRequest) -> AskedPapers:
        return AskedPapers(front(), asked_for(request.GET.dict()))

    def title(self, found: AskedPapers) -> str:
        filters = [type_name(value) if name == "loai" else value for name, value in found.asked.items()]
        return " · ".join([_("Documents"), *filters, str(found.given.home.title)])

    def link(self, found: AskedPapers) -> str:
        return reverse("portal:documents") + found.query

    def feed_url(self, found: AskedPapers) -> str:
        return reverse("portal:document_feed") + found.query

    def feed_guid(self, found: AskedPapers) -> str:
        return self.feed_url(found)

    def items(self, found: AskedPapers) -> list[OfficialDocument]:
        return list(for_records(narrowed(found.asked)).order_by("-made_public_at", "-pk")[:IN_FEED])

    def item_title(self, item: OfficialDocument) -> str:
        return " ".join(part for part in (capfirst(type_name(item.type)), item.symbol) if part)

    def item_description(self, item: OfficialDocument) -> str:
        return item.abstract

    def item_link(self, item: OfficialDocument) -> str:
        return paper_url(item)

    def item_guid(self, item: OfficialDocument) -> str:
        return f"urn:uuid:{item.uid}"

    def item_updateddate(self, item: OfficialDocument) -> datetime | None:
        return item.made_public_at

    def item_author_name(self, item: OfficialDocument) -> str:
        return item.issuer.name if item.issuer else ""


def sitemap(request: HttpRequest) -> HttpResponse:
    """All public addresses with the day of their last change."""
    given = front()
    rows: list[tuple[str, Any]] = [("/", None), (given.news_url, None), (reverse("portal:documents"), None)]
    rows.append((reverse("portal:data"), None))
    rows += [(f"{given.news_url}{month.first:%Y/%m}/", None) for month in queries.months()]
    rows += [(article_url(given, one), one.last_published_at) for one in queries.published()[:IN_SITEMAP]]
    rows += [(paper_url(one), one.made_public_at) for one in queries.public_paper_addresses()[:IN_SITEMAP]]
    pages = [(request.build_absolute_uri(path), changed) for path, changed in rows]
    return render(request, "portal/sitemap.xml", {"pages": pages}, content_type="application/xml")


def robots(request: HttpRequest) -> HttpResponse:
    closed = ("/desk/", "/cms/", "/accounts/", reverse("portal:search"), "/_ui/")
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in closed)]
    lines.append(f"Sitemap: {request.build_absolute_uri(reverse('portal:sitemap_xml'))}")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def media(request: HttpRequest, name: str) -> FileResponse:  # noqa: ARG001  (Django calls it so)
    """A rendition of a picture. Names change with the content, so it may be kept for good."""
    path = Path(settings.MEDIA_ROOT) / "images" / name
    if path.suffix not in MEDIA or not path.is_file():
        raise Http404
    response = FileResponse(path.open("rb"), content_type=MEDIA[path.suffix])
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    return response
