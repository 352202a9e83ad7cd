"""allauth's forms with our labels; a placeholder never stands in for a label."""

from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.utils.translation import gettext_lazy as _

LABELS: dict[str, Any] = {
    "login": _("User name"),
    "password": _("Password"),
    "remember": _("Stay signed in on this device"),
    "oldpassword": _("Current password"),
    "password1": _("New password"),
    "password2": _("New password once more"),
    "email": _("Email address"),
    "code": _("Code"),
    "name": _("Name of the passkey"),
    "passwordless": _("Sign in with this passkey alone, without a password"),
}
HINTS: dict[str, Any] = {
    "password": "",
    "code": _("Six figures from the app, or one of the backup codes."),
    "passwordless": _("The device then asks for a fingerprint, a face or a PIN."),
}


class Worded(forms.Form):
    """Takes labels and hints from the tables above."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label = LABELS.get(name, field.label)
            if name in HINTS:
                field.help_text = HINTS[name]
            field.widget.attrs.pop("placeholder", None)


class LoginForm(Worded, account.LoginForm):  # type: ignore[misc]  # allauth is untyped
    pass


class ChangePasswordForm(Worded, account.ChangePasswordForm):  # type: ignore[misc]  # allauth is untyped
    pass


class ResetPasswordForm(Worded, account.ResetPasswordForm):  # type: ignore[misc]  # allauth is untyped
    pass


class ResetPasswordKeyForm(Worded, account.ResetPasswordKeyForm):  # type: ignore[misc]  # allauth is untyped
    pass


class ReauthenticateForm(Worded, account.ReauthenticateForm):  # type: ignore[misc]  # allauth is untyped
    pass


class CodeForm(Worded, mfa.AuthenticateForm):  # type: ignore[misc]  # allauth is untyped
    pass


class CodeAgainForm(Worded, mfa.ReauthenticateForm):  # type: ignore[misc]  # allauth is untyped
    pass


class ActivateCodeForm(Worded, totp.ActivateTOTPForm):  # type: ignore[misc]  # allauth is untyped
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].help_text = _("Six figures that the app shows now.")


class AddPasskeyForm(Worded, webauthn.AddWebAuthnForm):  # type: ignore[misc]  # allauth is untyped
    pass


class EditPasskeyForm(Worded, webauthn.EditWebAuthnForm):  # type: ignore[misc]  # allauth is untyped
    pass
