"""What units hand in: immutable submissions with receipts, the sittings they tell of, and what the superior did."""

from django.db import models
from uuid_utils.compat import uuid7

from guong.files.models import StoredFile
from guong.rounds.enums import Answer, Channel, HeldReason, JudgementKind, Mode, PhotoUse
from guong.rounds.models.planning import AgendaPoint, Duty, OwnItem, Phase
from guong.units.models import Collective, Mandate, Person, Unit


class Submission(models.Model):
    """One immutable version of what a unit handed in. Its id is made where it is written, also offline.

    Two parts under one id and one receipt: `up` goes to the superior; `stays` (findings and promises in words, names,
    the page of the minutes) is kept as received, sealed with the unit's key. `digest` covers both as received:
    SHA-256 of `up`, a zero byte, and the keyed mark of what stays.
    """

    uid = models.UUIDField(unique=True, editable=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="submissions")
    duties = models.ManyToManyField(Duty, related_name="submissions")
    thread = models.UUIDField(db_index=True)  # id of the first version
    version = models.PositiveIntegerField()
    base = models.ForeignKey("self", models.PROTECT, null=True, related_name="edits")
    answer = models.CharField(max_length=8, choices=Answer.choices)
    up = models.BinaryField()
    stays = models.BinaryField(null=True)
    digest = models.CharField(max_length=64)
    stays_mark = models.CharField(max_length=64, blank=True)
    written_at = models.DateTimeField(null=True)  # the device's time, beside the server's
    received_at = models.DateTimeField()
    arrived_at = models.DateTimeField()  # judges lateness: receipt, or the clerk's mark on paper
    channel = models.CharField(max_length=8, choices=Channel.choices)
    by = models.ForeignKey(Person, models.PROTECT, related_name="submissions")
    mandate = models.ForeignKey(Mandate, models.PROTECT, null=True, related_name="submissions")
    acting_as = models.CharField(max_length=200, blank=True)
    minutes = models.ManyToManyField(StoredFile, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["thread", "version"], name="a_version_stands_once"),
            models.UniqueConstraint(
                fields=["base"], condition=models.Q(base__isnull=False), name="one_edit_of_a_version"
            ),
        ]


class Held(models.Model):
    """The waiting room: what was handed in and could not become a version. Kept as received until a person decides."""

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    claimed = models.UUIDField(db_index=True)  # the id it came under
    base = models.UUIDField(null=True)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="held")
    duties = models.ManyToManyField(Duty, related_name="held")
    reason = models.CharField(max_length=10, choices=HeldReason.choices)
    up = models.BinaryField()
    stays = models.BinaryField(null=True)  # sealed with the unit's key
    digest = models.CharField(max_length=64)
    written_at = models.DateTimeField(null=True)
    received_at = models.DateTimeField()
    by = models.ForeignKey(Person, models.PROTECT, related_name="held")
    decided_at = models.DateTimeField(null=True)
    channel = models.CharField(max_length=8, choices=Channel.choices, default=Channel.WEB)
    arrived_at = models.DateTimeField(null=True)  # of what is placed later by itself
    minutes = models.ManyToManyField(StoredFile, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["claimed", "digest"], name="the_same_bytes_are_held_once")]


class Receipt(models.Model):
    """Proof of arrival: number, digest, time, the trail's sealed head before it, and the check mark over all of it."""

    submission = models.OneToOneField(Submission, models.PROTECT, related_name="receipt")
    owner = models.ForeignKey(Unit, models.PROTECT, related_name="issued_receipts")
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    issued_at = models.DateTimeField()
    head_position = models.BigIntegerField()
    head_seal = models.CharField(max_length=64, blank=True)
    mark = models.CharField(max_length=128)
    is_first = False  # true of the one that the very act made, not of one that was there

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "year", "number"], name="a_receipt_number_once")]


class Photo(models.Model):
    """A photo that a report declares and that follows in pieces: its id is made on the device, `sha256` and `size` are
    of the bytes as sent. `file` is the clean picture, once all of it is here; a new version may name the same photo."""

    uid = models.UUIDField(unique=True, editable=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="photos")
    submissions = models.ManyToManyField(Submission, related_name="photos")
    held = models.ManyToManyField(Held, related_name="photos")
    use = models.CharField(max_length=8, choices=PhotoUse.choices)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    media_type = models.CharField(max_length=40)
    consent = models.CharField(max_length=500, blank=True)  # who is shown, and that they agree
    by = models.ForeignKey(Person, models.PROTECT, related_name="photos")
    declared_at = models.DateTimeField()
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(use="public") | ~models.Q(consent=""), name="a_public_photo_has_consent"
            )
        ]


class Sitting(models.Model):
    """A held meeting, drawn from the newest version of a submission; it may serve several duties and units."""

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    thread = models.UUIDField(unique=True)
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="sittings")
    phase = models.ForeignKey(Phase, models.PROTECT, related_name="sittings")
    duties = models.ManyToManyField(Duty, related_name="sittings")
    units = models.ManyToManyField(Unit, related_name="sittings")
    collectives = models.ManyToManyField(Collective, related_name="sittings")
    covered = models.ManyToManyField(AgendaPoint, related_name="sittings")
    covered_own = models.ManyToManyField(OwnItem, related_name="sittings")
    held_on = models.DateField()
    started = models.TimeField(null=True)
    ended = models.TimeField(null=True)
    form = models.CharField(max_length=40)  # code in the pack's table `sitting_forms`
    mode = models.CharField(max_length=10, choices=Mode.choices, default=Mode.IN_PERSON)
    place = models.CharField(max_length=200, blank=True)
    expected = models.PositiveIntegerField(null=True)  # a light sheet does not ask for it
    present = models.PositiveIntegerField()
    absent_excused = models.PositiveIntegerField(default=0)
    absent = models.PositiveIntegerField(default=0)
    exempt = models.PositiveIntegerField(default=0)  # relieved of sitting; outside the rate
    guests = models.PositiveIntegerField(default=0)
    speeches = models.PositiveIntegerField(null=True)
    people = models.PositiveIntegerField(null=True)  # distinct people, declared by the unit; null is unknown

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(expected__isnull=True)
                | models.Q(expected=models.F("present") + models.F("absent_excused") + models.F("absent")),
                name="attendance_adds_up",
            )
        ]


class Judgement(models.Model):
    """What the superior did with a submission: received, approved, returned it with reasons per field, took it late."""

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="judgements")
    kind = models.CharField(max_length=14, choices=JudgementKind.choices)
    at = models.DateTimeField()
    by = models.ForeignKey(Person, models.PROTECT, related_name="judgements")
    reasons = models.JSONField(default=dict)  # field name → sentence; "" for the whole

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["submission", "kind"], name="a_version_is_judged_once_a_kind"),
            models.CheckConstraint(
                condition=models.Q(kind__in=["received", "approved"]) | ~models.Q(reasons={}), name="a_return_says_why"
            ),
        ]
