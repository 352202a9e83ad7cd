"""What counts as handed in, how a correction is drawn, the order of kinds."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from guong.reviews.enums import CorrectionState
from guong.rounds.enums import DutyKind, DutyState


@dataclass(frozen=True)
class Look:
    """`css` names the dress of a state of a correction."""

    css: str
    word: Promise


DONE = frozenset({DutyState.ON_TIME, DutyState.LATE, DutyState.LATE_ACCEPTED})
"""States that count as handed in (design section 5, Denominator)."""

CORRECTIONS: Mapping[CorrectionState, Look] = {
    CorrectionState.PROMISED: Look("k1", _("Promised")),
    CorrectionState.UNDER_WAY: Look("k2", _("Under way")),
    CorrectionState.SHOWN: Look("k3", _("Proof sent")),
    CorrectionState.CONFIRMED: Look("k4", _("Confirmed")),
    CorrectionState.SENT_BACK: Look("k5", _("Not reached, to be done again")),
    CorrectionState.LOOKED_AGAIN: Look("k6", _("Looked at again")),
}

KINDS = (DutyKind.PLAN, DutyKind.SITTING, DutyKind.REVIEW, DutyKind.REPORT)
