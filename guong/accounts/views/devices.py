"""Where one's account is open: devices that were let in, sessions; each can be ended, or all others at once."""

from dataclasses import dataclass
from datetime import datetime
from typing import cast
from uuid import UUID

from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from guong.accounts import devices, steps
from guong.accounts.models import Device, User
from guong.jobs import clock


@dataclass(frozen=True)
class Line:
    """One row of the page: a device or a session, how it opens, and the act that ends it."""

    what: str
    opens_by: str
    since: datetime
    used: datetime
    current: bool
    ends: str
    device: bool


def _user(request: HttpRequest) -> User:
    return cast(User, request.user)


@login_required
def show(request: HttpRequest) -> HttpResponse:
    user = _user(request)
    here = request.session.get(devices.SESSION)
    lines = [_device(one, bool(here) and one.secret_hash == here) for one in devices.in_use(user)]
    lines += [_session(one, request) for one in _loose(user)]
    mine = any(line.current and line.device for line in lines)
    return render(request, "account/devices.html", {"lines": lines, "pin": mine and _has_pin(request)})


def _has_pin(request: HttpRequest) -> bool:
    device = devices.of(request)
    return bool(device and device.pin)


def _loose(user: User) -> list[UserSession]:
    """Sessions that are not a device's; those that are over are cleared away."""
    return [one for one in UserSession.objects.purge_and_list(user) if not (one.data or {}).get("device")]


def _device(device: Device, current: bool) -> Line:
    opens_by = _("PIN") if device.pin else _("passkey") if device.secret_hash else _("signs reports, opens nothing")
    ends = reverse("entry:revoke", args=[device.uid])
    what = devices.words(device.browser, device.system)
    return Line(what, opens_by, device.made_at, device.last_used_at, current, ends, device=True)


def _session(session: UserSession, request: HttpRequest) -> Line:
    current = session.session_key == request.session.session_key
    ends = reverse("entry:end_session", args=[session.pk])
    what = devices.words(*devices.kind_of(session.user_agent))
    return Line(what, _("signed in"), session.created_at, session.last_seen_at, current, ends, device=False)


@login_required
def revoke(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Asks once, then shuts the device out."""
    device = get_object_or_404(devices.in_use(_user(request)), uid=uid)
    what = devices.words(device.browser, device.system)
    if request.method != "POST":
        context = {
            "title": _("Revoke %(device)s?") % {"device": what},
            "effect": _effect(device),
            "action": _("Shut the device out"),
            "back": reverse("entry:devices"),
        }
        return render(request, "ui/confirm.html", context)
    current = bool(device.secret_hash) and device.secret_hash == request.session.get(devices.SESSION)
    with transaction.atomic():
        devices.revoke(device, at=clock.now())
        steps.done(_user(request), "revoked_device", device.uid)
    if current:
        logout(request)
        return redirect("account_login")
    messages.success(request, _("%(device)s was revoked.") % {"device": what})
    return redirect("entry:devices")


def _effect(device: Device) -> str:
    if device.secret_hash:
        return _("It is signed out at once and cannot sign in again. The office gives out a new slip.")
    return _("What it signs is no longer taken. What it has sent stays.")


@require_POST
@login_required
def end_session(request: HttpRequest, pk: int) -> HttpResponse:
    session = get_object_or_404(UserSession, pk=pk, user=request.user.pk)
    current = session.session_key == request.session.session_key
    if current:
        logout(request)
        return redirect("account_login")
    session.end()
    messages.success(request, _("Signed out there."))
    return redirect("entry:devices")


@login_required
def end_others(request: HttpRequest) -> HttpResponse:
    """All but the one that asks: devices are revoked, sessions end."""
    if request.method != "POST":
        context = {
            "title": _("Shut out all other devices?"),
            "effect": _("Everything but this device is signed out. Devices let in by a slip need a new slip."),
            "action": _("Shut out all others"),
            "back": reverse("entry:devices"),
        }
        return render(request, "ui/confirm.html", context)
    with transaction.atomic():
        for device in devices.in_use(_user(request)).exclude(secret_hash=request.session.get(devices.SESSION, "")):
            devices.revoke(device, at=clock.now())
            steps.done(_user(request), "revoked_device", device.uid)
        for session in UserSession.objects.filter(user=request.user.pk).exclude(
            session_key=request.session.session_key
        ):
            session.end()
    messages.success(request, _("All others were shut out."))
    return redirect("entry:devices")
