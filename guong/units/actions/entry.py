"""Letting people in and shutting devices out. `by` is the acting person, None for the system."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from guong.accounts import devices, invitations, slips
from guong.accounts.models import Device, Invitation, Slip, User
from guong.jobs import clock
from guong.units.actions.changing import tell
from guong.units.models import Person
from guong.units.queries.entry import at_a_desk
from guong.units.rules import Refused


@dataclass(frozen=True)
class Printed:
    """A slip as it goes to the printer: the code in clear, which nothing keeps."""

    person: Person
    slip: Slip
    code: str


def _account_of(person: Person, username: str = "") -> User:
    """The person's account; without one, one that no password opens."""
    if person.user is not None:
        return person.user
    if username and User.objects.filter(username__iexact=username).exists():
        raise Refused(_("The user name {username} is taken. Choose another one.").format(username=username))
    user = User(username=username or f"p{person.uid.hex}")
    user.set_unusable_password()
    user.save()
    person.user = user
    person.save(update_fields=["user"])
    return user


def print_slips(*, by: Person | None, people: Sequence[Person]) -> list[Printed]:
    """A new slip for each; what lay open for them opens nothing any more. Devices that are in stay in."""
    codes = [slips.draw() for _person in people]
    with transaction.atomic():
        printed = [_printed(person, code) for person, code in zip(people, codes, strict=True)]
        _tell_of(by, printed)
    return printed


def _printed(person: Person, code: slips.Code) -> Printed:
    if at_a_desk(person, clock.today()):
        raise Refused(_("{name} has a desk role and comes in by an invitation.").format(name=person.name))
    return Printed(person, slips.make(_account_of(person), code, at=clock.now()), code.clear)


def _tell_of(by: Person | None, printed: list[Printed]) -> None:
    """One entry, also for many: then with the digest of who got which."""
    if len(printed) == 1:
        tell(by, "print_slip", printed[0].person.uid, {"slip": str(printed[0].slip.uid)})
    elif printed:
        digest = hashlib.sha256("".join(f"{one.person.uid}{one.slip.uid}" for one in printed).encode()).hexdigest()
        tell(by, "print_slips", printed[0].slip.uid, {"slips": len(printed), "digest": digest})


@transaction.atomic
def void_slip(*, by: Person | None, person: Person) -> bool:
    """Take back the slip that lies open; False when there is none."""
    if person.user is None or not slips.void(person.user, at=clock.now()):
        return False
    tell(by, "void_slip", person.uid, {})
    return True


@transaction.atomic
def revoke_device(*, by: Person | None, device: Device) -> None:
    devices.revoke(device, at=clock.now())
    tell(by, "revoke_device", device.uid, {})


@transaction.atomic
def invite(*, by: Person | None, person: Person, email: str = "", username: str = "") -> Invitation:
    """An invitation to set password and second step anew; with an address the worker mails it."""
    user = _account_of(person, username)
    made = invitations.make(user, email=email, at=clock.now())
    tell(by, "invite", person.uid, {"invitation": str(made.uid)})
    return made
