from datetime import date

from django.db import models
from django.db.models.functions import Coalesce
from uuid_utils.compat import uuid7

from guong.files.models import StoredFile
from guong.registry.enums import Direction, Publicity, RelationKind, Resolution
from guong.units.models import Collective, Person, Unit


class Issuer(models.Model):
    """Who issues papers: a unit, a collective of one, or a body outside the tree; for a period."""

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    name = models.CharField(max_length=200)
    name_key = models.CharField(max_length=200, db_index=True)  # folded
    code = models.CharField(max_length=40, db_index=True)  # TU, HU, UBND …: shared by many bodies
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="issuers")
    collective = models.ForeignKey(Collective, models.PROTECT, null=True, related_name="issuers")
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)


class OfficialDocument(models.Model):
    """A paper of the register. Identity: issuer, type, number, symbol, date; none is issued twice."""

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    keeper = models.ForeignKey(Unit, models.PROTECT, related_name="documents")  # whose register it stands in
    direction = models.CharField(max_length=10, choices=Direction.choices)
    issuer = models.ForeignKey(Issuer, models.PROTECT, null=True, related_name="documents")
    type = models.CharField(max_length=20)  # code in the pack's table `document_types`
    number = models.CharField(max_length=20, blank=True)  # as printed, zeros and suffix kept
    symbol = models.CharField(max_length=80, blank=True)  # number and symbol as printed: 105-KH/TU
    symbol_key = models.CharField(max_length=80, blank=True, db_index=True)  # normalised for matching
    issued_on = models.DateField(null=True)
    effective_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    abstract = models.TextField()
    text = models.TextField(blank=True)
    signer = models.CharField(max_length=120, blank=True)
    signer_capacity = models.CharField(max_length=40, blank=True)
    signer_office = models.CharField(max_length=160, blank=True)
    arrival_no = models.CharField(max_length=20, blank=True)
    arrived_on = models.DateField(null=True)
    publicity = models.CharField(max_length=10, choices=Publicity.choices, default=Publicity.INTERNAL)
    made_public_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    made_public_at = models.DateTimeField(null=True)
    no_mark_declared_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    registered_at = models.DateTimeField()
    files = models.ManyToManyField(StoredFile, related_name="documents")

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
            models.CheckConstraint(
                condition=models.Q(publicity="internal") | models.Q(made_public_by__isnull=False),
                name="a_named_person_makes_public",
            ),
        ]
        indexes = [models.Index(fields=["publicity", "-issued_on"], name="public_papers_by_date")]


class Relation(models.Model):
    """`document` does something to `other`, from a day on; the other side reads it in the passive."""

    document = models.ForeignKey(OfficialDocument, models.PROTECT, related_name="relations")
    kind = models.CharField(max_length=20, choices=RelationKind.choices)
    other = models.ForeignKey(OfficialDocument, models.PROTECT, related_name="related_by")
    from_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["document", "kind", "other"], name="a_relation_stands_once"),
            models.CheckConstraint(condition=~models.Q(document=models.F("other")), name="no_paper_relates_to_itself"),
        ]


class Citation(models.Model):
    """A place in a text that names a document. Kept and listed when it resolves to nothing.

    The host is a paper of the register, or something of a higher room named by `host_kind` and `host` (an article).
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    document = models.ForeignKey(OfficialDocument, models.CASCADE, null=True, related_name="citations")
    keeper = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")  # whose register is looked at first
    host_kind = models.CharField(max_length=20)
    host = models.UUIDField(db_index=True)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    surface = models.CharField(max_length=400)
    type = models.CharField(max_length=20, blank=True)
    symbol = models.CharField(max_length=80, blank=True)
    symbol_key = models.CharField(max_length=80, blank=True, db_index=True)
    body_name = models.CharField(max_length=200, blank=True)
    cited_on = models.DateField(null=True)
    resolution = models.CharField(max_length=12, choices=Resolution.choices)
    target = models.ForeignKey(OfficialDocument, models.SET_NULL, null=True, related_name="cited_by")
    candidates = models.ManyToManyField(OfficialDocument, related_name="+")
    settled_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")  # who chose the target by hand

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["host_kind", "host", "start", "end"], name="a_place_cites_once"),
            models.CheckConstraint(
                condition=models.Q(target__isnull=False, resolution="resolved")
                | (models.Q(target__isnull=True) & ~models.Q(resolution="resolved")),
                name="a_resolved_citation_has_its_paper",
            ),
        ]
