"""Guessing passwords gets slower, account by account, and never shuts anybody out for long.

An office shares one address, so addresses do not count. After five wrong passwords for a name every further try has to
wait, 15 seconds at first, doubling up to 15 minutes. A device on which the account signed in before has a count of its
own: a stranger who keeps guessing delays strangers, not the owner. Names are kept as keyed hashes; known and unknown
names are treated alike.
"""

from __future__ import annotations

import unicodedata
from datetime import datetime, timedelta
from math import ceil
from typing import Any

from axes.handlers.database import AxesDatabaseHandler
from axes.models import AccessAttempt
from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.crypto import constant_time_compare, salted_hmac

from guong.jobs.clock import machine

FIRST_WAIT = timedelta(seconds=15)
LONGEST_WAIT = timedelta(minutes=15)
FORGOTTEN_AFTER = timedelta(days=1)
NO_ADDRESS = "0.0.0.0"  # noqa: S104  (addresses are not kept; the column wants one)
DEVICE_COOKIE = "known"
DEVICE_DAYS = 365


def wait_after(failures: int) -> timedelta:
    """How long after its last failure a name with so many failures has to wait."""
    beyond = failures - settings.AXES_FAILURE_LIMIT
    return timedelta(0) if beyond < 0 else min(FIRST_WAIT * 2 ** min(beyond, 10), LONGEST_WAIT)


def name_hash(name: str) -> str:
    folded = unicodedata.normalize("NFKC", name).strip().lower()
    return salted_hmac("guong.accounts.throttle", folded, algorithm="sha256").hexdigest()


def username(request: HttpRequest, credentials: dict[str, Any] | None = None) -> str:
    """Whose count this try goes to (axes calls it `username`): the name's, or the name's on a device known to it."""
    given = (credentials or {}).get("username") or request.POST.get("login") or ""
    hashed = name_hash(str(given))
    known = request.get_signed_cookie(DEVICE_COOKIE, default="", salt=DEVICE_COOKIE, max_age=DEVICE_DAYS * 86_400)
    return f"{hashed}:device" if constant_time_compare(known or "", hashed) else hashed


def remember_device(response: HttpResponse, name: str) -> None:
    """The device has signed in as `name`: its own failures count apart from now on."""
    response.set_signed_cookie(
        DEVICE_COOKIE, name_hash(name), salt=DEVICE_COOKIE, max_age=DEVICE_DAYS * 86_400,
        httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE, path="/accounts/",
    )  # fmt: skip


def no_address(_request: HttpRequest) -> None:
    """Addresses are neither counted nor kept."""


def locked(request: HttpRequest, _response: HttpResponse | None, credentials: dict[str, Any] | None) -> HttpResponse:
    """The answer to a try that came too early: the same for every name."""
    attempt = AccessAttempt.objects.filter(username=username(request, credentials)).first()
    return wait_page(request, wait_after(attempt.failures_since_start) if attempt else FIRST_WAIT)


def wait_page(request: HttpRequest, wait: timedelta) -> HttpResponse:
    minutes = -(-int(wait.total_seconds()) // 60)
    response = render(request, "account/wait.html", {"minutes": minutes}, status=429)
    response["Retry-After"] = str(int(wait.total_seconds()))
    return response


def instant() -> datetime:
    """Counts go by the machine's clock, as axes' do."""
    return machine()


def seconds_left(key: str, at: datetime) -> int:
    """How long a count of its own (a PIN's, a code's, a slip's) has to wait; 0 when a try may be made."""
    attempt = AccessAttempt.objects.filter(username=key).first()
    if attempt is None:
        return 0
    until: datetime = attempt.attempt_time + wait_after(attempt.failures_since_start)
    return max(0, ceil((until - at).total_seconds()))


@transaction.atomic
def failed(key: str, at: datetime) -> None:
    """One more wrong try; what is older than a day is forgotten."""
    attempt, _made = AccessAttempt.objects.select_for_update().get_or_create(
        username=key, ip_address=NO_ADDRESS, user_agent="",
        defaults={"failures_since_start": 0, "attempt_time": at, "get_data": "", "post_data": ""},
    )  # fmt: skip
    fresh = attempt.attempt_time < at - FORGOTTEN_AFTER
    AccessAttempt.objects.filter(pk=attempt.pk).update(
        failures_since_start=1 if fresh else F("failures_since_start") + 1, attempt_time=at
    )
    AccessAttempt.objects.filter(attempt_time__lt=at - FORGOTTEN_AFTER).exclude(pk=attempt.pk).delete()


def succeeded(key: str) -> None:
    AccessAttempt.objects.filter(username=key).delete()


class Handler(AxesDatabaseHandler):  # type: ignore[misc]  # axes is untyped
    """One row per name (and known device): how many failures, and when the last one was."""

    def get_failures(self, request: HttpRequest, credentials: dict[str, Any] | None = None) -> int:
        """The limit while the name has to wait, else 0: axes compares this with the limit."""
        now: datetime = request.axes_attempt_time  # type: ignore[attr-defined]  # set by axes
        return int(settings.AXES_FAILURE_LIMIT) if seconds_left(username(request, credentials), now) else 0

    def user_login_failed(
        self,
        sender: object,  # noqa: ARG002  (axes' signature)
        credentials: dict[str, Any],
        request: HttpRequest | None = None,
        **_kwargs: Any,
    ) -> None:
        if request is None:
            return
        if self.is_locked(request, credentials):
            request.axes_locked_out = True  # type: ignore[attr-defined]  # read by axes' middleware
            request.axes_credentials = credentials  # type: ignore[attr-defined]  # as above
            return
        now: datetime = request.axes_attempt_time  # type: ignore[attr-defined]  # set by axes
        failed(username(request, credentials), now)

    def user_logged_in(self, _sender: object, request: HttpRequest, user: Any, **_kwargs: Any) -> None:
        AccessAttempt.objects.filter(username=username(request, {"username": user.get_username()})).delete()

    def user_logged_out(self, sender: object, request: HttpRequest, user: Any, **_kwargs: Any) -> None:
        """Signing out changes no count."""
