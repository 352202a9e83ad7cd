"""The open chart: units as everybody may see them, and whom the public may reach there. Nothing else of the inside."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from guong.units.models import Contact, Mandate, Placement, Unit
from guong.units.queries.browsing import Row, rows, rows_below
from guong.units.queries.periods import during, name_row
from guong.units.queries.succession import heirs
from guong.units.queries.trees import paths_of, places


@dataclass(frozen=True)
class ChartPage:
    """One unit of the chart. `ended_on`: it no longer stands, and `heirs` carry it on."""

    unit: Unit
    name: str
    kind: str
    path: tuple[Row, ...]
    below: tuple[Row, ...]
    contacts: tuple[Contact, ...]
    ended_on: date | None
    heirs: tuple[Row, ...]


def chart_roots(line: str, on: date) -> list[Row]:
    """The tops of a line."""
    tops = places(line, on).filter(parent__isnull=True).values_list("unit_id", flat=True)
    return rows(list(tops), line, on)


def chart_page(unit: Unit, line: str, on: date) -> ChartPage | None:
    """A unit as the public sees it on a day; None for one that never stood in the line by then."""
    last = Placement.objects.filter(unit=unit, line=line, known_until__isnull=True, starts_on__lte=on)
    place = last.order_by("-starts_on").first()
    called = name_row(unit, on)
    if place is None or called is None:
        return None
    path = paths_of([unit], line, on).get(unit.pk, ())[:-1]
    carried = [] if place.standing else [heir.unit_id for heir in heirs([unit], line, on)[unit.pk]]
    around = {row.unit.pk: row for row in rows([*path, *carried], line, on)}
    return ChartPage(
        unit=unit,
        name=called.name,
        kind=called.kind,
        path=tuple(around[one] for one in path if one in around),
        below=tuple(rows_below(unit, line, on)) if place.standing else (),
        contacts=tuple(contacts_of(unit, on)),
        ended_on=None if place.standing else place.starts_on,
        heirs=tuple(around[one] for one in carried if one in around),
    )


def contacts_of(unit: Unit, on: date) -> QuerySet[Contact]:
    """Open contacts of people who are in office on the day."""
    holding = during(Mandate.objects.all(), on).values("pk")
    return Contact.objects.filter(unit=unit, hidden_at__isnull=True, mandate__in=holding).order_by("mandate_id")
