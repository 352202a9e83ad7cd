from django.db import models
from uuid_utils.compat import uuid7

from guong.registry.enums import Resolution
from guong.registry.models.papers import OfficialDocument
from guong.units.models import Person, Unit


class Citation(models.Model):
    """A place in a text that names a document. Kept and listed when it resolves to nothing.

    The host is a paper of the register, or something of a higher room named by `host_kind` and `host` (an article).
    A citation of a copy has the original as its target and names the copy in `copy`.
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
    pin = models.CharField(max_length=80, blank=True)  # the clause that is meant: khoản 2 Điều 7
    body_name = models.CharField(max_length=200, blank=True)
    cited_on = models.DateField(null=True)
    resolution = models.CharField(max_length=12, choices=Resolution.choices)
    target = models.ForeignKey(OfficialDocument, models.SET_NULL, null=True, related_name="cited_by")
    copy = models.ForeignKey(OfficialDocument, models.SET_NULL, null=True, related_name="+")
    antecedent = models.ForeignKey("self", models.CASCADE, null=True, related_name="back_references")
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
