from django.db import models
from uuid_utils.compat import uuid7

from guong.units.models import Unit


class Observation(models.Model):
    """What a unit reported of a measure on a day: the thing that roll-ups add up.

    `series` names what it belongs to (a phase), `source` what stated it (a submission). A correction supersedes the
    row and never alters it, so a total as known at an earlier instant stays what it was.
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    series = models.UUIDField()
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="observations")
    on = models.DateField()
    measure = models.CharField(max_length=60)
    value = models.BigIntegerField()
    source = models.UUIDField()
    known_from = models.DateTimeField()
    known_until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source", "unit", "measure"],
                condition=models.Q(known_until__isnull=True),
                name="a_source_states_a_measure_once",
            ),
            models.CheckConstraint(
                condition=models.Q(known_until__isnull=True) | models.Q(known_until__gte=models.F("known_from")),
                name="an_observation_is_known_forwards",
            ),
        ]
        indexes = [models.Index(fields=["series", "unit", "measure"], name="observations_of_a_series")]
