from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


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
        from guong.search import sources
        from guong.search.docs import STAFF
        from guong.trail import checks
        from guong.ui import nav
        from guong.units import panels

        outbox.register("registry.wipe", {taking_out.TOPIC}, taking_out.finish, finish=taking_out.wipe)
        schedule.register("registry.take_out_again", timedelta(hours=1), taking_out.repeat)
        schedule.register("registry.expire_uploads", timedelta(hours=1), actions.expire_uploads)
        nav.register(nav.NavItem(_("Documents"), "registry:documents", order=40))
        panels.register("registry.documents", own.documents, order=40)
        sources.register(STAFF, "document", found.staff_source())
        checks.register("books", books.faults)
        paper_panels.register("registry.cases", own.cases, order=90)
        schedule.register("registry.expire_builds", timedelta(hours=1), expire_builds)
        checks.register("case_files", cases.faults)
