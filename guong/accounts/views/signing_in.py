"""The one sign-in by name, and on a device that a slip let in by its PIN."""

from datetime import timedelta

from allauth.account.internal.flows.reauthentication import resume_request
from allauth.account.utils import get_next_redirect_url
from allauth.account.views import login
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, resolve_url
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from guong.accounts import devices, fresh, throttle
from guong.accounts.codes import fits, hashed
from guong.accounts.forms import NewPinForm, PinForm
from guong.accounts.models import Device
from guong.accounts.views.common import let_in, posted, shown


def sign_in(request: HttpRequest) -> HttpResponseBase:
    """By name and password, or by a passkey. A device with a PIN is asked for that first."""
    if request.method == "GET" and "name" not in request.GET and not request.user.is_authenticated:
        device = devices.of(request)
        if device is not None and device.pin:
            asked = request.GET.urlencode()
            return redirect(resolve_url("entry:pin") + (f"?{asked}" if asked else ""))
    answer: HttpResponseBase = login(request)
    return answer


def by_name(request: HttpRequest) -> HttpResponse:
    """The sign-in by name for whoever sits at a device that would be asked for its PIN."""
    target = get_next_redirect_url(request)
    return redirect(
        resolve_url("account_login") + "?" + urlencode({"name": "1"} | ({"next": target} if target else {}))
    )


@never_cache
def pin(request: HttpRequest) -> HttpResponse:
    """Sign in on a known device."""
    device = devices.of(request)
    if device is None or not device.pin:
        answer = by_name(request)
        devices.forget(answer)
        return answer
    form = PinForm(posted(request))
    if request.method == "POST" and form.is_valid():
        refused = _judged(request, device, form)
        if refused is not None:
            return refused
        if not form.errors:
            _tell_of_others(request, device)
            return let_in(request, device.user, fresh.PIN)
    return shown(request, "account/pin.html", form=form, next=get_next_redirect_url(request))


@never_cache
@login_required
def pin_again(request: HttpRequest) -> HttpResponseBase:
    """Confirm by PIN who is here, before an act that asks for it."""
    device = devices.of(request)
    if device is None or not device.pin or device.user_id != request.user.pk:
        raise PermissionDenied
    form = PinForm(posted(request))
    if request.method == "POST" and form.is_valid():
        refused = _judged(request, device, form)
        if refused is not None:
            return refused
        if not form.errors:
            fresh.confirmed_by_pin(request, device.user)
            answer: HttpResponseBase | None = resume_request(request)
            return answer or redirect(settings.LOGIN_REDIRECT_URL)
    return shown(request, "account/pin_again.html", form=form, next=get_next_redirect_url(request))


@fresh.freshly_confirmed
def change_pin(request: HttpRequest) -> HttpResponseBase:
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    device = devices.of(request)
    if device is None or not device.pin or device.user_id != request.user.pk:
        raise PermissionDenied
    form = NewPinForm(posted(request))
    if request.method == "POST" and form.is_valid():
        Device.objects.filter(pk=device.pk).update(pin=hashed(form.cleaned_data["pin"]))
        messages.success(request, _("The PIN of this device has been changed."))
        return redirect("entry:devices")
    return shown(request, "account/pin_change.html", form=form)


def _judged(request: HttpRequest, device: Device, form: PinForm) -> HttpResponse | None:
    """Wrong PINs slow the account down, on all of its devices together; the error is added to the form."""
    key = throttle.name_hash(f"pin {device.user.uid}")
    wait = throttle.seconds_left(key, throttle.instant())
    if wait:
        return throttle.wait_page(request, timedelta(seconds=wait))
    if fits(form.cleaned_data["pin"], device.pin):
        throttle.succeeded(key)
    else:
        throttle.failed(key, throttle.instant())
        form.add_error("pin", _("The PIN is not correct."))
    return None


def _tell_of_others(request: HttpRequest, device: Device) -> None:
    """Whoever did not set up the new device hears of it here."""
    for other in devices.in_use(device.user).filter(made_at__gt=device.last_used_at).exclude(pk=device.pk):
        messages.warning(
            request,
            _("Since the last time another device was let in: %(device)s. If that was somebody else, tell the office.")
            % {"device": devices.words(other.browser, other.system)},
        )
