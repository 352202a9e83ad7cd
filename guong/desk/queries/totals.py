"""The figures of a phase by the units directly below one, on any day and in either view."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from uuid import UUID

from guong.rounds.models import Phase
from guong.rounds.rules import IN, ON_TIME, OWED
from guong.tally import queries as tally
from guong.tally.queries import View
from guong.units.models import Placement, Unit
from guong.units.queries import code_key, codes_of, heirs, names_of
from guong.viet.collate import sort_key

MEMBERS, GUESTS, EXPECTED = "seats.members", "seats.guests", "expected"


@dataclass(frozen=True)
class Figures:
    """Sums; rates are made anew from their parts, and None where there is nothing to divide by."""

    values: Mapping[str, int]

    @property
    def owed(self) -> int:
        return self.values.get(OWED, 0)

    @property
    def handed_in(self) -> int:
        return self.values.get(IN, 0)

    @property
    def in_time(self) -> int:
        return self.values.get(ON_TIME, 0)

    @property
    def members(self) -> int:
        return self.values.get(MEMBERS, 0)

    @property
    def expected(self) -> int:
        return self.values.get(EXPECTED, 0)

    @property
    def completeness(self) -> Fraction | None:
        return tally.rate(self.values, IN, OWED)

    @property
    def on_time(self) -> Fraction | None:
        return tally.rate(self.values, ON_TIME, OWED)

    @property
    def seats(self) -> int:
        return self.members + self.values.get(GUESTS, 0)

    @property
    def attendance(self) -> Fraction | None:
        return tally.rate(self.values, MEMBERS, EXPECTED)


@dataclass(frozen=True)
class Row:
    """A unit directly below; `stands` is false where it ended or was moved away and its values still count here."""

    uid: UUID
    name: str
    code: str
    stands: bool
    has_below: bool
    figures: Figures


@dataclass(frozen=True)
class Carried:
    """A unit that ended, and the one at which its values count; whole, although it was divided, where `divided`."""

    name: str
    heir: str
    divided: bool


@dataclass(frozen=True)
class Totals:
    """`own` is what the unit itself stated, with what it carries on; with the rows it adds up to `whole`."""

    name: str
    rows: tuple[Row, ...]
    own: Figures
    whole: Figures
    carried: tuple[Carried, ...] = ()


def totals(*, phase: Phase, unit: Unit, on: date, view: View, links: bool = True) -> Totals:
    """As known now. Without `links` nobody asks which rows lead further down."""
    line = phase.round.line
    found = tally.level(series=phase.uid, unit=unit, line=line, on=on, known=None, view=view)
    ids = [row.unit_id for row in found.rows]
    units, names, codes = Unit.objects.in_bulk(ids), names_of([*ids, unit.pk], on), codes_of(ids, on)
    above = _with_below(ids, line, on) if links else set()
    rows = [
        Row(
            uid=units[row.unit_id].uid,
            name=names.get(row.unit_id, ""),
            code=codes.get(row.unit_id, ""),
            stands=row.stands,
            has_below=row.unit_id in above,
            figures=Figures(row.values),
        )
        for row in found.rows
        if row.stands or row.values
    ]
    rows.sort(key=lambda row: (not row.stands, code_key(row.code), sort_key(row.name)))
    carried = _carried(phase, unit, found, on) if view == View.NOW else ()
    return Totals(names.get(unit.pk, ""), tuple(rows), Figures(found.own), Figures(found.whole), carried)


def _carried(phase: Phase, unit: Unit, level: tally.Level, on: date) -> tuple[Carried, ...]:
    found = tally.carried_at(series=phase.uid, unit=unit, level=level, line=phase.round.line, on=on)
    names = names_of({key for one in found for key in (one.unit_id, one.heir_id)}, on)
    rows = [Carried(names.get(one.unit_id, ""), names.get(one.heir_id, ""), one.divided) for one in found]
    return tuple(sorted(rows, key=lambda row: (sort_key(row.heir), sort_key(row.name))))


def heirs_of(phase: Phase, unit: Unit, on: date) -> list[tuple[UUID, str]]:
    """The units that carry on one that ended, main one first; none where it stands."""
    keys = [heir.unit_id for heir in heirs([unit], phase.round.line, on)[unit.pk] if heir.unit_id != unit.pk]
    uids, names = dict(Unit.objects.filter(pk__in=keys).values_list("pk", "uid")), names_of(keys, on)
    return [(uids[key], names.get(key, "")) for key in keys]


def _with_below(units: list[int], line: str, on: date) -> set[int]:
    """Of these, the units under which others stood up to a day."""
    rows = Placement.objects.filter(line=line, parent__in=units, starts_on__lte=on)
    return set(rows.order_by().values_list("parent", flat=True).distinct())
