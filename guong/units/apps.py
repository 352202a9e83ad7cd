from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class UnitsConfig(AppConfig):
    name = "guong.units"
    label = "units"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from guong.jobs import schedule
        from guong.ui import nav
        from guong.units.actions.snapshots import keep_snapshots

        schedule.register("units.keep_snapshots", timedelta(hours=1), keep_snapshots)
        nav.register(nav.NavItem(_("Organisation"), "units:tree", order=60))
