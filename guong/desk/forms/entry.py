"""Inviting somebody to a desk role."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from guong.accounts.models import User


class InviteForm(forms.Form):
    """Where the invitation goes; the user name is asked for where there is none yet."""

    username = forms.CharField(
        label=_("User name"),
        help_text=_("Letters without marks, figures and . - _; the person signs in with it."),
        max_length=60,
        validators=[User.username_validator],
        widget=forms.TextInput(attrs={"autocapitalize": "none", "autocomplete": "off", "spellcheck": "false"}),
    )
    email = forms.EmailField(
        label=_("Email address"), help_text=_("The invitation is sent there and is good for three days.")
    )

    def __init__(self, *args: Any, known: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if known:
            del self.fields["username"]
