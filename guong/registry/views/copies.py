"""Making a numbered copy of a paper."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from guong.jobs.clock import today
from guong.registry.access import KEEPING, document_for
from guong.registry.actions import make_copy
from guong.registry.office_forms import CopyForm
from guong.registry.rules import Refused
from guong.registry.signing import signing_with, signings
from guong.registry.views.asking import ask, of_paper, posted
from guong.registry.views.drafts import chosen_body, own_bodies
from guong.registry.views.line import day_given
from guong.units.access import own_units, person_for, person_required


@person_required
def copy(request: HttpRequest, uid: UUID) -> HttpResponseBase:
    """Sao y, sao lục, trích sao: the copy gets a number of the copying body's own book."""
    person = person_for(request)
    found = document_for(person, uid, today())
    on = day_given(request, "issued_on")
    places = list(own_units(person, KEEPING, today()))
    if not places:
        raise PermissionDenied
    body_list = own_bodies(person, today())
    choices = [one for unit in places for one in signings(unit, None, on)]
    form = CopyForm(posted(request), bodies=body_list, signings=choices, initial={"issued_on": on})

    def work() -> str:
        given = dict(form.cleaned_data)
        keeper, issuer = chosen_body(body_list, given.pop("issuer"))
        signing = signing_with(keeper, issuer, on, given.pop("signing"))
        if signing is None:
            raise Refused(_("Who signs holds no office at the copying body on that day."))
        made = make_copy(by=person, original=found, keeper=keeper, issuer=issuer, signing=signing, **given)
        return reverse("registry:recipients", args=[made.uid])

    question = of_paper(
        found,
        _("Copy {paper}"),
        _("The copy gets a number of its own and leads to the original. Name its recipients afterwards."),
        _("Give the number and issue the copy"),
        _("The copy is issued."),
    )
    return ask(request, question, work, form)
