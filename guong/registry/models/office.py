from django.db import models
from uuid_utils.compat import uuid7

from guong.files.models import StoredFile
from guong.registry import sealing
from guong.registry.enums import Purpose, Voice
from guong.registry.models.papers import OfficialDocument
from guong.units.models import Collective, Person, Unit


class Draft(models.Model):
    """Draft n of a paper, as it was laid before others; sealed under the paper's key."""

    document = models.ForeignKey(OfficialDocument, models.CASCADE, related_name="drafts")
    no = models.PositiveSmallIntegerField()
    sealed_text = models.BinaryField(null=True)
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+")
    made_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["document", "no"], name="drafts_are_numbered")]

    @property
    def text(self) -> str:
        return sealing.opened(self.document.uid, self.sealed_text)


class Opinion(models.Model):
    """What a named person says of a draft, or is asked to say: then without a text. Sealed under the paper's key."""

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    draft = models.ForeignKey(Draft, models.CASCADE, related_name="opinions")
    by = models.ForeignKey(Person, models.PROTECT, related_name="opinions_on_drafts")
    voice = models.CharField(max_length=10, choices=Voice.choices, default=Voice.OPINION)
    sealed_text = models.BinaryField(null=True)
    given_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["draft", "by"], condition=models.Q(voice="opinion"), name="one_opinion_of_a_person_on_a_draft"
            ),
            models.CheckConstraint(
                condition=models.Q(sealed_text__isnull=True, given_at__isnull=True, voice="opinion")
                | models.Q(sealed_text__isnull=False, given_at__isnull=False),
                name="an_opinion_is_asked_for_or_given",
            ),
        ]

    @property
    def text(self) -> str:
        return sealing.opened(self.draft.document.uid, self.sealed_text)


class Invitation(models.Model):
    """A named outsider may read one version of a draft and say what they think of it, by a link, for a time.

    The link is known to whoever got it: of its token the hash alone is kept. The opinion lies sealed under the paper's
    key, as those of the unit's own people do.
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    draft = models.ForeignKey(Draft, models.CASCADE, related_name="invitations")
    name = models.CharField(max_length=200)  # who is asked: a person, or an office
    token_sha256 = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(null=True)
    sealed_text = models.BinaryField(null=True)
    given_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(name=""), name="an_invitation_names_somebody"),
            models.CheckConstraint(
                condition=models.Q(expires_at__gt=models.F("made_at")), name="an_invitation_runs_for_a_time"
            ),
            models.CheckConstraint(
                condition=models.Q(sealed_text__isnull=True, given_at__isnull=True)
                | models.Q(sealed_text__isnull=False, given_at__isnull=False),
                name="an_invited_opinion_has_its_time",
            ),
        ]

    @property
    def text(self) -> str:
        return sealing.opened(self.draft.document.uid, self.sealed_text)


class Instruction(models.Model):
    """The leader's note on an incoming paper: who leads, who supports, by when. Duties are born from it.

    A note is never rewritten: another one `corrects` it. `done_on` says since when nothing is left to do.
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    document = models.ForeignKey(OfficialDocument, models.PROTECT, related_name="instructions")
    text = models.TextField()
    leader = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    given_on = models.DateField()
    lead_unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    lead_collective = models.ForeignKey(Collective, models.PROTECT, null=True, related_name="+")
    supporting = models.CharField(max_length=400, blank=True)
    due_on = models.DateField(null=True)
    recorded_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()
    corrects = models.OneToOneField("self", models.PROTECT, null=True, related_name="corrected_by")
    done_on = models.DateField(null=True)
    outcome = models.CharField(max_length=300, blank=True)  # what was done, in words

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(text=""), name="an_instruction_says_something"),
            models.CheckConstraint(
                condition=models.Q(due_on__isnull=True) | models.Q(due_on__gte=models.F("given_on")),
                name="an_instruction_is_due_after_it_was_given",
            ),
            models.CheckConstraint(
                condition=models.Q(corrects__isnull=True) | ~models.Q(corrects=models.F("pk")),
                name="no_instruction_corrects_itself",
            ),
            models.CheckConstraint(
                condition=models.Q(done_on__isnull=True, outcome="")
                | (models.Q(done_on__isnull=False) & ~models.Q(outcome="")),
                name="what_is_done_says_how",
            ),
        ]


class Recipient(models.Model):
    """One line of "nơi nhận": a unit, a collective of one, or somebody outside in words; when sent, when opened."""

    document = models.ForeignKey(OfficialDocument, models.CASCADE, related_name="recipients")
    order = models.PositiveSmallIntegerField()
    purpose = models.CharField(max_length=12, choices=Purpose.choices)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="received_documents")
    collective = models.ForeignKey(Collective, models.PROTECT, null=True, related_name="+")
    text = models.CharField(max_length=200, blank=True)  # as printed where it is no unit
    sent_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(null=True)
    opened_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["document", "order"], name="recipients_stand_in_order"),
            models.UniqueConstraint(
                fields=["document", "unit"],
                condition=models.Q(unit__isnull=False, collective__isnull=True),
                name="a_unit_receives_a_paper_once",
            ),
            models.CheckConstraint(
                condition=models.Q(unit__isnull=False) | ~models.Q(text=""), name="a_recipient_is_somebody"
            ),
            models.CheckConstraint(
                condition=models.Q(opened_at__isnull=True) | models.Q(opened_by__isnull=False, sent_at__isnull=False),
                name="only_what_was_sent_is_opened_by_somebody",
            ),
        ]
