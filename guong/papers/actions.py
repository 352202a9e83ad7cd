"""Writing a sentence binds it to figures frozen in the same transaction."""

from datetime import date, datetime

from django.db import transaction

from guong.figures.actions import publish
from guong.jobs.clock import now
from guong.papers.models import BoundFigure, Statement
from guong.papers.narrative import TEMPLATES
from guong.rounds.models import Phase
from guong.trail.actions import record
from guong.units.models import Person


@transaction.atomic
def make_statement(*, by: Person, phase: Phase, template: str, on: date, known: datetime) -> Statement:
    """Freeze the figures of a sentence for the round's owner and bind them to it."""
    chosen = TEMPLATES[template]
    statement = Statement.objects.create(round=phase.round, template=template, made_at=now(), by=by)
    for hole in chosen.holes:
        publication = publish(
            by=by,
            definition=hole,
            unit=phase.round.owner,
            phase=phase,
            on=on,
            known=known,
            floor=chosen.floors.get(hole),
        )
        BoundFigure.objects.create(statement=statement, name=hole, publication=publication)
    record(by=by.uid, what="papers.make_statement", on=statement.uid, facts={"template": template})
    return statement
