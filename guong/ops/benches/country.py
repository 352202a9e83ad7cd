"""A made-up country for benchmarks, written in bulk: a line of five levels before and after the merger of 1 July 2025.

Before: 63 provinces, three communes for each later one; after: 34 provinces, new communes. What is below lives on.
"""

import json
import os
import random
import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import CommandError
from django.db import connection, transaction
from django.utils.translation import gettext as _

from guong import installation
from guong.accounts.models import User
from guong.jobs import clock
from guong.ops.benches.serving import guong, where
from guong.rounds.models import Phase, Round
from guong.units.actions import add_person, give_mandate
from guong.units.enums import ChangeKind, Role
from guong.units.models import Change, Person, Unit
from guong.viet.fold import fold

LINE, MERGER, SINCE = "party", date(2025, 7, 1), date(2020, 1, 1)
OPENED, DUE = datetime(2022, 5, 1, tzinfo=UTC), datetime(2022, 7, 1, tzinfo=UTC)
RECORDED, DECIDED = datetime(2020, 1, 1, tzinfo=UTC), datetime(2025, 6, 20, tzinfo=UTC)
PROVINCES, OLD_PROVINCES, COMMUNES, COMMITTEES, CELLS = 34, 63, 3321, 52_000, 300_000
KINDS = ("province_committee", "commune_committee", "grassroots_committee", "cell")
NAMES = ("Đảng bộ tỉnh", "Đảng bộ xã", "Đảng bộ cơ sở", "Chi bộ")
Rows = Iterable[Sequence[object]]


@dataclass(frozen=True)
class Country:
    """Ids of units by what they are; the phase with its values; the clerk on top."""

    root: int
    provinces: Sequence[int]
    old_provinces: Sequence[int]
    communes: Sequence[int]
    old_communes: Sequence[int]
    committees: Sequence[int]
    cells: Sequence[int]
    phase: Phase
    clerk: Person

    @property
    def units(self) -> int:
        """Those that stand today."""
        return 1 + len(self.provinces) + len(self.communes) + len(self.committees) + len(self.cells)


def at_hand(cells: int) -> Country:
    """The one that lies in the folder of this benchmark; where there is none it is made, and noted for the next run."""
    note = Path(settings.GUONG_DATA, "country.json")
    if note.is_file():
        return _noted(json.loads(note.read_text("utf-8")), cells)
    if not installation.exists(settings.GUONG_DATA):
        guong("init", os.environ | where())
    made = make(cells)
    ids = {field.name: getattr(made, field.name) for field in fields(made) if field.name not in {"phase", "clerk"}}
    note.write_text(json.dumps(ids | {"phase": made.phase.pk, "clerk": made.clerk.pk}), "utf-8")
    return made


def _noted(noted: dict[str, Any], cells: int) -> Country:
    if len(noted["cells"]) != cells:
        told = {"folder": settings.GUONG_DATA, "units": len(noted["cells"])}
        raise CommandError(_("%(folder)s holds a country of %(units)s units: ask for as many.") % told, returncode=2)
    phase, clerk = Phase.objects.get(pk=noted.pop("phase")), Person.objects.get(pk=noted.pop("clerk"))
    return Country(**noted, phase=phase, clerk=clerk)


@transaction.atomic
def make(cells: int) -> Country:
    """With so many units of the lowest level; the levels above in proportion."""
    _unchecked()
    many = [max(3, round(level * cells / CELLS)) for level in (PROVINCES, OLD_PROVINCES, COMMUNES, COMMITTEES)]
    provinces, old_provinces, communes, committees = many
    ids = _ids(1 + provinces + old_provinces + 4 * communes + committees + cells)
    taken = iter(ids)
    root, *groups = (
        [next(taken) for _ in range(size)] for size in (1, provinces, old_provinces, communes, 3 * communes)
    )
    world = [*groups, [next(taken) for _ in range(committees)], list(taken)]
    change, merger = _changes()
    put("units_placement", _PLACED, _places(root[0], world, change, merger))
    put("units_unitname", _NAMED, _names(root[0], world, change, merger))
    put("units_unitcode", _CODED, _codes(root[0], world, change, merger))
    put("units_succession", _SUCCEEDED, _successions(world, merger))
    phase = _phase(Unit.objects.get(pk=root[0]))
    put("tally_observation", _OBSERVED, _observations(phase, world))
    _count()
    clerk = add_person(by=None, name="Lê Văn Thử", user=User.objects.create_user("bench"))
    give_mandate(by=None, person=clerk, unit=Unit.objects.get(pk=root[0]), role=Role.CLERK, starts_on=SINCE)
    one, two, three, four, five, six = world
    return Country(root[0], one, two, three, four, five, six, phase, clerk)


def _unchecked() -> None:
    """The rows are right as they are made: where PostgreSQL lets us, it need not look up millions of keys."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT usesuper FROM pg_user WHERE usename = current_user")
            if cursor.fetchone()[0]:
                cursor.execute("SET LOCAL session_replication_role = replica")


_PLACED = "unit_id line parent_id standing change_id starts_on known_from"
_NAMED = "unit_id name folded short_name kind change_id starts_on known_from"
_CODED = "unit_id code change_id starts_on known_from"
_SUCCEEDED = "change_id predecessor_id successor_id divided main"
_OBSERVED = "uid series unit_id on measure value source known_from"


def put(table: str, columns: str, rows: Rows) -> None:
    """Rows as fast as the engine takes them."""
    names = ", ".join(f'"{name}"' for name in columns.split())
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
            return
        marks = ", ".join(["%s"] * len(columns.split()))
        cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", map(_adapted, rows))  # type: ignore[arg-type]  # noqa: S608  (names of ours; sqlite3 takes any iterable)


def _adapted(row: Sequence[object]) -> list[object]:
    return [_sqlite(value) for value in row]


def _sqlite(value: object) -> object:
    if value is None or isinstance(value, int | str):
        return value
    return value.hex if isinstance(value, uuid.UUID) else _written(value)


@cache
def _written(value: object) -> object:
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    return value.isoformat() if isinstance(value, date) else value


def _ids(many: int) -> list[int]:
    first = (Unit.objects.order_by("-pk").values_list("pk", flat=True).first() or 0) + 1
    put("units_unit", "uid", ([uuid.UUID(int=number)] for number in range(1, many + 1)))
    return list(Unit.objects.filter(pk__gte=first).order_by("pk").values_list("pk", flat=True))


def _changes() -> tuple[int, int]:
    given = {"act": uuid.uuid4(), "decision": "1-NQ/TEST"}
    began = Change.objects.create(kind=ChangeKind.FOUND, in_force_on=SINCE, recorded_at=RECORDED, **given)
    merged = Change.objects.create(kind=ChangeKind.MERGE, in_force_on=MERGER, recorded_at=DECIDED, **given)
    return began.pk, merged.pk


def _spread(below: Sequence[int], above: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Each lower unit with its superior: neighbours stay together."""
    for place, unit in enumerate(below):
        yield unit, above[place * len(above) // len(below)]


def _places(root: int, world: Sequence[Sequence[int]], began: int, merged: int) -> Rows:
    provinces, old_provinces, communes, old_communes, committees, cells = world
    before, after = (began, SINCE, RECORDED), (merged, MERGER, DECIDED)
    yield root, LINE, None, True, *before
    for pairs, when in (
        (((one, root) for one in old_provinces), before),
        (_spread(old_communes, old_provinces), before),
        (_spread(committees, old_communes), before),
        (_spread(cells, committees), before),
        (((one, root) for one in provinces), after),
        (_spread(communes, provinces), after),
        (_spread(committees, communes), after),
    ):
        for unit, parent in pairs:
            yield unit, LINE, parent, True, *when
    for unit in (*old_provinces, *old_communes):
        yield unit, LINE, None, False, *after


def _called(root: int, world: Sequence[Sequence[int]]) -> Iterator[tuple[int, int, int, bool]]:
    """(unit, level, number, new) of all."""
    provinces, old_provinces, communes, old_communes, committees, cells = world
    yield root, 0, 0, False
    for level, units, new in (
        (0, provinces, True), (0, old_provinces, False), (1, communes, True), (1, old_communes, False),
        (2, committees, False), (3, cells, False),
    ):  # fmt: skip
        for number, unit in enumerate(units, start=1):
            yield unit, level, number, new


def _names(root: int, world: Sequence[Sequence[int]], began: int, merged: int) -> Rows:
    for unit, level, number, new in _called(root, world):
        when = (merged, MERGER, DECIDED) if new else (began, SINCE, RECORDED)
        name = f"{NAMES[level]} số {number}"
        yield unit, name, fold(name), "", KINDS[level], *when


def _codes(root: int, world: Sequence[Sequence[int]], began: int, merged: int) -> Rows:
    for unit, level, number, new in _called(root, world):
        when = (merged, MERGER, DECIDED) if new else (began, SINCE, RECORDED)
        yield unit, f"{'PXCB'[level]}{'n' if new else ''}{number}", *when


def _successions(world: Sequence[Sequence[int]], merged: int) -> Rows:
    provinces, old_provinces, communes, old_communes, _committees, _cells = world
    for pairs in (_spread(old_provinces, provinces), _spread(old_communes, communes)):
        for ended, heir in pairs:
            yield merged, ended, heir, False, True


def _phase(root: Unit) -> Phase:
    held = Round.objects.create(
        owner=root, line=LINE, title="Tự soi", state="confirmed", proposed_at=OPENED, confirmed_at=OPENED
    )
    return Phase.objects.create(round=held, order=1, title="Đợt 1", opened_at=OPENED, due_at=DUE)


def _observations(phase: Phase, world: Sequence[Sequence[int]]) -> Rows:
    """Every committee and cell owes a report; 78 of 100 sent it, 90 of these in time."""
    rnd, opened, number = random.Random(2022), OPENED.date(), count(1)
    days = [(opened + timedelta(days=past), clock.start_of(opened + timedelta(days=past))) for past in range(60)]
    for unit in (*world[4], *world[5]):
        duty, report = uuid.UUID(int=next(number)), uuid.UUID(int=next(number))
        said: list[tuple[int, str, int, uuid.UUID]] = [(0, "duties.owed", 1, duty)]
        if rnd.random() < 0.78:
            past, present = rnd.randrange(60), rnd.randrange(3, 60)
            said.append((0, "duties.in", 1, duty))
            said += [(0, "duties.on_time", 1, duty)] if rnd.random() < 0.9 else []
            said += [(past, "seats.members", present, report), (past, "expected", present + rnd.randrange(9), report)]
        for past, measure, value, source in said:
            day, known = days[past]
            yield uuid.UUID(int=next(number)), phase.uid, unit, day, measure, value, source, known


def _count() -> None:
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
