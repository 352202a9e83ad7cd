"""The life of one unit: what it was called, to whom it belonged, what came into it and out of it, change by change."""

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import pairwise

from guong.units.enums import Fate
from guong.units.models import Change, ChangeUnit, Placement, Succession, Unit, UnitName
from guong.units.queries.periods import called, held
from guong.units.queries.succession import _uncorrected


@dataclass(frozen=True)
class Stretch:
    """Something that held for [from_on, to_on); `to_on` None: it holds on. `unit_id`: whom it names, if anybody."""

    from_on: date
    to_on: date | None
    text: str
    unit_id: int | None = None


@dataclass(frozen=True)
class Turn:
    """What one change meant for the unit. `before` carried it on from others, `after` carry it on; ids, main first."""

    change: Change
    fate: Fate
    name: str = ""
    code: str = ""
    placed: tuple[tuple[str, int | None], ...] = ()  # line and superior, None for none
    before: tuple[int, ...] = ()
    after: tuple[int, ...] = ()


@dataclass(frozen=True)
class Life:
    """`began` and `ended` None: not known, not yet. Stretches by day, turns by day."""

    began: date
    ended: date | None
    names: tuple[Stretch, ...]
    superiors: tuple[Stretch, ...]
    turns: tuple[Turn, ...]

    def others(self) -> set[int]:
        """Everybody whom the life names."""
        found = {stretch.unit_id for stretch in self.superiors if stretch.unit_id is not None}
        for turn in self.turns:
            found |= {*turn.before, *turn.after, *(parent for _line, parent in turn.placed if parent is not None)}
        return found


def life(unit: Unit, line: str, known: datetime | None = None) -> Life:
    """The whole life in a line, planned days ahead included, in six queries."""
    places = list(unit.placements.filter(held(known), line=line).order_by("starts_on"))
    names = list(unit.names.filter(held(known)).order_by("starts_on"))
    ended = next((place.starts_on for place in places if not place.standing), None)
    starts = [row.starts_on for row in (*places, *names)]
    return Life(
        began=min(starts, default=date.min),
        ended=ended,
        names=_names(names, ended),
        superiors=_superiors(places),
        turns=_turns(unit, known),
    )


def _names(rows: list[UnitName], ended: date | None) -> tuple[Stretch, ...]:
    ends = [*(after.starts_on for _row, after in pairwise(rows)), ended]
    return tuple(Stretch(row.starts_on, end, row.name) for row, end in zip(rows, ends, strict=False))


def _superiors(places: list[Placement]) -> tuple[Stretch, ...]:
    """Under one superior it is one stretch, however many changes say so; its names are those of its first day there."""
    ends: list[date | None] = [*(after.starts_on for _row, after in pairwise(places)), None]
    found: list[Stretch] = []
    for place, end in zip(places, ends, strict=True):
        above = place.parent_id if place.standing else None
        if above is None:
            continue
        if found and found[-1].unit_id == above and found[-1].to_on == place.starts_on:
            found[-1] = replace(found[-1], to_on=end)
        else:
            found.append(Stretch(place.starts_on, end, _called(above, place.starts_on), above))
    return tuple(found)


def _called(unit: int, on: date) -> str:
    row = called([unit], on).get(unit) or UnitName.objects.filter(unit=unit).order_by("starts_on").first()
    return row.name if row else ""


def _turns(unit: Unit, known: datetime | None) -> tuple[Turn, ...]:
    said: defaultdict[int, list[ChangeUnit]] = defaultdict(list)
    for row in unit.changes.filter(_uncorrected("change__", known)).order_by("pk"):
        said[row.change_id].append(row)
    before, after = _edges(known, successor=unit), _edges(known, predecessor=unit)
    keys = {*said, *before, *after}
    changes = Change.objects.filter(pk__in=keys).select_related("by").order_by("in_force_on", "recorded_at", "pk")
    return tuple(
        _turn(
            change,
            said[change.pk],
            tuple(row.predecessor_id for row in before[change.pk]),
            tuple(row.successor_id for row in after[change.pk]),
        )
        for change in changes
    )


def _edges(known: datetime | None, **end: Unit) -> defaultdict[int, list[Succession]]:
    found: defaultdict[int, list[Succession]] = defaultdict(list)
    for row in Succession.objects.filter(_uncorrected("change__", known), **end).order_by("-main", "pk"):
        found[row.change_id].append(row)
    return found


def _turn(change: Change, said: list[ChangeUnit], before: tuple[int, ...], after: tuple[int, ...]) -> Turn:
    fates = {row.fate for row in said}
    fate = next((fate for fate in (Fate.BEGINS, Fate.ENDS) if fate in fates), Fate.GOES_ON)
    return Turn(
        change=change,
        fate=fate,
        name=next((row.name for row in said if row.name), ""),
        code=next((row.code for row in said if row.code), ""),
        placed=tuple((row.line, row.parent_id) for row in said if row.line and row.fate != Fate.ENDS),
        before=before,
        after=after,
    )
