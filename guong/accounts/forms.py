"""allauth's forms with our labels, and those of slips and PINs; a placeholder never stands in for a label."""

from typing import Any

from allauth.account import forms as account
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as mfa
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.contrib.auth.password_validation import password_validators_help_text_html, validate_password
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from guong.accounts import chat, codes, second_step, throttle
from guong.accounts.models import User
from guong.jobs.log import log
from guong.keys import seal

LABELS: dict[str, Any] = {
    "login": _("User name"),
    "password": _("Password"),
    "remember": _("Stay signed in on this device"),
    "oldpassword": _("Current password"),
    "password1": _("New password"),
    "password2": _("New password once more"),
    "email": _("Email address"),
    "code": _("Code of the second step"),
    "name": _("Name of the passkey"),
    "passwordless": _("Sign in with this passkey alone, without a password"),
}
HINTS: dict[str, Any] = {
    "password": "",
    "code": _("Six figures from the app, or one of the backup codes."),
    "passwordless": _("The device then asks for a fingerprint, a face or a PIN."),
}


def too_soon(seconds: int) -> forms.ValidationError:
    """A try that came before its time; the same sentence for every name, number and device."""
    minutes = -(-seconds // 60)
    text = ngettext(
        "Too many wrong tries. Try again after %(minutes)s minute.",
        "Too many wrong tries. Try again after %(minutes)s minutes.",
        minutes,
    )
    return forms.ValidationError(text % {"minutes": minutes})


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
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if chat.outside(self.request):
            self.fields["remember"].widget = forms.HiddenInput()

    def login(self, request: HttpRequest, redirect_url: str | None = None) -> HttpResponse:
        response: HttpResponse = super().login(request, redirect_url=redirect_url)
        if chat.outside(request):
            request.session.set_expiry(chat.SECONDS)
        return response


class ChangePasswordForm(Worded, account.ChangePasswordForm):  # type: ignore[misc]  # allauth is untyped
    pass


class ResetPasswordForm(Worded, account.ResetPasswordForm):  # type: ignore[misc]  # allauth is untyped
    pass


class ResetPasswordKeyForm(Worded, account.ResetPasswordKeyForm):  # type: ignore[misc]  # allauth is untyped
    pass


class ReauthenticateForm(Worded, account.ReauthenticateForm):  # type: ignore[misc]  # allauth is untyped
    pass


class Slowed(Worded):
    """Wrong codes slow the account down, and no code is taken twice."""

    def clean_code(self) -> str:
        key = second_step.count_of(self.user)  # type: ignore[attr-defined]  # of allauth's form
        wait = throttle.seconds_left(key, throttle.instant())
        if wait:
            raise too_soon(wait)
        code = self._right(key)
        throttle.succeeded(key)
        return code

    def _right(self, key: str) -> str:
        wrong = get_adapter().validation_error("incorrect_code")
        try:
            code: str = super().clean_code()  # type: ignore[misc]  # of allauth's form
        except forms.ValidationError:
            throttle.failed(key, throttle.instant())
            raise
        except (seal.KeyMissing, seal.Tampered):
            log.exception("second_step_sealed")
            raise wrong from None
        found = self.authenticator  # type: ignore[attr-defined]  # set by allauth's form
        if found.type == Authenticator.Type.TOTP and not second_step.spend(found, code):
            raise wrong
        return code


class CodeForm(Slowed, mfa.AuthenticateForm):  # type: ignore[misc]  # allauth is untyped
    pass


class CodeAgainForm(Slowed, mfa.ReauthenticateForm):  # type: ignore[misc]  # allauth is untyped
    pass


class ActivateCodeForm(Worded, totp.ActivateTOTPForm):  # type: ignore[misc]  # allauth is untyped
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].help_text = _("Six figures that the app shows now.")


class AddPasskeyForm(Worded, webauthn.AddWebAuthnForm):  # type: ignore[misc]  # allauth is untyped
    pass


class EditPasskeyForm(Worded, webauthn.EditWebAuthnForm):  # type: ignore[misc]  # allauth is untyped
    pass


def _figures(label: Any, hint: Any = "", *, secret: bool = False, new: bool = False) -> forms.CharField:
    """A field for figures: a phone shows its keys for numbers, and blanks between groups do no harm."""
    widget = forms.PasswordInput() if secret else forms.TextInput()
    widget.attrs = {"inputmode": "numeric", "autocomplete": "new-password" if new else "off", "autocapitalize": "none"}
    return forms.CharField(label=label, help_text=hint, max_length=40, widget=widget)


class SlipForm(forms.Form):
    """Number and code of a printed slip. What does not fit is answered alike, whatever does not."""

    number = forms.CharField(
        label=_("Number of the slip"),
        help_text=_("Six letters and figures, as printed on the slip."),
        max_length=40,
        widget=forms.TextInput(attrs={"autocapitalize": "characters", "autocomplete": "off", "spellcheck": "false"}),
    )
    code = _figures(_("One-time code"), _("Eight figures; blanks do not matter."))

    def clean_number(self) -> str:
        return codes.tidy_number(self.cleaned_data["number"])

    def clean_code(self) -> str:
        return codes.figures(self.cleaned_data["code"])


class NewPinForm(forms.Form):
    pin = _figures(
        _("New PIN"), _("Six figures that are easy to keep in mind and hard to guess."), secret=True, new=True
    )
    again = _figures(_("New PIN once more"), secret=True, new=True)

    def clean_pin(self) -> str:
        pin = codes.figures(self.cleaned_data["pin"])
        if len(pin) != codes.PIN_FIGURES:
            raise forms.ValidationError(_("A PIN has six figures."))
        if codes.weak_pin(pin):
            raise forms.ValidationError(_("This PIN is too easy to guess. Choose figures that are not in a row."))
        return pin

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if "pin" in given and codes.figures(given.get("again", "")) != given["pin"]:
            self.add_error("again", _("The two PINs are not the same. Enter the same one twice."))
        return given


class PinForm(forms.Form):
    pin = _figures(_("PIN of this device"), _("Six figures, chosen when this device was set up."), secret=True)

    def clean_pin(self) -> str:
        return codes.figures(self.cleaned_data["pin"])


class InvitedPasswordForm(forms.Form):
    """The password of somebody who was invited."""

    password1 = forms.CharField(
        label=LABELS["password1"], strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )
    password2 = forms.CharField(
        label=LABELS["password2"], strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.fields["password1"].help_text = password_validators_help_text_html()

    def clean_password1(self) -> str:
        password: str = self.cleaned_data["password1"]
        validate_password(password, self.user)
        return password

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if "password1" in given and given.get("password2") != given["password1"]:
            self.add_error("password2", _("The two passwords are not the same. Enter the same one twice."))
        return given
