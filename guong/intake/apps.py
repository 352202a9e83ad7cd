from django.apps import AppConfig
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _


class IntakeConfig(AppConfig):
    name = "guong.intake"
    label = "intake"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from guong.ui import nav

        nav.register(nav.NavItem(_("Take in a page"), "intake:home", 70, visible=directs))


def directs(request: HttpRequest) -> bool:
    """For those who work in the office of a unit."""
    from guong.units.access import may_somewhere
    from guong.units.enums import Verb

    return may_somewhere(request, Verb.DIRECT)
