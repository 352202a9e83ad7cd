"""Printed slips: made for a person, used once, then a device is known."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.http import HttpRequest

from guong.accounts import devices, steps, throttle
from guong.accounts.codes import fits, hashed, new_code, new_number
from guong.accounts.models import Device, Slip, User

VALID = timedelta(days=14)
_TRIES = 5


@dataclass(frozen=True)
class Code:
    """A code in clear, for the printer alone, and its hash, which is stored. Hashing is slow: not in a transaction."""

    clear: str
    hashed: str


class Gone(Exception):
    """The slip was used, taken back or ran out in the meantime."""


def open_ones(at: datetime) -> QuerySet[Slip]:
    return Slip.objects.filter(used_at=None, void_at=None, expires_at__gt=at)


def draw() -> Code:
    clear = new_code()
    return Code(clear, hashed(clear))


@transaction.atomic
def make(user: User, code: Code, *, at: datetime) -> Slip:
    """A new slip; one that lay open for the same person opens nothing any more."""
    void(user, at=at)
    for _try in range(_TRIES):
        try:
            with transaction.atomic():
                return Slip.objects.create(
                    user=user, number=new_number(), code=code.hashed, made_at=at, expires_at=at + VALID
                )
        except IntegrityError:
            continue
    raise RuntimeError("No free number for a slip was found.")


def void(user: User, *, at: datetime) -> int:
    return Slip.objects.filter(user=user, used_at=None, void_at=None).update(void_at=at)


def count_of(number: str) -> str:
    """Whose wrong tries a number's are; numbers that nobody has are counted alike."""
    return throttle.name_hash(f"slip {number}")


def check(number: str, code: str, *, at: datetime) -> Slip | None:
    """The open slip that number and code belong to. The work is the same for numbers that nobody has."""
    slip = open_ones(at).select_related("user").filter(number=number, user__is_active=True).first()
    return slip if fits(code, slip.code if slip else "") else None


@transaction.atomic
def redeem(
    slip: Slip, request: HttpRequest, *, at: datetime, pin: str = "", passkey: object = None
) -> tuple[Device, str]:
    """Use the slip up and let the asking device in. Raises Gone when another was quicker."""
    if not open_ones(at).filter(pk=slip.pk).update(used_at=at):
        raise Gone
    device, secret = devices.enrol(slip.user, request, at=at, pin=pin, passkey=passkey)
    steps.done(slip.user, "enrolled_device", device.uid)
    return device, secret
