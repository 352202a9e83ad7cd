from django.db import models
from django.utils.translation import gettext_lazy as _


class RoundState(models.TextChoices):
    PROPOSED = "proposed", _("proposed")
    CONFIRMED = "confirmed", _("confirmed")
    CLOSED = "closed", _("closed")


class Precision(models.TextChoices):
    """How exactly a date is known; a month is kept as its first day."""

    DAY = "day", _("day")
    MONTH = "month", _("month")


class StudyKind(models.TextChoices):
    WORK = "work", _("work")
    PASSAGE = "passage", _("passage")
    TOPIC = "topic", _("topic to concentrate on")
    TIE = "tie", _("tie to one's own duties")
    PROMPT = "prompt", _("prompt")


class DutyKind(models.TextChoices):
    """What a unit owes in a phase; labels come from the pack's table `duty_kinds`."""

    PLAN = "plan", _("issue a plan")
    SITTING = "sitting", _("hold a sitting")
    REVIEW = "review", _("self-review")
    REPORT = "report", _("report")


class Exemption(models.TextChoices):
    """Why a listed unit owes nothing here, or who carries it on."""

    NONE = "", _("none")
    EXCUSED = "excused", _("excused")
    NOT_APPLICABLE = "not_applicable", _("not applicable")
    HEIR = "heir", _("carried on by an heir")


class DutyState(models.TextChoices):
    """The eight states that divide the whole list, 100 % exactly."""

    NOT_DUE = "not_due", _("not due yet")
    ON_TIME = "on_time", _("on time")
    LATE = "late", _("late")
    LATE_ACCEPTED = "late_accepted", _("late, accepted")
    RETURNED = "returned", _("returned")
    EXCUSED = "excused", _("excused")
    NOT_APPLICABLE = "not_applicable", _("not applicable")
    MISSING = "missing", _("missing")


class Answer(models.TextChoices):
    """What a submission says: a report, or that there is nothing to report (an answer of its own)."""

    REPORT = "report", _("report")
    NIL = "nil", _("nothing to report")


class Channel(models.TextChoices):
    WEB = "web", _("form")
    PAPER = "paper", _("paper form")
    WORKBOOK = "workbook", _("workbook")


class JudgementKind(models.TextChoices):
    RECEIVED = "received", _("received")
    RETURNED = "returned", _("returned")
    LATE_ACCEPTED = "late_accepted", _("late, accepted")


class HeldReason(models.TextChoices):
    """Why something handed in stands in the waiting room instead of among the versions."""

    CONFLICT = "conflict", _("the same report was sent before with other content")
    STALE = "stale", _("made from a version that is not the newest")
    CLOSED = "closed", _("the phase is closed")
    MANDATE = "mandate", _("the mandate had ended")


class FindingKind(models.TextChoices):
    STRENGTH = "strength", _("strength")
    SHORTCOMING = "shortcoming", _("shortcoming")


class Mode(models.TextChoices):
    IN_PERSON = "in_person", _("in person")
    ONLINE = "online", _("online")
    MIXED = "mixed", _("mixed")
