"""In by an invitation: a password, then a second step. Nobody is signed in and nothing is kept until both are done."""

from collections.abc import Callable
from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, clear_totp_secret, get_totp_secret
from allauth.mfa.webauthn.internal.auth import WebAuthn, begin_registration
from django.contrib.auth import logout
from django.contrib.auth.hashers import make_password
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from guong.accounts import chat, invitations
from guong.accounts.forms import ActivateCodeForm, AddPasskeyForm, InvitedPasswordForm
from guong.accounts.models import Invitation, User
from guong.accounts.views.common import let_in, posted, shown
from guong.jobs import clock
from guong.render import qr

OPENED = "invited"  # in a session: the invitation, when it was opened, and the password, hashed
MINUTES = 60


def _seconds() -> int:
    return int(clock.machine().timestamp())


@never_cache
def open_(request: HttpRequest, key: str) -> HttpResponse:
    """The address of the mail: the key goes into the session and out of the address line."""
    out = chat.outside(request)
    if out:
        return render(request, "account/open_outside.html", {"out": out})
    found = invitations.find(key, at=clock.now())
    if found is None:
        return render(request, "account/invited_gone.html", status=410)
    logout(request)
    request.session[OPENED] = {"invitation": found.pk, "at": _seconds(), "password": ""}
    return redirect("entry:invited_password")


def _opened(request: HttpRequest) -> tuple[Invitation | None, str]:
    kept = request.session.get(OPENED) or {"invitation": 0, "at": 0, "password": ""}
    if _seconds() - kept["at"] > MINUTES * 60:
        return None, ""
    open_ones = invitations.open_ones(clock.now()).select_related("user")
    return open_ones.filter(pk=kept["invitation"], user__is_active=True).first(), kept["password"]


@never_cache
def password(request: HttpRequest) -> HttpResponse:
    found, _password = _opened(request)
    if found is None:
        return render(request, "account/invited_gone.html", status=410)
    form = InvitedPasswordForm(posted(request), user=found.user)
    if request.method == "POST" and form.is_valid():
        request.session[OPENED] |= {"password": make_password(form.cleaned_data["password1"])}
        request.session.modified = True
        return redirect("entry:invited_second")
    return shown(request, "account/invited_password.html", form=form, username=found.user.get_username())


@never_cache
def second(request: HttpRequest) -> HttpResponse:
    """A code from an app or a passkey; with it the invitation is used up."""
    found, hashed = _opened(request)
    if found is None:
        return render(request, "account/invited_gone.html", status=410)
    if not hashed:
        return redirect("entry:invited_password")
    passkey = "credential" in request.POST
    form = _form(request, found.user, passkey)
    if request.method == "POST" and form.is_valid():
        return _done(request, found, hashed, _by_passkey(form) if passkey else _by_code(form))
    return _asked(request, found.user, form, passkey)


def _form(request: HttpRequest, user: User, passkey: bool) -> Any:
    return AddPasskeyForm(request.POST, user=user) if passkey else ActivateCodeForm(posted(request), user=user)


def _by_passkey(form: AddPasskeyForm) -> Callable[[User], Authenticator]:
    return lambda user: WebAuthn.add(user, form.cleaned_data["name"], form.cleaned_data["credential"]).instance


def _by_code(form: ActivateCodeForm) -> Callable[[User], Authenticator]:
    return lambda user: TOTP.activate(user, form.secret).instance


def _asked(request: HttpRequest, user: User, form: Any, passkey: bool) -> HttpResponse:
    shown_form = ActivateCodeForm(user=user) if passkey else form
    address = get_adapter().build_totp_url(user, get_totp_secret())
    picture = qr.svg(address, label=escape(_("QR code for the app; the same secret stands below as text")))
    options = {"creation_options": begin_registration(user, True)}
    return shown(
        request, "account/invited_second.html",
        form=shown_form, passkey_failed=passkey, picture=picture, options=options, secret=get_totp_secret(),
    )  # fmt: skip


def _done(request: HttpRequest, found: Invitation, hashed: str, add: Callable[[User], Authenticator]) -> HttpResponse:
    try:
        invitations.take_up(found, password=hashed, add=add, at=clock.now())
    except invitations.Gone:
        return render(request, "account/invited_gone.html", status=410)
    request.session.pop(OPENED, None)
    clear_totp_secret(request)
    let_in(request, User.objects.get(pk=found.user_id), "password", "mfa")
    return redirect("mfa_view_recovery_codes")
