from django.db import models
from uuid_utils.compat import uuid7


class Name(models.Model):
    """The name behind an actor's id: the one erasable thing of the trail."""

    uid = models.UUIDField(primary_key=True)
    name = models.CharField(max_length=200)


class Entry(models.Model):
    """One change of state: who, what, on what, when; ids and hashes, no texts.

    The worker gives entries their place in the chain (`seal` = SHA-256 over the previous seal and this entry's
    canonical form), so an altered, removed or reordered sealed entry no longer fits its neighbours.
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    made_at = models.DateTimeField()
    actor = models.UUIDField(null=True)
    acting_as = models.UUIDField(null=True)
    what = models.CharField(max_length=64)
    target = models.CharField(max_length=64, db_index=True)
    facts = models.JSONField(default=dict)
    position = models.BigIntegerField(null=True, unique=True)
    seal = models.CharField(max_length=64, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["id"], name="trail_unsealed", condition=models.Q(position__isnull=True)),
            models.Index(fields=["actor", "made_at"], name="trail_by_actor"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(position__isnull=True, seal="")
                | models.Q(position__isnull=False) & ~models.Q(seal=""),
                name="trail_sealed_has_place",
            )
        ]


class Head(models.Model):
    """The signed end of the chain after a sealing run: cutting the tail shows against any head that was handed out."""

    position = models.BigIntegerField(unique=True)
    seal = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    signature = models.CharField(max_length=128)
