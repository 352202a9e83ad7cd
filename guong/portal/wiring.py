"""What the portal adds to others when the project starts: views to its page models, sources to the search index,
receivers to Wagtail's own signals, a task to the schedule.
"""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import get_active_log_context
from wagtail.signals import page_published, page_unpublished

from guong.jobs import schedule
from guong.jobs.clock import today
from guong.portal import actions, sources, views
from guong.portal.access import close_ended, may_edit
from guong.portal.models import ArticlePage
from guong.portal.models.pages import ANSWERS
from guong.search.docs import PUBLIC
from guong.search.sources import register
from guong.ui import nav
from guong.units.access import acting, may_somewhere
from guong.units.enums import Verb
from guong.units.models import Person


def at_the_editor() -> Person | None:
    """The person whose request Wagtail is working on; None outside of a request."""
    user = get_active_log_context().user
    return Person.objects.filter(user_id=user.pk).first() if user and user.pk else None


def published(instance: ArticlePage, revision: Any, **_more: Any) -> None:
    actions.note_published(by=actions.publisher(at_the_editor()), page=instance, revision=revision)


def unpublished(instance: ArticlePage, **_more: Any) -> None:
    actions.note_withdrawn(by=actions.publisher(at_the_editor()), page=instance)


def sync_editors() -> None:
    close_ended(today())


def edits(request: HttpRequest) -> bool:
    return may_somewhere(request, Verb.EDIT) and may_edit(acting(request), today())


def connect() -> None:
    nav.register(nav.NavItem(_("News desk"), "wagtailadmin_home", order=90, visible=edits))
    ANSWERS["HomePage"], ANSWERS["NewsIndexPage"], ANSWERS["ArticlePage"] = views.home, views.news, views.article
    register(PUBLIC, "article", sources.article_source())
    register(PUBLIC, "document", sources.paper_source())
    page_published.connect(published, sender=ArticlePage, dispatch_uid="portal.published")
    page_unpublished.connect(unpublished, sender=ArticlePage, dispatch_uid="portal.unpublished")
    schedule.register("portal.sync_editors", timedelta(hours=1), sync_editors)
