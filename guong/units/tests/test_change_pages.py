"""Planning a change by screen: the form, what would follow, the choices, carrying out, taking back."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from guong.units.enums import Role
from guong.units.models import Change, Person, SavedPlan, Unit
from guong.units.plans import Plan
from guong.units.queries import heirs, name_of, parent_of, tree
from guong.units.tests.factories import make_mandate, make_member, make_person, make_unit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

DAY = "2022-09-01"
SAID = {"day": DAY, "decision": "Quyết định 12-QĐ/HU ngày 15/8/2022"}


class Place:
    def __init__(self, client: Client) -> None:
        self.client = client
        self.top = make_unit("Đảng bộ huyện", code="H")
        self.a, self.b = (make_unit(f"Đảng bộ xã {name}", code=name, parent=self.top) for name in ("A", "B"))
        self.cell = make_unit("Chi bộ thôn Một", code="A1", parent=self.a)
        self.admin = make_member(self.top, Role.ADMINISTRATOR)
        self.enter(self.admin)

    def enter(self, person: Person) -> None:
        assert person.user is not None
        self.client.force_login(person.user)

    def plan(self, change: str, /, **given: str) -> SavedPlan:
        answer = self.client.post(reverse("units:new_change", args=[change]), {**SAID, **given})
        assert answer.status_code == 302, answer.context["form"].errors
        saved = SavedPlan.objects.order_by("pk").last()
        assert saved is not None
        assert answer["Location"] == reverse("units:plan", args=[saved.uid])
        return saved

    def carry_out(self, saved: SavedPlan) -> None:
        url = reverse("units:carry_out", args=[saved.uid])
        answer = self.client.post(url, {"version": str(self.client.get(url).context["version"])})
        saved.refresh_from_db()
        assert answer["Location"] == reverse("units:change", args=[saved.act])


@pytest.fixture
def place(client: Client) -> Place:
    return Place(client)


def _after(unit: Unit | None = None) -> list[str]:
    return sorted(node.name for node in tree("party", date(2022, 9, 1)).nodes if unit is None or node.parent == unit)


def test_a_plan_changes_nothing_until_it_is_carried_out(place: Place) -> None:
    before = _after()
    saved = place.plan("merge", units="A\nB", name="Đảng bộ xã C", kind="commune_committee", code="C")
    assert _after() == before
    page = place.client.get(reverse("units:plan", args=[saved.uid]))
    assert [name for name, _above in page.context["begins"]] == ["Đảng bộ xã C"]
    assert sorted(name for name, _heirs in page.context["ends"]) == ["Đảng bộ xã A", "Đảng bộ xã B"]
    assert [(name, old, new) for name, old, new in page.context["moves"]] == [
        ("Chi bộ thôn Một", "Đảng bộ xã A", "Đảng bộ xã C")
    ]
    place.carry_out(saved)
    assert _after() == ["Chi bộ thôn Một", "Đảng bộ huyện", "Đảng bộ xã C"]
    assert [one.decision for one in Change.objects.filter(act__isnull=False).order_by("-pk")[:1]] == [SAID["decision"]]


KINDS = [
    ("found", {"name": "Chi bộ Mới", "kind": "cell", "parent": "Đảng bộ xã B"}, ["Chi bộ Mới"]),
    ("rename", {"unit": "A1", "name": "Chi bộ thôn Hai", "kind": "cell"}, ["Chi bộ thôn Hai"]),
    ("recode", {"unit": "A1", "code": "Z9"}, ["Chi bộ thôn Một"]),
    ("move", {"unit": "chi bo thon mot", "parent": "B"}, ["Chi bộ thôn Một"]),
    ("join", {"units": "A", "into": "B"}, ["Chi bộ thôn Một"]),
    (
        "split",
        {"unit": "A", "parts": "Đảng bộ xã A1; P1; 20\nĐảng bộ xã A2; P2; 10"},
        ["Đảng bộ xã A1", "Đảng bộ xã A2"],
    ),
    ("dissolve", {"units": "A", "children_to": "B"}, ["Chi bộ thôn Một"]),
]


@pytest.mark.parametrize(("kind", "given", "standing"), KINDS, ids=[row[0] for row in KINDS])
def test_every_kind_of_change_goes_the_same_way(
    place: Place, kind: str, given: dict[str, str], standing: list[str]
) -> None:
    place.carry_out(place.plan(kind, **given))
    assert set(standing) <= set(_after())
    assert Change.objects.order_by("pk").last().kind == kind  # type: ignore[union-attr]  # one was just recorded


def test_what_cannot_be_found_is_said_at_its_field_and_what_was_typed_stays(place: Place) -> None:
    answer = place.client.post(reverse("units:new_change", args=["move"]), {**SAID, "unit": "A1", "parent": "Không có"})
    assert (answer.status_code, SavedPlan.objects.count()) == (422, 0)
    assert list(answer.context["form"].errors) == ["parent"]
    assert answer.context["form"]["unit"].value() == "A1"
    lone = make_unit("Chi bộ ngoài", code="X")
    answer = place.client.post(reverse("units:new_change", args=["move"]), {**SAID, "unit": "X", "parent": "A"})
    assert (list(answer.context["form"].errors), parent_of(lone, "party", date(2022, 9, 1))) == (["unit"], None)


def test_a_plan_with_faults_names_them_and_is_not_carried_out(place: Place) -> None:
    saved = place.plan("dissolve", units="A")
    page = place.client.get(reverse("units:plan", args=[saved.uid]))
    assert page.context["left"] == ["Chi bộ thôn Một"]
    assert len(page.context["faults"]) == 1
    url = reverse("units:carry_out", args=[saved.uid])
    assert place.client.post(url, {"version": "1"})["Location"] == reverse("units:plan", args=[saved.uid])
    saved.refresh_from_db()
    assert saved.act is None


def test_mandates_go_where_the_plan_says(place: Place) -> None:
    head = make_person("Lò Văn Cương")
    mandate = make_mandate(head, place.a, office="secretary")
    saved = place.plan("join", units="A", into="B")
    url = reverse("units:plan", args=[saved.uid])
    assert [(one, chosen) for one, _post, chosen in place.client.get(url).context["mandates"]] == [(mandate, "")]
    place.client.post(url, {"version": "1", f"mandate-{mandate.uid}": str(place.b.pk)})
    place.carry_out(saved)
    held = sorted((one.unit_id, one.starts_on.isoformat(), one.ends_on) for one in head.mandates.all())
    assert held == [(place.a.pk, "2020-08-01", date(2022, 9, 1)), (place.b.pk, DAY, None)]


SPLIT = {"unit": "A", "parts": "Đảng bộ xã A1; P1\nĐảng bộ xã A2; P2\nĐảng bộ xã A3; P3"}


def test_each_unit_below_one_that_is_split_goes_to_the_part_that_was_chosen(place: Place) -> None:
    cells = [place.cell, *(make_unit(f"Chi bộ thôn {n}", parent=place.a) for n in ("Hai", "Ba", "Bốn"))]
    saved = place.plan("split", **SPLIT)
    url = reverse("units:plan", args=[saved.uid])
    page = place.client.get(url)
    assert {part for _field, _name, part in page.context["followers"]} == {"-1"}
    fields = [f"follows-party-{cell.pk}" for cell in cells]
    assert sorted(field for field, _name, _part in page.context["followers"]) == sorted(fields)
    assert place.client.post(url, {"version": "1", fields[0]: str(place.b.pk)}).status_code == 302  # no part of it
    saved.refresh_from_db()
    assert saved.version == 1
    chosen = {"version": "1", fields[0]: "-2", "ticked": [fields[1], fields[2]], "together": "-3", fields[3]: "-1"}
    place.client.post(url, chosen)
    moves = {name: new for name, _old, new in place.client.get(url).context["moves"]}
    assert moves == {
        "Chi bộ thôn Một": "Đảng bộ xã A2",
        "Chi bộ thôn Hai": "Đảng bộ xã A3",
        "Chi bộ thôn Ba": "Đảng bộ xã A3",
        "Chi bộ thôn Bốn": "Đảng bộ xã A1",
    }
    place.carry_out(saved)
    above = {cell: parent_of(cell, "party", date(2022, 9, 1)) for cell in cells}
    assert [name_of(unit, date(2022, 9, 1)) for unit in above.values() if unit] == list(moves.values())


def test_a_choice_of_somebody_else_meanwhile_is_not_overwritten(place: Place) -> None:
    mandate = make_mandate(make_person(), place.a, office="secretary")
    saved = place.plan("join", units="A", into="B")
    url = reverse("units:plan", args=[saved.uid])
    place.client.post(url, {"version": "1", f"mandate-{mandate.uid}": "end"})
    place.client.post(url, {"version": "1", f"mandate-{mandate.uid}": str(place.b.pk)})
    saved.refresh_from_db()
    assert [one.to for one in Plan.of(saved.content).mandates] == [None]


def test_a_plan_is_edited_as_it_was_typed_and_dropped(place: Place) -> None:
    saved = place.plan("join", units="A", into="B")
    url = reverse("units:edit_plan", args=[saved.uid])
    assert place.client.get(url).context["form"]["units"].value() == "A"
    assert place.client.post(url, {**SAID, "units": "B", "into": "A"}).status_code == 302
    saved.refresh_from_db()
    assert Plan.of(saved.content).ending() == {place.b.pk}
    place.client.post(reverse("units:drop_plan", args=[saved.uid]))
    assert SavedPlan.objects.count() == 0


def test_taking_back_asks_which_mandates_come_back(place: Place) -> None:
    mandate = make_mandate(make_person("Lò Văn Cương"), place.a, office="secretary")
    saved = place.plan("join", units="A", into="B")
    place.client.post(
        reverse("units:plan", args=[saved.uid]), {"version": "1", f"mandate-{mandate.uid}": str(place.b.pk)}
    )
    place.carry_out(saved)
    recorded = Change.objects.get(act=str(saved.act))
    url = place.client.post(reverse("units:take_back", args=[recorded.uid]))["Location"]
    shown = [(row.mandate, now, ticked) for row, _post, now, ticked in place.client.get(url).context["stay"]]
    assert shown == [(mandate, "Đảng bộ xã B", False)]
    place.client.post(url, {"version": "1", "returned": str(mandate.uid)})
    assert [ticked for *_row, ticked in place.client.get(url).context["stay"]] == [True]


def test_a_change_is_taken_back_by_a_further_one(place: Place) -> None:
    place.carry_out(place.plan("rename", unit="A1", name="Chi bộ thôn Hai", kind="cell"))
    recorded = Change.objects.order_by("pk").last()
    assert recorded is not None
    answer = place.client.post(reverse("units:take_back", args=[recorded.uid]))
    back = SavedPlan.objects.get(act__isnull=True)
    assert answer["Location"] == reverse("units:plan", args=[back.uid])
    place.carry_out(back)
    assert name_of(place.cell, date(2022, 9, 1)) == "Chi bộ thôn Một"


def test_heirs_are_those_of_the_plan(place: Place) -> None:
    place.carry_out(place.plan("join", units="A", into="B"))
    found = heirs([place.a], "party", date(2022, 9, 1))[place.a.pk]
    assert [(heir.unit_id, heir.main) for heir in found] == [(place.b.pk, True)]


def test_only_who_administers_the_part_sees_and_does_it(place: Place) -> None:
    saved = place.plan("join", units="A", into="B")
    addresses = [reverse(f"units:{name}", args=[saved.uid]) for name in ("plan", "edit_plan", "carry_out", "drop_plan")]
    place.enter(make_member(make_unit(), Role.ADMINISTRATOR))
    assert {place.client.get(url).status_code for url in addresses} == {404}
    place.enter(make_member(place.top, Role.CLERK))
    assert {place.client.get(url).status_code for url in [*addresses, reverse("units:changes")]} == {403}
    place.enter(make_member(place.a, Role.ADMINISTRATOR))
    assert place.client.get(reverse("units:plan", args=[saved.uid])).status_code == 404


def test_the_list_shows_plans_and_what_was_recorded_in_reach(place: Place) -> None:
    place.plan("join", units="A", into="B")
    page = place.client.get(reverse("units:changes"))
    assert len(page.context["plans"]) == 1
    assert page.context["changes"][0][0].kind == "found"
