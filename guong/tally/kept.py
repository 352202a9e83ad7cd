"""Reads of what is kept: the summary of a series over a line, together with what waits to be carried into it."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db import connection
from django.db.models import Q

from guong.tally.models import Summary
from guong.tally.sql import climbing, day_of, key_of
from guong.units.queries import Params, View
from guong.units.sql import fetch, looked_up, marks

Sums = dict[int, dict[str, int]]  # by the unit at which they count, by measure


def summary(*, series: UUID, line: str, on: date, view: View) -> Summary | None:
    """The sums that answer for a day, where they are kept and none of their values is of a later one."""
    rows = Summary.objects.filter(series=series, summed_at__isnull=False, layout__line=line, layout__view=view)
    rows = rows.filter(layout__ended=False, layout__laid_at__isnull=False, layout__day__lte=on)
    rows = rows.filter(Q(layout__until__isnull=True) | Q(layout__until__gt=on))
    return rows.filter(Q(last_on__isnull=True) | Q(last_on__lte=on)).select_related("layout").first()


# `up` climbs from each waiting movement; `here` are the links whose values are asked for, `leaf` with those directly
# below the light ones, whose observations are added as they are known now: what waits is among them.
_SUMS = """
{up},
here AS (
  {asked}),
leaf AS (
  SELECT h.place_id, l.unit_id, CASE WHEN l.since > h.since THEN l.since ELSE h.since END AS since,
    CASE WHEN l.until < h.until THEN l.until ELSE h.until END AS until
  FROM here h {below}
  UNION ALL SELECT place_id, unit_id, since, until FROM here)
SELECT place_id, measure, SUM(value) FROM (
  SELECT h.place_id, s.measure, s.value, s.count FROM here h
  JOIN tally_summaryrow s ON s.summary_id = %s AND s.unit_id = h.unit_id AND h.since <= s.day AND h.until > s.day
  UNION ALL
  SELECT h.place_id, up.measure, up.value, up.count FROM here h
  JOIN up ON up.unit_id = h.unit_id AND h.since <= up.day AND h.until > up.day AND NOT h.light
  UNION ALL
  SELECT h.place_id, o.measure, o.value, 1 FROM leaf h {stated}) counted
GROUP BY place_id, measure HAVING SUM(count) > 0
"""
_STATED = """
x.series = %s AND x.unit_id = h.unit_id AND x.known_until IS NULL
AND h.since <= x."on" AND h.until > x."on" AND x."on" <= %s
"""
_BELOW = "h.light AND x.layout_id = %s AND x.parent_id = h.unit_id"
_LINKS = "SELECT unit_id, place_id, since, until, light FROM tally_link WHERE layout_id = %s AND "
_ITSELF = f"{_LINKS} unit_id = %s AND place_id = unit_id UNION ALL {_LINKS} place_id = %s AND NOT (place_id = unit_id)"
_LEVEL = f"{_ITSELF} UNION ALL {_LINKS} parent_id = %s"


def level(kept: Summary, unit_id: int, on: date) -> Sums:
    """The sums of what counts at a unit and all below it, and the same of each unit directly below: of one moment."""
    return _sums(kept, _LEVEL, (kept.layout_id, unit_id) * 3, on)


def whole(kept: Summary, unit_id: int, on: date) -> dict[str, int]:
    """The sums of what counts at a unit and all below it."""
    return _sums(kept, _ITSELF, (kept.layout_id, unit_id) * 2, on).get(unit_id, {})


# In any order: SQLite would go through the whole line for a sorted answer, not through the few that have an heir.
_CARRIED = """
SELECT l.unit_id, l.place_id, l.divided FROM tally_link l
WHERE l.layout_id = %s AND l.place_id IN ({heirs}) AND NOT (l.place_id = l.unit_id) AND EXISTS (
  SELECT 1 FROM tally_observation o
  WHERE o.series = %s AND o.unit_id = l.unit_id AND o.known_until IS NULL AND o."on" <= %s)
"""


def carried(kept: Summary, heirs: Collection[int], on: date) -> list[tuple[int, int, bool]]:
    """(unit that ended and stated something, the heir at which that counts, whether it was divided)."""
    sql = _CARRIED.format(heirs=marks(heirs))
    rows = fetch(sql, (kept.layout_id, *heirs, key_of(kept.series), day_of(on)))
    return sorted({(unit, heir, bool(divided)) for unit, heir, divided in rows})


def _sql(asked: str) -> str:
    up = climbing('m.series = %s AND m."on" <= %s')
    below, stated = looked_up("tally_link", "l", _BELOW), looked_up("tally_observation", "o", _STATED)
    return _SUMS.format(up=up, asked=asked, below=below, stated=stated)


def _sums(kept: Summary, asked: str, links: Params, on: date) -> Sums:
    layout, key, day = kept.layout_id, key_of(kept.series), day_of(on)
    found: Sums = {}
    with connection.cursor() as cursor:
        given = (layout, key, day, layout, *links, layout, kept.pk, key, day)
        cursor.execute(_sql(asked), given)
        for place, measure, value in cursor.fetchall():
            found.setdefault(place, {})[measure] = int(value)
    return found
