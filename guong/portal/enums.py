from django.db import models
from django.utils.translation import gettext_lazy as _


class ArticleState(models.TextChoices):
    """How an article stands, worked out from Wagtail's flags (`queries.state_of`)."""

    DRAFT = "draft", _("draft")
    IN_REVIEW = "in_review", _("in review")
    RETURNED = "returned", _("returned")
    SCHEDULED = "scheduled", _("scheduled")
    PUBLISHED = "published", _("published")
    WITHDRAWN = "withdrawn", _("withdrawn")


class Basis(models.TextChoices):
    """Why a picture may be shown: the ground for publishing it (design section 10)."""

    PUBLIC_EVENT = "public_event", _("taken at a public event")
    CONSENT = "consent", _("those shown have agreed")
    GUARDIAN = "guardian", _("the guardians of the children shown have agreed in writing")
    DRAWING = "drawing", _("a drawing; shows no real person")
    CAPTURED = "captured", _("taken over from an earlier publication")
    UNKNOWN = "unknown", _("not known yet")
