"""Those who sit, lead and report at units: collectives, terms, people, mandates, delegations, open contacts."""

from django.conf import settings
from django.db import models
from uuid_utils.compat import uuid7

from guong.units.enums import Role, Verb
from guong.units.models.tree import Unit
from guong.units.rules import DELEGABLE


def first_line() -> str:
    """The pack's first line."""
    return settings.PACK.table("lines")[0].code


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
    """An office, a role, or both, of a person at a unit for [starts_on, ends_on), on a document kept as text.

    A role reaches down in the `line` of the mandate alone. Ended on its first day, a mandate holds on no day.
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="mandates")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="mandates")
    collective = models.ForeignKey(Collective, models.PROTECT, null=True, related_name="mandates")
    office = models.CharField(max_length=40, blank=True)  # code in the pack's table `offices`
    office_title = models.CharField(max_length=160, blank=True)  # the full title as a byline prints it
    role = models.CharField(max_length=20, choices=Role.choices, blank=True)
    line = models.CharField(max_length=40, default=first_line)  # code in the pack's table `lines`
    follows = models.BooleanField(default=False)  # the assigned member above who follows this unit
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    document = models.CharField(max_length=200, blank=True)
    given_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")  # None: the system, or a change

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=models.F("starts_on")),
                name="a_mandate_ends_no_earlier_than_it_starts",
            ),
            models.CheckConstraint(
                condition=~models.Q(office="", role="", follows=False), name="a_mandate_says_what_for"
            ),
            models.CheckConstraint(
                condition=models.Q(given_by__isnull=True) | ~models.Q(given_by=models.F("person")),
                name="nobody_gives_to_themselves",
            ),
            models.CheckConstraint(condition=~models.Q(line=""), name="a_mandate_reaches_in_a_line"),
        ]
        indexes = [models.Index(fields=["person", "starts_on"], name="mandates_of_a_person")]


class Delegation(models.Model):
    """What the holder of a mandate delegates to another person for [starts_on, ends_on).

    It never opens more than the mandate does on that day: a read takes what both allow. Revoked on its first day,
    it holds on no day.
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    mandate = models.ForeignKey(Mandate, models.PROTECT, related_name="delegations")
    holder = models.ForeignKey(Person, models.PROTECT, related_name="+")  # whose mandate it is
    person = models.ForeignKey(Person, models.PROTECT, related_name="delegations")
    starts_on = models.DateField()
    ends_on = models.DateField()
    document = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")),
                name="a_delegation_ends_no_earlier",
            ),
            models.CheckConstraint(
                condition=~models.Q(holder=models.F("person")), name="nobody_delegates_to_themselves"
            ),
        ]
        indexes = [models.Index(fields=["person", "starts_on"], name="delegations_to_a_person")]


class DelegatedVerb(models.Model):
    """One of the things that are delegated; to see comes with each."""

    delegation = models.ForeignKey(Delegation, models.CASCADE, related_name="verbs")
    verb = models.CharField(max_length=20, choices=Verb.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["delegation", "verb"], name="a_verb_is_delegated_once"),
            models.CheckConstraint(
                condition=models.Q(verb__in=[verb.value for verb in DELEGABLE]), name="only_some_verbs_are_delegated"
            ),
        ]


class Contact(models.Model):
    """How the public reaches the holder of a mandate: made public by a named person, until somebody takes it back.

    Taken back, telephone and mail are erased; who showed it and when stays.
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    mandate = models.ForeignKey(Mandate, models.PROTECT, related_name="contacts")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="contacts")  # of the mandate
    name = models.CharField(max_length=120)  # as it was made public, with the post: nothing else of the inside is read
    post = models.CharField(max_length=200)
    phone = models.CharField(max_length=30, blank=True)
    mail = models.EmailField(blank=True)
    hours = models.CharField(max_length=160, blank=True)  # when and where people are received
    shown_at = models.DateTimeField()
    shown_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    hidden_at = models.DateTimeField(null=True)
    hidden_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["mandate"], condition=models.Q(hidden_at__isnull=True), name="one_open_contact"
            ),
            models.CheckConstraint(
                condition=models.Q(hidden_at__isnull=True) | models.Q(phone="", mail="", hours=""),
                name="what_is_taken_back_is_erased",
            ),
            models.CheckConstraint(
                condition=models.Q(hidden_at__isnull=False) | ~models.Q(phone="", mail="", hours=""),
                name="an_open_contact_says_how",
            ),
        ]
