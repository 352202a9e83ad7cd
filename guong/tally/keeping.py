"""Sums of whole lines, so that the totals of any unit are a handful of rows: laying out, adding up, carrying in.

A line is laid out for a day and a view (`Layout`, `Link`: the relation of `units.queries.links`, kept), a series is
added up over it level by level from below (`Summary`, `SummaryRow`), the many light units at the bottom left out. What
is stated later stands in `Movement` until `carry_in` puts it into every summary of its series. The worker does all of
it; `kept` reads what is kept and what waits in one statement. A change of the tree ends the layouts of the days that it
touches (`end_layouts`).
"""

from collections.abc import Mapping, Sequence
from datetime import date
from threading import Thread
from uuid import UUID

from django.db import DatabaseError, connection, transaction
from django.db.models import Max, Min, Q, Sum

from guong.jobs import clock
from guong.jobs.log import log
from guong.jobs.models import Lease
from guong.tally.models import Layout, Link, Movement, Observation, Summary, SummaryRow
from guong.tally.sql import climbing, era_sql, eras, key_of
from guong.units.models import Change, Placement, Unit
from guong.units.plans import Plan
from guong.units.queries import Params, View, links
from guong.units.sql import alone

# --- asking ---


def ask(*, series: UUID, line: str, on: date, view: View) -> Summary:
    """Ask the worker to keep the sums of a series over the line of a day. Asked twice it is kept once."""
    day = _first_day(line, on)
    layout, _made = Layout.objects.get_or_create(line=line, view=view, day=day, ended=False)
    if layout.until is not None and layout.until <= on:  # the change that bounded it was taken back
        layout.until = _next_day(layout)
        layout.save(update_fields=["until"])
    return Summary.objects.get_or_create(layout=layout, series=series)[0]


def _first_day(line: str, on: date) -> date:
    """The day since which nothing moved in the line."""
    rows = Placement.objects.filter(line=line, known_until__isnull=True, starts_on__lte=on)
    return rows.aggregate(first=Max("starts_on"))["first"] or on


def end_layouts(plan: Plan, changes: tuple[Change, ...], _units: Mapping[int, Unit]) -> None:
    """A change of the tree: layouts of earlier days stand, up to its day; the others no longer hold."""
    if plan.corrects is None and not any(item.line for item in plan.items()):
        return  # names and codes move no total
    day = min([plan.day, *(one.corrects.in_force_on for one in changes if one.corrects)])
    current = Layout.objects.filter(ended=False)
    current.filter(day__gte=day).update(ended=True)
    current.filter(Q(until__isnull=True) | Q(until__gt=day), day__lt=day).update(until=day)


# --- the worker ---


def keep() -> int:
    """One round of the worker: what was stated goes into the summaries, what was asked for is made."""
    return carry_in() + make_asked() + _sweep()


_makers: list[Thread] = []  # one at most


def keep_beside() -> int:
    """The same for a worker that stays: what takes seconds is made in a thread, the rounds go on."""
    done = carry_in()
    if not any(maker.is_alive() for maker in _makers) and _waiting():
        _makers[:] = [Thread(target=_make, daemon=True)]
        _makers[0].start()
    return done


def _waiting() -> bool:
    asked = Summary.objects.filter(summed_at=None, layout__ended=False)
    return asked.exists() or Layout.objects.filter(Q(laid_at=None) | Q(ended=True)).exists()


def _make() -> None:
    try:
        make_asked()
        _sweep()
    except DatabaseError:
        log.exception("totals_not_kept")
    finally:
        connection.close()


def rebuild(*, series: UUID, line: str, on: date) -> None:
    """The sums of a series over the line of a day anew, in both views."""
    for view in View:
        summary = ask(series=series, line=line, on=on, view=view)
        if summary.layout.laid_at is not None or lay_out(summary.layout):
            sum_up(summary)


def make_asked() -> int:
    """Lay out and add up what was asked for."""
    layouts, summaries = Layout.objects.filter(ended=False, laid_at=None), Summary.objects.filter(summed_at=None)
    done = sum(lay_out(layout) for layout in layouts)
    ready = summaries.filter(layout__ended=False, layout__laid_at__isnull=False).select_related("layout")
    return done + sum(sum_up(summary) for summary in ready)


def _sweep() -> int:
    """Layouts that ended go with all their rows."""
    ended = list(Layout.objects.filter(ended=True).values_list("pk", flat=True))
    if ended:
        SummaryRow.objects.filter(summary__layout__in=ended).delete()
        Link.objects.filter(layout__in=ended).delete()
        Layout.objects.filter(pk__in=ended).delete()
    return len(ended)


def _alone() -> None:
    """One keeper at a time, in the caller's transaction."""
    Lease.objects.get_or_create(name="tally", defaults={"holder": "", "until": clock.machine()})
    Lease.objects.select_for_update().get(name="tally")


def _run(sql: str, params: Params = ()) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return int(cursor.rowcount)


def _make_room() -> None:
    """Whole lines are sorted and joined in memory, until the transaction ends."""
    if connection.vendor == "postgresql":
        _run("SET LOCAL work_mem = '128MB'")
        _run("SET LOCAL jit = off")


def _last(model: type[SummaryRow]) -> int:
    return model._default_manager.aggregate(last=Max("pk"))["last"] or 0


# --- laying out ---

_LAY = """
INSERT INTO tally_link (layout_id, unit_id, place_id, parent_id, since, until, divided, light)
WITH {links}
SELECT %s, unit_id, CASE WHEN carried = 1 THEN parent_id ELSE unit_id END,
  CASE WHEN carried = 1 THEN NULL ELSE parent_id END, since, until, divided = 1, FALSE FROM link
"""
# An heir that ended has an heir: one step further at a time, until nobody moves.
_RESOLVE = """
UPDATE tally_link SET
  place_id = (SELECT h.place_id FROM tally_link h
    WHERE h.layout_id = tally_link.layout_id AND h.unit_id = tally_link.place_id),
  divided = divided OR (SELECT h.divided FROM tally_link h
    WHERE h.layout_id = tally_link.layout_id AND h.unit_id = tally_link.place_id)
WHERE layout_id = %s AND place_id <> unit_id AND EXISTS (
  SELECT 1 FROM tally_link h WHERE h.layout_id = tally_link.layout_id AND h.unit_id = tally_link.place_id
  AND h.place_id <> h.unit_id)
"""
# Whoever stood below one that was carried stands below its heir; then the carried ones stand where their heir does.
_BELOW_HEIRS = """
UPDATE tally_link SET parent_id = (
  SELECT h.place_id FROM tally_link h WHERE h.layout_id = tally_link.layout_id AND h.unit_id = tally_link.parent_id)
WHERE layout_id = %s AND parent_id IN (
  SELECT unit_id FROM tally_link WHERE layout_id = %s AND place_id <> unit_id)
"""
_BESIDE_HEIRS = """
UPDATE tally_link SET parent_id = (
  SELECT h.parent_id FROM tally_link h WHERE h.layout_id = tally_link.layout_id AND h.unit_id = tally_link.place_id)
WHERE layout_id = %s AND place_id <> unit_id
"""
# Most units that have others below have few, at the bottom: rows of sums for each would be most of the work.
FEW = 16
_LIGHTEN = """
UPDATE tally_link SET light = TRUE WHERE layout_id = %s AND unit_id IN (
  SELECT l.parent_id FROM tally_link l
  LEFT JOIN (SELECT DISTINCT parent_id FROM tally_link WHERE layout_id = %s) above ON above.parent_id = l.unit_id
  WHERE l.layout_id = %s AND l.parent_id IS NOT NULL
  GROUP BY l.parent_id HAVING COUNT(*) <= %s AND COUNT(above.parent_id) = 0)
"""


@transaction.atomic
def lay_out(layout: Layout) -> bool:
    """One row for each unit of the line, anew; left for the next round when the tree changed meanwhile."""
    _alone()
    _make_room()
    seen = _changes()
    relation = links(layout.line, layout.day, View(layout.view))
    with transaction.atomic():
        layout.links.all().delete()
        _run(_LAY.format(links=relation.sql), (*relation.params, layout.pk))
        _count_anew(Link)
        while _run(_RESOLVE, (layout.pk,)) > 0:
            pass
        _run(_BELOW_HEIRS, (layout.pk, layout.pk))
        _run(_BESIDE_HEIRS, (layout.pk,))
        _run(_LIGHTEN, (layout.pk, layout.pk, layout.pk, FEW))
        alone()
        if _changes() != seen:
            transaction.set_rollback(True)
            return False
        layout.eras, layout.until = _eras(layout), _next_day(layout)
        layout.laid_at = clock.now()
        layout.save(update_fields=["eras", "until", "laid_at"])
    return True


def _changes() -> int:
    return Change.objects.aggregate(last=Max("pk"))["last"] or 0


def _eras(layout: Layout) -> list[str]:
    days = layout.links.filter(since__gt=date.min).values_list("since", flat=True).distinct()
    return [day.isoformat() for day in sorted(days)]


def _next_day(layout: Layout) -> date | None:
    later = Placement.objects.filter(line=layout.line, known_until__isnull=True, starts_on__gt=layout.day)
    found: date | None = later.aggregate(next=Min("starts_on"))["next"]
    return found


def _count_anew(model: type[Link] | type[SummaryRow]) -> None:
    """PostgreSQL plans by the numbers of rows that it believes in."""
    if connection.vendor == "postgresql":
        _run(f"ANALYZE {model._meta.db_table}")


# --- adding up ---

# What is known now, less what still waits as movements: those come in later. What is below a light one counts above it
# at once. CROSS JOIN has SQLite begin with the table before it, which it would not choose by itself.
_FIRST = """
SELECT %s AS summary_id, unit_id, day, measure, SUM(value) AS value, SUM(count) AS count FROM (
  SELECT CASE WHEN a.light THEN a.parent_id ELSE s.unit_id END AS unit_id, s.day, s.measure, s.value, s.count
  FROM ({stated}) s LEFT JOIN tally_link a
  ON a.layout_id = %s AND a.unit_id = s.unit_id AND a.light AND a.since <= s.day AND a.until > s.day) summed
WHERE unit_id IS NOT NULL GROUP BY unit_id, day, measure
"""
_KEPT = "INSERT INTO tally_summaryrow (summary_id, unit_id, day, measure, value, count) "
_STATED = """
SELECT l.parent_id AS unit_id, {era_o} AS day, o.measure, CAST(SUM(o.value) AS bigint) AS value, COUNT(*) AS count
FROM tally_link l CROSS JOIN tally_observation o
WHERE l.layout_id = %s AND l.parent_id IS NOT NULL AND o.series = %s AND o.unit_id = l.unit_id
  AND o.known_until IS NULL AND o."on" >= l.since AND o."on" < l.until
GROUP BY l.parent_id, o.measure{by_era}
UNION ALL
SELECT l.parent_id, {era_m}, m.measure, CAST(-SUM(m.value) AS bigint), CAST(-SUM(m.count) AS bigint)
FROM tally_movement m JOIN tally_link l ON l.layout_id = %s AND l.unit_id = m.unit_id
  AND l.since <= m."on" AND l.until > m."on"
WHERE m.series = %s AND l.parent_id IS NOT NULL
GROUP BY l.parent_id, m.measure{by_era}
"""
# One keeper works at a time: what came after the mark is of this summary.
_NEXT = """
INSERT INTO tally_summaryrow (summary_id, unit_id, day, measure, value, count)
SELECT s.summary_id, l.parent_id, s.day, s.measure, SUM(s.value), SUM(s.count)
FROM tally_summaryrow s CROSS JOIN tally_link l
WHERE s.id > %s AND l.layout_id = %s AND l.unit_id = s.unit_id AND l.since <= s.day AND l.until > s.day
  AND l.parent_id IS NOT NULL
GROUP BY s.summary_id, l.parent_id, s.day, s.measure
"""


@transaction.atomic
def sum_up(summary: Summary) -> bool:
    """The sums of a series anew, from every observation."""
    _alone()
    _make_room()
    summary.rows.all().delete()
    days = Observation.objects.filter(series=summary.series).aggregate(first=Min("on"), last=Max("on"))
    if days["last"] is not None:
        _add_up(summary, eras(summary.layout, **days))
    summary.last_on, summary.summed_at = days["last"], clock.now()
    summary.save(update_fields=["last_on", "summed_at"])
    return True


def _add_up(summary: Summary, opened: Sequence[date]) -> None:
    """Level by level, until nobody is above: what one step made is what the next one reads."""
    mark = _last(SummaryRow)
    made = _first(summary, opened)
    _count_anew(SummaryRow)
    while made > 0:
        mark, after = _last(SummaryRow), mark
        made = _run(_NEXT, (after, summary.layout_id))


def _first(summary: Summary, opened: Sequence[date]) -> int:
    (era_o, given), (era_m, _same) = era_sql(opened, "o"), era_sql(opened, "m")
    by_era = ", 2" if len(opened) > 1 else ""  # a column to sort by costs a fifth of the work
    sql = _FIRST.format(stated=_STATED.format(era_o=era_o, era_m=era_m, by_era=by_era))
    layout, key = summary.layout_id, key_of(summary.series)
    return _keep(sql, (summary.pk, *(*given, layout, key) * 2, layout))


def _keep(sql: str, given: Params) -> int:
    """PostgreSQL asks several cores for what becomes a table of its own, never for what goes into another."""
    if connection.vendor != "postgresql":
        return _run(_KEPT + sql, given)
    _run(f"CREATE TEMPORARY TABLE tally_summed AS {sql}", given)
    made = _run(f"{_KEPT} SELECT * FROM tally_summed")  # noqa: S608  (constant text)
    _run("DROP TABLE tally_summed")
    return made


def amiss(summary: Summary) -> list[tuple[int, str]]:
    """Units and measures whose kept sum is not what comes out when it is made anew; nothing is changed."""
    with transaction.atomic():
        _alone()
        found = _sums(summary)
        sum_up(summary)
        made = _sums(summary)
        transaction.set_rollback(True)
    return sorted({(unit, measure) for unit, _day, measure, *_sum in found ^ made})


def _sums(summary: Summary) -> set[tuple[int, date, str, int, int]]:
    sums = summary.rows.values_list("unit", "day", "measure").annotate(Sum("value"), sums=Sum("count"))
    return {(unit, day, measure, value, many) for unit, day, measure, value, many in sums.order_by() if many}


# --- carrying in ---

_CLIMB = """
INSERT INTO tally_summaryrow (summary_id, unit_id, day, measure, value, count)
{up}
SELECT %s, unit_id, {era}, measure, SUM(value), SUM(count) FROM up
WHERE NOT EXISTS (SELECT 1 FROM tally_link l WHERE l.layout_id = %s AND l.unit_id = up.unit_id AND l.light)
GROUP BY 2, 3, 4
"""
# The same holds of this mark.
_MELT = """
INSERT INTO tally_summaryrow (summary_id, unit_id, day, measure, value, count)
SELECT summary_id, unit_id, day, measure, SUM(value), SUM(count) FROM tally_summaryrow
WHERE summary_id = %s AND unit_id IN (SELECT unit_id FROM tally_summaryrow WHERE id > %s)
GROUP BY summary_id, unit_id, day, measure HAVING SUM(count) <> 0
"""
_MELTED = """
DELETE FROM tally_summaryrow WHERE summary_id = %s AND id <= %s
AND unit_id IN (SELECT unit_id FROM tally_summaryrow WHERE id > %s)
"""


@transaction.atomic
def carry_in() -> int:
    """What waits goes into every summary of its series; the units that it touches keep one row for each sum."""
    if not Movement.objects.exists():
        return 0
    _alone()
    taken = Movement.objects.all().update(taken=True)
    newest = dict(Movement.objects.filter(taken=True).values_list("series").annotate(Max("on")).order_by())
    kept = Summary.objects.filter(series__in=newest, summed_at__isnull=False, layout__ended=False)
    for summary in kept.select_related("layout"):
        _carry(summary, newest[summary.series])
    Movement.objects.filter(taken=True).delete()
    return taken


def _carry(summary: Summary, newest: date) -> None:
    layout, before = summary.layout, _last(SummaryRow)
    era, given = era_sql(eras(layout), "up", "day")
    up = climbing("m.series = %s AND m.taken")
    _run(_CLIMB.format(up=up, era=era), (layout.pk, key_of(summary.series), layout.pk, summary.pk, *given, layout.pk))
    fresh = _last(SummaryRow)
    _run(_MELT, (summary.pk, before))
    _run(_MELTED, (summary.pk, fresh, before))
    if summary.last_on is None or newest > summary.last_on:
        summary.last_on = newest
        summary.save(update_fields=["last_on"])
