"""Plans, what they show, what they become, and their corrections."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.migrations.executor import MigrationExecutor

from guong.jobs import clock
from guong.trail.models import Entry
from guong.units import planning, queries, steps
from guong.units.actions import BadPlan, Done, carry_out
from guong.units.enums import Fate, Role
from guong.units.models import Change, ChangeUnit, Mandate, Placement, Succession, Unit, UnitCode, UnitName
from guong.units.plans import Part, Plan
from guong.units.rules import Refused
from guong.units.tests.factories import RECORDED, START, make_mandate, make_person, make_unit

pytestmark = [pytest.mark.django_db, pytest.mark.both]

DAY = date(2022, 9, 1)
EVE = DAY - timedelta(days=1)
FIRST, SECOND, THIRD = (datetime(2022, 8, day, tzinfo=UTC) for day in (1, 2, 3))


def at(instant: datetime, plan: Plan) -> Done:
    with clock.at(instant):
        return carry_out(by=None, plan=plan)


def parents(on: date, known: datetime | None = None) -> Mapping[int, int | None]:
    return dict(queries.places("party", on, known).values_list("unit_id", "parent_id"))


def three() -> tuple[Unit, Unit, Unit, Unit]:
    """A superior, two below it, and one below the second."""
    top = make_unit("Đảng bộ huyện")
    one, two = make_unit("Một", parent=top), make_unit("Hai", parent=top)
    return top, one, two, make_unit("Chi bộ dưới Hai", parent=two)


def test_a_unit_joins_another_that_goes_on() -> None:
    top, one, two, below = three()
    at(FIRST, planning.join(units=[two], into=one, day=DAY, decision="Quyết định 12-QĐ/HU"))
    assert parents(DAY) == {top.pk: None, one.pk: top.pk, below.pk: one.pk}
    assert parents(EVE) == {top.pk: None, one.pk: top.pk, two.pk: top.pk, below.pk: two.pk}
    assert [row.successor_id for row in queries.successors([two], DAY)[two.pk]] == [one.pk]
    assert [row.predecessor_id for row in queries.predecessors([one], DAY)[one.pk]] == [two.pk]
    assert queries.successors([two], EVE) == {}
    assert [(row.change.decision, row.fate) for row in queries.changes_of(two)] == [
        ("", Fate.BEGINS),
        ("Quyết định 12-QĐ/HU", Fate.ENDS),
    ]


def test_equals_make_a_new_unit_at_its_place() -> None:
    top, one, two, below = three()
    plan = planning.merge(units=[one, two], day=DAY, name="Đảng bộ Hợp", kind="cell", places={"party": top}, members=40)
    new = at(FIRST, plan).units[planning.NEW]
    assert parents(DAY) == {top.pk: None, new.pk: top.pk, below.pk: new.pk}
    assert queries.ancestors(below, "party", DAY) == (top.pk, new.pk)
    assert queries.ends_of([one, two], "party", DAY) == {one.pk: DAY, two.pk: DAY}
    assert [row.members for row in queries.changes_of(new)] == [40]


def test_a_split_names_one_main_part_and_who_follows() -> None:
    top, _one, two, below = three()
    parts = [
        Part("Hai A", "cell", members=5, children={"party": (below.pk,)}),
        Part("Hai B", "cell", members=9, main=True),
    ]
    units = at(FIRST, planning.split(unit=two, parts=parts, day=DAY)).units
    a, b = units[planning.NEW], units[planning.NEW - 1]
    assert (parents(DAY)[a.pk], parents(DAY)[b.pk], parents(DAY)[below.pk]) == (top.pk, top.pk, a.pk)
    ways = queries.successors([two], DAY)[two.pk]
    assert [(row.successor_id, row.main, row.divided, row.members) for row in ways] == [
        (b.pk, True, True, 9),
        (a.pk, False, True, 5),
    ]
    with pytest.raises(BadPlan):
        carry_out(by=None, plan=planning.split(unit=a, parts=[Part("X", "cell"), Part("Y", "cell")], day=DAY))


def test_a_preview_says_what_moves_ends_and_is_left_over(monkeypatch: pytest.MonkeyPatch) -> None:
    top, one, two, below = three()
    kept = make_mandate(make_person(), two, Role.SIGNATORY)
    carried = make_mandate(make_person(), two, Role.REPORTER)
    duty = steps.Open(uuid4(), two.pk, "báo cáo đợt 1", one.pk, "Hai ended")
    monkeypatch.setattr(steps, "OPEN", [lambda plan: [duty] if two.pk in plan.ending() else []])
    monkeypatch.setattr(planning, "OPEN", steps.OPEN)
    plan = planning.carrying(planning.join(units=[two], into=one, day=DAY), carried, to=one)
    shown = planning.preview(plan)
    assert (shown.begins, shown.ends, shown.faults, shown.units_left) == ((), (two.pk,), (), ())
    assert shown.moves == (planning.Placed(below.pk, "party", two.pk, one.pk),)
    assert (shown.carried, shown.mandates_left, shown.open) == (((carried, one.pk),), (kept,), (duty,))
    left = planning.preview(planning.dissolve(units=[two], day=DAY))
    assert (left.units_left, len(left.faults)) == ((below.pk,), 1)
    renamed = planning.preview(planning.rename(unit=top, day=DAY, name="Đảng bộ xã", kind="cell"))
    assert renamed.renamed == ((top.pk, "Đảng bộ huyện", "Đảng bộ xã"),)
    assert Change.objects.filter(in_force_on=DAY).count() == 0


def test_mandates_go_along_only_where_the_plan_says_so() -> None:
    _top, one, two, _below = three()
    stays = make_mandate(make_person(), two, Role.SIGNATORY)
    goes = make_mandate(make_person(), two, Role.REPORTER, office="secretary")
    ends = make_mandate(make_person(), two, Role.READER)
    plan = planning.join(units=[two], into=one, day=DAY, decision="QĐ 1")
    at(FIRST, planning.carrying(planning.carrying(plan, goes, to=one), ends, to=None))
    for row in (stays, goes, ends):
        row.refresh_from_db()
    assert (stays.ends_on, goes.ends_on, ends.ends_on) == (None, DAY, DAY)
    new = Mandate.objects.get(unit=one)
    assert (new.person, new.role, new.office, new.starts_on, new.document) == (
        goes.person, Role.REPORTER, "secretary", DAY, "QĐ 1",
    )  # fmt: skip


def test_a_step_of_a_higher_room_that_fails_stops_the_act(monkeypatch: pytest.MonkeyPatch) -> None:
    _top, one, two, _below = three()
    seen: list[object] = []

    def look(plan: Plan, changes: tuple[Change, ...], units: Mapping[int, Unit]) -> None:
        seen.append((plan.ending(), [change.kind for change in changes], units[one.pk]))
        raise Refused("no")

    monkeypatch.setattr("guong.units.actions.changing.CHANGED", [look])
    before = (Change.objects.count(), Entry.objects.count())
    with pytest.raises(Refused):
        carry_out(by=None, plan=planning.join(units=[two], into=one, day=DAY))
    assert seen == [({two.pk}, ["join"], one)]
    assert (Change.objects.count(), Entry.objects.count()) == before


def test_a_change_taken_back_stays_in_what_was_known() -> None:
    _top, one, two, below = three()
    joined = at(FIRST, planning.join(units=[two], into=one, day=DAY)).changes[0]
    at(SECOND, planning.void(change=joined))
    views = [parents(DAY, known)[below.pk] for known in (RECORDED + timedelta(days=1), FIRST, SECOND)]
    assert views == [two.pk, one.pk, two.pk]
    assert (queries.successors([two], DAY), len(queries.successors([two], DAY, FIRST))) == ({}, 1)
    assert [row.change.kind for row in queries.changes_of(two)] == ["found"]
    with pytest.raises(BadPlan):
        carry_out(by=None, plan=planning.void(change=joined))


def test_a_correction_stands_in_the_place_of_the_earlier_change() -> None:
    top, *_others = three()
    wrong = at(FIRST, planning.rename(unit=top, day=DAY, name="Đảng bộ xã Nậm Thi", kind="cell")).changes[0]
    right = planning.rename(unit=top, day=EVE, name="Đảng bộ xã Nậm Thị", kind="cell")
    at(SECOND, planning.correcting(right, wrong))
    told = [queries.name_of(top, day, known) for day in (EVE, DAY) for known in (FIRST, SECOND)]
    assert told == ["Đảng bộ huyện", "Đảng bộ xã Nậm Thị", "Đảng bộ xã Nậm Thi", "Đảng bộ xã Nậm Thị"]


def test_a_back_dated_change_is_known_from_its_recording_and_in_force_from_its_day() -> None:
    top, one, two, _below = three()
    at(FIRST, planning.rename(unit=one, name="Một mới", kind="cell", day=DAY))
    early = DAY - timedelta(days=30)
    at(THIRD, planning.move(unit=one, day=early, places={"party": two}))
    views = [(day, known) for day in (early - timedelta(days=1), early, DAY) for known in (SECOND, THIRD)]
    assert [parents(day, known)[one.pk] for day, known in views] == [top.pk, top.pk, top.pk, two.pk, top.pk, two.pk]


def test_what_contradicts_later_days_is_refused_by_name() -> None:
    top, one, two, _below = three()
    at(FIRST, planning.move(unit=one, day=DAY, places={"party": two}))
    with pytest.raises(BadPlan) as ended:
        carry_out(by=None, plan=planning.dissolve(units=[two], day=EVE, children_to=top))
    assert any("Một" in sentence for sentence in ended.value.sentences)
    with pytest.raises(BadPlan):
        carry_out(by=None, plan=planning.dissolve(units=[one], day=EVE))


def test_nothing_is_said_of_a_unit_before_its_founding() -> None:
    top, one, _two, _below = three()
    new = at(FIRST, planning.found(day=DAY, name="Mới", kind="cell", places={"party": top})).units[planning.NEW]
    with pytest.raises(BadPlan) as early:
        carry_out(by=None, plan=planning.move(unit=new, day=EVE, places={"party": one}))
    assert len(early.value.sentences) == 1
    assert EVE.isoformat() in early.value.sentences[0]


def test_a_founding_is_not_taken_back_while_something_else_is_said_of_its_unit() -> None:
    top, one, _two, _below = three()
    founded = at(FIRST, planning.found(day=EVE, name="Mới", kind="cell", places={"party": top}))
    new = founded.units[planning.NEW]
    moved = at(SECOND, planning.move(unit=new, day=DAY, places={"party": one})).changes[0]
    with pytest.raises(BadPlan) as kept:
        carry_out(by=None, plan=planning.void(change=founded.changes[0]))
    assert "Mới" in kept.value.sentences[0]
    at(THIRD, planning.void(change=moved))
    at(THIRD, planning.void(change=founded.changes[0]))
    with pytest.raises(BadPlan):
        carry_out(by=None, plan=planning.move(unit=new, day=DAY, places={"party": one}))


def test_a_code_is_free_again_when_its_unit_ends() -> None:
    top, one, two, _below = three()
    code = queries.code_of(one, DAY)
    given = {"day": DAY, "name": "Mới", "kind": "cell", "places": {"party": top}, "code": code}
    with pytest.raises(BadPlan):
        carry_out(by=None, plan=planning.found(**given))  # type: ignore[arg-type]  # values of their own types
    merged = planning.merge(units=[one, two], **given)  # type: ignore[arg-type]  # the same
    new = at(FIRST, merged).units[planning.NEW]
    assert [queries.unit_with_code(code, "party", day) for day in (EVE, DAY)] == [one, new]


def test_instants_of_recording_rise_whatever_the_clock_shows() -> None:
    top, *_others = three()
    for name in ("A", "B"):
        day = DAY if name == "A" else DAY + timedelta(days=1)
        at(FIRST, planning.rename(unit=top, day=day, name=name, kind="cell"))
    instants = list(Change.objects.order_by("pk").values_list("recorded_at", flat=True))
    assert instants == sorted(set(instants))


def test_the_database_refuses_a_second_main_part_and_a_second_correction() -> None:
    _top, one, two, below = three()
    change = at(FIRST, planning.join(units=[two], into=one, day=DAY)).changes[0]
    with pytest.raises(IntegrityError), transaction.atomic():
        Succession.objects.create(change=change, predecessor=two, successor=below)
    given = {"act": uuid4(), "kind": "void", "in_force_on": DAY, "recorded_at": SECOND}
    Change.objects.create(**given, corrects=change)
    for wrong in ({"corrects": change}, {}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Change.objects.create(**given, **wrong)


def test_an_act_writes_one_entry_with_the_digest_of_its_plan() -> None:
    _top, one, two, _below = three()
    plan = planning.join(units=[two], into=one, day=DAY)
    done = at(FIRST, plan)
    entry = Entry.objects.latest("pk")
    assert (entry.what, entry.target) == ("units.join", str(done.act))
    assert entry.facts == {"day": "2022-09-01", "changes": 1, "plan": plan.digest()}


@pytest.mark.soak
@pytest.mark.django_db(transaction=True)
def test_what_stood_before_changes_were_kept_gets_them() -> None:
    """Migrated from before and back: names, codes and places are the same, each with a change that says them."""
    executor = MigrationExecutor(connection)
    executor.migrate([("units", "0001_initial")])
    old = executor.loader.project_state([("units", "0001_initial")]).apps
    unit, above = (old.get_model("units", "Unit").objects.create() for _ in range(2))
    place, name = old.get_model("units", "Placement"), old.get_model("units", "UnitName")
    for placed, parent, since, standing in (
        (above, None, START, True),
        (unit, above, START, True),
        (unit, None, DAY, True),
        (unit, None, date(2023, 1, 1), False),
    ):
        place.objects.create(unit=placed, line="party", starts_on=since, parent=parent, standing=standing)
    name.objects.create(unit=above, starts_on=START, name="Trên", kind="cell")
    name.objects.create(unit=unit, starts_on=START, name="Dưới", kind="cell")
    name.objects.create(unit=unit, starts_on=EVE, name="Dưới mới", kind="cell")
    old.get_model("units", "UnitCode").objects.create(unit=unit, starts_on=START, code="D")
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())
    kinds = list(Change.objects.filter(units__unit=unit.pk).order_by("in_force_on").values_list("kind", flat=True))
    assert kinds == ["found", "rename", "move", "dissolve"]
    said = ChangeUnit.objects.filter(change__units__unit__in=[unit.pk, above.pk])
    assert [said.exclude(**{field: ""}).count() for field in ("name", "code", "line")] == [3, 1, 4]
    assert [model.objects.filter(known_until=None).count() for model in (UnitName, UnitCode, Placement)] == [3, 1, 4]
    assert queries.name_of(Unit.objects.get(pk=unit.pk), DAY) == "Dưới mới"
