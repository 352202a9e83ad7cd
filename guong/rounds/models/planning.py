"""A round as its directive asks for it: study, agenda, phases, occasions, and what each unit owes."""

from django.db import models
from uuid_utils.compat import uuid7

from guong.registry.models import OfficialDocument
from guong.rounds.enums import OWN_ORDERS, DutyKind, Exemption, Precision, Rhythm, RoundState, StudyKind
from guong.units.models import Collective, Person, Unit


class Round(models.Model):
    """A campaign: theme, basis, agenda, study kit, scope. It follows one line of the tree.

    With a rhythm it is a light standing round: its phases open by themselves, its sheet has three fields.
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    owner = models.ForeignKey(Unit, models.PROTECT, related_name="rounds")
    lead_office = models.ForeignKey(Collective, models.PROTECT, null=True, related_name="led_rounds")
    line = models.CharField(max_length=40)
    title = models.CharField(max_length=300)
    theme = models.CharField(max_length=300, blank=True)
    aims = models.TextField(blank=True)
    rhythm = models.CharField(max_length=8, choices=Rhythm.choices, blank=True)
    unit_kinds = models.JSONField(default=list)  # whom it is for, by kind; empty: every kind
    levels = models.PositiveSmallIntegerField(null=True)  # how far below the owner; null: all the way
    plan_approval = models.BooleanField(default=False)  # a unit's plan is approved before its sitting
    grace_days = models.PositiveSmallIntegerField(default=14)  # for what was signed before a mandate ended
    state = models.CharField(max_length=10, choices=RoundState.choices, default=RoundState.PROPOSED)
    proposed_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    origin = models.UUIDField(null=True, unique=True)  # the import or the paper that proposed it

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="proposed") | models.Q(confirmed_at__isnull=False),
                name="a_round_is_confirmed_at_a_time",
            )
        ]


class Basis(models.Model):
    """A paper that a round stands on; kept as text where the register does not hold it."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="basis")
    order = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=400)
    document = models.ForeignKey(OfficialDocument, models.PROTECT, null=True, related_name="rounds")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "order"], name="basis_in_order")]


class AgendaPoint(models.Model):
    """A point that the guidance asks every sitting to cover, with the clause that asks."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="agenda")
    order = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=400)
    clause = models.CharField(max_length=100, blank=True)
    basis = models.ForeignKey(Basis, models.SET_NULL, null=True, related_name="points")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "order"], name="agenda_in_order"),
            models.CheckConstraint(condition=models.Q(order__lt=OWN_ORDERS), name="agenda_below_own_points"),
        ]


class StudyItem(models.Model):
    """One piece of the study kit. Any text serves; nothing is ever scored."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="study")
    kind = models.CharField(max_length=10, choices=StudyKind.choices)
    order = models.PositiveSmallIntegerField()
    text = models.TextField()
    author = models.CharField(max_length=160, blank=True)
    document = models.ForeignKey(OfficialDocument, models.PROTECT, null=True, related_name="studied_in")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "kind", "order"], name="study_in_order")]


class Phase(models.Model):
    """A window of a round. Opening it freezes the list of duties."""

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    round = models.ForeignKey(Round, models.CASCADE, related_name="phases")
    order = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)  # the first day after; for month precision the first of the month after
    precision = models.CharField(max_length=5, choices=Precision.choices, default=Precision.DAY)
    dates_derived = models.BooleanField(default=False)
    due_at = models.DateTimeField(null=True)
    cutoff_on = models.DateField(null=True)
    opened_at = models.DateTimeField(null=True)
    opened_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    list_document = models.CharField(max_length=200, blank=True)
    due_moved_from = models.DateField(null=True)  # the day asked for, where the pack's rule moved it
    plan_approval = models.BooleanField(default=False)  # frozen with the list
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "order"], name="phases_in_order"),
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True) | models.Q(ends_on__gt=models.F("starts_on")),
                name="a_phase_ends_after_its_start",
            ),
            models.CheckConstraint(
                condition=models.Q(opened_at__isnull=True) | models.Q(due_at__isnull=False),
                name="an_open_phase_has_a_due_time",
            ),
        ]


class Occasion(models.Model):
    """What a phase is tied to; it need not fall inside the window."""

    phase = models.ForeignKey(Phase, models.CASCADE, related_name="occasions")
    order = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=300)
    years = models.PositiveSmallIntegerField(null=True)  # the 75th …
    on = models.DateField(null=True)
    precision = models.CharField(max_length=5, choices=Precision.choices, default=Precision.DAY)
    derived = models.BooleanField(default=False)
    derived_from = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["phase", "order"], name="occasions_in_order")]


class ReportedFigure(models.Model):
    """A figure that a text stated before anything counted it: its words, qualifier, and the readings it allows."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="reported")
    order = models.PositiveSmallIntegerField()
    measure = models.CharField(max_length=60)
    value = models.BigIntegerField()
    qualifier = models.CharField(max_length=10, blank=True)  # floor, about …
    words = models.CharField(max_length=300)
    readings = models.JSONField(default=list)
    chosen = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "order"], name="reported_in_order")]


class Duty(models.Model):
    """What one unit owes in one phase. The row is the frozen list; later changes are explicit and carry a reason.

    `thread`, `first_arrived_at`, `returned_at` and `accepted_late_at` are derived from submissions and judgements in
    the same transaction, so that a state is one comparison per row (`queries.with_state`). A duty is answered by one
    thread of versions: whoever writes `thread` first answers it.
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    phase = models.ForeignKey(Phase, models.PROTECT, related_name="duties")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="duties")
    kind = models.CharField(max_length=10, choices=DutyKind.choices)
    order = models.PositiveIntegerField()  # the unit's place in the tree when the list was frozen
    depth = models.PositiveSmallIntegerField()  # 1 = directly below the owner of the round
    superior = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="duties_below")
    expected = models.PositiveIntegerField(null=True)
    due_at = models.DateTimeField()
    cutoff_on = models.DateField(null=True)
    asked_by_at = models.DateTimeField(null=True)  # earlier, set by a unit between; the frozen day still judges
    extended_until = models.DateTimeField(null=True)
    extension_reason = models.CharField(max_length=300, blank=True)
    exemption = models.CharField(max_length=16, choices=Exemption.choices, blank=True)
    exemption_reason = models.CharField(max_length=300, blank=True)
    added_reason = models.CharField(max_length=300, blank=True)
    heir = models.ForeignKey("self", models.PROTECT, null=True, related_name="inherits")
    thread = models.UUIDField(null=True, db_index=True)
    first_arrived_at = models.DateTimeField(null=True)
    returned_at = models.DateTimeField(null=True)  # set while the work lies with the unit
    accepted_late_at = models.DateTimeField(null=True)
    approved_at = models.DateTimeField(null=True)  # of a plan: its newest version

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["phase", "unit", "kind"], name="a_unit_owes_a_kind_once"),
            models.CheckConstraint(
                condition=models.Q(exemption="") | ~models.Q(exemption_reason=""),
                name="an_exemption_has_a_reason",
            ),
            models.CheckConstraint(
                condition=models.Q(extended_until__isnull=True) | ~models.Q(extension_reason=""),
                name="an_extension_has_a_reason",
            ),
            models.CheckConstraint(
                condition=models.Q(returned_at__isnull=True) | models.Q(first_arrived_at__isnull=False),
                name="only_what_arrived_is_returned",
            ),
            models.CheckConstraint(
                condition=models.Q(thread__isnull=True, first_arrived_at__isnull=True)
                | models.Q(thread__isnull=False, first_arrived_at__isnull=False),
                name="what_arrived_has_a_thread",
            ),
            models.CheckConstraint(
                condition=models.Q(exemption="heir", heir__isnull=False)
                | (~models.Q(exemption="heir") & models.Q(heir__isnull=True)),
                name="an_heir_is_named",
            ),
            models.CheckConstraint(
                condition=models.Q(asked_by_at__isnull=True) | models.Q(asked_by_at__lt=models.F("due_at")),
                name="an_own_day_is_earlier",
            ),
            models.CheckConstraint(
                condition=models.Q(approved_at__isnull=True)
                | models.Q(kind="plan", first_arrived_at__isnull=False, returned_at__isnull=True),
                name="a_plan_that_is_in_is_approved",
            ),
        ]
        indexes = [models.Index(fields=["phase", "superior", "order"], name="duties_of_a_board")]


class OwnItem(models.Model):
    """What a unit adds for the units below it within the frame of a phase: an agenda point, or a piece to study.

    Rows of its own beside those of the round, so that nothing of the frame can be taken away. Their orders lie above
    those of every agenda, so that a report ticks both in one list.
    """

    phase = models.ForeignKey(Phase, models.PROTECT, related_name="own_items")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="own_items")
    order = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=StudyKind.choices, blank=True)  # empty: a point of the agenda
    text = models.CharField(max_length=400)
    clause = models.CharField(max_length=100, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["phase", "order"], name="own_items_in_order"),
            models.CheckConstraint(condition=models.Q(order__gte=OWN_ORDERS), name="own_items_above_the_agenda"),
        ]
