from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class UnitsConfig(AppConfig):
    name = "guong.units"
    label = "units"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from guong.accounts import steps
        from guong.ui import nav
        from guong.units.queries import entry

        steps.NEEDS_TWO.append(entry.user_at_a_desk)
        steps.NAMES.append(entry.name_of_user)
        nav.register(nav.NavItem(_("Organisation"), "units:tree", order=60))
