"""Proposing, editing and confirming a round."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from guong.jobs import clock
from guong.jobs.outbox import tell
from guong.registry.models import OfficialDocument
from guong.rounds.enums import Precision, Rhythm, RoundState
from guong.rounds.models import AgendaPoint, Basis, Occasion, Phase, ReportedFigure, Round, StudyItem
from guong.rounds.proposals import (
    Proposal,
    ProposedBasis,
    ProposedFigure,
    ProposedPhase,
    ProposedPoint,
    ProposedStudy,
)
from guong.rounds.rules import Refused, is_proposed
from guong.trail.actions import record
from guong.units.models import Collective, Person, Unit


@transaction.atomic
def propose_round(
    *,
    by: Person | None,
    owner: Unit,
    line: str,
    title: str,
    theme: str,
    proposal: Proposal,
    origin: UUID | None = None,
    lead_office: Collective | None = None,
    rhythm: Rhythm = Rhythm.NONE,
) -> Round:
    """A round to be confirmed. The same `origin` again brings it up to date; once confirmed nothing changes."""
    found = Round.objects.select_for_update().filter(origin=origin).first() if origin else None
    if found is not None and not is_proposed(found):
        return found
    round = found or Round(origin=origin, proposed_at=clock.now())
    round.owner, round.lead_office, round.line = owner, lead_office, line
    round.title, round.theme, round.aims, round.rhythm = title, theme, proposal.aims, rhythm
    round.save()
    _write_basis(round, proposal.basis)
    _write_study(round, proposal.study)
    _write_agenda(round, proposal.agenda)
    _write_phases(round, proposal.phases)
    _write_figures(round, proposal.figures)
    record(
        by=by.uid if by else None,
        what="rounds.propose_round",
        on=round.uid,
        facts={"owner": str(owner.uid), "origin": str(origin) if origin else None, "phases": len(proposal.phases)},
    )
    return round


@transaction.atomic
def confirm_round(*, by: Person, round: Round) -> Round:
    """A person takes the proposal as it stands; from now on its phases can be opened."""
    round = Round.objects.select_for_update().get(pk=round.pk)
    if not is_proposed(round):
        raise Refused(_("This round is confirmed already."))
    round.state, round.confirmed_at = RoundState.CONFIRMED, clock.now()
    round.save(update_fields=["state", "confirmed_at"])
    record(by=by.uid, what="rounds.confirm_round", on=round.uid)
    tell("rounds.round_confirmed", round.uid)
    return round


@transaction.atomic
def edit_round(
    *,
    by: Person,
    round: Round,
    title: str,
    theme: str,
    aims: str = "",
    agenda: Sequence[ProposedPoint | str] | None = None,
    study: Sequence[ProposedStudy] | None = None,
    basis: Sequence[ProposedBasis] | None = None,
) -> Round:
    """Change what a round says of itself; None leaves a list as it is. The agenda stands once a phase was opened."""
    round = Round.objects.select_for_update().get(pk=round.pk)
    if round.state == RoundState.CLOSED:
        raise Refused(_("This round is closed."))
    if basis is not None:
        _write_basis(round, basis)
    if agenda is not None:
        points = [ProposedPoint(text=point) if isinstance(point, str) else point for point in agenda]
        _change_agenda(round, points)
    if study is not None:
        _write_study(round, study)
    round.title, round.theme, round.aims = title, theme, aims
    round.save(update_fields=["title", "theme", "aims"])
    record(by=by.uid, what="rounds.edit_round", on=round.uid)
    return round


@transaction.atomic
def edit_phase(
    *,
    by: Person,
    phase: Phase,
    title: str,
    starts_on: date | None,
    ends_on: date | None,
    precision: Precision = Precision.DAY,
) -> Phase:
    """Change title and window [starts_on, ends_on) of a phase; days that a person typed are no longer derived."""
    phase = Phase.objects.select_for_update().get(pk=phase.pk)
    if phase.closed_at is not None:
        raise Refused(_("This phase is closed."))
    if starts_on and ends_on and ends_on <= starts_on:
        raise Refused(_("The phase ends before it starts. Check both days."))
    if (starts_on, ends_on, precision) != (phase.starts_on, phase.ends_on, phase.precision):
        phase.starts_on, phase.ends_on, phase.precision, phase.dates_derived = starts_on, ends_on, precision, False
    phase.title = title
    phase.save()
    record(by=by.uid, what="rounds.edit_phase", on=phase.uid)
    return phase


@transaction.atomic
def choose_reading(*, by: Person, figure: ReportedFigure, reading: str) -> ReportedFigure:
    """A person says what a stated figure counts, from the readings that its words allow."""
    if reading not in figure.readings:
        raise Refused(_("This reading is not among those that the words allow."))
    figure.chosen = reading
    figure.save(update_fields=["chosen"])
    record(
        by=by.uid, what="rounds.choose_reading", on=figure.round.uid, facts={"order": figure.order, "reading": reading}
    )
    return figure


def _change_agenda(round: Round, points: Sequence[ProposedPoint]) -> None:
    stands = list(round.agenda.order_by("order").values_list("text", "clause", "basis__order"))
    if stands == [(point.text, point.clause, point.basis) for point in points]:
        return
    if round.phases.filter(opened_at__isnull=False).exists():
        raise Refused(_("The agenda stands: a phase of this round was opened with it."))
    _write_agenda(round, points)


def _write_basis(round: Round, basis: Sequence[ProposedBasis]) -> None:
    wanted = [one.document for one in basis if one.document]
    documents = {document.uid: document for document in OfficialDocument.objects.filter(uid__in=wanted)}
    tied = {point.pk: point.basis.text for point in round.agenda.select_related("basis") if point.basis}
    round.basis.all().delete()
    Basis.objects.bulk_create(
        Basis(round=round, order=order, text=one.text, document=documents.get(one.document) if one.document else None)
        for order, one in enumerate(basis)
    )
    for row in round.basis.all():
        round.agenda.filter(pk__in=[point for point, text in tied.items() if text == row.text]).update(basis=row)


def _write_study(round: Round, study: Sequence[ProposedStudy]) -> None:
    wanted = [one.document for one in study if one.document]
    documents = {document.uid: document for document in OfficialDocument.objects.filter(uid__in=wanted)}
    round.study.all().delete()
    StudyItem.objects.bulk_create(
        StudyItem(
            round=round,
            kind=one.kind,
            order=order,
            text=one.text,
            author=one.author,
            document=documents.get(one.document) if one.document else None,
        )
        for order, one in enumerate(study)
    )


def _write_agenda(round: Round, agenda: Sequence[ProposedPoint]) -> None:
    basis = {row.order: row for row in round.basis.all()}
    round.agenda.all().delete()
    AgendaPoint.objects.bulk_create(
        AgendaPoint(
            round=round,
            order=order,
            text=one.text,
            clause=one.clause,
            basis=basis.get(one.basis) if one.basis is not None else None,
        )
        for order, one in enumerate(agenda)
    )


def _write_phases(round: Round, phases: Sequence[ProposedPhase]) -> None:
    """Phases by their place, so that a second proposal keeps the ids of the first."""
    round.phases.filter(order__gte=len(phases)).delete()
    for order, one in enumerate(phases):
        phase, _made = Phase.objects.update_or_create(
            round=round,
            order=order,
            defaults={
                "title": one.title,
                "starts_on": one.starts_on,
                "ends_on": one.ends_on,
                "precision": one.precision,
                "dates_derived": one.dates_derived,
                "due_at": one.due_at,
            },
        )
        phase.occasions.all().delete()
        Occasion.objects.bulk_create(
            Occasion(phase=phase, order=place, **vars(occasion)) for place, occasion in enumerate(one.occasions)
        )


def _write_figures(round: Round, figures: Sequence[ProposedFigure]) -> None:
    chosen = {(row.words, row.measure): row.chosen for row in round.reported.all()}
    round.reported.all().delete()
    ReportedFigure.objects.bulk_create(
        ReportedFigure(
            round=round,
            order=order,
            measure=one.measure,
            value=one.value,
            qualifier=one.qualifier,
            words=one.words,
            readings=list(one.readings),
            chosen=chosen.get((one.words, one.measure), ""),
        )
        for order, one in enumerate(figures)
    )
