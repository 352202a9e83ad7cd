from guong.rounds.models.handing_in import Held, Judgement, Photo, Receipt, Sitting, Submission
from guong.rounds.models.passing import Passing
from guong.rounds.models.planning import (
    AgendaPoint,
    Basis,
    Duty,
    Occasion,
    OwnItem,
    Phase,
    ReportedFigure,
    Round,
    StudyItem,
)

__all__ = [
    "AgendaPoint",
    "Basis",
    "Duty",
    "Held",
    "Judgement",
    "Occasion",
    "OwnItem",
    "Passing",
    "Phase",
    "Photo",
    "Receipt",
    "ReportedFigure",
    "Round",
    "Sitting",
    "StudyItem",
    "Submission",
]
