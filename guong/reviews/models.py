from django.db import models
from uuid_utils.compat import uuid7

from guong.reviews.enums import CorrectionState, FindingKind
from guong.rounds.models import Phase, Submission
from guong.units.models import Unit


class Finding(models.Model):
    """A strength or shortcoming of a unit. Its words are sealed with the unit's key; topic and kind go up as counts."""

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="findings")
    phase = models.ForeignKey(Phase, models.PROTECT, related_name="findings")
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="findings")
    order = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12, choices=FindingKind.choices)
    topic = models.CharField(max_length=40, blank=True)  # code in the pack's table `topics`
    words = models.BinaryField()
    returns = models.ForeignKey("self", models.PROTECT, null=True, related_name="returned_as")
    withdrawn_at = models.DateTimeField(null=True)  # a later version of the submission no longer states it

    class Meta:
        constraints = [models.UniqueConstraint(fields=["submission", "order"], name="findings_in_order")]


class Correction(models.Model):
    """A promise: what, by which office, until when, measured how. In words it is sealed with the unit's key."""

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    finding = models.ForeignKey(Finding, models.PROTECT, null=True, related_name="corrections")
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="corrections")  # first promised in
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="corrections")
    phase = models.ForeignKey(Phase, models.PROTECT, related_name="corrections")  # promised in
    owner_office = models.CharField(max_length=40, blank=True)  # code in the pack's table `offices`
    deadline = models.DateField()
    state = models.CharField(max_length=12, choices=CorrectionState.choices, default=CorrectionState.PROMISED)
    words = models.BinaryField()
    shared_text = models.CharField(max_length=400, blank=True)  # what the unit itself marked as shared
    promised_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["unit", "state"], name="corrections_of_a_unit")]


class SecondLook(models.Model):
    """A promise that stands open when the next phase opens."""

    correction = models.ForeignKey(Correction, models.PROTECT, related_name="second_looks")
    phase = models.ForeignKey(Phase, models.PROTECT, related_name="second_looks")
    state_then = models.CharField(max_length=12, choices=CorrectionState.choices)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["correction", "phase"], name="one_second_look_a_phase")]
