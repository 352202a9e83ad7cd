"""The tree: units, changes as facts, the periods that are drawn from them, days as intervals."""

from django.db import models
from uuid_utils.compat import uuid7

from guong.units.enums import ChangeKind, Fate


class Unit(models.Model):
    """A node with a permanent identity. Its names, codes and parents are periods; it is never deleted."""

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)


class Change(models.Model):
    """A fact about the tree, in force from a day and recorded at an instant. Rows are added, never altered.

    A correction is a further change that `corrects` an earlier one: of kind `void` it takes it back, of any other kind
    it stands in its place. Changes decided together share their `act`.
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    act = models.UUIDField(db_index=True)
    kind = models.CharField(max_length=10, choices=ChangeKind.choices)
    in_force_on = models.DateField(db_index=True)
    recorded_at = models.DateTimeField(db_index=True)
    by = models.ForeignKey("Person", models.PROTECT, null=True, related_name="+")
    decision = models.CharField(max_length=300, blank=True)  # the deciding document, as text
    note = models.TextField(blank=True)
    corrects = models.OneToOneField("self", models.PROTECT, null=True, related_name="corrected_by")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(kind=ChangeKind.VOID) | models.Q(corrects__isnull=False),
                name="what_is_taken_back_is_named",
            ),
            models.CheckConstraint(
                condition=models.Q(corrects__isnull=True) | ~models.Q(corrects=models.F("id")),
                name="no_change_corrects_itself",
            ),
        ]


class ChangeUnit(models.Model):
    """What a change says of one unit: what it is called and, in a line, where it stands. Empty leaves it as it was."""

    change = models.ForeignKey(Change, models.PROTECT, related_name="units")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="changes")
    fate = models.CharField(max_length=10, choices=Fate.choices)
    line = models.CharField(max_length=40, blank=True)
    parent = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=200, blank=True)
    short_name = models.CharField(max_length=80, blank=True)
    kind = models.CharField(max_length=40, blank=True)
    code = models.CharField(max_length=40, blank=True)
    members = models.PositiveIntegerField(null=True)  # as the decision counts them; unknown when it does not

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["change", "unit", "line"], name="a_change_says_it_once"),
            models.CheckConstraint(
                condition=models.Q(parent__isnull=True) | ~models.Q(line=""), name="a_superior_stands_in_a_line"
            ),
            models.CheckConstraint(
                condition=~models.Q(fate=Fate.ENDS)
                | models.Q(parent__isnull=True, name="", code="") & ~models.Q(line=""),
                name="what_ends_gets_nothing_new",
            ),
            models.CheckConstraint(
                condition=~models.Q(fate=Fate.BEGINS) | ~models.Q(name="") & ~models.Q(line=""),
                name="what_begins_has_a_name_and_a_place",
            ),
        ]


class Succession(models.Model):
    """A unit that ended by a change and one that carries it on. Divided: only a part went there; one is the main part.

    What a unit stated is never divided: carried over, it goes whole to the main one.
    """

    change = models.ForeignKey(Change, models.PROTECT, related_name="successions")
    predecessor = models.ForeignKey(Unit, models.PROTECT, related_name="successions")
    successor = models.ForeignKey(Unit, models.PROTECT, related_name="precessions")
    divided = models.BooleanField(default=False)
    main = models.BooleanField(default=True)
    members = models.PositiveIntegerField(null=True)  # how many went this way; unknown without a list

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["change", "predecessor", "successor"], name="a_succession_is_said_once"),
            models.UniqueConstraint(
                fields=["change", "predecessor"], condition=models.Q(main=True), name="one_main_part"
            ),
            models.CheckConstraint(
                condition=~models.Q(predecessor=models.F("successor")), name="no_unit_succeeds_itself"
            ),
            models.CheckConstraint(
                condition=models.Q(main=True) | models.Q(divided=True), name="what_goes_whole_goes_to_the_main_part"
            ),
        ]


class Period(models.Model):
    """What a change drew: from a day on, until the next row; known since an instant, until it was corrected.

    Both ways the rows known at one instant have their start alone, once a day for a unit: neither hole nor overlap.
    """

    change = models.ForeignKey(Change, models.PROTECT, related_name="+")
    starts_on = models.DateField()
    known_from = models.DateTimeField()
    known_until = models.DateTimeField(null=True)

    class Meta:
        abstract = True


def _once(name: str, *fields: str) -> list[models.BaseConstraint]:
    """One row for a unit and a day as known now, and one as drawn by any instant."""
    return [
        models.UniqueConstraint(
            fields=["unit", *fields, "starts_on"],
            condition=models.Q(known_until__isnull=True),
            name=f"one_{name}_a_day",
        ),
        models.UniqueConstraint(fields=["unit", *fields, "starts_on", "known_from"], name=f"one_{name}_an_instant"),
        models.CheckConstraint(
            condition=models.Q(known_until__isnull=True) | models.Q(known_until__gt=models.F("known_from")),
            name=f"a_{name}_is_known_forwards",
        ),
    ]


class UnitName(Period):
    """Name and kind of a unit from a day on."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="names")
    name = models.CharField(max_length=200)
    folded = models.CharField(max_length=200, editable=False)  # `viet.fold` of the name, for finding by parts of it
    short_name = models.CharField(max_length=80, blank=True)
    kind = models.CharField(max_length=40)  # code in the pack's table `unit_kinds`

    class Meta:
        constraints = _once("name")


class UnitCode(Period):
    """Code of a unit from a day on. No identity: of the units after 1 July 2025 most carry a predecessor's code."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="codes")
    code = models.CharField(max_length=40, db_index=True)

    class Meta:
        constraints = _once("code")


class Placement(Period):
    """Where a unit stands in a line from a day on. `standing=False` ends it there; a null `parent` is a root."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="placements")
    line = models.CharField(max_length=40)  # code in the pack's table `lines`
    parent = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="child_placements")
    standing = models.BooleanField(default=True)

    class Meta:
        constraints = [
            *_once("place", "line"),
            models.CheckConstraint(
                condition=models.Q(standing=True) | models.Q(parent__isnull=True),
                name="an_ended_unit_has_no_parent",
            ),
            models.CheckConstraint(condition=~models.Q(unit=models.F("parent")), name="no_unit_is_its_own_parent"),
        ]
        indexes = [models.Index(fields=["line", "parent", "starts_on"], name="placement_children")]


class Snapshot(models.Model):
    """The tree of a line as intervals, the same for all days [since, until). Drawn from the places; may be dropped.

    It answers whoever asks as known at an instant in [known_from, known_until): a change that is recorded later and
    alters one of these days ends it.
    """

    line = models.CharField(max_length=40)
    since = models.DateField()
    until = models.DateField()
    known_from = models.DateTimeField()
    known_until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["line", "since"],
                condition=models.Q(known_until__isnull=True),
                name="one_snapshot_of_a_day",
            ),
            models.CheckConstraint(condition=models.Q(until__gt=models.F("since")), name="a_snapshot_has_days"),
        ]


class SnapshotPlace(models.Model):
    """A unit in a snapshot: it and all below it are those whose `first` lies in [first, last]."""

    snapshot = models.ForeignKey(Snapshot, models.CASCADE, related_name="places")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    parent = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", db_index=False)
    first = models.PositiveIntegerField()
    last = models.PositiveIntegerField()
    depth = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["snapshot", "unit"], name="a_unit_is_once_in_a_snapshot"),
            models.UniqueConstraint(fields=["snapshot", "first"], name="places_in_order"),
            models.CheckConstraint(condition=models.Q(last__gte=models.F("first")), name="an_interval_runs_forwards"),
        ]
        indexes = [models.Index(fields=["snapshot", "parent", "first"], name="snapshot_children")]
