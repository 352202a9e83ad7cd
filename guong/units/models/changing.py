"""What a change carries with it, and a change that is still thought about."""

from django.db import models
from uuid_utils.compat import uuid7

from guong.units.models.people import Mandate, Person
from guong.units.models.tree import Change, Succession, Unit


class MemberList(models.Model):
    """Who went from a unit to one that carries it on, by name: sealed with the key of the unit that they went to."""

    succession = models.OneToOneField(Succession, models.PROTECT, related_name="member_list")
    sealed = models.BinaryField(null=True)  # erased: the count stays
    count = models.PositiveIntegerField()


class Carrying(models.Model):
    """A mandate that ended by a change and, with `to`, went on at another unit."""

    change = models.ForeignKey(Change, models.PROTECT, related_name="carried")
    mandate = models.ForeignKey(Mandate, models.PROTECT, related_name="carried")
    to = models.OneToOneField(Mandate, models.PROTECT, null=True, related_name="carried_from")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["change", "mandate"], name="a_change_carries_a_mandate_once"),
            models.CheckConstraint(condition=~models.Q(mandate=models.F("to")), name="no_mandate_is_carried_to_itself"),
        ]


class SavedPlan(models.Model):
    """A change that is still thought about. Saved, looked at, edited, dropped; carried out, it stays with its changes.

    `top` is the unit for whose part of the tree it is made: who may see it follows from there. `asked` holds what was
    typed into the form, so that it can be edited again.
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    top = models.ForeignKey(Unit, models.PROTECT, related_name="plans")
    content = models.JSONField()
    asked = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=1)
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    saved_at = models.DateTimeField()
    act = models.UUIDField(null=True, unique=True)  # of the changes that it became

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(version__gte=1), name="plans_count_from_one")]
