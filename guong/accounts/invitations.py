"""Invitations to desk roles: a key in a mail, good once and for three days, until password and second step are set."""

import secrets
from collections.abc import Callable
from datetime import datetime, timedelta

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse

from guong.accounts import devices, mails, steps
from guong.accounts.codes import key_hash
from guong.accounts.models import Invitation, User
from guong.jobs import clock, outbox

VALID = timedelta(days=3)
TOPIC = "accounts.invited"


class Gone(Exception):
    """The invitation was used, taken back or ran out in the meantime."""


def open_ones(at: datetime) -> QuerySet[Invitation]:
    return Invitation.objects.filter(used_at=None, void_at=None, expires_at__gt=at)


@transaction.atomic
def make(user: User, *, email: str, at: datetime) -> Invitation:
    """A new invitation in the place of one that lay open. With an address, the worker sends it."""
    void(user, at=at)
    made = Invitation.objects.create(user=user, email=email, made_at=at, expires_at=at + VALID)
    if email:
        User.objects.filter(pk=user.pk).update(email=email)
        outbox.tell(TOPIC, made.uid)
    return made


def void(user: User, *, at: datetime) -> int:
    return Invitation.objects.filter(user=user, used_at=None, void_at=None).update(void_at=at)


def give_key(invitation: Invitation) -> str:
    """The address that opens it. Asked for again, the one given before opens nothing any more."""
    key = secrets.token_urlsafe(32)
    Invitation.objects.filter(pk=invitation.pk).update(key_hash=key_hash(key))
    return settings.GUONG_PUBLIC_URL.rstrip("/") + reverse("entry:invited", args=[key])


def send(_topic: str, ref: str) -> None:
    """The worker's part: one mail; the key is made here, so that no row holds it."""
    found = open_ones(clock.now()).select_related("user").filter(uid=ref).first()
    if found is None:
        return
    words = {"address": give_key(found), "username": found.user.get_username(), "expires_at": found.expires_at}
    mails.send("account/email/invitation", found.email, words)


def find(key: str, *, at: datetime) -> Invitation | None:
    return open_ones(at).select_related("user").filter(key_hash=key_hash(key), user__is_active=True).first()


@transaction.atomic
def take_up(invitation: Invitation, *, password: str, add: Callable[[User], Authenticator], at: datetime) -> None:
    """Password (hashed) and second step take the place of whatever protected the account before; its sessions end."""
    if not open_ones(at).filter(pk=invitation.pk).update(used_at=at):
        raise Gone
    user = User.objects.select_for_update().get(pk=invitation.user_id)
    for device in devices.in_use(user):
        devices.revoke(device, at=at)
    Authenticator.objects.filter(user=user).delete()
    for session in UserSession.objects.filter(user=user):
        session.end()
    user.password = password
    user.save(update_fields=["password"])
    add(user)
    RecoveryCodes.activate(user)
    steps.done(user, "added_authenticator", user.uid)
    steps.done(user, "took_up_invitation", invitation.uid)
