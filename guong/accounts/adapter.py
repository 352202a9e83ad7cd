"""How allauth behaves here: nobody signs up, errors speak our words, a second step where the role asks for it."""

import base64
from typing import Any, cast

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.stagekit import clear_login
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal.flows import did_use_passwordless_login
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from guong.accounts import chat, devices, fresh, resets, sessions, throttle
from guong.accounts.callers import address_of
from guong.accounts.models import User
from guong.accounts.throttle import NO_ADDRESS
from guong.keys import seal

SEALED = "sealed:"
SEALED_WITH = {"kind": "accounts", "name": "second-step"}


class ClosedAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth is untyped
    """Accounts come from invitations of the desk and from printed slips."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("The user name or the password is not correct."),
        "username_password_mismatch": _("The user name or the password is not correct."),
        "invalid_login": _("The user name or the password is not correct."),
        "enter_current_password": _("The current password is not correct."),
        "incorrect_password": _("The password is not correct."),
        "incorrect_code": _("The code is not correct, or it is too old. Enter the newest one."),
        "invalid_password_reset": _("This link was used already or is too old. Ask for a new one."),
        "too_many_login_attempts": _("Too many wrong tries. Wait a few minutes, then try again."),
        "rate_limited": _("Too many tries in a short time. Wait a few minutes, then try again."),
        "same_as_current": _("The new password is the same as the current one."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002  (allauth's signature)
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Not allauth's count by name and address: a stranger could shut the owner out. `throttle` slows guessing."""

    def authenticate(self, request: HttpRequest, **credentials: Any) -> AbstractBaseUser | None:
        """A closed account answers like a wrong password; allauth would show that it exists."""
        user: AbstractBaseUser | None = super().authenticate(request, **credentials)
        return user if user is not None and user.is_active else None

    def pre_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse | None:
        """A password alone opens nothing for a desk role, not even the pages where a second step is set up."""
        response: HttpResponse | None = super().pre_login(request, user, **kwargs)
        if response is not None or fresh.has_second_step(user) or did_use_passwordless_login(request, user):
            return response
        if not sessions.needs_two(user):
            return None
        clear_login(request)
        return render(request, "account/second_step_missing.html", status=403)

    def login(self, request: HttpRequest, user: Any) -> None:
        device = devices.of(request)
        super().login(request, user)
        sessions.opened(request, user, device if device is not None and device.user_id == user.pk else None)

    def post_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse:
        response: HttpResponse = super().post_login(request, user, **kwargs)
        sessions.forget_address(request)
        if not chat.outside(request):
            throttle.remember_device(response, user.get_username())
        return response

    def send_password_reset_mail(self, user: Any, email: str, context: dict[str, Any]) -> None:  # noqa: ARG002  (allauth's signature)
        """The worker sends it: waiting for a mail server would tell that the address is known."""
        resets.ask(cast(User, user))

    def get_client_ip(self, request: HttpRequest) -> str:
        """For counting within a minute; no row keeps it."""
        return address_of(request) or NO_ADDRESS

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:  # noqa: ARG002  (allauth's signature)
        return not fresh.is_fresh(context.request)

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        found = fresh.ways(user, super().get_reauthentication_methods(user))
        device = devices.of(context.request)
        if device is None or not device.pin or device.user_id != user.pk:
            return found
        return [
            {"id": fresh.PIN, "description": str(_("PIN of this device")), "url": reverse("entry:pin_again")},
            *found,
        ]


class TwoStepAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth is untyped
    """Names and errors of codes and passkeys in our words; their secrets are sealed."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "cannot_delete_authenticator": _(
            "This is the only second step of the account, and its role asks for one. Add another one first."
        ),
        "cannot_generate_recovery_codes": _("Backup codes come after two-step sign-in is switched on."),
        "incorrect_code": _("The code is not correct, or it is too old. Enter the newest one."),
    }

    def generate_authenticator_name(self, user: Any, type: str) -> str:  # noqa: ARG002  (allauth's signature)
        """A first name for a new passkey; the person may change it."""
        return str(_("Passkey"))

    def get_totp_label(self, user: Any) -> str:
        return str(user.get_username())

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        rest = Authenticator.objects.filter(user=authenticator.user_id, type__in=fresh.SECOND)
        return rest.exclude(pk=authenticator.pk).exists() or not sessions.needs_two(authenticator.user)

    def encrypt(self, text: str) -> str:
        """A dump of the database holds no secret of a second step."""
        return SEALED + base64.b64encode(seal.seal(text.encode(), **SEALED_WITH)).decode()

    def decrypt(self, encrypted_text: str) -> str:
        if not encrypted_text.startswith(SEALED):
            return encrypted_text
        return seal.unseal(base64.b64decode(encrypted_text.removeprefix(SEALED)), **SEALED_WITH).decode()
