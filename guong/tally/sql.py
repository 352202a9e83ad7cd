"""Pieces of SQL that both engines read, and values as they take them."""

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


def era_sql(layout: Layout, alias: str, column: str = "on") -> tuple[str, Params]:
    """The day that opened the era of a day: within an era no superior changed, so that its values add up."""
    cast = "%s::date" if connection.vendor == "postgresql" else "%s"
    eras = [date.fromisoformat(day) for day in reversed(layout.eras)]
    arms = " ".join(f'WHEN {alias}."{column}" >= {cast} THEN {cast}' for _day in eras)
    given = tuple(day_of(day) for day in eras for _twice in range(2))
    least = day_of(date.min)
    return (f"CASE {arms} ELSE {cast} END", (*given, least)) if eras else (cast, (least,))


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
