"""Two versions differ, or what was sent came too late: both are shown, and a person of the unit decides."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from guong.desk.queries.held import differences, is_nil, lines_of, more_pages, same_form
from guong.desk.queries.sheet import start
from guong.desk.views.common import act
from guong.jobs.clock import today
from guong.rounds.access import held_one_for
from guong.rounds.actions import decide_held
from guong.rounds.models import Held
from guong.rounds.passing import answering
from guong.rounds.queries import content_of
from guong.rounds.rules import is_open
from guong.units.access import person_for, person_required
from guong.units.queries import name_of


@person_required
def show(request: HttpRequest, uid: UUID) -> HttpResponseBase:
    person = person_for(request)
    held = held_one_for(person, uid)
    if request.method == "POST":
        done = _("Left as it was. What was kept stays readable.")
        return act(request, lambda: decide_held(by=person, held=held), done=done, to=reverse("desk:tasks"))
    return draw(request, held)


def draw(request: HttpRequest, held: Held, *, refusal: str = "", status: int = 200) -> HttpResponse:
    """The page of both; also the answer to whoever has just sent the second one."""
    duty = held.duties.select_related("unit", "phase__round__owner").order_by("kind")[0]
    given = start(duty)
    kept = content_of(held, inside=True)
    stands = content_of(given.latest, inside=True) if given.latest else None
    comparable = stands is not None and same_form(stands, kept)
    differing = differences(stands, kept, given.orders) if stands and comparable else []
    context = {
        "held": held,
        "refusal": refusal or held.get_reason_display(),
        "unit_name": name_of(held.unit, today()),
        "latest": given.latest,
        "differences": differing,
        "to_choose": bool(differing) or not comparable or (stands is not None and more_pages(stands, kept)),
        "comparable": comparable,
        "stands": lines_of(stands, given.orders) if stands and not comparable else [],
        "kept": lines_of(kept, given.orders) if not comparable else [],
        "target": reverse("desk:nil" if is_nil(kept) else "desk:write", args=[duty.uid]),
        "open": held.decided_at is None and is_open(duty.phase) and answering([duty]) is None,
        "back_url": reverse("desk:tasks"),
        "back_label": _("Back to the duties of the unit"),
    }
    return render(request, "desk/held.html", context, status=status)
