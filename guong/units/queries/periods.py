"""Periods: rows that hold on a day, as known at an instant; names and codes.

`known` is the instant at which the view was taken; None asks for what is known now.
"""

import re
from collections.abc import Collection
from datetime import date, datetime
from typing import Any, TypeVar
from uuid import UUID

from django.db import connection, models
from django.db.models import Exists, OuterRef, Q, QuerySet

from guong.units.models import Period, Unit, UnitCode, UnitName
from guong.units.sql import fetch, marks

_Row = TypeVar("_Row", bound=models.Model)
Units = Collection[Unit] | Collection[int]
CodeKey = tuple[tuple[int, int, str], ...]
_DIGITS = re.compile(r"(\d+)")

# Parameters: units, day, those of {held}, day, those of {later}.
_NAMES_OF = """
SELECT n.unit_id, n.name FROM units_unitname n
WHERE n.unit_id IN ({units}) AND n.starts_on <= %s AND {held} AND NOT EXISTS (
  SELECT 1 FROM units_unitname q WHERE q.unit_id = n.unit_id
  AND q.starts_on > n.starts_on AND q.starts_on <= %s AND {later})
"""


def id_of(unit: Unit | int) -> int:
    return unit if isinstance(unit, int) else unit.pk


def unit_named(uid: str) -> Unit | None:
    """The unit of an address's id; None where it is no id of one."""
    try:
        return Unit.objects.filter(uid=UUID(uid)).first()
    except ValueError:
        return None


def ids_of(units: Units) -> list[int]:
    return [id_of(unit) for unit in units]


def held(known: datetime | None) -> Q:
    """Rows with `known_from` and `known_until` that held as known at an instant."""
    if known is None:
        return Q(known_until__isnull=True)
    return Q(Q(known_until__isnull=True) | Q(known_until__gt=known), known_from__lte=known)


def held_sql(alias: str, known: datetime | None) -> tuple[str, tuple[Any, ...]]:
    """The same for a table alias in SQL, and its parameters."""
    if known is None:
        return f"{alias}.known_until IS NULL", ()
    at = connection.ops.adapt_datetimefield_value(known)
    return f"{alias}.known_from <= %s AND ({alias}.known_until IS NULL OR {alias}.known_until > %s)", (at, at)


def in_force(rows: QuerySet[_Row], on: date, *same: str, known: datetime | None = None) -> QuerySet[_Row]:
    """Of start-only periods, the row that holds on a day: one per unit (and per field of `same`)."""
    keys = {name: OuterRef(name) for name in ("unit", *same)}
    later = rows.model._default_manager.filter(**keys, starts_on__gt=OuterRef("starts_on"), starts_on__lte=on)
    if issubclass(rows.model, Period):
        rows, later = rows.filter(held(known)), later.filter(held(known))
    return rows.filter(~Exists(later), starts_on__lte=on)


def during(rows: QuerySet[_Row], on: date) -> QuerySet[_Row]:
    """Of periods with both ends, those that hold on a day: [starts_on, ends_on)."""
    return rows.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=on), starts_on__lte=on)


def code_key(code: str) -> CodeKey:
    """Orders codes as people do: A2 before A10."""
    return tuple((0, int(part), "") if part.isdigit() else (1, 0, part) for part in _DIGITS.split(code) if part)


def _names(units: Units | None, on: date, known: datetime | None) -> QuerySet[UnitName]:
    rows = in_force(UnitName.objects.all(), on, known=known)
    return rows if units is None else rows.filter(unit__in=ids_of(units))


def name_rows(units: Units | None, on: date, known: datetime | None = None) -> dict[int, UnitName]:
    """Names and kinds by unit id; with None, of all units."""
    return {row.unit_id: row for row in _names(units, on, known)}


def names_of(units: Units, on: date, known: datetime | None = None) -> dict[int, str]:
    """Names by unit id, as they were that day. A unit without a name yet is left out."""
    asked, day = ids_of(units), connection.ops.adapt_datefield_value(on)
    (held_n, first), (later, second) = held_sql("n", known), held_sql("q", known)
    sql = _NAMES_OF.format(units=marks(asked), held=held_n, later=later)
    return dict(fetch(sql, (*asked, day, *first, day, *second))) if asked else {}


def short_names_of(units: Units, on: date, known: datetime | None = None) -> dict[int, str]:
    """Short names by unit id; the full name where there is no shorter one."""
    rows = _names(units, on, known).values_list("unit_id", "short_name", "name")
    return {unit: short or name for unit, short, name in rows}


def latest_names(units: Units, known: datetime | None = None) -> dict[int, str]:
    """The last names by unit id, planned ones too: for units that a text names whether or not they stand."""
    rows = UnitName.objects.filter(held(known), unit__in=ids_of(units)).order_by("starts_on")
    return dict(rows.values_list("unit_id", "name"))


def codes_of(units: Units | None, on: date, known: datetime | None = None) -> dict[int, str]:
    """Codes by unit id; with None, of all units."""
    rows = in_force(UnitCode.objects.all(), on, known=known)
    chosen = rows if units is None else rows.filter(unit__in=ids_of(units))
    return dict(chosen.values_list("unit_id", "code"))


def name_row(unit: Unit, on: date, known: datetime | None = None) -> UnitName | None:
    """Name and kind in force on a day; before the first one, the first."""
    return _names([unit], on, known).first() or unit.names.filter(held(known)).order_by("starts_on").first()


def kind_of(unit: Unit, on: date, known: datetime | None = None) -> str:
    """Code of the kind on a day, in the pack's table `unit_kinds`."""
    row = name_row(unit, on, known)
    return row.kind if row else ""


def name_of(unit: Unit, on: date, known: datetime | None = None) -> str:
    """The name on a day; before its first day, the first name, so that a link never reads empty."""
    row = name_row(unit, on, known)
    return row.name if row else ""


def code_of(unit: Unit, on: date, known: datetime | None = None) -> str:
    return codes_of([unit], on, known).get(unit.pk, "")
