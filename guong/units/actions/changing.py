"""Carrying out a plan: the changes as facts, the periods drawn from them, one entry of the trail."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Max, Model
from django.utils.translation import gettext as _
from uuid_utils.compat import uuid7

from guong.jobs import clock
from guong.trail.actions import Facts, record
from guong.units.enums import ChangeKind, Fate
from guong.units.faults import faults
from guong.units.models import (
    Carrying,
    Change,
    ChangeUnit,
    Mandate,
    Period,
    Person,
    Placement,
    Succession,
    Unit,
    UnitCode,
    UnitName,
)
from guong.units.plans import Plan
from guong.units.rules import Refused
from guong.units.steps import CHANGED

_TICK = timedelta(microseconds=1)
_BATCH = 5000
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


def alone() -> None:
    """One change of the tree at a time: two that are fine apart can make a circle, or one code twice, together."""
    list(Unit.objects.select_for_update().order_by("pk")[:1])


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
    said = _said(plan, changes, units)
    _close(plan, at)
    ChangeUnit.objects.bulk_create(said, batch_size=_BATCH)
    Succession.objects.bulk_create(_successions(plan, changes, units), batch_size=_BATCH)
    for model, rows in periods(said, changes).items():
        model._default_manager.bulk_create(rows, batch_size=_BATCH)
    if len(said) > _BATCH // 5:
        _count_anew()
    _carry(plan, changes[0], units)
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
    new = sorted(plan.beginning(), reverse=True)
    made = Unit.objects.bulk_create([Unit() for _number in new], batch_size=_BATCH)
    named = {item.unit for item in plan.items()} | {item.parent for item in plan.items() if item.parent is not None}
    named |= {edge.successor for edge in plan.edges()}
    named |= {to for to in plan.receiving() if to is not None}
    existing = [key for key in named if key > 0]
    return dict(zip(new, made, strict=True)) | _by_key(existing)


def _by_key(keys: list[int]) -> dict[int, Unit]:
    if len(keys) > _BATCH:
        wanted = set(keys)
        return {unit.pk: unit for unit in Unit.objects.iterator() if unit.pk in wanted}
    return Unit.objects.in_bulk(keys)


def _changes(by: Person | None, plan: Plan, at: datetime) -> list[Change]:
    act = uuid7()
    first = Change(act=act, by=by, in_force_on=plan.day, recorded_at=at, decision=plan.decision)
    rows = [
        Change(
            act=act,
            kind=step.kind,
            in_force_on=first.in_force_on,
            recorded_at=at,
            by=by,
            decision=first.decision,
            note=step.note,
            corrects_id=plan.corrects if number == 0 else None,
        )
        for number, step in enumerate(plan.steps)
    ]
    return Change.objects.bulk_create(rows, batch_size=_BATCH)


def _said(plan: Plan, changes: Sequence[Change], units: Mapping[int, Unit]) -> list[ChangeUnit]:
    return [
        ChangeUnit(
            change=change,
            unit=units[item.unit],
            fate=item.fate,
            line=item.line,
            parent=None if item.parent is None else units[item.parent],
            name=item.name,
            short_name=item.short_name,
            kind=item.kind,
            code=item.code,
            members=item.members,
        )
        for change, step in zip(changes, plan.steps, strict=True)
        for item in step.items
    ]


def _successions(plan: Plan, changes: Sequence[Change], units: Mapping[int, Unit]) -> list[Succession]:
    return [
        Succession(
            change=change,
            predecessor=units[edge.predecessor],
            successor=units[edge.successor],
            divided=edge.divided,
            main=edge.main,
            members=edge.members,
        )
        for change, step in zip(changes, plan.steps, strict=True)
        for edge in step.edges
    ]


def periods(said: Sequence[ChangeUnit], changes: Sequence[Change]) -> dict[type[Period], list[Period]]:
    """The periods that follow from what changes say: from these alone they could be drawn anew."""
    by_key = {change.pk: change for change in changes}
    found: dict[type[Period], list[Period]] = {model: [] for model in _PERIODS}
    for row in said:
        change = by_key[row.change_id]
        drawn = {
            "unit_id": row.unit_id,
            "change": change,
            "starts_on": change.in_force_on,
            "known_from": change.recorded_at,
        }
        if row.name:
            found[UnitName].append(UnitName(**drawn, name=row.name, short_name=row.short_name, kind=row.kind))
        if row.code:
            found[UnitCode].append(UnitCode(**drawn, code=row.code))
        if row.line:
            standing = row.fate != Fate.ENDS
            found[Placement].append(Placement(**drawn, line=row.line, parent_id=row.parent_id, standing=standing))
    return found


def _close(plan: Plan, at: datetime) -> None:
    """What the corrected change drew is known up to now, and stays for every view taken before."""
    if plan.corrects is not None:
        for model in _PERIODS:
            model._default_manager.filter(change=plan.corrects, known_until__isnull=True).update(known_until=at)


def _carry(plan: Plan, change: Change, units: Mapping[int, Unit]) -> None:
    """Mandates end, and go on where the plan says so; the deciding document is theirs too."""
    ways = {carried.mandate: carried.to for carried in plan.mandates}
    if not ways:
        return
    for held in Mandate.objects.select_for_update().filter(pk__in=ways).order_by("pk"):
        if held.starts_on >= plan.day or (held.ends_on is not None and held.ends_on <= plan.day):
            raise Refused(_("A mandate that is carried along must hold on the day before the change."))
        goes_to, last = ways[held.pk], held.ends_on
        held.ends_on = plan.day
        held.save(update_fields=["ends_on"])
        new = None if goes_to is None else _go_on(held, units[goes_to], plan, last)
        Carrying.objects.create(change=change, mandate=held, to=new)


def _go_on(held: Mandate, unit: Unit, plan: Plan, last: date | None) -> Mandate:
    return Mandate.objects.create(
        person_id=held.person_id,
        unit=unit,
        office=held.office,
        office_title=held.office_title,
        role=held.role,
        follows=held.follows,
        starts_on=plan.day,
        ends_on=last,
        document=plan.decision[:200],
    )
