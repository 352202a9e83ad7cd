"""Plans that are kept until they are carried out, lists of those who went where, snapshots of a day."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from guong.jobs import clock
from guong.trail.models import Entry
from guong.units import planning, queries
from guong.units.actions import (
    BadPlan,
    apply_plan,
    carry_out,
    drop_plan,
    edit_plan,
    erase_member_list,
    keep_snapshots,
    list_members,
    save_plan,
    take_snapshot,
)
from guong.units.models import Change, Mandate, MemberList, SavedPlan, Snapshot, Succession, Unit
from guong.units.plans import Part, Plan
from guong.units.queries.periods import during
from guong.units.rules import Refused
from guong.units.sealing import names_on
from guong.units.tests.factories import START, make_mandate, make_person, make_unit
from guong.units.tests.test_changes import DAY, EVE, three

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def joined(units: Sequence[Unit]) -> Plan:
    _top, one, two, _below = units
    return planning.join(units=[two], into=one, day=DAY, decision="Quyết định 12-QĐ/HU")


def test_a_plan_is_the_same_after_it_was_kept() -> None:
    units = three()
    parts = [Part("A", "cell", children={"party": (units[3].pk,)}), Part("B", "cell", main=True, members=4)]
    plan = planning.together(planning.split(unit=units[2], parts=parts, day=DAY, decision="QĐ 1"), joined(units))
    mandate = make_mandate(make_person(), units[2], "reader")
    plan = planning.passing(planning.carrying(plan, mandate, to=units[1]), units[0].uid, to=None, reason="Đã xong")
    assert Plan.of(json.loads(json.dumps(plan.values()))) == plan


def test_a_plan_is_saved_edited_and_carried_out_with_one_entry() -> None:
    units = three()
    person = make_person()
    saved = save_plan(by=person, top=units[0], plan=joined(units), asked={"into": "Một"})
    other = planning.join(units=[units[1]], into=units[2], day=DAY)
    edited = edit_plan(by=person, saved=saved, version=1, plan=other, asked={"into": "Hai"})
    assert (edited.version, edited.asked, Plan.of(edited.content)) == (2, {"into": "Hai"}, other)
    entries = Entry.objects.count()
    done = apply_plan(by=person, saved=saved, version=2)
    assert Entry.objects.count() == entries + 1
    assert Entry.objects.latest("pk").facts == {
        "day": "2022-09-01", "changes": 1, "plan": other.digest(), "saved": str(saved.uid), "version": 2,
    }  # fmt: skip
    saved.refresh_from_db()
    assert (saved.act, done.changes[0].by) == (done.act, person)


def test_a_plan_that_somebody_edited_meanwhile_is_not_overwritten() -> None:
    units = three()
    saved = save_plan(by=None, top=units[0], plan=joined(units))
    edit_plan(by=None, saved=saved, version=1, plan=joined(units))
    with pytest.raises(Refused):
        edit_plan(by=None, saved=saved, version=1, plan=joined(units))
    with pytest.raises(Refused):
        apply_plan(by=None, saved=saved, version=1)
    assert Change.objects.filter(in_force_on=DAY).count() == 0


def test_a_dropped_plan_is_gone_and_one_carried_out_stays() -> None:
    units = three()
    saved, dropped = (save_plan(by=None, top=units[0], plan=joined(units)) for _ in range(2))
    drop_plan(by=None, saved=dropped)
    apply_plan(by=None, saved=saved, version=1)
    for act in (
        lambda: drop_plan(by=None, saved=dropped),
        lambda: drop_plan(by=None, saved=saved),
        lambda: edit_plan(by=None, saved=saved, version=1, plan=joined(units)),
        lambda: apply_plan(by=None, saved=saved, version=1),
    ):
        with pytest.raises(Refused):
            act()
    assert list(SavedPlan.objects.values_list("uid", flat=True)) == [saved.uid]


def test_a_plan_with_faults_may_be_kept_and_stays_when_it_is_refused() -> None:
    units = three()
    saved = save_plan(by=None, top=units[0], plan=planning.dissolve(units=[units[2]], day=DAY))
    with pytest.raises(BadPlan):
        apply_plan(by=None, saved=saved, version=1)
    saved.refresh_from_db()
    assert (saved.act, saved.version) == (None, 1)


def test_a_unit_of_a_plan_may_be_placed_elsewhere() -> None:
    units = three()
    plan = planning.placing(joined(units), units[3], "party", units[0])
    carry_out(by=None, plan=plan)
    assert queries.parent_of(units[3], "party", DAY) == units[0]


def test_a_correction_shows_what_falls_away_and_which_mandates_stay() -> None:
    units = three()
    mandate = make_mandate(make_person(), units[2], "reader")
    done = carry_out(by=None, plan=planning.carrying(joined(units), mandate, to=units[1]))
    shown = planning.preview(planning.void(change=done.changes[0]))
    assert [(row.unit, row.fate) for row in shown.undone] == [(units[2], "ends"), (units[3], "goes_on")]
    assert [(row.mandate, row.to and row.to.unit) for row in shown.mandates_stay] == [(mandate, units[1])]
    assert planning.preview(joined(units)).undone == ()


@pytest.mark.parametrize("today", [EVE, DAY + timedelta(days=10)])
def test_a_correction_brings_back_the_mandates_that_it_names(today: date) -> None:
    units = three()
    mandate, other = (make_mandate(make_person(), units[2], "reader") for _ in range(2))
    with clock.at(clock.start_of(EVE)):
        done = carry_out(by=None, plan=planning.carrying(joined(units), mandate, other, to=units[1]))
    void = planning.void(change=done.changes[0], decision="QĐ 2")
    first = planning.preview(void).mandates_stay[0]
    with clock.at(clock.start_of(today)):
        carry_out(by=None, plan=replace(void, returned=(first.pk,)))
    in_office = {
        (one.person_id, one.unit_id) for one in during(Mandate.objects.all(), max(today, DAY)) if one.role == "reader"
    }
    assert in_office == {(mandate.person_id, units[2].pk), (other.person_id, units[1].pk)}
    eve = during(Mandate.objects.filter(person=mandate.person), DAY + timedelta(days=1)).get()
    assert eve.unit == (units[2] if today == EVE else units[1])  # what was held meanwhile stays as it was


def succession(members: int | None = None) -> Succession:
    units = three()
    plan = planning.split(unit=units[2], day=DAY, parts=[Part("A", "cell", main=True, members=members)])
    carry_out(by=None, plan=planning.placing(plan, units[3], "party", units[1]))
    return Succession.objects.get()


def test_a_change_asks_as_often_for_three_units_as_for_one() -> None:
    asked = []
    for number in (1, 3):
        top = make_unit()
        into, ending = make_unit(parent=top), make_unit(parent=top)
        for _ in range(number):
            make_unit(parent=make_unit(parent=ending))
        with CaptureQueriesContext(connection) as queries_made:
            plan = planning.join(units=[ending], into=into, day=DAY)
            planning.preview(plan)
            carry_out(by=None, plan=plan)
        asked.append(len(queries_made))
    assert asked[0] == asked[1]


def test_a_list_of_members_is_read_with_the_key_of_the_unit_they_went_to() -> None:
    made = list_members(by=None, succession=succession(2), names=["Giàng  A Pao", " ", "Lù Thị Sen"])
    kept = MemberList.objects.get()
    assert (made.count, names_on(kept)) == (2, ["Giàng A Pao", "Lù Thị Sen"])
    assert "Giàng".encode() not in bytes(kept.sealed or b"")
    erase_member_list(by=None, members=kept)
    kept.refresh_from_db()
    assert (kept.sealed, kept.count, names_on(kept)) == (None, 2, None)


@pytest.mark.parametrize("names", [[], ["Một", "Hai", "Ba"]])
def test_a_list_says_as_many_as_the_decision(names: list[str]) -> None:
    with pytest.raises(Refused):
        list_members(by=None, succession=succession(2), names=names)
    assert MemberList.objects.count() == 0


def test_one_list_for_each_way() -> None:
    way = succession()
    list_members(by=None, succession=way, names=["Một"])
    with pytest.raises(Refused):
        list_members(by=None, succession=way, names=["Hai"])
    assert MemberList.objects.get().count == 1


def test_a_snapshot_says_what_the_tree_says_and_ends_with_a_change_of_its_days() -> None:
    units = three()
    made = {day: take_snapshot(line="party", on=day) for day in (START, DAY)}
    assert made[START] == made[DAY]  # one for all days that are alike
    for unit in units:
        assert set(queries.all_below(unit, "party", DAY)) == {
            Unit.objects.get(pk=key) for key in queries.descendants(unit, "party", DAY)
        }
    assert queries.sizes(made[DAY], [unit.pk for unit in units]) == dict(
        zip([unit.pk for unit in units], (3, 0, 1, 0), strict=True)
    )
    known = made[DAY].known_from
    carry_out(by=None, plan=joined(units))
    assert queries.snapshot("party", DAY) is None
    assert queries.snapshot("party", DAY, known) == made[DAY]
    both = {day: take_snapshot(line="party", on=day) for day in (EVE, DAY)}
    assert queries.sizes(both[EVE], [units[1].pk]) == {units[1].pk: 0}
    assert queries.sizes(both[DAY], [units[1].pk]) == {units[1].pk: 1}
    carry_out(by=None, plan=planning.rename(unit=units[0], day=EVE, name="Tên khác", kind="cell"))
    assert queries.snapshot("party", DAY) == both[DAY]  # a name changes nothing in it


def test_the_worker_keeps_one_snapshot_of_today_for_each_line() -> None:
    units = three()
    with clock.at(clock.start_of(EVE)):
        keep_snapshots()
        keep_snapshots()
    carry_out(by=None, plan=planning.move(unit=units[0], day=DAY, places={"administration": None}))
    carry_out(by=None, plan=joined(units))
    with clock.at(clock.start_of(DAY)):
        keep_snapshots()
    rows = Snapshot.objects.order_by("line").values_list("line", "since", "until", "known_until")
    assert list(rows) == [
        ("administration", DAY, date.max, None),
        ("party", DAY, date.max, None),
    ]
    with clock.at(clock.start_of(EVE - timedelta(days=1))):
        keep_snapshots()
    assert list(Snapshot.objects.order_by("line").values_list("line", "since")) == [
        ("administration", date.min),
        ("party", START),
    ]


def test_a_drawn_tree_of_any_shape_has_intervals_that_nest() -> None:
    top = make_unit()
    under = [make_unit(parent=top) for _ in range(3)]
    for unit in under[:2]:
        make_unit(parent=make_unit(parent=unit))
    made = take_snapshot(line="party", on=DAY)
    rows = {row.unit_id: row for row in made.places.all()}
    assert sorted(row.first for row in rows.values()) == list(range(8))
    for row in rows.values():
        inside = {one.unit_id for one in rows.values() if row.first < one.first <= row.last}
        assert inside == queries.descendants(Unit.objects.get(pk=row.unit_id), "party", DAY)
        assert row.depth == len(queries.ancestors(Unit.objects.get(pk=row.unit_id), "party", DAY))
