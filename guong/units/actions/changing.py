"""Carrying out a plan: the changes as facts, the periods drawn from them, one entry of the trail."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import zip_longest
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Max, Model
from django.utils.translation import gettext as _
from uuid_utils.compat import uuid7

from guong.jobs import clock
from guong.trail.actions import Facts, record
from guong.units.actions.carrying import bring_back, carry
from guong.units.enums import ChangeKind, Fate
from guong.units.faults import faults
from guong.units.models import (
    Change,
    ChangeUnit,
    Period,
    Person,
    Placement,
    Snapshot,
    Succession,
    Unit,
    UnitCode,
    UnitName,
)
from guong.units.plans import Item, Plan
from guong.units.pouring import pour, reserve
from guong.units.rules import Refused
from guong.units.sql import alone
from guong.units.steps import CHANGED
from guong.viet.fold import fold

_TICK = timedelta(microseconds=1)
_MANY = 1000  # units in one plan
_PERIODS: tuple[type[Period], ...] = (UnitName, UnitCode, Placement)


class BadPlan(Refused):
    """A plan that cannot be carried out; `sentences` say why. Nothing was stored."""

    def __init__(self, sentences: Sequence[str]) -> None:
        super().__init__(" ".join(sentences[:5]))
        self.sentences = list(sentences)


@dataclass(frozen=True)
class Done:
    """What a plan became. `units`: every unit of the plan by the number that it has there."""

    act: UUID
    changes: tuple[Change, ...]
    units: Mapping[int, Unit]


@transaction.atomic
def carry_out(*, by: Person | None, plan: Plan, facts: Facts | None = None) -> Done:
    """Everything that a plan says, or `BadPlan`. One entry of the trail, with the digest of the plan."""
    alone()
    require(plan)
    done = draw(by=by, plan=plan)
    told = {"day": plan.day.isoformat(), "changes": len(done.changes), "plan": plan.digest(), **(facts or {})}
    tell(by, plan.steps[0].kind, done.act, told)
    return done


def tell(by: Person | None, what: str, on: UUID | str, facts: Facts) -> None:
    record(by=by.uid if by else None, what=f"units.{what}", on=on, facts=facts)


def require(plan: Plan) -> None:
    wrong = [*_of_correction(plan), *faults(plan)]
    if wrong:
        raise BadPlan(wrong)


def _of_correction(plan: Plan) -> Iterator[str]:
    if plan.corrects is None:
        return
    earlier = Change.objects.filter(pk=plan.corrects).first()
    if earlier is None or earlier.kind == ChangeKind.VOID:
        yield _("There is no such change to correct.")
    elif Change.objects.filter(corrects=earlier).exists():
        yield _("This change was corrected already; correct the one that stands in its place.")


def draw(*, by: Person | None, plan: Plan) -> Done:
    """Rows of a plan that was found to be without fault, inside the caller's transaction."""
    at = _instant()
    units = _units(plan)
    changes = _changes(by, plan, at)
    _close(plan, at)
    _say(plan, changes, units)
    _draw_periods(plan, changes, units)
    if len(units) > _MANY:
        _count_anew()
    carry(plan, changes[0], units)
    bring_back(plan, changes[0])
    for step in CHANGED:
        step(plan, tuple(changes), units)
    return Done(changes[0].act, tuple(changes), units)


def _count_anew() -> None:
    """After thousands of new rows PostgreSQL plans by numbers that are no longer true, a thousand times slower."""
    if connection.vendor == "postgresql":
        models: tuple[type[Model], ...] = (*_PERIODS, Unit, Change, ChangeUnit, Succession)
        tables = ", ".join(model._meta.db_table for model in models)
        with connection.cursor() as cursor:
            cursor.execute(f"ANALYZE {tables}")


def _instant() -> datetime:
    """Now, and later than whatever was recorded: a view as known at an instant never gains a change."""
    last = Change.objects.aggregate(last=Max("recorded_at"))["last"]
    now = clock.now()
    return now if last is None or last < now else last + _TICK


def _units(plan: Plan) -> dict[int, Unit]:
    """Every unit of a plan by its number there; those that it founds are written."""
    new = sorted(plan.beginning(), reverse=True)
    rows = [(key, uuid7()) for key in reserve(Unit, len(new))]
    pour(Unit, ("id", "uid"), rows)
    made = [Unit.from_db("default", ["id", "uid"], row) for row in rows]
    named = {item.unit for item in plan.items()} | {item.parent for item in plan.items() if item.parent is not None}
    named |= {edge.successor for edge in plan.edges()}
    named |= {to for to in plan.receiving() if to is not None}
    return dict(zip(new, made, strict=True)) | _by_key([key for key in named if key > 0])


def _by_key(keys: list[int]) -> dict[int, Unit]:
    if len(keys) > _MANY:
        wanted = set(keys)
        return {unit.pk: unit for unit in Unit.objects.iterator() if unit.pk in wanted}
    return {unit.pk: unit for unit in Unit.objects.filter(pk__in=keys)} if keys else {}


_CHANGE = ("id", "uid", "act", "kind", "in_force_on", "recorded_at", "by_id", "decision", "note", "corrects_id")


def _changes(by: Person | None, plan: Plan, at: datetime) -> list[Change]:
    """One for each step; the first one stands in the place of what the plan corrects."""
    act, who = uuid7(), by.pk if by else None
    keys = reserve(Change, len(plan.steps))
    rows = [
        (key, uuid7(), act, step.kind.value, plan.day, at, who, plan.decision, step.note, corrects)
        for key, step, corrects in zip_longest(keys, plan.steps, [plan.corrects])
    ]
    pour(Change, _CHANGE, rows)
    return [Change.from_db("default", _CHANGE, row) for row in rows]


def _say(plan: Plan, changes: Sequence[Change], units: Mapping[int, Unit]) -> None:
    """The facts: what each change says of each unit, and who carries on whom."""
    steps = list(zip(changes, plan.steps, strict=True))
    names = ("change_id", "unit_id", "fate", "line", "parent_id", "name", "short_name", "kind", "code", "members")
    pour(ChangeUnit, names, (_said(change, item, units) for change, step in steps for item in step.items))
    rows = (
        (change.pk, units[edge.predecessor].pk, units[edge.successor].pk, edge.divided, edge.main, edge.members)
        for change, step in steps
        for edge in step.edges
    )
    pour(Succession, ("change_id", "predecessor_id", "successor_id", "divided", "main", "members"), rows)


def _said(change: Change, item: Item, units: Mapping[int, Unit]) -> tuple[object, ...]:
    called = (item.name, item.short_name, item.kind, item.code, item.members)
    return (change.pk, units[item.unit].pk, item.fate.value, item.line, _parent(item, units), *called)


def _parent(item: Item, units: Mapping[int, Unit]) -> int | None:
    return None if item.parent is None else units[item.parent].pk


def _draw_periods(plan: Plan, changes: Sequence[Change], units: Mapping[int, Unit]) -> None:
    """The periods that follow from what changes say: from these alone they could be drawn anew."""
    said = [
        ((change.pk, units[item.unit].pk, change.in_force_on, change.recorded_at), item)
        for change, step in zip(changes, plan.steps, strict=True)
        for item in step.items
    ]
    names = ("change_id", "unit_id", "starts_on", "known_from")
    called = ((*drawn, item.name, fold(item.name), item.short_name, item.kind) for drawn, item in said if item.name)
    pour(UnitName, (*names, "name", "folded", "short_name", "kind"), called)
    pour(UnitCode, (*names, "code"), ((*drawn, item.code) for drawn, item in said if item.code))
    placed = ((*drawn, item.line, _parent(item, units), item.fate != Fate.ENDS) for drawn, item in said if item.line)
    pour(Placement, (*names, "line", "parent_id", "standing"), placed)


def _close(plan: Plan, at: datetime) -> None:
    """What the corrected change drew is known up to now, and stays for every view taken before. So are snapshots."""
    if plan.corrects is not None:
        for model in _PERIODS:
            model._default_manager.filter(change=plan.corrects, known_until__isnull=True).update(known_until=at)
    lines = {item.line for item in plan.items() if item.line}
    old = Snapshot.objects.filter(known_until__isnull=True)
    if plan.corrects is not None:
        old.update(known_until=at)
    elif lines:
        old.filter(line__in=lines, until__gt=plan.day).update(known_until=at)
