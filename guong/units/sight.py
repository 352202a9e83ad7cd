"""What a person may look at of the tree on any day, opened piece by piece however large the tree is."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL
from django.http import Http404
from django.shortcuts import get_object_or_404

from guong.jobs.clock import today
from guong.units.access import LOOKING, among_over, may, over, own_units, seats_over
from guong.units.models import Person, Placement, Unit
from guong.units.queries import Node, Tree, below, default_line, heirs, paths_of, places
from guong.units.queries.browsing import counterparts


@dataclass(frozen=True)
class Sight:
    """What a person may look at of a line's tree on a day: some units alone, others with all below them.

    Who may look is judged by the mandates of today; the day of the tree may be another. On that day a seat stands for
    the units that it carries on, or that carry it on, so that old records stay open to whoever answers for them now.
    """

    person: Person | None
    line: str
    on: date
    alone: frozenset[int]
    whole: frozenset[int]

    def among(self, units: Iterable[int]) -> set[int]:
        """Those of the units that stand and are in sight; found by their ways up, a query a level."""
        ways = paths_of(list(units), self.line, self.on)
        seen = {unit for unit, way in ways.items() if unit in self.alone or not self.whole.isdisjoint(way)}
        return seen | self._answered_for(ways.keys() - seen)

    def _answered_for(self, units: Collection[int]) -> set[int]:
        """Those that stood elsewhere on the day, and lie below a seat today."""
        found: set[int] = set()
        for verb in LOOKING:
            found |= among_over(self.person, verb, units, today(), line=self.line)
        return found

    def tops(self) -> set[int]:
        """Units in sight below no other that is."""
        elsewhere = self.elsewhere()
        covering = self.whole
        if elsewhere is not None:
            first = elsewhere.filter(Q(parent__isnull=True) | ~Q(parent__in=elsewhere.values("unit")))
            covering = covering.union(first.values_list("unit_id", flat=True))
        ways = paths_of(list(self.alone | covering), self.line, self.on)
        return {unit for unit, way in ways.items() if covering.isdisjoint(way[:-1])}

    def elsewhere(self) -> QuerySet[Placement] | None:
        """Places on the day of what lies below a seat today and did not then; None where nothing can."""
        if self.on == today() or self._all():
            return None
        answered = Unit.objects.none()
        for verb in LOOKING:
            answered |= over(self.person, verb, today(), line=self.line)
        standing = places(self.line, self.on).filter(unit__in=answered.values("pk"))
        return standing.exclude(unit__in=self._below())

    def only(self, rows: QuerySet[Placement]) -> QuerySet[Placement]:
        """Of places those in sight; who sees all roots is not asked further."""
        if self._all():
            return rows
        seen = Q(unit__in=self.alone) | Q(unit__in=self._below())
        elsewhere = self.elsewhere()
        return rows.filter(seen if elsewhere is None else seen | Q(pk__in=elsewhere.values("pk")))

    def _all(self) -> bool:
        roots = set(places(self.line, self.on).filter(parent__isnull=True).values_list("unit_id", flat=True))
        return roots <= self.whole

    def _below(self) -> RawSQL:
        """Ids of what lies in the parts that are wholly in sight."""
        marks = ", ".join(["%s"] * len(self.whole)) or "NULL"
        return below(marks, sorted(self.whole), self.line, self.on, among=True)


def sight_of(person: Person | None, line: str, on: date) -> Sight:
    """What a person may look at on a day, by the mandates of today."""
    now = today()

    def then(units: QuerySet[Unit]) -> frozenset[int]:
        return frozenset(counterparts(set(units.values_list("pk", flat=True)), line, on, now))

    # A union and no OR: PostgreSQL would go through every unit to ask of each whether it is one of a few.
    first, *others = (seats_over(person, verb, now, line=line) for verb in LOOKING)
    whole = first.union(*others)
    return Sight(person, line, on, then(own_units(person, LOOKING, now)), then(whole))


def nodes_in_sight(sight: Sight, drawn: Tree) -> list[Node]:
    """The nodes of a tree that are in sight, in its order."""
    found, inside = [], set(sight.whole)
    elsewhere = sight.elsewhere()
    single = sight.alone if elsewhere is None else sight.alone.union(elsewhere.values_list("unit_id", flat=True))
    for node in drawn.nodes:
        if node.parent is not None and node.parent.pk in inside:
            inside.add(node.unit.pk)
        if node.unit.pk in inside or node.unit.pk in single:
            found.append(node)
    return found


def unit_in_sight(sight: Sight, uid: UUID) -> Unit:
    """A unit that stands on the day and is in sight, or 404."""
    unit = get_object_or_404(Unit, uid=uid)
    if unit.pk not in sight.among([unit.pk]):
        raise Http404
    return unit


def unit_in_any_time(person: Person | None, uid: UUID | str, at: date, *, line: str | None = None) -> Unit:
    """The unit for its own page, or 404. It may stand later, or have ended: then who may look at its heirs may look."""
    unit = get_object_or_404(Unit, uid=uid)
    if any(may(person, verb, unit, at) for verb in LOOKING):
        return unit
    line = line or default_line()
    first = unit.placements.filter(line=line, known_until__isnull=True).order_by("starts_on").first()
    on = max(at, first.starts_on) if first else at
    heirs_ = heirs([unit], line, on)[unit.pk]
    if not sight_of(person, line, on).among([unit.pk, *(heir.unit_id for heir in heirs_)]):
        raise Http404
    return unit
