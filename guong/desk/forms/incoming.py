from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class WaitingForm(forms.Form):
    """What the list of waiting papers is narrowed to; a wrong value narrows nothing."""

    q = forms.CharField(label=_("Symbol or abstract"), required=False, max_length=100)
    state = forms.ChoiceField(
        label=_("How it stands"),
        required=False,
        choices=[
            ("", _("all")),
            ("unread", _("No instruction yet")),
            ("overdue", _("Past its deadline")),
            ("soon", _("Due within a week")),
            ("running", _("Under way")),
        ],
    )
    lead = forms.ChoiceField(label=_("Leading office or unit"), required=False)
    older = forms.BooleanField(label=_("Also what arrived more than 90 days ago"), required=False)

    def __init__(self, *args: Any, leads: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["lead"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", _("all")), *leads]
