"""How the public reaches somebody in office."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from guong.units.models import Contact


class ContactForm(forms.Form):
    phone = forms.CharField(
        label=_("Telephone for the public"),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel"}),
        help_text=_("The number of the office; a private number only if its owner asked for it."),
    )
    mail = forms.EmailField(label=_("Mail for the public"), max_length=120, required=False)
    hours = forms.CharField(
        label=_("Hours and place"),
        max_length=160,
        required=False,
        help_text=_("For example: Thursday mornings, room 3 of the office."),
    )

    @staticmethod
    def initial_from(contact: Contact | None) -> dict[str, Any]:
        return {"phone": contact.phone, "mail": contact.mail, "hours": contact.hours} if contact else {}
