"""Named reads of statements."""

from uuid import UUID

from guong.papers.models import Statement
from guong.rounds.models import Round


def statement(uid: UUID) -> Statement | None:
    return Statement.objects.select_related("round__owner").filter(uid=uid).first()


def newest_of(round_: Round) -> Statement | None:
    """The sentence written last for a round."""
    return round_.statements.select_related("round__owner").order_by("-made_at", "-pk").first()
