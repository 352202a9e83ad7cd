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
