"""Acts that cannot be undone, and grants, ask again for the second step or the PIN; for the password if it is all."""

from collections.abc import Callable
from typing import Any, cast

from allauth.account.decorators import reauthentication_required
from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.http import HttpRequest, HttpResponseBase

from guong.accounts.models import User
from guong.jobs.clock import machine

View = Callable[..., HttpResponseBase]
SECOND = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
PIN = "pin"


def freshly_confirmed(view: View) -> View:
    """Only for who confirmed a few minutes ago; others are asked first and come back."""
    return cast(View, cast(Any, reauthentication_required)(view))


def has_second_step(user: AbstractBaseUser) -> bool:
    return bool(Authenticator.objects.filter(user=user.pk, type__in=SECOND).exists())


def is_fresh(request: HttpRequest) -> bool:
    """A password counts for nobody who has a second step."""
    again = [one for one in get_authentication_records(request, request.user) if one.get("reauthenticated")]
    young = [
        one["method"] for one in again if machine().timestamp() - one["at"] < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT
    ]
    stronger = [method for method in young if method != "password"]
    return bool(stronger) or (bool(young) and not has_second_step(cast(User, request.user)))


def confirmed_by_pin(request: HttpRequest, user: User) -> None:
    record_authentication(request, user, PIN, reauthenticated=True)


def ways(user: AbstractBaseUser | AnonymousUser, found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Of allauth's ways to confirm, those that count here."""
    if isinstance(user, AnonymousUser) or not has_second_step(user):
        return found
    return [way for way in found if way["id"] != "reauthenticate"]
