"""By what a session was opened, and whether that still is enough: asked at every request that is not of two steps.

A session says nothing of itself unless the one sign-in opened it; one that says nothing counts as the weakest.
"""

from datetime import datetime

from allauth.account.internal.flows.login import get_authentication_records
from allauth.usersessions.models import UserSession
from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.http import HttpRequest

from guong.accounts import chat, devices, steps
from guong.accounts.models import Device, User
from guong.accounts.throttle import NO_ADDRESS
from guong.jobs import clock

STEPS = "steps"  # in a session: "two" after a second step or a passkey
TWO = "two"
SEEN = "seen"  # in a session: the hour in which it was last noted that it is in use
HOUR = 3600


def needs_two(user: User) -> bool:
    return user.is_staff or user.is_superuser or any(asks(user, clock.today()) for asks in steps.NEEDS_TWO)


def opened(request: HttpRequest, user: User, device: Device | None) -> None:
    """Note in a new session by what it was opened, and on which device."""
    records = get_authentication_records(request, user)
    if any(record["method"] == "mfa" for record in records):
        request.session[STEPS] = TWO
    request.session[SEEN] = _hour()
    if chat.outside(request):
        request.session.set_expiry(chat.SECONDS)
    UserSession.objects.create_from_request(request, user=user)
    if device is not None:
        request.session[devices.SESSION] = device.secret_hash
        Device.objects.filter(pk=device.pk).update(last_used_at=clock.now())
        _row(request).update(data={"device": str(device.uid)})
    forget_address(request)


def _row(request: HttpRequest) -> QuerySet[UserSession]:
    rows: QuerySet[UserSession] = UserSession.objects.filter(session_key=request.session.session_key)
    return rows


def forget_address(request: HttpRequest) -> None:
    """allauth notes the network address with a session; nothing here needs it."""
    _row(request).update(ip=NO_ADDRESS)


def stands(request: HttpRequest) -> bool:
    """Not where a desk role has but one step, nor where the device's cookie is missing."""
    user = request.user
    if isinstance(user, AnonymousUser):
        return True
    bound = request.session.get(devices.SESSION)
    if bound and bound != devices.mark_of(request):
        return False
    return request.session.get(STEPS) == TWO or not needs_two(user)


def note_use(request: HttpRequest) -> None:
    """Once an hour: the lists of devices say when each was last used."""
    noted = request.session.get(SEEN)
    if noted is None or noted == _hour():
        return
    request.session[SEEN] = _hour()
    _row(request).update(last_seen_at=_machine_now())
    mark = request.session.get(devices.SESSION)
    if mark:
        Device.objects.filter(secret_hash=mark).update(last_used_at=clock.now())


def _hour() -> int:
    return int(_machine_now().timestamp()) // HOUR


def _machine_now() -> datetime:
    return clock.machine()
