from datetime import timedelta
from typing import Any

from allauth.account.internal.flows.login import (
    _AUTHENTICATION_METHODS_USER_SESSION_KEY,
    AUTHENTICATION_METHODS_SESSION_KEY,
)
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from axes.models import AccessAttempt
from django.db.models import F
from django.test import Client

from guong.accounts import sessions
from guong.accounts.models import User
from guong.jobs import clock

PASSWORD = "rừng núi 7 dòng suối"


def make_user(username: str = "hao", password: str = PASSWORD, **fields: Any) -> User:
    return User.objects.create_user(username, password=password, **fields)


def with_code(user: User) -> str:
    """Switch on the code from an app; returns the secret."""
    secret: str = generate_totp_secret()
    TOTP.activate(user, secret)
    assert Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists()
    return secret


def time_passes(by: timedelta) -> None:
    """For whoever has to wait after wrong tries."""
    AccessAttempt.objects.update(attempt_time=F("attempt_time") - by)


def as_confirmed(client: Client, user: User) -> None:
    """Whoever is signed in there confirmed a moment ago."""
    session = client.session
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [
        {"method": "mfa", "at": clock.machine().timestamp(), "reauthenticated": True}
    ]
    session[_AUTHENTICATION_METHODS_USER_SESSION_KEY] = str(user.pk)
    session.save()


def as_by_two_steps(client: Client) -> None:
    """The session that `force_login` opened stands for a sign-in with a second step."""
    session = client.session
    session[sessions.STEPS] = sessions.TWO
    session.save()
