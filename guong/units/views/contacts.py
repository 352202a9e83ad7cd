"""Showing somebody in office on the public chart, and taking that back."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from guong.jobs.clock import today
from guong.units.access import person_for, person_required, unit_for
from guong.units.actions import hide_contact, show_contact
from guong.units.contact_forms import ContactForm
from guong.units.enums import Verb
from guong.units.models import Contact, Mandate, Person
from guong.units.rules import Refused
from guong.units.words import post_of


def _mandate(person: Person, uid: UUID) -> Mandate:
    """Of a unit that the person directs; 404 and 403 as for the unit."""
    mandate = get_object_or_404(Mandate.objects.select_related("person", "unit", "collective"), uid=uid)
    unit_for(person, mandate.unit.uid, verb=Verb.DIRECT, at=today())
    return mandate


def _open_contact(mandate: Mandate) -> Contact | None:
    return mandate.contacts.filter(hidden_at__isnull=True).first()


@person_required
def show(request: HttpRequest, uid: UUID) -> HttpResponseBase:
    person = person_for(request)
    mandate = _mandate(person, uid)
    post = post_of(mandate)
    form = ContactForm(request.POST or None, initial=ContactForm.initial_from(_open_contact(mandate)))
    if request.method == "POST" and form.is_valid():
        try:
            show_contact(by=person, mandate=mandate, post=post, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Now on the public chart: {name}.").format(name=mandate.person.name))
            return redirect("units:unit", mandate.unit.uid)
    context = {
        "title": _("Show {name} on the public chart").format(name=mandate.person.name),
        "effect": _("Everybody will read the name, the post ({post}) and what is written here.").format(post=post),
        "action": _("Show to the public"),
        "back": reverse("units:unit", args=[mandate.unit.uid]),
        "form": form,
    }
    return render(request, "ui/confirm.html", context, status=422 if form.errors else 200)


@person_required
def hide(request: HttpRequest, uid: UUID) -> HttpResponseBase:
    person = person_for(request)
    mandate = _mandate(person, uid)
    back = reverse("units:unit", args=[mandate.unit.uid])
    if request.method == "POST":
        try:
            hide_contact(by=person, mandate=mandate)
            messages.success(request, _("No longer on the public chart: {name}.").format(name=mandate.person.name))
        except Refused as refused:
            messages.error(request, str(refused))
        return redirect(back)
    context = {
        "title": _("Take {name} off the public chart").format(name=mandate.person.name),
        "effect": _("Telephone, mail and hours are erased; that they were shown, and by whom, stays on record."),
        "action": _("Take off the chart"),
        "back": back,
    }
    return render(request, "ui/confirm.html", context)
