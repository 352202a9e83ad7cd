from django.db import models
from uuid_utils.compat import uuid7

from guong.units.models import Collective, Unit


class Issuer(models.Model):
    """Who issues papers: a unit, a collective of one, or a body outside the tree; for [starts_on, ends_on)."""

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    name = models.CharField(max_length=200)
    name_key = models.CharField(max_length=200, db_index=True)  # folded
    code = models.CharField(max_length=40, db_index=True)  # TU, HU, UBND …: shared by many bodies
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="issuers")
    collective = models.ForeignKey(Collective, models.PROTECT, null=True, related_name="issuers")
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(starts_on__isnull=True)
                | models.Q(ends_on__isnull=True)
                | models.Q(ends_on__gt=models.F("starts_on")),
                name="an_issuer_ends_after_its_start",
            )
        ]


class IssuerSuccession(models.Model):
    """`successor` carries on, alone or with others, what `predecessor` was, from a day on."""

    predecessor = models.ForeignKey(Issuer, models.PROTECT, related_name="successions")
    successor = models.ForeignKey(Issuer, models.PROTECT, related_name="precessions")
    from_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["predecessor", "successor"], name="an_issuer_follows_another_once"),
            models.CheckConstraint(
                condition=~models.Q(predecessor=models.F("successor")), name="no_issuer_follows_itself"
            ),
        ]
