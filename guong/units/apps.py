from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class UnitsConfig(AppConfig):
    name = "guong.units"
    label = "units"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from guong.accounts import steps
        from guong.jobs import schedule
        from guong.ui import nav
        from guong.units.actions.snapshots import keep_snapshots
        from guong.units.queries import entry
        from guong.units.words import offices

        steps.NEEDS_TWO.append(entry.user_at_a_desk)
        steps.NAMES.append(entry.name_of_user)
        schedule.register("units.keep_snapshots", timedelta(hours=1), keep_snapshots)
        nav.register(nav.NavItem(_("Organisation"), "units:tree", order=60))
        nav.register(nav.NavItem(_("Posts and roles"), "units:own_mandates", 5, place="account", icon="people"))
        nav.offer_capacities(offices, "units:act_as")
