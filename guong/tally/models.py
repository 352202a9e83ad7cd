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
        # Every column that a sum needs, so that adding up reads the index alone.
        indexes = [
            models.Index(fields=["series", "unit", "known_until", "on", "measure", "value"], name="observations_to_add")
        ]


class Movement(models.Model):
    """What was stated (`count` 1) or taken back (`count` -1, the value below zero) since the summaries were written.

    It is written with the observation, read beside every summary, and carried into them by the worker: a total is never
    behind, and writers never wait for one another at the units on top.
    """

    series = models.UUIDField()
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    on = models.DateField()
    measure = models.CharField(max_length=60)
    value = models.BigIntegerField()
    count = models.SmallIntegerField()
    taken = models.BooleanField(default=False)  # set and deleted in one transaction

    class Meta:
        indexes = [models.Index(fields=["series"], name="movements_of_a_series")]


class Layout(models.Model):
    """A line as it stands from `day` until a day, known now, laid out for one view: one row of `Link` for each unit.

    Not laid yet (`laid_at` null) it is asked for; a change of the tree that touches its days ends it.
    """

    line = models.CharField(max_length=40)
    view = models.CharField(max_length=4)  # then, now
    day = models.DateField()
    until = models.DateField(null=True)
    eras = models.JSONField(default=list)  # days at which a superior changed, for the view of then
    laid_at = models.DateTimeField(null=True)
    ended = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["line", "view", "day"], condition=models.Q(ended=False), name="one_layout_of_a_day"
            )
        ]


class Link(models.Model):
    """For days in [since, until) values of `unit` count at `place` (itself or its heir), and that below `parent`.

    A `light` unit has few directly below and nobody below those: what counts there is added when it is read.
    Drawn by the hundred thousand from rows whose keys are checked: the database need not check each again.
    """

    layout = models.ForeignKey(Layout, models.CASCADE, related_name="links", db_index=False, db_constraint=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    place = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    parent = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", db_index=False, db_constraint=False)
    since = models.DateField()
    until = models.DateField()
    divided = models.BooleanField(default=False)
    light = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(fields=["layout", "unit", "since", "until", "parent"], name="links_upwards"),
            models.Index(fields=["layout", "parent", "unit"], name="links_downwards"),
            models.Index(
                fields=["layout", "place"], name="links_of_heirs", condition=~models.Q(place=models.F("unit"))
            ),
        ]


class Summary(models.Model):
    """The sums of a series over a layout, kept up to date. Not summed yet (`summed_at` null) it is asked for."""

    layout = models.ForeignKey(Layout, models.CASCADE, related_name="summaries")
    series = models.UUIDField()
    last_on = models.DateField(null=True)  # the newest day of a value
    summed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["layout", "series"], name="one_summary_of_a_series")]


class SummaryRow(models.Model):
    """What counts below `unit`, which is not light, its own values left out, by measure; `day` opens their era.

    Rows of one key add up; the worker melts them into one.
    """

    summary = models.ForeignKey(Summary, models.CASCADE, related_name="rows", db_index=False, db_constraint=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    day = models.DateField()
    measure = models.CharField(max_length=60)
    value = models.BigIntegerField()
    count = models.BigIntegerField()  # statements behind the sum

    class Meta:
        indexes = [
            models.Index(fields=["summary", "unit", "day", "measure", "value", "count"], name="summary_rows_to_add")
        ]
