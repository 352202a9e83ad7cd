from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class UnitsConfig(AppConfig):
    name = "guong.units"
    label = "units"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from guong.ui import nav

        nav.register(nav.NavItem(_("Organisation"), "units:tree", order=60))
