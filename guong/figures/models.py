from django.db import models
from uuid_utils.compat import uuid7

from guong.rounds.models import Round, Submission
from guong.units.models import Person, Unit


class Publication(models.Model):
    """A figure, frozen: value, definition, scope, (on, known), view, and the digest of the submissions behind it.

    It never changes; a newer one supersedes it. `exact` is null when the figure is unknown. `shown` is what is
    printed: equal to `exact`, or for a floor a round number that `exact` lies above.
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    definition = models.CharField(max_length=60)  # key of `figures.definitions`
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="publications")
    round = models.ForeignKey(Round, models.PROTECT, related_name="publications")
    series = models.UUIDField()
    on = models.DateField()
    known = models.DateTimeField()
    view = models.CharField(max_length=4)  # then, now
    exact = models.BigIntegerField(null=True)
    shown = models.BigIntegerField(null=True)
    qualifier = models.CharField(max_length=8)  # exact, floor, unknown
    suppressed = models.BooleanField(default=False)
    digest = models.CharField(max_length=64)
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    supersedes = models.OneToOneField("self", models.PROTECT, null=True, related_name="superseded_by")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(qualifier="exact", shown=models.F("exact"))
                | models.Q(qualifier="floor", shown__lt=models.F("exact"))
                | models.Q(qualifier="unknown", exact__isnull=True, shown__isnull=True),
                name="a_floor_lies_below_the_truth",
            )
        ]


class PublicationSource(models.Model):
    """A submission behind a published figure, and what it gave."""

    publication = models.ForeignKey(Publication, models.PROTECT, related_name="sources")
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    value = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["publication", "submission", "unit"], name="a_source_counts_once")
        ]
