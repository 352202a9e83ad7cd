from django.db import models
from django.utils.translation import gettext_lazy as _


class Qualifier(models.TextChoices):
    """How a shown number stands to the truth. A floor lies below it; what was not declared is unknown."""

    EXACT = "exact", _("exact")
    FLOOR = "floor", _("more than")
    UNKNOWN = "unknown", _("unknown")


class View(models.TextChoices):
    """The two labelled views of a total."""

    THEN = "then", _("as it was then")
    NOW = "now", _("carried over to today's organisation")
