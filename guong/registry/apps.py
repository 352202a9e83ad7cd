from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RegistryConfig(AppConfig):
    name = "guong.registry"
    label = "registry"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from guong.registry import found
        from guong.registry import panels as own
        from guong.search import sources
        from guong.search.docs import STAFF
        from guong.ui import nav
        from guong.units import panels

        nav.register(nav.NavItem(_("Documents"), "registry:documents", order=40))
        panels.register("registry.documents", own.documents, order=40)
        sources.register(STAFF, "document", found.staff_source())
