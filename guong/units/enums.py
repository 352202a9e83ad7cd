from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What a mandate lets a person do (design section 6 of words: roles). The verbs are in `rules.VERBS`."""

    READER = "reader", _("reader")
    REPORTER = "reporter", _("reporter")
    SIGNATORY = "signatory", _("signatory")
    CLERK = "clerk", _("clerk")
    LEADER = "leader", _("leader")
    EDITOR = "editor", _("editor")
    AUDITOR = "auditor", _("auditor")
    ADMINISTRATOR = "administrator", _("administrator")


class Verb(models.TextChoices):
    """What somebody wants to do at a unit."""

    SEE = "see", _("see")
    REPORT = "report", _("report")
    SIGN = "sign", _("sign")
    DIRECT = "direct", _("direct")  # open rounds, register papers, receive, return, excuse
    EDIT = "edit", _("edit")  # the portal's news
    AUDIT = "audit", _("audit")
    ADMINISTER = "administer", _("administer")
    GRANT = "grant", _("say who holds which role")
    SEE_INSIDE = "see_inside", _("see inside")  # what stays in the unit: findings in words, names, minutes


class ChangeKind(models.TextChoices):
    """What a change does. Equals merge into a new unit; a unit that joins another ends, and the other goes on."""

    FOUND = "found", _("founded")
    RENAME = "rename", _("renamed")
    RECODE = "recode", _("given another code")
    MOVE = "move", _("placed below another superior")
    JOIN = "join", _("joined into a unit that goes on")
    MERGE = "merge", _("merged into a new unit")
    SPLIT = "split", _("split")
    DISSOLVE = "dissolve", _("dissolved")
    VOID = "void", _("taken back")


class Fate(models.TextChoices):
    """What becomes of one unit in a change."""

    BEGINS = "begins", _("begins")
    GOES_ON = "goes_on", _("goes on")
    ENDS = "ends", _("ends")
