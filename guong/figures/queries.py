"""Figures computed over the tally, each with the submissions behind it."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import rfc8785
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from guong.figures.definitions import DEFINITIONS, Counts, Definition, Reach
from guong.figures.enums import View
from guong.figures.models import Publication, PublicationSource
from guong.rounds.models import Phase, Submission
from guong.tally.models import Observation
from guong.units import queries as tree
from guong.units.models import Unit


@dataclass(frozen=True)
class Source:
    """What one unit gave through one submission."""

    submission: UUID
    unit_id: int
    value: int


@dataclass(frozen=True)
class Figure:
    """A value with its provenance. `value` is None where a declared count is not declared by all (`silent` units)."""

    definition: Definition
    unit: Unit
    phase: Phase
    on: date
    known: datetime
    value: int | None
    silent: int
    sources: tuple[Source, ...]


def _reached(definition: Definition, unit: Unit, line: str, on: date) -> set[int]:
    below = set(tree.descendants(unit, line, on)) - {unit.pk}
    if definition.reach is Reach.ALL:
        return below | {unit.pk}
    direct = set(tree.children(unit, line, on).values_list("pk", flat=True))
    return direct if definition.reach is Reach.DIRECT else below - direct


def known_observations(phase: Phase, measures: Iterable[str], known: datetime) -> QuerySet[Observation]:
    """Observations of a phase as they were known at an instant."""
    return Observation.objects.filter(
        Q(known_until__isnull=True) | Q(known_until__gt=known),
        series=phase.uid,
        measure__in=list(measures),
        known_from__lte=known,
    )


def compute(key: str, *, unit: Unit, phase: Phase, on: date, known: datetime) -> Figure:
    """The figure `key` of a unit in a phase, over the tree of day `on`, from what was known at `known`."""
    definition = DEFINITIONS[key]
    reached = _reached(definition, unit, phase.round.line, on)
    rows = known_observations(phase, {*definition.measures, "sittings"}, known)
    seen = [row for row in rows.order_by("pk") if row.unit_id in reached]
    stated = [row for row in seen if row.measure in definition.measures and row.value > 0]
    silent = 0
    if definition.declared:
        sat = {row.unit_id for row in seen if row.measure == "sittings" and row.value > 0}
        silent = len(sat - {row.unit_id for row in seen if row.measure in definition.measures})
    sources = tuple(_sources(definition, stated))
    value = None if silent else sum(source.value for source in sources)
    return Figure(definition, unit, phase, on, known, value, silent, sources)


def _sources(definition: Definition, stated: list[Observation]) -> Iterable[Source]:
    totals: dict[tuple[UUID, int], int] = {}
    counted: set[int] = set()
    for row in stated:
        if definition.counts is Counts.UNITS:
            if row.unit_id in counted:
                continue
            counted.add(row.unit_id)
            totals[row.source, row.unit_id] = 1
        else:
            totals[row.source, row.unit_id] = totals.get((row.source, row.unit_id), 0) + row.value
    return (Source(submission, unit_id, value) for (submission, unit_id), value in totals.items())


def digest_of(definition: str, exact: int | None, parts: Iterable[tuple[str, str, int]]) -> str:
    """SHA-256 over the definition, the value, and (submission id, its digest, what it gave), sorted."""
    return hashlib.sha256(rfc8785.dumps([definition, exact, sorted(list(part) for part in parts)])).hexdigest()


def digest_parts(figure: Figure) -> list[tuple[str, str, int]]:
    digests = dict(
        Submission.objects.filter(uid__in=[s.submission for s in figure.sources]).values_list("uid", "digest")
    )
    return [(str(source.submission), digests[source.submission], source.value) for source in figure.sources]


def newest(definition: str, unit: Unit, phase: Phase) -> Publication | None:
    """The publication in force: the one that nothing supersedes."""
    return Publication.objects.filter(
        definition=definition, unit=unit, series=phase.uid, view=View.THEN, superseded_by__isnull=True
    ).first()


def moved(publication: Publication, phase: Phase, known: datetime) -> bool:
    """Whether the submissions behind a published figure have changed by the instant `known`."""
    figure = compute(publication.definition, unit=publication.unit, phase=phase, on=publication.on, known=known)
    return recomputed_digest(figure) != publication.digest


def recomputed_digest(figure: Figure) -> str:
    return digest_of(figure.definition.key, figure.value, digest_parts(figure))


def walk_back(publication: Publication) -> QuerySet[PublicationSource]:
    """Each submission behind a figure with its receipt and what it gave, in the order of arrival."""
    return publication.sources.select_related("submission__receipt", "unit").order_by("submission__arrived_at", "pk")


def faults() -> Iterable[str]:
    """What no longer fits: publications whose parts give another digest or another value. For `guong verify`."""
    for publication in Publication.objects.prefetch_related("sources__submission").iterator(chunk_size=200):
        parts = [(str(s.submission.uid), s.submission.digest, s.value) for s in publication.sources.all()]
        if digest_of(publication.definition, publication.exact, parts) != publication.digest:
            yield _("Publication %(uid)s: its digest no longer fits its sources.") % {"uid": publication.uid}
        elif publication.exact is not None and sum(value for _, _, value in parts) != publication.exact:
            yield _("Publication %(uid)s: its parts add up to another value.") % {"uid": publication.uid}
