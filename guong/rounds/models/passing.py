"""What changes of the tree do to duties."""

from django.db import models

from guong.rounds.models.planning import Duty
from guong.units.models import Change, Unit


class Passing(models.Model):
    """What becomes of a duty that lies open at a unit which ends by a change: another unit's, or nobody's.

    It is decided with the change and happens on its day (`done_at`). A change that is taken back before anything came
    of it gives the duty back (`undone_at`).
    """

    change = models.ForeignKey(Change, models.PROTECT, related_name="passings")
    duty = models.ForeignKey(Duty, models.PROTECT, related_name="passings")
    heir = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    heir_duty = models.ForeignKey(Duty, models.PROTECT, null=True, related_name="received")
    reason = models.CharField(max_length=300)
    done_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["change", "duty"], name="a_change_passes_a_duty_once"),
            models.CheckConstraint(condition=~models.Q(reason=""), name="a_passing_has_a_reason"),
            models.CheckConstraint(
                condition=models.Q(heir_duty__isnull=True) | models.Q(heir__isnull=False, done_at__isnull=False),
                name="what_was_passed_has_an_heir",
            ),
        ]
        indexes = [
            models.Index(
                fields=["done_at"],
                condition=models.Q(done_at__isnull=True, undone_at__isnull=True),
                name="passings_to_come",
            )
        ]
