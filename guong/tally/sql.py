"""Pieces of SQL that both engines read, and values as they take them."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db import connection

from guong.tally.models import Layout
from guong.units.queries import Params
from guong.units.sql import looked_up


def key_of(series: UUID) -> UUID | str:
    return series if connection.features.has_native_uuid_field else series.hex


def day_of(day: date) -> object:
    return connection.ops.adapt_datefield_value(day)


def eras(layout: Layout, first: date = date.min, last: date = date.max) -> list[date]:
    """The days that opened the eras from one day to another: within an era no superior changed, its values add up."""
    opened = [date.min, *map(date.fromisoformat, layout.eras)]
    return [max(day for day in opened if day <= first), *(day for day in opened if first < day <= last)]


def era_sql(days: Sequence[date], alias: str, column: str = "on") -> tuple[str, Params]:
    """The one of the ordered `days` that opened the era of a day."""
    cast = "%s::date" if connection.vendor == "postgresql" else "%s"
    first, *later = days
    arms = " ".join(f'WHEN {alias}."{column}" >= {cast} THEN {cast}' for _day in later)
    given = tuple(day_of(day) for day in reversed(later) for _twice in range(2))
    return f"CASE {arms} ELSE {cast} END" if later else cast, (*given, day_of(first))


# What waits (`m`, of those that {waits}) climbs from the superior of its unit to the top, in the links of its own day.
# Parameters: layout, those of {waits}, layout.
_UP = """
WITH RECURSIVE up(unit_id, day, measure, value, count) AS (
  SELECT l.parent_id, m."on", m.measure, m.value, m.count FROM tally_movement m
  JOIN tally_link l ON l.layout_id = %s AND l.unit_id = m.unit_id AND l.since <= m."on" AND l.until > m."on"
  WHERE {waits} AND l.parent_id IS NOT NULL
  UNION ALL
  SELECT l.parent_id, up.day, up.measure, up.value, up.count FROM up {link} AND l.parent_id IS NOT NULL)
"""


def climbing(waits: str) -> str:
    """SQL of `up`, to be put before a query: what waits, at each unit above."""
    link = "x.layout_id = %s AND x.unit_id = up.unit_id AND x.since <= up.day AND x.until > up.day"
    return _UP.format(waits=waits, link=looked_up("tally_link", "l", link))
