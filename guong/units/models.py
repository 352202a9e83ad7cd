from django.conf import settings
from django.db import models
from uuid_utils.compat import uuid7

from guong.units.enums import Role


class Unit(models.Model):
    """A node with a permanent identity. Its names, codes and parents are periods; it is never deleted."""

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)


class UnitName(models.Model):
    """Name and kind of a unit from a day on; the next row ends it."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="names")
    starts_on = models.DateField()
    name = models.CharField(max_length=200)
    short_name = models.CharField(max_length=80, blank=True)
    kind = models.CharField(max_length=40)  # code in the pack's table `unit_kinds`

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "starts_on"], name="one_name_a_day")]


class UnitCode(models.Model):
    """Code of a unit from a day on. No identity: of the units after 1 July 2025 most carry a predecessor's code."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="codes")
    starts_on = models.DateField()
    code = models.CharField(max_length=40, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "starts_on"], name="one_code_a_day")]


class Placement(models.Model):
    """Where a unit stands in a line from a day on. `standing=False` ends it there; a null `parent` is a root."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="placements")
    line = models.CharField(max_length=40)  # code in the pack's table `lines`
    starts_on = models.DateField()
    parent = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="child_placements")
    standing = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "line", "starts_on"], name="one_place_a_day"),
            models.CheckConstraint(
                condition=models.Q(standing=True) | models.Q(parent__isnull=True),
                name="an_ended_unit_has_no_parent",
            ),
            models.CheckConstraint(condition=~models.Q(unit=models.F("parent")), name="no_unit_is_its_own_parent"),
        ]
        indexes = [models.Index(fields=["line", "parent", "starts_on"], name="placement_children")]


class Collective(models.Model):
    """Those who sit and are reviewed together inside a unit, for a period [starts_on, ends_on)."""

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="collectives")
    kind = models.CharField(max_length=40)  # code in the pack's table `collective_kinds`
    name = models.CharField(max_length=200)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True) | models.Q(ends_on__gt=models.F("starts_on")),
                name="a_collective_ends_after_its_start",
            )
        ]


class Term(models.Model):
    """A term of office, from congress to congress; document numbers follow it."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="terms")
    ordinal = models.CharField(max_length=20)
    starts_on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "starts_on"], name="one_term_a_day")]


class Person(models.Model):
    """Somebody who holds or held a mandate. No member register: people without a mandate are head counts."""

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    name = models.CharField(max_length=120)
    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="person")
    phone = models.CharField(max_length=30, blank=True)


class Mandate(models.Model):
    """An office, a role, or both, of a person at a unit for [starts_on, ends_on), on a document kept as text."""

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="mandates")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="mandates")
    collective = models.ForeignKey(Collective, models.PROTECT, null=True, related_name="mandates")
    office = models.CharField(max_length=40, blank=True)  # code in the pack's table `offices`
    office_title = models.CharField(max_length=160, blank=True)  # the full title as a byline prints it
    role = models.CharField(max_length=20, choices=Role.choices, blank=True)
    follows = models.BooleanField(default=False)  # the assigned member above who follows this unit
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    document = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True) | models.Q(ends_on__gt=models.F("starts_on")),
                name="a_mandate_ends_after_its_start",
            ),
            models.CheckConstraint(
                condition=~models.Q(office="", role="", follows=False), name="a_mandate_says_what_for"
            ),
        ]
        indexes = [models.Index(fields=["person", "starts_on"], name="mandates_of_a_person")]
