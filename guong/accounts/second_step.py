"""Codes of the second step: one use each for all workers together, and wrong ones slow the account down."""

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from allauth.mfa.utils import decrypt
from django.db import transaction

from guong.accounts import codes, throttle
from guong.accounts.models import User

LAST = "last_step"  # in an authenticator's data: the newest thirty seconds whose code was used


def count_of(user: User) -> str:
    return throttle.name_hash(f"second step {user.uid}")


def steps_of(secret: str, code: str) -> list[int]:
    """The half minutes, of those that are taken now, which the code belongs to."""
    typed = codes.figures(code)
    return [step for step in yield_hotp_counters_from_time() if format_hotp_value(hotp_value(secret, step)) == typed]


def code_now(secret: str) -> str:
    """What an app with this secret shows."""
    before_now_after = list(yield_hotp_counters_from_time())
    return str(format_hotp_value(hotp_value(secret, before_now_after[len(before_now_after) // 2])))


def unused_code(authenticator: Authenticator) -> str:
    """The oldest code that is taken now; empty when all were used."""
    last = authenticator.data.get(LAST, -1)
    secret = decrypt(authenticator.data["secret"])
    left = (step for step in yield_hotp_counters_from_time() if step > last)
    return next((str(format_hotp_value(hotp_value(secret, step))) for step in left), "")


@transaction.atomic
def spend(authenticator: Authenticator, code: str) -> bool:
    """True for the first use of a code from an app; a code that was seen over a shoulder is worth nothing."""
    held: Any = Authenticator.objects.select_for_update().get(pk=authenticator.pk)
    newest = max(steps_of(decrypt(held.data["secret"]), code), default=-1)
    if newest <= held.data.get(LAST, -1):
        return False
    held.data[LAST] = newest
    held.save(update_fields=["data"])
    return True
