"""Two days of a line side by side: who came, who went, who is called or placed otherwise."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from guong.units.models import ChangeUnit, Succession
from guong.units.queries.periods import called, codes_of
from guong.units.queries.succession import Heir, _uncorrected, heirs
from guong.units.queries.trees import parents_of


@dataclass(frozen=True)
class Side:
    """A unit on one of the days; `stands` is false when it did not stand then, and the rest is empty."""

    stands: bool
    name: str = ""
    code: str = ""
    parent_id: int | None = None


@dataclass(frozen=True)
class Difference:
    """A unit that is not the same on both days. `heirs`: who carries on one that went."""

    unit_id: int
    before: Side
    after: Side
    heirs: tuple[Heir, ...] = ()

    @property
    def came(self) -> bool:
        return not self.before.stands

    @property
    def went(self) -> bool:
        return not self.after.stands

    @property
    def renamed(self) -> bool:
        return self._both and self.before.name != self.after.name

    @property
    def recoded(self) -> bool:
        return self._both and self.before.code != self.after.code

    @property
    def moved(self) -> bool:
        return self._both and self.before.parent_id != self.after.parent_id

    @property
    def _both(self) -> bool:
        return self.before.stands and self.after.stands


def touched(line: str, since: date, until: date) -> set[int]:
    """Units of which some change that holds says something for a day in (since, until]."""
    hold = _uncorrected("change__", None)
    during = {"change__in_force_on__gt": since, "change__in_force_on__lte": until}
    said = ChangeUnit.objects.filter(hold, **during).filter(line__in=("", line))
    carried = Succession.objects.filter(hold, **during)
    return {*said.values_list("unit_id", flat=True), *carried.values_list("predecessor_id", flat=True)}


def differences(units: Collection[int], line: str, first: date, second: date) -> list[Difference]:
    """Of these units those that differ between the days, in eleven queries whatever their number."""
    ids = list(units)
    before, after = _sides(ids, line, first), _sides(ids, line, second)
    changed = [one for one in ids if before[one] != after[one]]
    gone = [one for one in changed if not after[one].stands]
    carried = heirs(gone, line, second)
    return [Difference(one, before[one], after[one], carried.get(one, ())) for one in changed]


def _sides(units: list[int], line: str, on: date) -> dict[int, Side]:
    parents, names, codes = parents_of(units, line, on), called(units, on), codes_of(units, on)
    return {
        unit: Side(True, names[unit].name if unit in names else "", codes.get(unit, ""), parents[unit])
        if unit in parents
        else Side(False)
        for unit in units
    }
