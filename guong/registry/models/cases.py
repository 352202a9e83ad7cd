from django.db import models
from uuid_utils.compat import uuid7

from guong.files.models import StoredFile
from guong.registry.enums import BuildKind
from guong.registry.models.papers import OfficialDocument
from guong.units.models import Person, Unit


class CaseFile(models.Model):
    """Papers of one matter for the archive. `origin` names what of a higher room it was made from (a round)."""

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    keeper = models.ForeignKey(Unit, models.PROTECT, related_name="case_files")
    code = models.CharField(max_length=40, blank=True)  # number and symbol of the case file
    title = models.CharField(max_length=300)
    retention = models.CharField(max_length=20)  # code in the pack's table `retention_periods`
    opened_on = models.DateField()
    closed_on = models.DateField(null=True)
    origin = models.UUIDField(null=True)
    made_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    closed_sha256 = models.CharField(max_length=64, blank=True)  # of title, code, period and list when it was closed

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(closed_on__isnull=True, closed_sha256="")
                | (models.Q(closed_on__isnull=False) & ~models.Q(closed_sha256="")),
                name="a_closed_case_file_keeps_the_hash_of_its_list",
            ),
            models.CheckConstraint(
                condition=models.Q(closed_on__isnull=True) | models.Q(closed_on__gte=models.F("opened_on")),
                name="a_case_file_closes_after_it_opened",
            ),
            models.UniqueConstraint(
                fields=["keeper", "origin"], condition=models.Q(origin__isnull=False), name="one_case_file_an_origin"
            ),
        ]


class CaseItem(models.Model):
    """One line of the list of contents: a paper of the register, or a file of its own with a title."""

    case = models.ForeignKey(CaseFile, models.CASCADE, related_name="items")
    order = models.PositiveSmallIntegerField()
    document = models.ForeignKey(OfficialDocument, models.PROTECT, null=True, related_name="case_items")
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+")
    title = models.CharField(max_length=300, blank=True)
    dated_on = models.DateField(null=True)
    note = models.CharField(max_length=200, blank=True)
    pages = models.PositiveSmallIntegerField(null=True)  # of the own file

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["case", "order"], name="items_stand_in_order"),
            models.UniqueConstraint(fields=["case", "document"], name="a_paper_lies_in_a_case_file_once"),
            models.CheckConstraint(
                condition=models.Q(document__isnull=False) | (models.Q(file__isnull=False) & ~models.Q(title="")),
                name="an_item_is_a_paper_or_a_named_file",
            ),
        ]


class CaseBuild(models.Model):
    """One PDF or archive of a case file that a worker makes; kept sealed for a day, then its key is thrown away."""

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    case = models.ForeignKey(CaseFile, models.CASCADE, related_name="builds")
    kind = models.CharField(max_length=4, choices=BuildKind.choices)
    contents = models.CharField(max_length=64)  # hash of the list and its files for which it is made
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)  # of what was made, once it is there
    failed = models.BooleanField(default=False)
    why = models.TextField(blank=True)  # what to say to whoever asked, where it is known

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "kind", "contents"], name="the_same_contents_are_made_once")
        ]
