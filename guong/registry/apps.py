from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RegistryConfig(AppConfig):
    name = "guong.registry"
    label = "registry"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from guong.jobs import schedule
        from guong.registry import cases, paper_panels
        from guong.registry import panels as own
        from guong.registry.actions.cases import expire_builds
        from guong.trail import checks
        from guong.ui import nav
        from guong.units import panels

        nav.register(nav.NavItem(_("Documents"), "registry:documents", order=40))
        panels.register("registry.documents", own.documents, order=40)
        paper_panels.register("registry.cases", own.cases, order=90)
        schedule.register("registry.expire_builds", timedelta(hours=1), expire_builds)
        checks.register("case_files", cases.faults)
