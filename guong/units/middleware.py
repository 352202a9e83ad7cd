"""In which office somebody works: chosen once, kept in the session, named by every act. It opens nothing."""

from collections.abc import Callable
from uuid import UUID

from django.http import HttpRequest, HttpResponseBase

from guong.jobs.clock import today
from guong.trail.capacity import work_as
from guong.units.access import acting
from guong.units.queries import capacities

CHOSEN = "acting_as"
INSIDE = ("/desk/", "/cms/")


class Capacity:
    """For the length of a request the chosen mandate, as long as the person still works under it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        with work_as(_chosen(request)):
            return self.get_response(request)


def _chosen(request: HttpRequest) -> UUID | None:
    if not request.path.startswith(INSIDE) or CHOSEN not in request.session:
        return None
    person = acting(request)
    chosen = UUID(request.session[CHOSEN])
    return chosen if person and capacities(person, today()).filter(uid=chosen).exists() else None
