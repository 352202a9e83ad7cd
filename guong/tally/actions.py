"""Stating observations and taking them back. Called inside the act that brings them, which writes the trail.

Each writes what it moves (`Movement`) in the same transaction, so that a kept total is never behind.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import DateTimeField, F, QuerySet, Value
from django.db.models.functions import Greatest

from guong.tally.models import Movement, Observation
from guong.units.models import Unit

_BATCH = 2000


@dataclass(frozen=True)
class Stated:
    """What `source` says of a unit on a day."""

    unit_id: int
    on: date
    source: UUID
    values: Mapping[str, int]


@transaction.atomic
def state(*, series: UUID, unit: Unit, on: date, source: UUID, values: Mapping[str, int], at: datetime) -> None:
    """`source` says these values of measures of a unit on a day; known from `at` on.

    A source states a measure of a unit once: take the earlier statement back first (`supersede`), else the database
    refuses with an IntegrityError.
    """
    state_each(series=series, statements=[Stated(unit.pk, on, source, values)], at=at)


@transaction.atomic
def state_each(*, series: UUID, statements: Iterable[Stated], at: datetime) -> None:
    """`state` of many sources at once."""
    rows = [
        Observation(
            series=series,
            unit_id=said.unit_id,
            on=said.on,
            measure=measure,
            value=value,
            source=said.source,
            known_from=at,
        )
        for said in statements
        for measure, value in said.values.items()
    ]
    Observation.objects.bulk_create(rows, batch_size=_BATCH)
    _move(rows, 1)


@transaction.atomic
def supersede(*, source: UUID, at: datetime) -> int:
    """What `source` stated no longer holds, as known from `at` on. Views known earlier stay. Gives the rows closed."""
    return _close(list(_standing([source])), at)


@transaction.atomic
def restate(*, series: UUID, statements: Collection[Stated], at: datetime) -> None:
    """Each source now says exactly these values: what it said otherwise is taken back, what is the same stays."""
    holds = {(row.source, row.measure): row for row in _standing([one.source for one in statements])}
    new = []
    for one in statements:
        fresh = {
            measure: value
            for measure, value in one.values.items()
            if (row := holds.get((one.source, measure))) is None or row.value != value
        }
        for measure in one.values.keys() - fresh.keys():
            del holds[one.source, measure]
        new.append(Stated(one.unit_id, one.on, one.source, fresh))
    _close(list(holds.values()), at)
    state_each(series=series, statements=new, at=at)


def _standing(sources: Collection[UUID]) -> QuerySet[Observation]:
    """What sources say now, locked: two acts that take the same back move it once."""
    return Observation.objects.select_for_update().filter(source__in=sources, known_until__isnull=True).order_by("pk")


def _close(rows: list[Observation], at: datetime) -> int:
    """A clock that stands behind the one that stated a row refuses nothing: the row is then known for no time."""
    standing = Observation.objects.filter(pk__in=[row.pk for row in rows], known_until__isnull=True)
    closed = standing.update(known_until=Greatest(F("known_from"), Value(at, output_field=DateTimeField())))
    _move(rows, -1)
    return closed


def _move(rows: Iterable[Observation], count: int) -> None:
    Movement.objects.bulk_create(
        (
            Movement(
                series=row.series,
                unit_id=row.unit_id,
                on=row.on,
                measure=row.measure,
                value=count * row.value,
                count=count,
            )
            for row in rows
        ),
        batch_size=_BATCH,
    )
