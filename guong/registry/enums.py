from django.db import models
from django.utils.translation import gettext_lazy as _


class Direction(models.TextChoices):
    INCOMING = "incoming", _("incoming")
    OUTGOING = "outgoing", _("outgoing")


class Publicity(models.TextChoices):
    """Internal until a named person makes it public."""

    INTERNAL = "internal", _("internal")
    PUBLIC = "public", _("public")


class RelationKind(models.TextChoices):
    BASED_ON = "based_on", _("based on")
    IMPLEMENTS = "implements", _("implements")
    AMENDS = "amends", _("amends")
    REPLACES = "replaces", _("replaces")
    REPEALS = "repeals", _("repeals")
    CORRECTS = "corrects", _("corrects")
    SUSPENDS = "suspends", _("suspends")


class Resolution(models.TextChoices):
    """How a citation stands: linked to one paper, to be chosen from several, or not held."""

    RESOLVED = "resolved", _("linked")
    AMBIGUOUS = "ambiguous", _("several match")
    UNRESOLVED = "unresolved", _("not held")
    NAMED = "named", _("named without a number")


class Validity(models.TextChoices):
    """State of a document on a day, computed from its days and relations."""

    UNKNOWN = "unknown", _("not known")
    NOT_YET = "not_yet", _("not yet in force")
    IN_FORCE = "in_force", _("in force")
    SUSPENDED = "suspended", _("suspended")
    ENDED_IN_PART = "ended_in_part", _("ended in part")
    ENDED = "ended", _("ended")
