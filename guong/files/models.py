from django.db import models
from uuid_utils.compat import uuid7


class StoredFile(models.Model):
    """Bytes kept once under their SHA-256, never altered. Each has its own key; throwing it away takes the file out
    everywhere, backups included, and leaves hash and reason."""

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    sha256 = models.CharField(max_length=64, unique=True)
    size = models.PositiveBigIntegerField()
    media_type = models.CharField(max_length=100)
    stored_at = models.DateTimeField()
    taken_out_at = models.DateTimeField(null=True)
    taken_out_reason = models.CharField(max_length=300, blank=True)
