from django.db import models
from uuid_utils.compat import uuid7

from guong.figures.models import Publication
from guong.rounds.models import Round
from guong.units.models import Person


class Statement(models.Model):
    """A sentence with bound figures: `template` names it in `papers.narrative`, its holes are publications."""

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    round = models.ForeignKey(Round, models.PROTECT, related_name="statements")
    template = models.CharField(max_length=60)
    made_at = models.DateTimeField()
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")


class BoundFigure(models.Model):
    """One hole of a statement and the published figure that fills it."""

    statement = models.ForeignKey(Statement, models.PROTECT, related_name="figures")
    name = models.CharField(max_length=40)
    publication = models.ForeignKey(Publication, models.PROTECT, related_name="bound_in")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["statement", "name"], name="a_hole_is_filled_once")]
