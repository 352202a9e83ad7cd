from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

OWN_ORDERS = 1000
"""Points that units add of their own are numbered from here; those of a round's agenda stay below."""


class Rhythm(models.TextChoices):
    """How often a standing round opens a phase by itself."""

    NONE = "", pgettext_lazy("rhythm", "none")
    MONTHLY = "monthly", pgettext_lazy("rhythm", "monthly")


class RoundState(models.TextChoices):
    PROPOSED = "proposed", pgettext_lazy("round", "proposed")
    CONFIRMED = "confirmed", pgettext_lazy("round", "confirmed")
    CLOSED = "closed", pgettext_lazy("round", "closed")


class Precision(models.TextChoices):
    """How exactly a date is known; a month is kept as its first day."""

    DAY = "day", pgettext_lazy("precision", "day")
    MONTH = "month", pgettext_lazy("precision", "month")


class StudyKind(models.TextChoices):
    WORK = "work", pgettext_lazy("study kit", "work")
    PASSAGE = "passage", pgettext_lazy("study kit", "passage")
    TOPIC = "topic", pgettext_lazy("study kit", "topic to concentrate on")
    TIE = "tie", pgettext_lazy("study kit", "tie to one's own duties")
    PROMPT = "prompt", pgettext_lazy("study kit", "prompt")
    QUESTION = "question", pgettext_lazy("study kit", "suggested question")


class DutyKind(models.TextChoices):
    """What a unit owes in a phase; labels come from the pack's table `duty_kinds`."""

    PLAN = "plan", _("issue a plan")
    SITTING = "sitting", _("hold a sitting")
    REVIEW = "review", _("self-review")
    REPORT = "report", _("report")


class Exemption(models.TextChoices):
    """Why a listed unit owes nothing here, or who carries it on."""

    NONE = "", pgettext_lazy("duty", "none")
    EXCUSED = "excused", pgettext_lazy("duty", "excused")
    NOT_APPLICABLE = "not_applicable", pgettext_lazy("duty", "not applicable")
    HEIR = "heir", pgettext_lazy("duty", "carried on by an heir")


class DutyState(models.TextChoices):
    """The eight states that divide the whole list, 100 % exactly."""

    NOT_DUE = "not_due", pgettext_lazy("duty", "not due yet")
    ON_TIME = "on_time", pgettext_lazy("duty", "on time")
    LATE = "late", pgettext_lazy("duty", "late")
    LATE_ACCEPTED = "late_accepted", pgettext_lazy("duty", "late, accepted")
    RETURNED = "returned", pgettext_lazy("duty", "returned")
    EXCUSED = "excused", pgettext_lazy("duty", "excused")
    NOT_APPLICABLE = "not_applicable", pgettext_lazy("duty", "not applicable")
    MISSING = "missing", pgettext_lazy("duty", "missing")


class Answer(models.TextChoices):
    """What a submission says: a report, or that there is nothing to report (an answer of its own)."""

    REPORT = "report", pgettext_lazy("submission", "report")
    NIL = "nil", pgettext_lazy("submission", "nothing to report")


class Channel(models.TextChoices):
    WEB = "web", pgettext_lazy("channel", "form")
    PAPER = "paper", pgettext_lazy("channel", "paper form")
    WORKBOOK = "workbook", pgettext_lazy("channel", "workbook")


class JudgementKind(models.TextChoices):
    RECEIVED = "received", pgettext_lazy("submission", "received")
    RETURNED = "returned", pgettext_lazy("submission", "returned")
    LATE_ACCEPTED = "late_accepted", pgettext_lazy("submission", "late, accepted")
    APPROVED = "approved", pgettext_lazy("submission", "approved")


class HeldReason(models.TextChoices):
    """Why something handed in stands in the waiting room instead of among the versions."""

    CONFLICT = "conflict", _("the same report was sent before with other content")
    STALE = "stale", _("made from a version that is not the newest")
    CLOSED = "closed", _("the phase is closed")
    MANDATE = "mandate", _("the mandate had ended")
    PASSED = "passed", _("the duty was passed on to another unit")
    PLAN = "plan", _("the plan is not approved yet")
    UNPLACED = "unplaced", _("it fits none of the reports that stand")


class PhotoUse(models.TextChoices):
    """What a photo is for: a page of the minutes stays in the unit, a picture for the public goes up."""

    MINUTES = "minutes", pgettext_lazy("photo", "page of the minutes")
    PUBLIC = "public", pgettext_lazy("photo", "picture for the public")


class FindingKind(models.TextChoices):
    STRENGTH = "strength", _("strength")
    SHORTCOMING = "shortcoming", _("shortcoming")


class Mode(models.TextChoices):
    IN_PERSON = "in_person", pgettext_lazy("sitting", "in person")
    ONLINE = "online", pgettext_lazy("sitting", "online")
    MIXED = "mixed", pgettext_lazy("sitting", "mixed")
