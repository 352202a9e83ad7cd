"""What a change of the finder gained and lost."""

from dataclasses import asdict

from guong.viet.citations import find
from guong.viet.citations.compare import What, compare

OLD = [asdict(each) for each in find("Kế hoạch số 7-KH/TU và Quyết định số 5/QĐ-UBND")]
PLAN, DECISION = OLD


def test_the_same_differs_in_nothing() -> None:
    assert list(compare({"a": OLD}, {"a": OLD})) == []


def test_gained_and_lost() -> None:
    found = list(compare({"a": [PLAN], "b": [PLAN]}, {"a": [DECISION], "c": []}))
    assert [(each.what, each.record) for each in found] == [(What.GAINED, "a"), (What.LOST, "a"), (What.LOST, "b")]
    assert [each.new or each.old for each in found] == [DECISION, PLAN, PLAN]


def test_another_field_or_tail_is_a_change() -> None:
    longer = PLAN | {"end": PLAN["end"] + 4, "date": "2022-01-03"}
    (change,) = compare({"a": [PLAN]}, {"a": [longer]})
    assert change.what is What.CHANGED
    assert change.fields == {
        "span": ((PLAN["start"], PLAN["end"]), (PLAN["start"], PLAN["end"] + 4)),
        "date": (None, "2022-01-03"),
    }


def test_a_field_that_the_old_version_did_not_know_is_no_change() -> None:
    shorter = {key: value for key, value in PLAN.items() if key != "pin"}
    assert list(compare({"a": [shorter]}, {"a": [PLAN]})) == []
