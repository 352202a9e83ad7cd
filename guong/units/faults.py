"""What is wrong with a plan, in sentences: on no day may a superior be missing, a circle close or a code be doubled."""

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from django.conf import settings
from django.utils.translation import gettext as _

from guong.units.enums import ChangeKind
from guong.units.models import ChangeUnit
from guong.units.plans import Plan
from guong.units.queries.periods import names_of
from guong.units.timelines import Called, Segment, Timelines, carried_on


def faults(plan: Plan) -> list[str]:
    """One sentence each, in the order in which they are found; empty where the plan can be carried out."""
    wrong = list(dict.fromkeys(_of_values(plan)))
    return wrong or list(dict.fromkeys(_Check(plan).run()))


def _of_values(plan: Plan) -> Iterator[str]:
    """What shows without the tree: words that the pack does not know, items that nothing is drawn from."""
    known = {table: {entry.code for entry in settings.PACK.table(table, plan.day)} for table in ("unit_kinds", "lines")}
    for item in plan.items():
        for table, code in (("unit_kinds", item.kind), ("lines", item.line)):
            if code and code not in known[table]:
                yield _("The pack has no entry “{code}” in force on {day}.").format(code=code, day=plan.day.isoformat())
        if item.parent is not None and item.parent == item.unit:
            yield _("A unit cannot stand below itself.")
    if any(not step.items and step.kind != ChangeKind.VOID for step in plan.steps):
        yield _("Nothing that stands on {day} would change.").format(day=plan.day.isoformat())
    mains = [edge.predecessor for edge in plan.edges() if edge.main]
    if len(set(mains)) != len(mains) or {edge.predecessor for edge in plan.edges()} != set(mains):
        yield _("Of a unit that is divided, exactly one part is the main one.")
    if not {edge.predecessor for edge in plan.edges()} <= plan.ending():
        yield _("Only a unit that ends has others to carry it on.")


class _Check:
    """A plan against everything that is known of the units it touches."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.touched = plan.units() | set(_drawn_by(plan.corrects))
        self.lines = Timelines(plan, self.touched)
        self.called = Called(plan, self.touched)
        self.newly_called = {item.unit for item in plan.items() if item.name or item.code}
        self.superiors = {item.parent for item in plan.items()}
        self._names: dict[int, str] = {}  # of whom a sentence speaks

    def run(self) -> Iterator[str]:
        yield from self._starts()
        yield from self._lives()
        for unit in sorted(self.touched):
            yield from self._above(unit)
            for child in self.lines.below(unit):
                yield from self._covered(child)
        yield from self._codes()
        yield from self._heirs()

    def _name(self, unit: int) -> str:
        if unit not in self._names:
            given = (item.name for item in self.plan.items() if item.unit == unit and item.name)
            self._names[unit] = next(given, "") or _named(unit, self.plan.day)
        return self._names[unit]

    def _starts(self) -> Iterator[str]:
        """Of each unit one name, one code and, in a line, one place may start on a day."""
        for unit, _line in self.lines.doubles:
            yield _("{unit} already gets a place on that day.").format(unit=self._name(unit))
        for item in self.plan.items():
            if item.name and self.plan.day in self.called.names.get(item.unit, ()):
                yield _("{unit} already gets a name on that day.").format(unit=self._name(item.unit))
            if item.code and self.plan.day in self.called.codes(item.unit):
                yield _("{unit} already gets a code on that day.").format(unit=self._name(item.unit))

    def _lives(self) -> Iterator[str]:
        """Nothing is said of a unit before its first day, nor from its end on."""
        for unit in sorted(self.touched):
            begins, end = self._begins(unit), self.lines.last_day(unit)
            said = self._said(unit)
            whole = said if end is None else said | {end}
            if whole and min(whole) < begins:
                yield _("{unit} does not stand on {day}.").format(unit=self._name(unit), day=min(whole).isoformat())
            elif end is not None and (late := [day for day in said if day >= end]):
                yield _("{unit} ends on {end}, but something is recorded of it for {day}.").format(
                    unit=self._name(unit), end=end.isoformat(), day=max(late).isoformat()
                )
            elif end is not None and any(place.starts > end for place in self.lines.places(unit)):
                yield _("{unit} has ended; a unit that ended does not come back.").format(unit=self._name(unit))
            elif end is not None and any(one.until == date.max for one in self.lines.segments(unit)):
                yield _("{unit} ends on {end}; take back that end before it gets a place in another line.").format(
                    unit=self._name(unit), end=end.isoformat()
                )

    def _begins(self, unit: int) -> date:
        """The day from which a unit is founded and has a place; never, where its founding was taken back."""
        founded, placed = self.called.founded.get(unit), self.lines.first_day(unit)
        return max(founded or date.max, placed or date.max)

    def _said(self, unit: int) -> set[date]:
        """Days on which something but its end is said of a unit."""
        said = {place.starts for place in self.lines.places(unit) if place.standing}
        said |= self.called.names.get(unit, set()) | self.called.codes(unit)
        if unit in self.newly_called:
            said.add(self.plan.day)
        return said

    def _above(self, unit: int) -> Iterator[str]:
        for segment in self.lines.segments(unit):
            yield from self._covered(segment)
            if self._circles(unit, segment, segment.since, segment.until):
                yield _("A unit cannot stand below itself.")

    def _covered(self, segment: Segment) -> Iterator[str]:
        """The superior stands in the line on all days of the stretch."""
        if segment.parent is None:
            return
        day = segment.since
        for above in self.lines.segments(segment.parent):
            if above.line == segment.line and above.since <= day < above.until:
                day = above.until
        if day < segment.until:
            yield _("{unit} stands below {superior}, which does not stand in this line on {day}.").format(
                unit=self._name(segment.unit), superior=self._name(segment.parent), day=day.isoformat()
            )

    def _circles(self, unit: int, segment: Segment, since: date, until: date, depth: int = 0) -> bool:
        """Whether the way up from a stretch leads back to the unit on one of its days."""
        if segment.parent is None or (unit < 0 and unit not in self.superiors):
            return False
        if segment.parent == unit or depth > 100:
            return True
        return any(
            self._circles(unit, above, max(since, above.since), min(until, above.until), depth + 1)
            for above in self.lines.segments(segment.parent)
            if above.line == segment.line and above.since < until and since < above.until
        )

    def _codes(self) -> Iterator[str]:
        """No two units that stand in one line carry one code on a day."""
        for code, held in self.called.stretches().items():
            if len(held) > 1 and not self.touched.isdisjoint(unit for unit, _since, _until in held):
                self.lines.load(unit for unit, _since, _until in held)
                for day in self._shared_days(held):
                    yield _("Another unit carries the code {code} on {day}.").format(code=code, day=day.isoformat())

    def _shared_days(self, held: list[tuple[int, date, date]]) -> Iterator[date]:
        """The first day of each overlap of two units with one code in one line."""
        stretches = sorted(
            (one.line, max(one.since, since), min(one.until, until), unit)
            for unit, since, until in held
            for one in self.lines.segments(unit)
            if one.since < until and since < one.until
        )
        for before, after in pairwise(stretches):
            if before[0] == after[0] and before[3] != after[3] and after[1] < before[2]:
                yield after[1]

    def _heirs(self) -> Iterator[str]:
        """Whoever carries on another stands on that day."""
        days = [(edge.successor, self.plan.day) for edge in self.plan.edges()]
        days += carried_on(self.touched, self.plan.corrects)
        for unit, day in days:
            if not self.lines.lines_on(unit, day):
                yield _("{unit} is to carry on another, but does not stand on {day}.").format(
                    unit=self._name(unit), day=day.isoformat()
                )


def _drawn_by(change: int | None) -> Iterator[int]:
    """Units of the change that is corrected: what it drew falls away."""
    if change is not None:
        yield from ChangeUnit.objects.filter(change=change).values_list("unit", flat=True).distinct()


def _named(unit: int, day: date) -> str:
    return names_of([unit], day).get(unit) or _("The unit")
