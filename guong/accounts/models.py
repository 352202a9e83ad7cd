from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Q
from uuid_utils.compat import uuid7


class User(AbstractUser):
    """Somebody who signs in. Who the person is, and what they may do where, is a `Person` with mandates in `units`."""

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)

    def get_full_name(self) -> str:
        """Family name first, as names are written in Vietnam."""
        return f"{self.last_name} {self.first_name}".strip()


class Pass(models.Model):
    """What lets somebody in once: open until it is used, taken back or out of date. A person has one that is open."""

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    void_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True


def _one_open(name: str) -> list[models.BaseConstraint]:
    return [
        models.UniqueConstraint(
            fields=["user"], condition=Q(used_at__isnull=True, void_at__isnull=True), name=f"one_open_{name}"
        ),
        models.CheckConstraint(
            condition=Q(used_at__isnull=True) | Q(void_at__isnull=True), name=f"{name}_is_used_or_void"
        ),
        models.CheckConstraint(condition=Q(expires_at__gt=models.F("made_at")), name=f"{name}_expires_later"),
    ]


class Slip(Pass):
    """A printed slip. Its number says which one it is; the code, on paper alone, opens it."""

    user = models.ForeignKey(User, models.CASCADE, related_name="slips")
    number = models.CharField(max_length=8, unique=True)
    code = models.CharField(max_length=128)  # hashed

    class Meta:
        constraints = _one_open("slip")


class Invitation(Pass):
    """An invitation to a desk role. Its key lies in the mail alone; an empty hash: not sent yet."""

    user = models.ForeignKey(User, models.CASCADE, related_name="invitations")
    email = models.EmailField(blank=True)
    key_hash = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = _one_open("invitation")


class Device(models.Model):
    """A phone or computer that a slip let in, or that signs what it hands in, or both.

    A slip's secret lies in its cookie; with a PIN or a passkey it opens. The private half of `public_key` never leaves
    the device: it proves who hands something in, and opens nothing.
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    user = models.ForeignKey(User, models.CASCADE, related_name="devices")
    secret_hash = models.CharField(max_length=64, unique=True, null=True)  # null where no slip let it in
    public_key = models.CharField(max_length=87, blank=True)  # point of P-256, base64url; empty where it signs nothing
    pin = models.CharField(max_length=128, blank=True)  # hashed; empty where a passkey stands in for it
    passkey = models.OneToOneField("mfa.Authenticator", models.SET_NULL, null=True, related_name="+")
    browser = models.CharField(max_length=40)
    system = models.CharField(max_length=40)
    made_at = models.DateTimeField()
    last_used_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["public_key"], condition=~Q(public_key=""), name="a_key_signs_for_one"),
            models.CheckConstraint(
                condition=Q(secret_hash__isnull=False) | ~Q(public_key=""), name="a_device_opens_or_signs"
            ),
        ]
