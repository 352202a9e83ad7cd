from django.db import models
from uuid_utils.compat import uuid7

from guong.registry.enums import LineState
from guong.registry.models.issuers import Issuer
from guong.registry.models.papers import OfficialDocument
from guong.units.models import Person, Term


class NumberBook(models.Model):
    """Numbers of one issuer and type in one term (party) or year (State), from 1 on. A congress has one run for all
    its papers: there `type` is empty. `last` is the highest number that has a line.
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    issuer = models.ForeignKey(Issuer, models.PROTECT, related_name="books")
    type = models.CharField(max_length=20, blank=True)  # code in the pack's table `document_types`
    term = models.ForeignKey(Term, models.PROTECT, null=True, related_name="books")
    year = models.PositiveSmallIntegerField(null=True)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(term__isnull=False, year__isnull=True)
                | models.Q(term__isnull=True, year__isnull=False),
                name="a_book_runs_for_a_term_or_a_year",
            ),
            models.UniqueConstraint(
                fields=["issuer", "type", "term"], condition=models.Q(year__isnull=True), name="one_book_a_term"
            ),
            models.UniqueConstraint(
                fields=["issuer", "type", "year"], condition=models.Q(term__isnull=True), name="one_book_a_year"
            ),
        ]


class BookLine(models.Model):
    """What became of one number. Of a number used outside there is the number and nothing else.

    `suffix` and `repeat` hold what old paper books hold: 30c, and numbers given twice, which only an import brings.
    """

    book = models.ForeignKey(NumberBook, models.PROTECT, related_name="lines")
    number = models.PositiveIntegerField()
    suffix = models.CharField(max_length=4, blank=True)
    repeat = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=10, choices=LineState.choices)
    document = models.OneToOneField(OfficialDocument, models.PROTECT, null=True, related_name="book_line")
    reason = models.CharField(max_length=300, blank=True)
    on = models.DateField(null=True)
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["book", "number", "suffix", "repeat"], name="no_number_is_given_twice"),
            models.CheckConstraint(condition=models.Q(number__gte=1), name="numbers_begin_at_one"),
            models.CheckConstraint(
                condition=models.Q(state="issued", document__isnull=False)
                | (~models.Q(state="issued") & models.Q(document__isnull=True)),
                name="an_issued_number_has_its_paper",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="void") | ~models.Q(reason=""), name="a_void_number_has_a_reason"
            ),
            models.CheckConstraint(
                condition=~models.Q(state="outside") | models.Q(reason="", on__isnull=True, by__isnull=True),
                name="of_a_number_used_outside_nothing_is_known",
            ),
        ]
