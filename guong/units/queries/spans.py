"""Where what a unit stated counts: SQL for the units at and below one, in the two views.

*Then*: a unit counts below the superiors that it had on the day of each value; after its end where it stood last,
before its first day where it stood first, so that no value is lost.

*Now*: the organisation of a day. A unit that ended counts at its named heir, a divided one whole at its main part; one
without a named heir in this line keeps its name and stands below what its last superior became.

Both are one relation (unit, superior, since, until), walked downwards with the days cut to what both ends share.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection, models

from guong.units.queries.periods import held_sql

Params = tuple[Any, ...]  # what goes into SQL beside its text
_MIN, _MAX = date.min, date.max


class View(models.TextChoices):
    """How a total treats changes of the tree between the day of a value and the day that is asked for."""

    THEN = "then"
    NOW = "now"


@dataclass(frozen=True)
class Spans:
    """Common table expressions `link` and `span`, to be put behind WITH RECURSIVE, and their parameters.

    `span(unit_id, since, until, branch, depth)`: for values of days in [since, until) the unit counts at the asked one,
    `branch` is the unit directly below it on the way (itself, for its own values) and `depth` the steps on that way.
    `link(unit_id, parent_id, since, until, carried, divided)` is the relation that was walked.
    """

    sql: str
    params: Params


_THEN = """
place AS (
  SELECT p.unit_id, p.parent_id, p.starts_on,
    LEAD(p.starts_on) OVER (PARTITION BY p.unit_id ORDER BY p.starts_on) AS ends_on,
    ROW_NUMBER() OVER (PARTITION BY p.unit_id ORDER BY p.starts_on) AS nth
  FROM units_placement p WHERE p.line = %s AND p.standing AND p.starts_on <= %s AND {held_p}),
link(unit_id, parent_id, since, until, carried, divided) AS MATERIALIZED (
  SELECT unit_id, parent_id, CASE WHEN nth = 1 THEN {day} ELSE starts_on END, COALESCE(ends_on, {day}), 0, 0
  FROM place)
"""

# The first three SELECTs of `place`: what holds on the day, standing or ended. `ended` adds the last superior, `heir`
# the main successor of that day where it stood in the line.
_NOW = """
place AS MATERIALIZED (
  SELECT p.unit_id, p.parent_id, p.starts_on, p.standing FROM units_placement p
  WHERE p.line = %s AND p.starts_on <= %s AND {held_p} AND NOT EXISTS (
    SELECT 1 FROM units_placement q WHERE q.unit_id = p.unit_id AND q.line = p.line
    AND q.starts_on > p.starts_on AND q.starts_on <= %s AND {held_q})),
ended AS (
  SELECT e.unit_id, e.starts_on, (
    SELECT p.parent_id FROM units_placement p WHERE p.unit_id = e.unit_id AND p.line = %s AND p.standing
    AND p.starts_on < e.starts_on AND {held_p} ORDER BY p.starts_on DESC LIMIT 1) AS parent_id
  FROM place e WHERE NOT e.standing),
heir AS (
  SELECT s.predecessor_id, s.successor_id, s.divided, c.in_force_on
  FROM units_succession s JOIN units_change c ON c.id = s.change_id
  WHERE s.main AND {recorded} AND NOT EXISTS (
    SELECT 1 FROM units_change d WHERE d.corrects_id = c.id {corrected})
  AND EXISTS (
    SELECT 1 FROM units_placement p WHERE p.unit_id = s.successor_id AND p.line = %s AND p.standing
    AND p.starts_on <= c.in_force_on AND {held_p} AND NOT EXISTS (
      SELECT 1 FROM units_placement q WHERE q.unit_id = p.unit_id AND q.line = p.line
      AND q.starts_on > p.starts_on AND q.starts_on <= c.in_force_on AND {held_q}))),
link(unit_id, parent_id, since, until, carried, divided) AS MATERIALIZED (
  SELECT unit_id, parent_id, {day}, {day}, 0, 0 FROM place WHERE standing
  UNION ALL
  SELECT e.unit_id, COALESCE(h.successor_id, e.parent_id), {day}, {day},
    CASE WHEN h.successor_id IS NULL THEN 0 ELSE 1 END, CASE WHEN h.divided THEN 1 ELSE 0 END
  FROM ended e LEFT JOIN heir h ON h.predecessor_id = e.unit_id AND h.in_force_on = e.starts_on)
"""

_SPAN = """,
span(unit_id, since, until, branch, depth) AS (
  SELECT l.unit_id, l.since, l.until, l.unit_id, 0 FROM link l WHERE l.unit_id = %s AND l.carried = 0
  UNION ALL
  SELECT l.unit_id, CASE WHEN l.since > s.since THEN l.since ELSE s.since END,
    CASE WHEN l.until < s.until THEN l.until ELSE s.until END,
    CASE WHEN s.depth = 0 AND l.carried = 0 THEN l.unit_id ELSE s.branch END, s.depth + 1 - l.carried
  FROM link l JOIN span s ON l.parent_id = s.unit_id AND l.since < s.until AND s.since < l.until)
"""


def spans(unit_id: int, line: str, on: date, view: View, known: datetime | None = None) -> Spans:
    """The units that count at one in a view, on a day and as known at an instant."""
    walked = links(line, on, view, known)
    return Spans(walked.sql + _SPAN, (*walked.params, unit_id))


def links(line: str, on: date, view: View, known: datetime | None = None) -> Spans:
    """The relation `link` alone, for the whole line."""
    day = connection.ops.adapt_datefield_value(on)
    cast = "%s::date" if connection.vendor == "postgresql" else "%s"
    least, most = (connection.ops.adapt_datefield_value(end) for end in (_MIN, _MAX))
    (held_p, p), (held_q, q) = held_sql("p", known), held_sql("q", known)
    if view == View.THEN:
        text, given = _THEN, (line, day, *p, least, most)
    else:
        recorded, corrected, at = _recorded(known)
        text = _NOW.replace("{recorded}", recorded).replace("{corrected}", corrected)
        given = (line, day, *p, day, *q, line, *p, *at, *at, line, *p, *q, least, most, least, most)
    return Spans(text.format(held_p=held_p, held_q=held_q, day=cast), given)


def _recorded(known: datetime | None) -> tuple[str, str, Params]:
    if known is None:
        return "TRUE", "", ()
    at = connection.ops.adapt_datetimefield_value(known)
    return "c.recorded_at <= %s", "AND d.recorded_at <= %s", (at,)
