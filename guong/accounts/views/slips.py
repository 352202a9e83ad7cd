"""In by a printed slip: number and code, then a PIN or a passkey for this device."""

from collections.abc import Callable
from datetime import timedelta

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.webauthn.internal.auth import WebAuthn, begin_registration
from django.contrib import messages
from django.contrib.auth import logout
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from guong.accounts import chat, devices, sessions, slips, steps, throttle
from guong.accounts.forms import AddPasskeyForm, NewPinForm, SlipForm
from guong.accounts.models import Slip
from guong.accounts.views.common import UNPROCESSABLE, let_in, posted, shown
from guong.jobs import clock

OPENED = "slip"  # in a session: the slip whose code was right, and when
MINUTES = 20


def _seconds() -> int:
    return int(clock.machine().timestamp())


@never_cache
def show(request: HttpRequest, number: str = "") -> HttpResponse:
    """Asks for number and code. Nothing of it in the browser of a chat application."""
    out = chat.outside(request)
    if out:
        return render(request, "account/open_outside.html", {"out": out})
    form = SlipForm(posted(request), initial={"number": number})
    if request.method == "POST" and form.is_valid():
        return _judged(request, form)
    return shown(request, "account/slip.html", form=form)


def _judged(request: HttpRequest, form: SlipForm) -> HttpResponse:
    key = slips.count_of(form.cleaned_data["number"])
    wait = throttle.seconds_left(key, throttle.instant())
    if wait:
        return throttle.wait_page(request, timedelta(seconds=wait))
    slip = slips.check(form.cleaned_data["number"], form.cleaned_data["code"], at=clock.now())
    if slip is None:
        throttle.failed(key, throttle.instant())
        form.add_error(
            None,
            _(
                "Number and code do not fit, or the slip was used or is out of date. Look at the slip once more, or ask"
                " the office for a new one."
            ),
        )
        return shown(request, "account/slip.html", form=form)
    throttle.succeeded(key)
    logout(request)  # whoever sat here before
    request.session[OPENED] = [slip.pk, _seconds()]
    return redirect("entry:choose")


@never_cache
def choose(request: HttpRequest) -> HttpResponse:
    """PIN or passkey; then the slip is used up and this device is known."""
    slip = _opened(request)
    if slip is None or chat.outside(request):
        messages.error(request, _("Enter number and code of the slip again; too much time has passed."))
        return redirect("entry:slip")
    if sessions.needs_two(slip.user):
        return render(request, "account/second_step_missing.html", status=403)
    if "credential" in request.POST:
        return _passkey_posted(request, slip)
    form = NewPinForm(posted(request))
    if request.method == "POST" and form.is_valid():
        return _used_up(request, lambda: _by_pin(request, slip, form))
    return _asked(request, slip, form)


def _passkey_posted(request: HttpRequest, slip: Slip) -> HttpResponse:
    form = AddPasskeyForm(request.POST, user=slip.user)
    if form.is_valid():
        return _used_up(request, lambda: _by_passkey(request, slip, form))
    return _asked(request, slip, NewPinForm(), passkey_failed=True)


def _used_up(request: HttpRequest, act: Callable[[], HttpResponse]) -> HttpResponse:
    try:
        return act()
    except slips.Gone:
        messages.error(request, _("This slip was used in the meantime. Ask the office for a new one."))
        return redirect("entry:slip")


def _asked(request: HttpRequest, slip: Slip, form: NewPinForm, *, passkey_failed: bool = False) -> HttpResponse:
    options = {"creation_options": begin_registration(slip.user, True)}
    name = steps.name_of(slip.user)
    answer = shown(
        request, "account/slip_choose.html", form=form, passkey_failed=passkey_failed, options=options, name=name
    )
    answer.status_code = UNPROCESSABLE if passkey_failed else answer.status_code
    return answer


def _opened(request: HttpRequest) -> Slip | None:
    pk, at = request.session.get(OPENED, (0, 0))
    if _seconds() - at > MINUTES * 60:
        return None
    return slips.open_ones(clock.now()).select_related("user").filter(pk=pk, user__is_active=True).first()


def _by_pin(request: HttpRequest, slip: Slip, form: NewPinForm) -> HttpResponse:
    _device, secret = slips.redeem(slip, request, at=clock.now(), pin=form.cleaned_data["pin"])
    messages.success(request, _("This device is set up. The next time it asks for the PIN alone."))
    return _known(request, slip, secret, "slip")


def _by_passkey(request: HttpRequest, slip: Slip, form: AddPasskeyForm) -> HttpResponse:
    with transaction.atomic():
        key = WebAuthn.add(slip.user, str(_("Passkey")), form.cleaned_data["credential"]).instance
        _device, secret = slips.redeem(slip, request, at=clock.now(), passkey=key)
        steps.done(slip.user, "added_authenticator", slip.user.uid)
    record_authentication(request, slip.user, "mfa", id=key.pk, type=key.type, passwordless=True)
    messages.success(request, _("This device is set up. The next time it asks for the passkey alone."))
    return _known(request, slip, secret, "slip", "mfa")


def _known(request: HttpRequest, slip: Slip, secret: str, *methods: str) -> HttpResponse:
    """Signed in, on a device with a cookie of its own from now on."""
    request.session.pop(OPENED, None)
    request.COOKIES[devices.COOKIE] = secret
    answer = let_in(request, slip.user, *methods)
    devices.remember(answer, secret)
    return answer
