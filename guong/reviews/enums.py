from django.db import models
from django.utils.translation import gettext_lazy as _

from guong.rounds.enums import FindingKind

__all__ = ["CorrectionState", "FindingKind"]


class CorrectionState(models.TextChoices):
    """Promise → proof → check → second look."""

    PROMISED = "promised", _("promised")
    UNDER_WAY = "under_way", _("under way")
    SHOWN = "shown", _("shown")
    CONFIRMED = "confirmed", _("confirmed")
    SENT_BACK = "sent_back", _("sent back")
    LOOKED_AGAIN = "looked_again", _("looked at again")
