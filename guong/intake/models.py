from django.db import models
from uuid_utils.compat import uuid7

from guong.rounds.models import Round
from guong.units.models import Person


class Import(models.Model):
    """A captured page that was taken in. The same page again updates what it made, and never doubles it."""

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    page_key = models.CharField(max_length=64, unique=True)  # digest of folded title and byline
    source_sha256 = models.CharField(max_length=64)
    fields = models.JSONField()  # each field: value, status, start, end
    imported_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    article = models.UUIDField(null=True)
    round = models.ForeignKey(Round, models.SET_NULL, null=True, related_name="+")
