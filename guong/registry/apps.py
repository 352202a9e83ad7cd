from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING

from django.apps import AppConfig
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from guong.ui.nav import NavItem

TABS = "documents"
"""The place of the room's tabs; higher rooms add theirs."""


class RegistryConfig(AppConfig):
    name = "guong.registry"
    label = "registry"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from guong.jobs import outbox, schedule
        from guong.registry import actions, books, cases, found, paper_panels
        from guong.registry import panels as own
        from guong.registry.actions import taking_out
        from guong.registry.actions.cases import expire_builds
        from guong.registry.actions.deciding import cite_decision
        from guong.search import sources
        from guong.search.docs import STAFF
        from guong.trail import checks
        from guong.ui import nav
        from guong.units import panels, steps
        from guong.units.actions import TERM_STARTED

        outbox.register("registry.wipe", {taking_out.TOPIC}, taking_out.finish, finish=taking_out.wipe)
        outbox.register("registry.terms", {TERM_STARTED}, actions.link_by_terms)
        schedule.register("registry.take_out_again", timedelta(hours=1), taking_out.repeat)
        schedule.register("registry.expire_uploads", timedelta(hours=1), actions.expire_uploads)
        nav.register(nav.NavItem(_("Documents"), "registry:documents", order=40, tabs=TABS))
        for tab in tabs():
            nav.register(tab)
        panels.register("registry.documents", own.documents, order=40)
        sources.register(STAFF, "document", found.staff_source())
        checks.register("books", books.faults)
        paper_panels.register("registry.cases", own.cases, order=90)
        steps.CHANGED.append(cite_decision)
        schedule.register("registry.expire_builds", timedelta(hours=1), expire_builds)
        checks.register("case_files", cases.faults)


def tabs() -> Iterator["NavItem"]:
    """The lists of the room, in the order of an office's day: what comes in, what is written, what is kept."""
    from guong.ui.nav import NavItem

    yield NavItem(_("The register"), "registry:documents", 10, place=TABS)
    yield NavItem(_("Papers received"), "registry:received", 30, place=TABS)
    yield NavItem(_("Papers in the making"), "registry:drafts", 40, place=TABS)
    yield NavItem(_("Numbering books"), "registry:books", 50, place=TABS)
    yield NavItem(_("Case files"), "registry:cases", 60, place=TABS)
    yield NavItem(_("Issuing bodies"), "registry:issuers", 70, directs, place=TABS)
    yield NavItem(_("Not held"), "registry:unresolved", 80, directs, place=TABS)


def directs(request: HttpRequest) -> bool:
    """Clerks alone: a register is theirs to put right."""
    from guong.units.access import may_somewhere
    from guong.units.enums import Verb

    return may_somewhere(request, Verb.DIRECT)
