"""Named reads of what the public sees. Drafts, withdrawn and internal things are in none of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, QuerySet
from django.db.models.functions import ExtractMonth, ExtractYear
from django.urls import reverse
from wagtail.models import WorkflowState

from guong.figures.models import Publication
from guong.papers.models import Statement
from guong.portal.enums import ArticleState
from guong.portal.models import ArticlePage, HomePage, NewsIndexPage, Picture, Section
from guong.portal.richtext import plain
from guong.registry.models import Citation, OfficialDocument
from guong.registry.queries import public_documents

CARD, WIDE = "fill-600x450|format-webp", "width-1200|format-webp"
SMALL = "width-640|format-webp"


def home() -> HomePage | None:
    """The front page of the installation's portal; None before `make_site`."""
    found: HomePage | None = HomePage.objects.live().order_by("pk").first()
    return found


def news_index() -> NewsIndexPage | None:
    found: NewsIndexPage | None = NewsIndexPage.objects.live().order_by("pk").first()
    return found


def sections() -> QuerySet[Section]:
    return Section.objects.all()


def published() -> QuerySet[ArticlePage]:
    """Live articles, newest first; those of unknown day stand where they came to this portal."""
    pages: QuerySet[ArticlePage] = ArticlePage.objects.live().select_related("section")
    return pages.order_by("-listed_on", "-pk")


def article(uid: UUID) -> ArticlePage | None:
    """A live article."""
    found: ArticlePage | None = ArticlePage.objects.live().filter(uid=uid).first()
    return found


@dataclass(frozen=True)
class ArchiveMonth:
    """A month of the archive and how many articles carry a day in it."""

    first: date
    articles: int


def months() -> list[ArchiveMonth]:
    """Months with articles, newest first. Articles of unknown day are in none."""
    rows = (
        ArticlePage.objects.live()
        .filter(shown_on__isnull=False)
        .values(year=ExtractYear("shown_on"), month=ExtractMonth("shown_on"))
        .annotate(articles=Count("pk"))
        .order_by("-year", "-month")
    )
    return [ArchiveMonth(date(row["year"], row["month"], 1), row["articles"]) for row in rows]


def state_of(page: ArticlePage) -> ArticleState:
    """How an article stands, from Wagtail's flags and its running review."""
    if page.withdrawn_at and not page.live:
        return ArticleState.WITHDRAWN
    review = page.current_workflow_state
    if review is not None and review.status == review.STATUS_NEEDS_CHANGES:
        return ArticleState.RETURNED
    if review is not None:
        return ArticleState.IN_REVIEW
    if page.live:
        return ArticleState.PUBLISHED
    return ArticleState.SCHEDULED if page.approved_schedule else ArticleState.DRAFT


def picture_ids(page: ArticlePage) -> list[int]:
    """Ids of the pictures of an article in reading order, without a query."""
    raw: Iterable[Any] = page.body.raw_data
    return [block["value"]["picture"] for block in raw if block["type"] == "photo" and block["value"].get("picture")]


def statement_uids(page: ArticlePage) -> list[str]:
    """Uids of the sentences with figures in an article, without a query."""
    raw: Iterable[Any] = page.body.raw_data
    return [block["value"] for block in raw if block["type"] == "statement" and block["value"]]


def leading_statement() -> Statement | None:
    """The newest sentence with figures that a public article carries."""
    return (
        Statement.objects.filter(uses__article__live=True).select_related("round").order_by("-made_at", "-pk").first()
    )


def public_publication(uid: UUID) -> Publication | None:
    """A published figure that a public article shows; what no article shows is not public."""
    return (
        Publication.objects.filter(uid=uid, bound_in__statement__uses__article__live=True)
        .select_related("unit", "round", "superseded_by")
        .distinct()
        .first()
    )


@dataclass(frozen=True)
class Card:
    """An article as lists show it, with the rendition of its first picture (None without one)."""

    page: ArticlePage
    image: Any


def cards(pages: Sequence[ArticlePage], spec: str = CARD) -> list[Card]:
    """Articles with their first pictures: two queries, however many."""
    firsts = {page.pk: next(iter(picture_ids(page)), 0) for page in pages}
    pictures = Picture.objects.prefetch_renditions(spec).in_bulk([pk for pk in firsts.values() if pk])
    return [Card(page, _rendition(pictures.get(firsts[page.pk]), spec)) for page in pages]


def _rendition(picture: Picture | None, spec: str) -> Any:
    return picture.get_rendition(spec) if picture else None


def segments(page: ArticlePage) -> list[tuple[int, str]]:
    """The words of an article in reading order, each with the index of its block (-1 lead, -2 title).

    Joined by line breaks they are the text in which citations are found; offsets count in it.
    """
    parts = [(-2, page.title), (-1, page.lead)]
    for index, block in enumerate(page.body.raw_data):
        value = block["value"]
        if block["type"] == "paragraph":
            parts.append((index, plain(value)))
        elif block["type"] == "heading":
            parts.append((index, value))
        elif block["type"] == "photo":
            parts.append((index, value.get("caption") or ""))
        elif block["type"] == "quote":
            parts.append((index, value.get("text") or ""))
    return parts


def text_of(page: ArticlePage) -> str:
    return "\n".join(text for _, text in segments(page))


def news_citing(document: OfficialDocument) -> QuerySet[ArticlePage]:
    """Live articles that cite a public paper."""
    hosts = Citation.objects.filter(target=document, host_kind="article").values("host")
    return published().filter(uid__in=hosts)


def public_original(document: OfficialDocument) -> QuerySet[OfficialDocument]:
    """What a paper is a copy of, where that is public too; one or none."""
    return public_documents().filter(pk=document.copy_of_id) if document.copy_of_id else public_documents().none()


def public_copies(document: OfficialDocument) -> QuerySet[OfficialDocument]:
    return public_documents().filter(copy_of=document)


def public_paper_uids() -> QuerySet[OfficialDocument, UUID]:
    """Uids of the public papers of the register, newest first."""
    return public_documents().values_list("uid", flat=True)


def public_paper_addresses() -> QuerySet[OfficialDocument]:
    """Public papers with what their addresses are made of, newest first."""
    words = ("uid", "symbol", "type", "issued_on", "made_public_at")
    return public_documents().select_related(None).only(*words)


def edit_address(uid: UUID) -> str:
    """Where editors open an article, draft or live; nothing for one that is not there."""
    page = ArticlePage.objects.filter(uid=uid).first()
    return reverse("wagtailadmin_pages:edit", args=[page.pk]) if page else ""


@dataclass(frozen=True)
class Waiting:
    """An article that waits for its review, with the address where editors open it."""

    title: str
    url: str
    since: datetime | None


def in_review() -> list[Waiting]:
    """Articles in review, the longest waiting first."""
    kind = ContentType.objects.get_for_model(ArticlePage)
    running = WorkflowState.objects.filter(status=WorkflowState.STATUS_IN_PROGRESS, content_type=kind)
    since = {int(one.object_id): one.created_at for one in running.order_by("created_at")}
    pages = ArticlePage.objects.in_bulk(list(since))
    return [
        Waiting(pages[pk].draft_title, reverse("wagtailadmin_pages:edit", args=[pk]), since[pk])
        for pk in since
        if pk in pages
    ]
