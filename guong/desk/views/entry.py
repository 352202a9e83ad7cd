"""The clerk prints slips and shuts devices out; the administrator invites to desk roles."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from guong.accounts import devices, slips
from guong.accounts.fresh import freshly_confirmed
from guong.desk.access import administered, let_in_by, lets_in
from guong.desk.forms.entry import InviteForm
from guong.desk.printing import slips_as_pdf
from guong.desk.queries.entry import at_desks, desk_lines, lines, listed
from guong.desk.views.common import ask, posted
from guong.jobs.clock import now, today
from guong.units.access import View, may_somewhere, person_for, person_required
from guong.units.actions import invite, print_slips, revoke_device, void_slip
from guong.units.enums import Verb
from guong.units.models import Person, Unit
from guong.units.queries.entry import desk_mandates, device_in, entrants
from guong.units.rules import Refused

P = ParamSpec("P")
PER_PAGE = 50
MOST = 200  # slips in one file: each code is hashed slowly on purpose
STATES = ("", "none", "slip", "in")


def _only(
    units_of: Callable[[Person | None], QuerySet[Unit]],
) -> Callable[[View[P]], View[P]]:
    """For people who have such units at all; others get 403 before anything else is asked."""

    def decorate(view: View[P]) -> View[P]:
        @person_required
        @wraps(view)
        def checked(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not units_of(person_for(request)).exists():
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return checked

    return decorate


@_only(lets_in)
def show(request: HttpRequest) -> HttpResponseBase:
    """The people of the units: who has a slip, who has a device."""
    person = person_for(request)
    state, asked = request.GET.get("state", ""), request.GET.get("q", "").strip()[:100]
    state = state if state in STATES else ""
    rows = listed(lets_in(person), state=state, asked=asked, at=now(), on=today())
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    labels = [_("all"), _("without a slip or device"), _("with a slip that lies open"), _("with a device")]
    context = {
        "page": page,
        "lines": lines(list(page.object_list), at=now(), on=today()),
        "asked": asked,
        "state": state,
        "states": list(zip(STATES, labels, strict=True)),
        "valid_days": slips.VALID.days,
        "most": MOST,
        "administers": may_somewhere(request, Verb.ADMINISTER),
    }
    return render(request, "desk/entry.html", context)


@require_POST
@_only(lets_in)
@freshly_confirmed
@never_cache
def print_(request: HttpRequest) -> HttpResponseBase:
    """Slips of the chosen people, or of the whole list as it was narrowed, as one PDF. The codes stand there alone."""
    person = person_for(request)
    chosen = _chosen(request, person)
    if not chosen:
        messages.error(request, _("Nobody was chosen. Tick the people for whom slips are to be printed."))
        return redirect("desk:entry")
    try:
        made = print_slips(by=person, people=list(chosen))
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("desk:entry")
    content = slips_as_pdf(person, made, chosen, one_to_a_page=request.POST.get("layout") == "page")
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{_("slips")}-{today():%Y%m%d}.pdf"'
    return response


def _chosen(request: HttpRequest, person: Person) -> dict[Person, int]:
    """People with the unit that their slip names; a person with several mandates gets one slip."""
    units = lets_in(person)
    if request.POST.get("whole"):
        state, asked = request.POST.get("state", ""), request.POST.get("q", "")[:100]
        rows = listed(units, state=state if state in STATES else "", asked=asked, at=now(), on=today())
    else:
        rows = entrants(units, today()).filter(uid__in=_uids(request.POST.getlist("mandate")))
    chosen: dict[Person, int] = {}
    for row in rows.select_related("person__user"):
        chosen.setdefault(row.person, row.unit_id)
    return dict(list(chosen.items())[:MOST])


def _uids(values: list[str]) -> list[UUID]:
    found = []
    for value in values[:PER_PAGE]:
        try:
            found.append(UUID(value))
        except ValueError:
            continue
    return found


@_only(lets_in)
def revoke(request: HttpRequest, uid: UUID) -> HttpResponseBase:
    person = person_for(request)
    device = device_in(lets_in(person), today()).filter(uid=uid).first()
    if device is None:
        raise Http404
    back = reverse("desk:entry")
    owner, what = device.user.person.name, devices.words(device.browser, device.system)
    if request.method == "POST":
        revoke_device(by=person, device=device)
        messages.success(request, _("The device was shut out. Print a new slip if the person goes on."))
        return redirect(back)
    return ask(
        request,
        title=_("Shut out the device of {name}?").format(name=owner),
        effect=_(
            "{device} is signed out at once and cannot sign in again. What waits on it to be sent stays on it."
        ).format(device=what),
        action=_("Shut out"),
        back=back,
    )


@require_POST
@_only(lets_in)
def take_back(request: HttpRequest, uid: UUID) -> HttpResponseBase:
    """The slip that lies open opens nothing any more."""
    person = person_for(request)
    other = let_in_by(person, uid)
    if void_slip(by=person, person=other):
        messages.success(request, _("The slip of {name} opens nothing any more.").format(name=other.name))
    return redirect("desk:entry")


@_only(administered)
def desks(request: HttpRequest) -> HttpResponseBase:
    """The people with desk roles: who has a second step, who was invited."""
    units = administered(person_for(request))
    page = Paginator(at_desks(units, on=today()), PER_PAGE).get_page(request.GET.get("page"))
    shown = desk_lines(list(page.object_list), at=now(), on=today())
    return render(request, "desk/entry_desks.html", {"page": page, "lines": shown})


@_only(administered)
@freshly_confirmed
def invite_(request: HttpRequest, uid: UUID) -> HttpResponseBase:
    person = person_for(request)
    found = desk_mandates(administered(person), today()).filter(person__uid=uid).first()
    if found is None:
        raise Http404
    other = found.person
    form = InviteForm(posted(request), known=other.user is not None, initial={"email": _mail_of(other)})
    if request.method == "POST" and form.is_valid():
        try:
            invite(by=person, person=other, **form.cleaned_data)
        except Refused as refused:
            form.add_error("username", str(refused))
        else:
            messages.success(request, _("The invitation for {name} is on its way.").format(name=other.name))
            return redirect("desk:entry_desks")
    return ask(
        request,
        title=_("Invite {name}?").format(name=other.name),
        effect=_("The link sets a password and a second step. Whatever protected the account before ends with it."),
        action=_("Send the invitation"),
        back=reverse("desk:entry_desks"),
        form=form,
    )


def _mail_of(person: Person) -> str:
    return person.user.email if person.user else ""
