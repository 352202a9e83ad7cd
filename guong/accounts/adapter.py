"""How allauth behaves here: nobody signs up, errors speak our words, a device that signed in is remembered."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from guong.accounts import throttle


class ClosedAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth is untyped
    """Accounts come from invitations of the desk."""

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

    def post_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse:
        response: HttpResponse = super().post_login(request, user, **kwargs)
        throttle.remember_device(response, user.get_username())
        return response


class TwoStepAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth is untyped
    """Names and errors of codes and passkeys in our words."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "cannot_delete_authenticator": _("Two-step sign-in cannot be switched off for this account."),
        "cannot_generate_recovery_codes": _("Backup codes come after two-step sign-in is switched on."),
        "incorrect_code": _("The code is not correct, or it is too old. Enter the newest one."),
    }

    def generate_authenticator_name(self, user: Any, type: str) -> str:  # noqa: ARG002  (allauth's signature)
        """A first name for a new passkey; the person may change it."""
        return str(_("Passkey"))
