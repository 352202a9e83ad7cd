from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RegistryConfig(AppConfig):
    name = "guong.registry"
    label = "registry"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from guong.registry import books
        from guong.registry import panels as own
        from guong.trail import checks
        from guong.ui import nav
        from guong.units import panels

        nav.register(nav.NavItem(_("Documents"), "registry:documents", order=40))
        panels.register("registry.documents", own.documents, order=40)
        checks.register("books", books.faults)
