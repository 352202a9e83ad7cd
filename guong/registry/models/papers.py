from datetime import date

from django.db import models
from django.db.models.functions import Coalesce
from uuid_utils.compat import uuid7

from guong.files.models import StoredFile
from guong.keys.seal import KeyMissing
from guong.registry import sealing
from guong.registry.enums import CopyKind, Direction, FileRole, Publicity, RelationKind, Stage, Urgency
from guong.registry.models.issuers import Issuer
from guong.units.models import Person, Unit


class OfficialDocument(models.Model):
    """A paper of a register. Identity: issuer, type, number, symbol, date; none is issued twice.

    Its text lies sealed under a key of its own, so that a paper that had no business here can be taken out of old
    backups too: the key is thrown away, hash and reason stay.
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    keeper = models.ForeignKey(Unit, models.PROTECT, related_name="documents")  # whose register it stands in
    direction = models.CharField(max_length=10, choices=Direction.choices)
    stage = models.CharField(max_length=12, choices=Stage.choices, default=Stage.ISSUED)
    issuer = models.ForeignKey(Issuer, models.PROTECT, null=True, related_name="documents")
    type = models.CharField(max_length=20)  # code in the pack's table `document_types`
    number = models.CharField(max_length=20, blank=True)  # as printed, zeros and suffix kept
    symbol = models.CharField(max_length=80, blank=True)  # number and symbol as printed: 105-KH/TU
    symbol_key = models.CharField(max_length=80, blank=True, db_index=True)  # normalised for matching
    issued_on = models.DateField(null=True)
    effective_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    abstract = models.TextField(blank=True)
    sealed_text = models.BinaryField(null=True)
    drafted_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="drafted_documents")
    signer = models.CharField(max_length=120, blank=True)
    signer_capacity = models.CharField(max_length=240, blank=True)  # T/M, K/T, T/L … and for whom
    signer_office = models.CharField(max_length=160, blank=True)  # as held on the day of signing
    signed_on = models.DateField(null=True)
    arrival_no = models.CharField(max_length=20, blank=True)
    arrived_on = models.DateField(null=True)
    arrival_year = models.PositiveSmallIntegerField(null=True)  # of `arrived_on`; arrival numbers run by year
    arrival_repeat = models.PositiveSmallIntegerField(default=0)  # an old book gave the number already; imports alone
    sender = models.CharField(max_length=200, blank=True)  # who sent it, where that is not the issuer
    urgency = models.CharField(max_length=10, choices=Urgency.choices, blank=True)
    copy_of = models.ForeignKey("self", models.PROTECT, null=True, related_name="copies")
    copy_kind = models.CharField(max_length=10, choices=CopyKind.choices, blank=True)
    publicity = models.CharField(max_length=10, choices=Publicity.choices, default=Publicity.INTERNAL)
    made_public_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    made_public_at = models.DateTimeField(null=True)
    no_mark_declared_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    registered_at = models.DateTimeField()
    taken_out_at = models.DateTimeField(null=True)
    taken_out_reason = models.CharField(max_length=300, blank=True)
    taken_out_sha256 = models.CharField(max_length=64, blank=True)  # of the text that was taken out
    files = models.ManyToManyField(StoredFile, through="DocumentFile", related_name="documents")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                # Unknown issuer or day counts as a value of its own; SQLite knows no NULLS NOT DISTINCT.
                "keeper",
                Coalesce("issuer", models.Value(0)),
                "type",
                "symbol_key",
                Coalesce("issued_on", models.Value(date(1, 1, 1))),
                condition=~models.Q(symbol_key=""),
                name="a_paper_is_registered_once",
            ),
            models.UniqueConstraint(
                "keeper",
                Coalesce("arrival_year", models.Value(0)),
                "arrival_no",
                "arrival_repeat",
                condition=~models.Q(arrival_no=""),
                name="an_arrival_number_is_given_once",
            ),
            models.CheckConstraint(
                condition=models.Q(arrival_no="") | models.Q(direction="incoming"),
                name="only_what_comes_in_has_an_arrival_number",
            ),
            models.CheckConstraint(
                condition=models.Q(publicity="internal") | models.Q(made_public_by__isnull=False),
                name="a_named_person_makes_public",
            ),
            models.CheckConstraint(
                condition=models.Q(stage="issued")
                | models.Q(number="", symbol="", symbol_key="", issued_on__isnull=True, publicity="internal"),
                name="a_number_is_given_on_issuing",
            ),
            models.CheckConstraint(
                condition=~models.Q(stage="signed") | (~models.Q(signer="") & models.Q(signed_on__isnull=False)),
                name="a_signed_paper_names_its_signer_and_day",
            ),
            models.CheckConstraint(
                condition=models.Q(copy_of__isnull=True, copy_kind="")
                | (models.Q(copy_of__isnull=False) & ~models.Q(copy_kind="") & ~models.Q(copy_of=models.F("pk"))),
                name="a_copy_says_of_what_and_how",
            ),
            models.CheckConstraint(
                condition=models.Q(taken_out_at__isnull=True)
                | (
                    models.Q(publicity="internal", abstract="", sealed_text__isnull=True)
                    & ~models.Q(taken_out_reason="")
                ),
                name="of_what_was_taken_out_only_the_reason_stays",
            ),
        ]
        indexes = [
            models.Index(fields=["publicity", "-issued_on"], name="public_papers_by_date"),
            models.Index(fields=["keeper", "stage", "-issued_on"], name="papers_of_a_register"),
        ]

    @property
    def text(self) -> str:
        """The text in clear; empty where there is none. Raises `KeyMissing` where its key is not here."""
        return sealing.opened(self.uid, self.sealed_text)

    @text.setter
    def text(self, clear: str) -> None:
        self.sealed_text = sealing.sealed(self.uid, clear)

    @property
    def text_if_open(self) -> str:
        """The text, or nothing where its key is not here: lists and the index go on without it."""
        try:
            return self.text
        except KeyMissing:
            return ""


class DocumentFile(models.Model):
    """A stored file of a paper, in the order in which the paper is read."""

    document = models.ForeignKey(OfficialDocument, models.CASCADE, related_name="document_files")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="document_files")
    role = models.CharField(max_length=10, choices=FileRole.choices, default=FileRole.MAIN)
    order = models.PositiveSmallIntegerField(default=0)
    title = models.CharField(max_length=200, blank=True)
    pages = models.PositiveSmallIntegerField(null=True)

    class Meta:
        ordering = ["order", "pk"]
        constraints = [models.UniqueConstraint(fields=["document", "file"], name="a_paper_holds_a_file_once")]


class Relation(models.Model):
    """`document` does something to `other`, or a part of it, from a day on; the other side reads it in the passive.

    Two times: the days on which it holds, and the instants at which it was recorded, its lifting was, and it was
    withdrawn as entered by mistake. None of them is ever changed.
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    document = models.ForeignKey(OfficialDocument, models.PROTECT, related_name="relations")
    kind = models.CharField(max_length=20, choices=RelationKind.choices)
    other = models.ForeignKey(OfficialDocument, models.PROTECT, related_name="related_by")
    part = models.CharField(max_length=80, blank=True)  # "Điều 5", "khoản 2 Điều 7"; empty: the whole paper
    from_on = models.DateField(null=True)
    until_on = models.DateField(null=True)  # a suspension is lifted from this day
    recorded_at = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True)  # when `until_on` was recorded, where that was later
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    withdrawn_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["document", "kind", "other", "part"],
                condition=models.Q(withdrawn_at__isnull=True),
                name="a_relation_stands_once",
            ),
            models.CheckConstraint(condition=~models.Q(document=models.F("other")), name="no_paper_relates_to_itself"),
            models.CheckConstraint(
                condition=models.Q(until_on__isnull=True)
                | models.Q(kind="suspends")
                & (models.Q(from_on__isnull=True) | models.Q(until_on__gt=models.F("from_on"))),
                name="only_a_suspension_is_lifted",
            ),
            models.CheckConstraint(
                condition=models.Q(lifted_at__isnull=True)
                | models.Q(until_on__isnull=False, lifted_at__gte=models.F("recorded_at")),
                name="a_lifting_is_recorded_after_its_suspension",
            ),
            models.CheckConstraint(
                condition=models.Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True, withdrawn_reason="")
                | models.Q(withdrawn_at__gte=models.F("recorded_at"), withdrawn_by__isnull=False)
                & ~models.Q(withdrawn_reason=""),
                name="a_relation_is_withdrawn_by_somebody_with_a_reason",
            ),
        ]
