from django.db import models


class DayVisits(models.Model):
    """Visits of people on a day: one per visitor key of that day. No row per visitor, no address is ever stored."""

    on = models.DateField(unique=True)
    people = models.PositiveIntegerField(default=0)
    robots = models.PositiveIntegerField(default=0)
