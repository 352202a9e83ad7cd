"""Publishing freezes a figure."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from guong.figures import queries, rules
from guong.figures.definitions import DEFINITIONS
from guong.figures.enums import View
from guong.figures.models import Publication, PublicationSource
from guong.jobs.clock import now
from guong.rounds.models import Phase, Submission
from guong.trail.actions import record
from guong.units.models import Person, Unit


@transaction.atomic
def publish(
    *,
    by: Person,
    definition: str,
    unit: Unit,
    phase: Phase,
    on: date,
    known: datetime,
    floor: int | None = None,
) -> Publication:
    """Freeze a figure of a unit in a phase. `floor` asks for "more than N" with N a multiple of it.

    Nothing moved since the last publication: that one again. Otherwise the new one supersedes it.
    """
    Unit.objects.select_for_update().get(pk=unit.pk)
    figure = queries.compute(definition, unit=unit, phase=phase, on=on, known=known)
    shown, qualifier = rules.shown_as(figure.value, floor)
    digest = queries.recomputed_digest(figure)
    before = queries.newest(definition, unit, phase)
    if before and (before.digest, before.shown, before.qualifier, before.on) == (digest, shown, qualifier, on):
        return before
    publication = Publication.objects.create(
        definition=definition,
        unit=unit,
        round=phase.round,
        series=phase.uid,
        on=on,
        known=known,
        view=View.THEN,
        exact=figure.value,
        shown=shown,
        qualifier=qualifier,
        suppressed=rules.too_small(DEFINITIONS[definition], figure.value),
        digest=digest,
        published_at=now(),
        published_by=by,
        supersedes=before,
    )
    _keep_sources(publication, figure.sources)
    record(
        by=by.uid, what="figures.publish", on=publication.uid, facts={"digest": digest, "sources": len(figure.sources)}
    )
    return publication


def _keep_sources(publication: Publication, sources: tuple[queries.Source, ...]) -> None:
    ids: dict[UUID, int] = dict(
        Submission.objects.filter(uid__in=[source.submission for source in sources]).values_list("uid", "pk")
    )
    PublicationSource.objects.bulk_create(
        [
            PublicationSource(
                publication=publication,
                submission_id=ids[source.submission],
                unit_id=source.unit_id,
                value=source.value,
            )
            for source in sources
        ],
        batch_size=1000,
    )
