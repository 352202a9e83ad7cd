"""The frame of a round before a phase is opened: whom it is for, its phases; and a copy of it."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from guong.rounds.actions.planning import propose_round
from guong.rounds.enums import Precision, RoundState, StudyKind
from guong.rounds.models import Phase, Round
from guong.rounds.proposals import (
    Proposal,
    ProposedBasis,
    ProposedPhase,
    ProposedPoint,
    ProposedStudy,
)
from guong.rounds.rules import Refused
from guong.trail.actions import record
from guong.units.models import Collective, Person


@transaction.atomic
def set_scope(
    *,
    by: Person,
    round: Round,
    lead_office: Collective | None,
    unit_kinds: Sequence[str],
    levels: int | None,
    plan_approval: bool,
) -> Round:
    """Who leads the round, whom it is for, and whether plans are approved first. Lists that are frozen stand."""
    round = _changing(round)
    if lead_office is not None and lead_office.unit_id != round.owner_id:
        raise Refused(_("The office that leads belongs to the unit of the round. Choose one of its own."))
    round.lead_office, round.unit_kinds, round.levels = lead_office, list(unit_kinds), levels
    round.plan_approval = plan_approval
    round.save(update_fields=["lead_office", "unit_kinds", "levels", "plan_approval"])
    record(by=by.uid, what="rounds.set_scope", on=round.uid)
    return round


@transaction.atomic
def add_phase(
    *, by: Person, round: Round, title: str, starts_on: date | None, ends_on: date | None, precision: Precision
) -> Phase:
    """One more phase behind the others."""
    round = _changing(round)
    if starts_on and ends_on and ends_on <= starts_on:
        raise Refused(_("The phase ends before it starts. Check both days."))
    last = round.phases.aggregate(last=Max("order"))["last"]
    phase = Phase.objects.create(
        round=round,
        order=0 if last is None else last + 1,
        title=title,
        starts_on=starts_on,
        ends_on=ends_on,
        precision=precision,
    )
    record(by=by.uid, what="rounds.add_phase", on=phase.uid, facts={"round": str(round.uid)})
    return phase


@transaction.atomic
def remove_phase(*, by: Person, phase: Phase) -> None:
    """Take out a phase that was never opened; the orders of the others stay."""
    phase = Phase.objects.select_for_update().get(pk=phase.pk)
    if phase.opened_at is not None:
        raise Refused(_("This phase was opened; its list stands. Lock it instead."))
    record(by=by.uid, what="rounds.remove_phase", on=phase.uid)
    phase.delete()


@transaction.atomic
def copy_round(*, by: Person, round: Round, title: str) -> Round:
    """A proposal with the frame of an earlier round; days, occasions and numbers of then are left behind."""
    made = propose_round(
        by=by,
        owner=round.owner,
        line=round.line,
        title=title,
        theme=round.theme,
        proposal=_frame_of(round),
        lead_office=round.lead_office,
    )
    set_scope(
        by=by,
        round=made,
        lead_office=round.lead_office,
        unit_kinds=round.unit_kinds,
        levels=round.levels,
        plan_approval=round.plan_approval,
    )
    return made


def _frame_of(round: Round) -> Proposal:
    basis = list(round.basis.select_related("document").order_by("order"))
    places = {row.pk: place for place, row in enumerate(basis)}
    agenda = round.agenda.order_by("order")
    study = round.study.select_related("document").order_by("order")
    return Proposal(
        aims=round.aims,
        basis=tuple(ProposedBasis(text=row.text, document=row.document.uid if row.document else None) for row in basis),
        agenda=tuple(
            ProposedPoint(text=row.text, clause=row.clause, basis=places.get(row.basis_id) if row.basis_id else None)
            for row in agenda
        ),
        study=tuple(
            ProposedStudy(
                kind=StudyKind(row.kind),
                text=row.text,
                author=row.author,
                document=row.document.uid if row.document else None,
            )
            for row in study
        ),
        phases=tuple(ProposedPhase(title=row.title) for row in round.phases.order_by("order")),
    )


def _changing(round: Round) -> Round:
    round = Round.objects.select_for_update(of=("self",)).get(pk=round.pk)
    if round.state == RoundState.CLOSED:
        raise Refused(_("This round is closed."))
    return round
