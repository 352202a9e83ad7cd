"""Wagtail's editor as our editors meet it: only what news needs, every act in the trail."""

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.models import Page

from guong.portal import actions
from guong.portal.models import ArticlePage
from guong.units.access import acting

KEPT = {"explorer", "images", "portal-desk"}


@hooks.register("construct_main_menu")  # type: ignore[untyped-decorator]  # wagtail is untyped
def only_news_and_pictures(request: HttpRequest, items: list[Any]) -> None:  # noqa: ARG001  (Wagtail calls it so)
    """Settings, reports and help lead to what editors may not or need not open."""
    items[:] = [item for item in items if item.name in KEPT]


@hooks.register("register_admin_menu_item")  # type: ignore[untyped-decorator]  # wagtail is untyped
def back_to_the_desk() -> Any:
    return MenuItem(_("Desk"), "/desk/", name="portal-desk", icon_name="home", order=10_000)


@hooks.register("construct_homepage_summary_items")  # type: ignore[untyped-decorator]  # wagtail is untyped
def no_counts_of_documents(request: HttpRequest, items: list[Any]) -> None:  # noqa: ARG001  (Wagtail calls it so)
    items[:] = [item for item in items if type(item).__name__ != "DocumentsSummaryItem"]


@hooks.register("register_rich_text_features", order=1000)  # type: ignore[untyped-decorator]  # wagtail is untyped
def plain_text_only(features: Any) -> None:
    """No embeds, no images in running text: photos are blocks with caption, credit and basis."""
    features.default_features = ["bold", "italic", "link", "ul", "ol"]


@hooks.register("after_create_page")  # type: ignore[untyped-decorator]  # wagtail is untyped
@hooks.register("after_edit_page")  # type: ignore[untyped-decorator]  # wagtail is untyped
def saved(request: HttpRequest, page: Page) -> None:
    if isinstance(page, ArticlePage):
        actions.note_saved(by=acting(request), page=page)


@hooks.register("before_delete_page")  # type: ignore[untyped-decorator]  # wagtail is untyped
def deleted(request: HttpRequest, page: Page) -> None:
    """Drafts alone may be deleted; the page's permissions see to that (`first_published_at`)."""
    specific = page.specific
    if request.method == "POST" and isinstance(specific, ArticlePage):
        actions.note_deleted(by=acting(request), uid=specific.uid)


@hooks.register("construct_page_action_menu")  # type: ignore[untyped-decorator]  # wagtail is untyped
def no_deleting_of_what_was_public(
    items: list[Any],
    request: HttpRequest,  # noqa: ARG001  (Wagtail calls it so)
    context: dict[str, Any],
) -> None:
    page = context.get("page")
    if page is not None and page.first_published_at:
        items[:] = [item for item in items if item.name != "action-delete"]


@hooks.register("insert_global_admin_css")  # type: ignore[untyped-decorator]  # wagtail is untyped
def our_colours() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("portal/cms.css"))
