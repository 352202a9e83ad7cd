from django.db import models


class DayVisits(models.Model):
    """How many visitors a past day had: people, and robots apart."""

    on = models.DateField(unique=True)
    people = models.PositiveIntegerField(default=0)
    robots = models.PositiveIntegerField(default=0)


class Seen(models.Model):
    """A visitor of a running day, by a key that nobody can lead back to an address once the day's salt is gone.

    Rows live until the day is counted, then they go together with the salt.
    """

    on = models.DateField()
    key = models.BinaryField(max_length=16)
    robot = models.BooleanField()
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["on", "key"], name="a_visitor_counts_once_a_day")]
        indexes = [models.Index(fields=["on", "seen_at"], name="visitors_of_a_day")]
