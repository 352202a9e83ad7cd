"""Named reads of rounds: the eight states, boards, worklists, threads. Instants and days are passed in."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING, TypedDict

from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, TextField, Value, When
from django.db.models.functions import Coalesce

from guong.jobs.clock import day_of
from guong.keys import seal
from guong.rounds import content
from guong.rounds.enums import DutyKind, DutyState, Exemption
from guong.rounds.models import AgendaPoint, Duty, Held, OwnItem, Phase, Round, Submission
from guong.rounds.rules import usual_kinds
from guong.units.access import scope
from guong.units.enums import Verb
from guong.units.models import Person, Unit
from guong.units.queries import Node, ancestors, descendants, tree

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations


class _Annotated(TypedDict):
    due: datetime
    state: str


# A duty as `with_state` gives it; the type exists for the checker alone.
if TYPE_CHECKING:
    StatedDuty = WithAnnotations[Duty, _Annotated]
else:
    StatedDuty = Duty

Kinds = Sequence[DutyKind] | Mapping[str, Sequence[DutyKind]]
Counts = dict[DutyState, int]

HANDED_IN = (DutyState.ON_TIME, DutyState.LATE, DutyState.LATE_ACCEPTED)
FREED = (DutyState.EXCUSED, DutyState.NOT_APPLICABLE)
WAITING = (DutyState.NOT_DUE, DutyState.MISSING, DutyState.RETURNED)


def with_state(duties: QuerySet[Duty], at: datetime) -> "QuerySet[StatedDuty]":
    """Annotate `due` (with the extension) and `state`, one of DutyState, as of an instant not before the last act.

    What is carried on by an heir counts at the heir's own duty and is not applicable here. Due on day D is received
    before 00:00 of D+1: `due` is that instant, and arriving at it is late.
    """
    arrived = Q(first_arrived_at__lte=at)
    states = Case(
        When(exemption__in=[Exemption.NOT_APPLICABLE, Exemption.HEIR], then=Value(DutyState.NOT_APPLICABLE.value)),
        When(exemption=Exemption.EXCUSED, then=Value(DutyState.EXCUSED.value)),
        When(arrived & Q(returned_at__lte=at), then=Value(DutyState.RETURNED.value)),
        When(arrived & Q(first_arrived_at__lt=F("due")), then=Value(DutyState.ON_TIME.value)),
        When(arrived & Q(accepted_late_at__lte=at), then=Value(DutyState.LATE_ACCEPTED.value)),
        When(arrived, then=Value(DutyState.LATE.value)),
        When(due__gt=at, then=Value(DutyState.NOT_DUE.value)),
        default=Value(DutyState.MISSING.value),
        output_field=TextField(),
    )
    return duties.annotate(due=Coalesce("extended_until", "due_at")).annotate(state=states)


def duties_of(phases: Collection[Phase], unit: Unit | None = None) -> QuerySet[Duty]:
    """The frozen lists of some phases; with `unit`, its own duties and those of the units below it at the opening."""
    duties = Duty.objects.filter(phase__in=phases)
    if unit is None:
        return duties
    within = {unit.pk}
    for phase in phases:
        if phase.opened_at and unit.pk != phase.round.owner_id:
            within |= descendants(unit, phase.round.line, day_of(phase.opened_at))
        elif unit.pk == phase.round.owner_id:
            return duties
    return duties.filter(unit__in=within)


def counts(phase: Phase, at: datetime, unit: Unit | None = None, kind: DutyKind | None = None) -> Counts:
    """How many duties stand in each of the eight states; they add up to the whole list."""
    duties = duties_of([phase], unit)
    if kind is not None:
        duties = duties.filter(kind=kind)
    found = dict(with_state(duties, at).values_list("state").annotate(Count("pk")).order_by())
    return {state: found.get(state.value, 0) for state in DutyState}


def completeness(counts: Mapping[DutyState, int]) -> Fraction | None:
    """Handed in over obliged; None where nobody is obliged. What was returned lies with the unit and is not in."""
    return _share(counts, HANDED_IN)


def on_time_rate(counts: Mapping[DutyState, int]) -> Fraction | None:
    """On time over obliged; None where nobody is obliged."""
    return _share(counts, (DutyState.ON_TIME,))


def _share(counts: Mapping[DutyState, int], states: Iterable[DutyState]) -> Fraction | None:
    obliged = sum(counts.values()) - sum(counts[state] for state in FREED)
    return Fraction(sum(counts[state] for state in states), obliged) if obliged else None


@dataclass(frozen=True)
class Cell:
    """One duty of a board."""

    duty: Duty
    state: DutyState


@dataclass(frozen=True)
class BoardRow:
    """One unit of a board; a missing key means that the unit does not owe that kind in that phase."""

    unit: Unit
    cells: Mapping[tuple[int, DutyKind], Cell]  # (phase id, kind)


@dataclass(frozen=True)
class Board:
    """Units directly below one unit, by phase and kind of duty; `columns` leaves out kinds that nobody owes."""

    columns: tuple[tuple[Phase, DutyKind], ...]
    rows: tuple[BoardRow, ...]


def board(phases: Sequence[Phase], at: datetime, unit: Unit | None = None) -> Board:
    """The board of `unit` (the owner of the round when None), in one query, in the order of the frozen list."""
    duties = Duty.objects.filter(phase__in=phases, superior=unit or F("phase__round__owner"))
    found: dict[int, dict[tuple[int, DutyKind], Cell]] = {}
    units: dict[int, Unit] = {}
    rows = with_state(duties, at).select_related("unit").order_by("order", "phase__order", "kind")
    for duty in rows:
        units[duty.unit_id] = duty.unit
        cell = Cell(duty, state_of(duty))
        found.setdefault(duty.unit_id, {})[(duty.phase_id, DutyKind(duty.kind))] = cell
    owed = {key for cells in found.values() for key in cells}
    columns = tuple((phase, kind) for phase in phases for kind in DutyKind if (phase.pk, kind) in owed)
    return Board(columns, tuple(BoardRow(units[unit_id], cells) for unit_id, cells in found.items()))


def state_of(duty: "StatedDuty") -> DutyState:
    """The state that `with_state` annotated."""
    return DutyState(duty.state)


def due_of(duty: Duty) -> datetime:
    """When a duty is due, its extension included: the instant at which it is late."""
    return duty.extended_until or duty.due_at


@dataclass(frozen=True)
class LateRow:
    """A unit with duties past due and not in. `days` since the earliest of their last days."""

    unit: Unit
    duties: tuple[Duty, ...]
    days: int


def late(phase: Phase, at: datetime, unit: Unit | None = None) -> list[LateRow]:
    """Whom one waits for: units with missing duties, the longest first, then in the order of the list."""
    missing = with_state(duties_of([phase], unit), at).filter(state=DutyState.MISSING)
    by_unit: dict[int, list[Duty]] = {}
    for duty in missing.select_related("unit").order_by("order", "kind"):
        by_unit.setdefault(duty.unit_id, []).append(duty)
    rows = [
        LateRow(duties[0].unit, tuple(duties), max(days_late(d, at) for d in duties)) for duties in by_unit.values()
    ]
    return sorted(rows, key=lambda row: -row.days)


def days_late(duty: Duty, at: datetime) -> int:
    """Whole days of the organisation between the last day in time and the day of `at`; 0 when in time."""
    last = day_of(due_of(duty) - timedelta(microseconds=1))
    return max(0, (day_of(at) - last).days)


def progress(phase: Phase, until: datetime, kind: DutyKind = DutyKind.SITTING) -> list[tuple[date, int]]:
    """For each day from the opening, how many units had handed in by its end: by first arrival, each unit once."""
    if phase.opened_at is None:
        return []
    arrivals = phase.duties.filter(kind=kind, first_arrived_at__lte=until)
    by_day: dict[date, int] = {}
    for arrived in arrivals.values_list("first_arrived_at", flat=True):
        if arrived is not None:
            by_day[day_of(arrived)] = by_day.get(day_of(arrived), 0) + 1
    days, total = [], 0
    for day in _days(min([day_of(phase.opened_at), *by_day]), day_of(until)):
        total += by_day.get(day, 0)
        days.append((day, total))
    return days


def _days(first: date, last: date) -> Iterator[date]:
    for offset in range((last - first).days + 1):
        yield first + timedelta(days=offset)


def open_duties(person: Person | None, at: datetime) -> "QuerySet[StatedDuty]":
    """What lies with the units for which the person reports, most urgent first; `state` and `due` annotated."""
    units = scope(person, Verb.REPORT, day_of(at))
    duties = Duty.objects.filter(unit__in=units, phase__opened_at__isnull=False, phase__closed_at__isnull=True)
    waiting = with_state(duties, at).filter(state__in=WAITING)
    return waiting.select_related("unit", "phase__round").order_by("due", "phase", "kind")


def latest(duty: Duty) -> Submission | None:
    """The newest version of what answers a duty."""
    return thread(duty).last()


def thread(duty: Duty) -> QuerySet[Submission]:
    """All versions of what answers a duty, oldest first."""
    if duty.thread is None:
        return Submission.objects.none()
    versions = Submission.objects.filter(thread=duty.thread).select_related("receipt", "by", "unit")
    return versions.prefetch_related("judgements").order_by("version")


def content_of(submission: Submission | Held, *, inside: bool) -> content.Content:
    """What was handed in; with `inside` also the part that stays, where its key is there.

    Callers have checked `Verb.SEE_INSIDE` for `inside` (`access.content_for` does).
    """
    stays: bytes | None = None
    if inside and submission.stays is not None:
        with suppress(seal.KeyMissing):
            stays = seal.unseal(bytes(submission.stays), kind="unit", name=str(submission.unit.uid))
    return content.parse(bytes(submission.up), stays)


def own_items(duty: Duty) -> list[OwnItem]:
    """What units between the owner of the round and this unit added for it, in order."""
    if duty.phase.opened_at is None:
        return []
    above = ancestors(duty.unit, duty.phase.round.line, day_of(duty.phase.opened_at))
    return list(duty.phase.own_items.filter(unit__in=above).order_by("order"))


def points(duty: Duty) -> list[AgendaPoint | OwnItem]:
    """Everything that a sitting may tick: the agenda of the round, and what units between added to it."""
    return [*duty.phase.round.agenda.order_by("order"), *(item for item in own_items(duty) if not item.kind)]


def plan_awaited(duty: Duty) -> bool:
    """Whether a sitting of the unit waits for the approval of its plan."""
    plans = Duty.objects.filter(phase=duty.phase, unit=duty.unit, kind=DutyKind.PLAN, exemption=Exemption.NONE)
    return duty.phase.plan_approval and duty.kind == DutyKind.SITTING and plans.filter(approved_at=None).exists()


@dataclass(frozen=True)
class Planned:
    """A duty that opening a phase would freeze. Depth 1 stands directly below the owner of the round."""

    unit: Unit
    depth: int
    superior: Unit
    kind: DutyKind
    order: int


def list_preview(round: Round, kinds: Kinds, levels: int | None, on: date, also: Collection[int] = ()) -> list[Planned]:
    """Exactly the duties that opening a phase on that day would freeze, in order of the tree.

    `kinds`: by code of the unit's kind; or one list for all, cut to what each kind of unit is usually asked for.
    `levels` is the greatest depth below the owner; None takes all. The scope of the round narrows both; `also` are
    ids of units below the owner that a person picks in beside them.
    """
    standing = tree(round.line, on)
    top = standing.node(round.owner)
    if top is None:
        return []
    deepest = min((limit for limit in (levels, round.levels) if limit is not None), default=None)
    rows = [(node, node.depth - top.depth) for node in standing.below(round.owner)]
    chosen = [(node, depth) for node, depth in rows if node.unit.pk in also or _asked(round, node, depth, deepest)]
    return [planned for node, depth in chosen for planned in _planned(node, depth, kinds, also)]


def _asked(round: Round, node: Node, depth: int, deepest: int | None) -> bool:
    return (deepest is None or depth <= deepest) and (not round.unit_kinds or node.kind in round.unit_kinds)


def _planned(node: Node, depth: int, kinds: Kinds, also: Collection[int]) -> Iterator[Planned]:
    """A unit picked in owes what its kind is usually asked for, of what is asked of anybody."""
    if isinstance(kinds, Mapping):
        asked: Collection[DutyKind] = kinds.get(node.kind, ())
        if node.unit.pk in also and not asked:
            everything = {kind for of in kinds.values() for kind in of}
            asked = [kind for kind in usual_kinds(node.kind) if kind in everything]
    else:
        asked = [kind for kind in usual_kinds(node.kind) if kind in kinds]
    for kind in DutyKind:
        if kind in asked and node.parent is not None:
            yield Planned(node.unit, depth, node.parent, kind, node.order)


def open_phases(person: Person | None, at: datetime) -> QuerySet[Phase]:
    """Phases open now of units that the person may see, or that ask something of one."""
    seen = scope(person, Verb.SEE, day_of(at))
    asked = Exists(Duty.objects.filter(phase=OuterRef("pk"), unit__in=seen))
    phases = Phase.objects.filter(opened_at__isnull=False, closed_at__isnull=True)
    return phases.filter(Q(round__owner__in=seen) | asked).select_related("round__owner").order_by("-opened_at")
