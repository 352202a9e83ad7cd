"""Phones and computers that a slip let in or that sign: cookie, key, what they are called, how they are shut out."""

import re
import secrets
from datetime import datetime
from http.cookies import SimpleCookie
from typing import Any

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _

from guong.accounts import steps
from guong.accounts.codes import hashed, key_hash
from guong.accounts.models import Device, User

COOKIE = "device"
DAYS = 400  # browsers keep no cookie longer
SESSION = "device"  # in a session: the hash of the secret of the device that it was opened on

_BROWSERS = (
    ("coc_coc", "Coc Coc"),
    ("EdgA?/|EdgiOS/", "Edge"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("OPR/|Opera", "Opera"),
    ("Firefox/|FxiOS/", "Firefox"),
    ("Chrome/|CriOS/", "Chrome"),
    ("Safari/", "Safari"),
)
_SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS X|Macintosh", "macOS"),
    ("Linux|X11", "Linux"),
)


class Taken(Exception):
    """This key signs for somebody else, or was revoked."""


def _first(table: tuple[tuple[str, str], ...], user_agent: str) -> str:
    return next((name for mark, name in table if re.search(mark, user_agent)), "")


def kind_of(user_agent: str) -> tuple[str, str]:
    """Browser and system, by name; nothing that tells one machine from another of its kind."""
    return _first(_BROWSERS, user_agent), _first(_SYSTEMS, user_agent)


def words(browser: str, system: str) -> str:
    if browser and system:
        return _("%(browser)s on %(system)s") % {"browser": browser, "system": system}
    return browser or system or _("An unknown browser")


def enrol(user: User, request: HttpRequest, *, at: datetime, pin: str = "", passkey: Any = None) -> tuple[Device, str]:
    """A new device, and the secret for its cookie."""
    secret = secrets.token_urlsafe(32)
    browser, system = kind_of(request.headers.get("User-Agent", ""))
    device = Device.objects.create(
        user=user, secret_hash=key_hash(secret), pin=hashed(pin) if pin else "", passkey=passkey,
        browser=browser, system=system, made_at=at, last_used_at=at,
    )  # fmt: skip
    return device, secret


@transaction.atomic
def sign_with(user: User, request: HttpRequest, public_key: str, *, at: datetime) -> tuple[Device, bool]:
    """The device that signs with this key from now on, and whether that is new. Raises Taken.

    What a slip let in signs with one key, the newest; elsewhere each key is a device of its own.
    """
    known = Device.objects.filter(public_key=public_key).first()
    if known is not None:
        if known.user_id != user.pk or known.revoked_at:
            raise Taken
        return known, False
    mark = request.session.get(SESSION)
    here = Device.objects.filter(secret_hash=mark, user=user, revoked_at=None).first() if mark else None
    if here is not None:
        Device.objects.filter(pk=here.pk).update(public_key=public_key)
        return here, True
    browser, system = kind_of(request.headers.get("User-Agent", ""))
    made = Device(user=user, public_key=public_key, browser=browser, system=system, made_at=at, last_used_at=at)
    made.save(force_insert=True)
    return made, True


def remember(response: HttpResponseBase, secret: str) -> None:
    response.set_cookie(
        COOKIE, secret, max_age=DAYS * 86_400, httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
    )


def forget(response: HttpResponseBase) -> None:
    cookies: SimpleCookie = response.cookies
    response.delete_cookie(COOKIE, samesite="Lax")
    cookies[COOKIE]["httponly"] = True


def mark_of(request: HttpRequest) -> str:
    """What the device's row is found by; empty without the cookie."""
    secret = request.COOKIES.get(COOKIE, "")
    return key_hash(secret) if secret else ""


def of(request: HttpRequest) -> Device | None:
    """The device that asks, while nobody revoked it."""
    mark = mark_of(request)
    if not mark:
        return None
    return Device.objects.select_related("user").filter(secret_hash=mark, revoked_at=None, user__is_active=True).first()


@transaction.atomic
def tell_of(user: User, device: Device) -> None:
    """That a device signs from now on is an entry of the trail."""
    steps.done(user, "enrolled_key", device.uid)


def in_use(user: User) -> QuerySet[Device]:
    return Device.objects.filter(user=user, revoked_at=None).order_by("-last_used_at", "-pk")


def sessions_on(device: Device) -> QuerySet[UserSession]:
    found: QuerySet[UserSession] = UserSession.objects.filter(user=device.user_id, data__device=str(device.uid))
    return found


@transaction.atomic
def revoke(device: Device, *, at: datetime) -> None:
    """Its sessions end at once, its PIN and passkey open nothing any more. No entry: whoever acts writes it."""
    held = Device.objects.select_for_update().get(pk=device.pk)
    for session in sessions_on(held):
        session.end()
    passkey, held.passkey, held.pin = held.passkey, None, ""
    held.revoked_at = held.revoked_at or at
    held.save(update_fields=["passkey", "pin", "revoked_at"])
    if passkey is not None:
        passkey.delete()
