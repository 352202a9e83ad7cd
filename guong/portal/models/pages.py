from collections.abc import Callable
from typing import Any

from django.db import models
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext_lazy as _
from uuid_utils.compat import uuid7
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.url_routing import RouteResult

from guong.papers.models import Statement
from guong.portal.models.blocks import BodyBlock
from guong.units.models import Person, Unit

# Who answers for a kind of page: the views add themselves in `apps.ready`, models may not import them.
ANSWERS: dict[str, Callable[..., HttpResponseBase]] = {}


class Answered:
    """A page whose response, live or in preview, is made by the view registered under its class name."""

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return ANSWERS[type(self).__name__](request, self, *args, **kwargs)

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponseBase:  # noqa: ARG002  one mode only
        return self.serve(request)


class Section(models.Model):
    """A heading under which news is filed."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    slug = models.SlugField(max_length=80, unique=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "name"]

    def __str__(self) -> str:
        """Wagtail's drop-down prints this."""
        return self.name


class HomePage(Answered, Page):  # type: ignore[misc]  # wagtail is untyped
    """The front of a portal: whose it is, how to reach them, what leads."""

    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", editable=False)
    subtitle = models.CharField(_("subtitle"), max_length=160, blank=True)
    office = models.CharField(_("name of the office"), max_length=160, blank=True)
    address = models.CharField(_("address"), max_length=240, blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    email = models.EmailField(_("mail"), blank=True)
    responsible = models.CharField(_("responsible for the content"), max_length=240, blank=True)
    lead_article = models.ForeignKey(
        "portal.ArticlePage",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("lead article"),
        help_text=_("Shown first. Left empty, the newest article leads."),
    )

    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["portal.NewsIndexPage"]
    max_count = 1
    content_panels = [
        *Page.content_panels,
        FieldPanel("subtitle"),
        FieldPanel("lead_article"),
        MultiFieldPanel(
            [FieldPanel(name) for name in ("office", "address", "phone", "email", "responsible")],
            heading=_("How to reach us"),
        ),
    ]
    promote_panels: list[Any] = []
    settings_panels: list[Any] = []

    class Meta:
        verbose_name = _("home page")


class NewsIndexPage(Answered, Page):  # type: ignore[misc]  # wagtail is untyped
    """The list of news: by page, by month (`2022/08/`), by section (`?chuyen-muc=`)."""

    parent_page_types = ["portal.HomePage"]
    subpage_types = ["portal.ArticlePage"]
    max_count = 1
    content_panels = Page.content_panels
    promote_panels: list[Any] = []
    settings_panels: list[Any] = []

    class Meta:
        verbose_name = _("news list")

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """`2022/08/` is a month of the archive, unless a page has the address."""
        if (
            self.live
            and len(path_components) == 2
            and all(part.isascii() and part.isdigit() for part in path_components)
        ):
            year, month = path_components
            return RouteResult(self, kwargs={"year": int(year), "month": int(month)})
        return super().route(request, path_components)


class ArticlePage(Answered, Page):  # type: ignore[misc]  # wagtail is untyped
    """A piece of news. Draft, review, publishing and history are Wagtail's; the words and their sources are ours."""

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", editable=False)
    section = models.ForeignKey(
        Section, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("section")
    )
    lead = models.TextField(_("lead"), max_length=800, blank=True)
    body = StreamField(BodyBlock(), blank=True, verbose_name=_("text"))
    shown_on = models.DateField(
        _("day of publishing"),
        null=True,
        blank=True,
        help_text=_("The day printed at the article. Left empty, it becomes the day on which it is published."),
    )
    date_unknown = models.BooleanField(
        _("day unknown"),
        default=False,
        help_text=_("For what was taken over from elsewhere without its day; the page then says so."),
    )
    listed_on = models.DateField(
        null=True, editable=False
    )  # where it stands in lists: shown_on, else when it came here
    author = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", editable=False)
    byline_name = models.CharField(_("author"), max_length=160, blank=True)
    byline_office = models.CharField(
        _("office"), max_length=200, blank=True, help_text=_("The office held on the day of publishing.")
    )
    source = models.CharField(_("source"), max_length=300, blank=True)
    source_url = models.URLField(_("address of the source"), blank=True)
    correction_note = models.CharField(
        _("what was corrected"),
        max_length=400,
        blank=True,
        help_text=_("Readers see it under the article, with the hour. Only for articles already published."),
    )
    withdrawn_at = models.DateTimeField(null=True, editable=False)
    withdrawn_reason = models.CharField(max_length=300, blank=True, editable=False)

    parent_page_types = ["portal.NewsIndexPage"]
    subpage_types: list[str] = []
    exclude_fields_in_copy = ["uid", "withdrawn_at", "withdrawn_reason", "listed_on"]
    content_panels = [
        *Page.content_panels,
        FieldPanel("section"),
        FieldPanel("lead"),
        FieldPanel("body"),
        MultiFieldPanel([FieldPanel("byline_name"), FieldPanel("byline_office")], heading=_("Byline")),
        MultiFieldPanel([FieldPanel("shown_on"), FieldPanel("date_unknown")], heading=_("Day")),
        MultiFieldPanel([FieldPanel("source"), FieldPanel("source_url")], heading=_("Source")),
        FieldPanel("correction_note"),
    ]
    promote_panels = [FieldPanel("slug")]
    settings_panels: list[Any] = []

    class Meta:
        verbose_name = _("article")
        indexes = [models.Index(fields=["-listed_on"], name="articles_by_day")]

    def with_content_json(self, content: dict[str, Any]) -> "ArticlePage":
        """A version keeps the words; where the article stands in lists, and its withdrawal, are of the article."""
        version: ArticlePage = super().with_content_json(content)
        version.listed_on, version.author_id = self.listed_on, self.author_id or version.author_id
        version.withdrawn_at, version.withdrawn_reason = self.withdrawn_at, self.withdrawn_reason
        if version.shown_on is None and not version.date_unknown:
            version.shown_on = self.shown_on
        return version


class Correction(models.Model):
    """'Corrected at …: …' under an article. Added to, never altered."""

    article = models.ForeignKey(ArticlePage, models.CASCADE, related_name="corrections")
    at = models.DateTimeField()
    note = models.CharField(max_length=400)
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["at"]


class UsedStatement(models.Model):
    """A sentence with figures that a published article carries; drawn anew from the text at each publishing."""

    article = models.ForeignKey(ArticlePage, models.CASCADE, related_name="used_statements")
    statement = models.ForeignKey(Statement, models.PROTECT, related_name="uses")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["article", "statement"], name="an_article_uses_it_once")]
