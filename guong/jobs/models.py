from django.db import models


class OutboxRow(models.Model):
    """Something happened that consumers (search index, page epoch, trail seals) act on. Append-only.

    Row ids may become visible out of order when writers overlap, so the one worker gives visible rows a dense
    `position` and consumers remember the last position they finished: no row is skipped, none is lost.
    """

    topic = models.CharField(max_length=64)
    ref = models.CharField(max_length=128)
    made_at = models.DateTimeField()
    position = models.BigIntegerField(null=True, unique=True)

    class Meta:
        indexes = [models.Index(fields=["id"], name="outbox_waiting", condition=models.Q(position__isnull=True))]


class Cursor(models.Model):
    """How far a consumer has come, and why it stands still if it does."""

    consumer = models.CharField(max_length=64, unique=True)
    position = models.BigIntegerField(default=0)
    failures = models.PositiveIntegerField(default=0)
    retry_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=200, blank=True)


class Lease(models.Model):
    """Who works on something exclusive until when: the worker itself, a task taken up, a scheduled run."""

    name = models.CharField(max_length=128, unique=True)
    holder = models.CharField(max_length=64)
    until = models.DateTimeField()


class ScheduledRun(models.Model):
    """When a scheduled task ran last."""

    name = models.CharField(max_length=64, unique=True)
    ran_at = models.DateTimeField()
