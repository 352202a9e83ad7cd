"""SQL of reach: which units lie below a mandate in its line, and from which mandates a unit is reached.

On a day a unit lies below its superior. One that ended lies below whoever carries it on in that line (its main heir),
or without one below its last superior: the same relation that carries figures over to the organisation of the day. So
whoever stood above keeps the old records in sight, and nobody is shown what no unit of theirs carries on.
"""

from collections.abc import Collection
from datetime import date

from django.db import connection
from django.db.models.expressions import RawSQL

from guong.units.queries.holdings import Held
from guong.units.sql import looked_up

# A placement of a unit in a line that is the last one which stands, up to the day. Parameters: twice the day.
_LAST = """
  p.standing AND p.known_until IS NULL AND p.starts_on <= %s AND NOT EXISTS (
    SELECT 1 FROM units_placement q WHERE q.unit_id = p.unit_id AND q.line = p.line AND q.standing
    AND q.known_until IS NULL AND q.starts_on > p.starts_on AND q.starts_on <= %s)
"""
# A succession `s` whose change ended the unit in a line (`e`), up to the day, and whose main heir stood there that
# day. Parameter: the day.
_HEIR = """
  units_succession s JOIN units_change c ON c.id = s.change_id
  JOIN units_placement e ON e.unit_id = s.predecessor_id AND e.starts_on = c.in_force_on
  AND NOT e.standing AND e.known_until IS NULL
  WHERE s.main AND c.in_force_on <= %s AND NOT EXISTS (SELECT 1 FROM units_change d WHERE d.corrects_id = c.id)
  AND EXISTS (
    SELECT 1 FROM units_placement x WHERE x.unit_id = s.successor_id AND x.line = e.line AND x.standing
    AND x.known_until IS NULL AND x.starts_on <= c.in_force_on AND NOT EXISTS (
      SELECT 1 FROM units_placement y WHERE y.unit_id = x.unit_id AND y.line = x.line AND y.known_until IS NULL
      AND y.starts_on > x.starts_on AND y.starts_on <= c.in_force_on))
"""
_OF_P = "AND s.predecessor_id = p.unit_id AND e.line = p.line AND e.starts_on > p.starts_on"

# Directly below `b`: those whose last superior it is and whom nobody carries on, and those whom it carries on itself.
_PLACED = """
  units_placement p WHERE p.parent_id = b.id AND p.line = b.line AND {last}
  AND NOT EXISTS (SELECT 1 FROM {heir} {of_p})
"""
_CARRIED = """
  {heir} AND s.successor_id = b.id AND e.line = b.line AND NOT EXISTS (
    SELECT 1 FROM units_placement z WHERE z.unit_id = e.unit_id AND z.line = e.line AND z.standing
    AND z.known_until IS NULL AND z.starts_on >= e.starts_on AND z.starts_on <= %s)
"""
# PostgreSQL names the recursive table once, SQLite knows no LATERAL.
_DOWN = {
    "postgresql": """
WITH RECURSIVE below(id, line) AS ({seeds} UNION SELECT l.unit_id, b.line FROM below b CROSS JOIN LATERAL (
  SELECT p.unit_id FROM {placed} UNION ALL SELECT s.predecessor_id FROM {carried}) l(unit_id)) SELECT id FROM below
""",
    "sqlite": """
WITH RECURSIVE below(id, line) AS ({seeds} UNION SELECT p.unit_id, b.line FROM below b CROSS JOIN {placed}
  UNION SELECT s.predecessor_id, b.line FROM below b CROSS JOIN {carried}) SELECT id FROM below
""",
}
# Few units have a successor: who has none is not asked for an heir.
_UP = """
WITH RECURSIVE up(seed, id, line) AS (
  SELECT DISTINCT p.unit_id, p.unit_id, p.line FROM units_placement p WHERE p.unit_id IN ({units})
  UNION SELECT up.seed, COALESCE(CASE WHEN EXISTS (SELECT 1 FROM units_succession t WHERE t.predecessor_id = p.unit_id)
    THEN (SELECT s.successor_id FROM {heir} {of_p} LIMIT 1) END, p.parent_id), up.line
  FROM up {looked_up} AND {last})
SELECT DISTINCT up.seed FROM up JOIN ({seeds}) m ON m.unit_id = up.id AND m.line = up.line
"""


def _filled(text: str, **parts: str) -> str:
    """The constants above put together; every value stays a parameter."""
    for name, part in ({"placed": _PLACED, "carried": _CARRIED} | parts).items():
        text = text.replace("{" + name + "}", part)
    return text.replace("{last}", _LAST).replace("{heir}", _HEIR).replace("{of_p}", _OF_P)


def units_over(held: Held, on: date, *, beside: Held | None = None) -> RawSQL:
    """Ids of the units of the mandates and of all below, each in the line of its mandate; and the units of `beside`."""
    day = connection.ops.adapt_datefield_value(on)
    sql = _filled(_DOWN[connection.vendor], seeds=held.select("m.unit_id, m.line"))
    days = [day] * (sql.count("%s") - len(held.params))
    more = f" UNION {beside.select('m.unit_id')}" if beside else ""
    return RawSQL(sql + more, (*held.params, *days, *(beside.params if beside else ())))  # noqa: S611  (constants, values are parameters)


def reached(units: Collection[int], held: Held | None, on: date) -> set[int]:
    """Those of some units that lie at or below a unit of the mandates, walked upwards: few rows for few units."""
    if held is None or not units:
        return set()
    day = connection.ops.adapt_datefield_value(on)
    marks = ", ".join(["%s"] * len(units))
    above = looked_up("units_placement", "p", "x.unit_id = up.id AND x.line = up.line")
    sql = _filled(_UP, seeds=held.select("m.unit_id, m.line"), units=marks, looked_up=above)
    days = [day] * (sql.count("%s") - len(units) - len(held.params))
    with connection.cursor() as cursor:
        cursor.execute(sql, [*units, *days, *held.params])
        return {row[0] for row in cursor.fetchall()}
