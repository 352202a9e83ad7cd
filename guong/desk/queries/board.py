"""The board as values: shares, the late, the map in tree order, the curve. No query runs per unit."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from guong.desk.queries.people import Contact, contacts
from guong.desk.rules import DONE, KINDS
from guong.desk.words import first_capital, kind_short, kind_word
from guong.jobs.clock import day_of
from guong.rounds.enums import DutyKind, DutyState
from guong.rounds.models import Duty, Phase, Sitting
from guong.rounds.queries import BoardRow, counts, days_late
from guong.rounds.queries import board as duties_board
from guong.ui.states import STATES, State, state
from guong.units.models import Unit, UnitName
from guong.units.queries import in_force


@dataclass(frozen=True)
class Cell:
    """One duty of one unit."""

    uid: UUID
    kind: DutyKind
    state: DutyState
    late_days: int
    reason: str

    @property
    def look(self) -> State:
        return state(self.state)

    @property
    def word(self) -> str:
        return kind_word(self.kind)

    @property
    def title(self) -> str:
        return first_capital(self.word)


@dataclass(frozen=True)
class Column:
    kind: DutyKind

    @property
    def word(self) -> str:
        return kind_word(self.kind)

    @property
    def short(self) -> str:
        return kind_short(self.kind)


@dataclass(frozen=True)
class Block:
    """The columns of one phase."""

    phase: Phase
    columns: tuple[Column, ...]
    running: bool


@dataclass(frozen=True)
class Row:
    """A unit with its cells, one tuple per block; None where it does not owe that kind."""

    unit_uid: UUID
    name: str
    short: str
    kind: str
    has_below: bool
    cells: tuple[tuple[Cell | None, ...], ...]

    @property
    def running(self) -> tuple[Cell | None, ...]:
        return self.cells[-1] if self.cells else ()


@dataclass(frozen=True)
class LateUnit:
    unit_uid: UUID
    name: str
    head: Contact | None
    follower: Contact | None
    cells: tuple[Cell, ...]

    @property
    def days(self) -> int:
        return max(cell.late_days for cell in self.cells)


@dataclass(frozen=True)
class Share:
    state: DutyState
    count: int
    total: int

    @property
    def look(self) -> State:
        return state(self.state)


@dataclass(frozen=True)
class Curve:
    """Units that had handed in by the end of each day; `previous` counts days since the start of the phase before."""

    points: list[tuple[date, int]]
    previous: list[tuple[int, int]]
    whole: int
    due_at: datetime | None  # of the duties that it counts, extensions of single units left out


@dataclass(frozen=True)
class Board:
    phase: Phase
    unit: Unit
    at: datetime
    shares: list[Share]
    blocks: list[Block]
    rows: list[Row]
    late: list[LateUnit]
    late_below: int
    leading: DutyKind
    units_done: int
    curve: Curve

    @property
    def total(self) -> int:
        return sum(share.count for share in self.shares)

    def count(self, of: DutyState) -> int:
        return next(share.count for share in self.shares if share.state == of)

    @property
    def due(self) -> int:
        """Duties whose time has come, or that came before it: all but those not due yet."""
        return self.total - self.count(DutyState.NOT_DUE)


def shares(of: Mapping[DutyState, int]) -> list[Share]:
    """All eight states in the order of the bar; they add up to the whole list."""
    total = sum(of.values())
    return [Share(DutyState(key), of[DutyState(key)], total) for key in STATES]


def board(*, phase: Phase, unit: Unit, at: datetime) -> Board:
    """Everything the board draws, for the units directly below `unit`, beside the phase before.

    The shares divide the whole frozen list under `unit`, lower levels included.
    """
    before = phase.round.phases.filter(opened_at__isnull=False, order__lt=phase.order).order_by("order").last()
    phases = [before, phase] if before else [phase]
    drawn = duties_board(phases, at, unit)
    blocks = [_block(each, drawn.columns, phase) for each in phases]
    blocks = [block for block in blocks if block.columns]
    rows = _rows(drawn.rows, blocks, phase, at)
    of = shares(counts(phase, at, unit))
    late = _late(drawn.rows, rows, day_of(at))
    leading = _leading(kind for each, kind in drawn.columns if each.pk == phase.pk)
    answered = _answered(drawn.rows, phases, leading)
    missing = next(share.count for share in of if share.state == DutyState.MISSING)
    return Board(
        phase=phase,
        unit=unit,
        at=at,
        shares=of,
        blocks=blocks,
        rows=rows,
        late=late,
        late_below=missing - sum(len(entry.cells) for entry in late),
        leading=leading,
        units_done=len(_arrivals(answered, phase, at)),
        curve=_curve(answered, phase, before, at),
    )


def _block(phase: Phase, columns: Sequence[tuple[Phase, DutyKind]], running: Phase) -> Block:
    kinds = {kind for each, kind in columns if each.pk == phase.pk}
    return Block(phase, tuple(Column(kind) for kind in KINDS if kind in kinds), phase.pk == running.pk)


def _leading(kinds: Iterator[DutyKind]) -> DutyKind:
    """The kind that the sentence speaks of: the sitting, where one is asked."""
    asked = set(kinds)
    return next((kind for kind in (DutyKind.SITTING, DutyKind.REPORT, DutyKind.REVIEW) if kind in asked), DutyKind.PLAN)


def _late_days(duty: Duty, at: datetime) -> int:
    """Days after the last day in time: until the first arrival, or until now where nothing came."""
    return days_late(duty, duty.first_arrived_at or at)


def _cell(duty: Duty, of: DutyState, at: datetime) -> Cell:
    reason = duty.exemption_reason or duty.extension_reason or duty.added_reason
    return Cell(duty.uid, DutyKind(duty.kind), of, _late_days(duty, at), reason)


@dataclass(frozen=True)
class _Names:
    full: Mapping[int, UnitName]
    with_below: Collection[int]


def _named(rows: Sequence[BoardRow], phase: Phase, on: date) -> _Names:
    ids = [row.unit.pk for row in rows]
    names = {name.unit_id: name for name in in_force(UnitName.objects.filter(unit__in=ids), on)}
    below = phase.duties.filter(superior__in=ids).values_list("superior_id", flat=True).distinct()
    return _Names(names, set(below))


def _rows(drawn: Sequence[BoardRow], blocks: Sequence[Block], phase: Phase, at: datetime) -> list[Row]:
    names = _named(drawn, phase, day_of(at))
    found: list[Row] = []
    for row in drawn:
        name = names.full.get(row.unit.pk)
        cells = tuple(
            tuple(
                _cell(cell.duty, cell.state, at) if (cell := row.cells.get((block.phase.pk, column.kind))) else None
                for column in block.columns
            )
            for block in blocks
        )
        found.append(
            Row(
                unit_uid=row.unit.uid,
                name=name.name if name else "",
                short=(name.short_name or name.name) if name else "",
                kind=name.kind if name else "",
                has_below=row.unit.pk in names.with_below,
                cells=cells,
            )
        )
    return found


def _late(drawn: Sequence[BoardRow], rows: Sequence[Row], on: date) -> list[LateUnit]:
    """Units with missing duties of the running phase: the longest first, then in the order of the tree."""
    waited = [
        (row, below.unit.pk, missing)
        for below, row in zip(drawn, rows, strict=True)
        if (missing := tuple(cell for cell in row.running if cell and cell.state == DutyState.MISSING))
    ]
    heads, followers = contacts([key for _row, key, _cells in waited], on) if waited else ({}, {})
    late = [
        LateUnit(row.unit_uid, row.name, heads.get(key), followers.get(key), missing) for row, key, missing in waited
    ]
    return sorted(late, key=lambda entry: -entry.days)


_Answered = Mapping[int, list[tuple[Duty, bool]]]
"""Duties of the leading kind by phase, and whether each counts for the sentence and the curve."""


def _answered(drawn: Sequence[BoardRow], phases: Sequence[Phase], kind: DutyKind) -> _Answered:
    """A sitting counts when one is reported: also while its report lies with the unit, never for "nothing to report".

    So the sentence of the board says what the published figure says. Of papers counts what is handed in.
    """
    sat: set[tuple[int, int]] = set()
    if kind == DutyKind.SITTING:
        units = [row.unit.pk for row in drawn]
        sat = set(Sitting.objects.filter(phase__in=phases, units__in=units).values_list("phase_id", "units"))
    cells = [
        (phase.pk, row.unit.pk, cell) for phase in phases for row in drawn if (cell := row.cells.get((phase.pk, kind)))
    ]
    duties: dict[int, list[tuple[Duty, bool]]] = {}
    for phase_id, unit_id, cell in cells:
        done = (phase_id, unit_id) in sat if kind == DutyKind.SITTING else cell.state in DONE
        duties.setdefault(phase_id, []).append((cell.duty, done))
    return duties


def _arrivals(answered: _Answered, phase: Phase, at: datetime) -> list[date]:
    """Days of first arrival of what counts, in order."""
    arrived = [duty.first_arrived_at for duty, done in answered.get(phase.pk, []) if done]
    return sorted(day_of(when) for when in arrived if when and when <= at)


def _steps(days: Sequence[date], start: date, until: date) -> list[tuple[date, int]]:
    span = [start + timedelta(days=offset) for offset in range(max((until - start).days, 0) + 1)]
    return [(day, sum(1 for arrived in days if arrived <= day)) for day in span]


def _curve(answered: _Answered, phase: Phase, before: Phase | None, at: datetime) -> Curve:
    days, duties = _arrivals(answered, phase, at), [duty for duty, _done in answered.get(phase.pk, [])]
    due = max((duty.due_at for duty in duties), default=None)
    points = _steps(days, _start(phase, at), min(day_of(at), _last(phase, at)))
    if before is None:
        return Curve(points, [], len(duties), due)
    earlier = _arrivals(answered, before, at)
    first = _start(before, at)
    steps = _steps(earlier, first, earlier[-1]) if earlier else []
    return Curve(points, [((day - first).days, total) for day, total in steps], len(duties), due)


def _start(phase: Phase, at: datetime) -> date:
    """The first day that the curve shows: that of the phase, or of its opening."""
    days = [day for day in (phase.starts_on, day_of(phase.opened_at) if phase.opened_at else None) if day]
    return min(days, default=day_of(at))


def _last(phase: Phase, at: datetime) -> date:
    return day_of(phase.closed_at) if phase.closed_at else day_of(at)
