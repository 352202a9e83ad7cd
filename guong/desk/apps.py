from django.apps import AppConfig
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

OF_ROUNDS = ("/desk/phases/", "/desk/duties/", "/desk/submissions/", "/desk/figures/")


class DeskConfig(AppConfig):
    name = "guong.desk"
    label = "desk"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.urls import reverse

        from guong.desk import panels as own
        from guong.desk.paper_panel import what_came_of_it
        from guong.figures.links import SUBMISSION_PAGE
        from guong.registry import paper_panels
        from guong.registry.apps import TABS
        from guong.rounds.links import ROUND_PAGE
        from guong.ui import nav
        from guong.units import panels

        nav.register(nav.NavItem(_("Today"), "desk:home", 10))
        nav.register(nav.NavItem(_("Rounds"), "desk:rounds", 20, also=OF_ROUNDS))
        nav.register(nav.NavItem(_("Incoming, waiting"), "desk:incoming", 20, sees, place=TABS))
        nav.register(nav.NavItem(_("Corrections"), "desk:corrections", 30, visible=sees_inside))
        nav.register(nav.NavItem(_("Who comes in"), "desk:entry", 50, lets_in, place="account", icon="people"))
        panels.register("desk.duties", own.duties, order=20)
        panels.register("desk.promises", own.promises, order=30)
        paper_panels.register("desk.outcomes", what_came_of_it, order=20)
        SUBMISSION_PAGE.append(lambda submission: reverse("desk:submission", args=[submission.uid]))
        ROUND_PAGE.append(lambda round_: reverse("desk:round", args=[round_.uid]))


def sees(request: HttpRequest) -> bool:
    from guong.units.access import may_somewhere
    from guong.units.enums import Verb

    return may_somewhere(request, Verb.SEE)


def sees_inside(request: HttpRequest) -> bool:
    """Corrections in words are for the people of a unit."""
    from guong.units.access import may_somewhere
    from guong.units.enums import Verb

    return may_somewhere(request, Verb.SEE_INSIDE)


def lets_in(request: HttpRequest) -> bool:
    """Slips are printed by clerks and administrators."""
    from guong.units.access import may_somewhere
    from guong.units.enums import Verb

    return may_somewhere(request, Verb.DIRECT) or may_somewhere(request, Verb.ADMINISTER)
