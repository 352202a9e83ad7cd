"""Named reads of statements."""

from uuid import UUID

from django.db.models import QuerySet

from guong.papers.models import Statement
from guong.rounds.models import Phase, Round


def statement(uid: UUID) -> Statement | None:
    return Statement.objects.select_related("round__owner").filter(uid=uid).first()


def newest_of(round_: Round) -> Statement | None:
    """The sentence written last for a round."""
    return round_.statements.select_related("round__owner").order_by("-made_at", "-pk").first()


def newest() -> QuerySet[Statement]:
    """All sentences, the one written last first."""
    return Statement.objects.select_related("round__owner", "by").order_by("-made_at", "-pk")


def of_phase(phase: Phase) -> QuerySet[Statement]:
    """Sentences with figures of a phase, the one written last first."""
    return newest().filter(round=phase.round, figures__publication__series=phase.uid).distinct()
