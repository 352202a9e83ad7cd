"""Stating observations and taking them back. Called inside the act that brings them, which writes the trail."""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from guong.tally.models import Observation
from guong.units.models import Unit


@transaction.atomic
def state(*, series: UUID, unit: Unit, on: date, source: UUID, values: Mapping[str, int], at: datetime) -> None:
    """`source` says these values of measures of a unit on a day; known from `at` on.

    A source states a measure of a unit once: take the earlier statement back first (`supersede`), else the database
    refuses with an IntegrityError.
    """
    Observation.objects.bulk_create(
        Observation(series=series, unit=unit, on=on, measure=measure, value=value, source=source, known_from=at)
        for measure, value in values.items()
    )


@transaction.atomic
def supersede(*, source: UUID, at: datetime) -> int:
    """What `source` stated no longer holds, as known from `at` on. Views known earlier stay. Gives the rows closed."""
    return Observation.objects.filter(source=source, known_until__isnull=True).update(known_until=at)
