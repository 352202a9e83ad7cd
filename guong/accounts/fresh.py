"""Acts that cannot be undone ask for the password, the code or the passkey once more."""

from collections.abc import Callable
from typing import Any, cast

from allauth.account.decorators import reauthentication_required
from django.http import HttpResponseBase

View = Callable[..., HttpResponseBase]


def freshly_confirmed(view: View) -> View:
    """Only for who signed in or confirmed a few minutes ago; others are asked first and come back."""
    return cast(View, cast(Any, reauthentication_required)(view))
