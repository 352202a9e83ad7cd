"""The tree on any day, a unit's life, two days side by side, whom the public reaches."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from guong.units import planning
from guong.units.actions import BadPlan, carry_out, hide_contact, rename_unit, show_contact
from guong.units.enums import Role
from guong.units.models import Contact, Person, Unit
from guong.units.queries import life
from guong.units.queries.browsing import counterparts, named_like
from guong.units.queries.chart import contacts_of
from guong.units.queries.comparing import differences, touched
from guong.units.rules import Refused
from guong.units.sight import sight_of
from guong.units.tests.factories import START, make_mandate, make_member, make_person, make_unit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

MERGED, TODAY = date(2022, 6, 1), date(2022, 8, 20)


def _signed_in(client: Client, person: Person) -> Client:
    assert person.user is not None
    client.force_login(person.user)
    return client


class Merger:
    """A and B, with a cell each, merge into C on a day before the clock of the tests."""

    def __init__(self) -> None:
        self.top = make_unit("Đảng bộ huyện")
        self.a, self.b = (make_unit(f"Đảng bộ xã {name}", parent=self.top) for name in ("Ải", "Bản"))
        self.cells = [make_unit(f"Chi bộ thôn {name}", parent=unit) for name, unit in (("Ải", self.a), ("Bản", self.b))]
        plan = planning.merge(
            units=[self.a, self.b],
            day=MERGED,
            name="Đảng bộ xã Cao",
            kind="commune_committee",
            places={"party": self.top},
            decision="Quyết định 12-QĐ/HU",
        )
        self.c = carry_out(by=None, plan=plan).units[planning.NEW]


@pytest.fixture
def merger() -> Merger:
    return Merger()


def _names(page: object) -> list[str]:
    return [branch.row.name for branch in page.context["branches"][0].opened]  # type: ignore[attr-defined]  # a page of the test client


def test_the_tree_is_shown_as_it_stood_on_the_day_asked_for(client: Client, merger: Merger) -> None:
    _signed_in(client, make_member(merger.top, Role.CLERK))
    url = reverse("units:tree")
    assert _names(client.get(url)) == ["Đảng bộ xã Cao"]
    assert _names(client.get(url, {"on": "2022-05-31"})) == ["Đảng bộ xã Ải", "Đảng bộ xã Bản"]
    assert "2022-13-01" in client.get(url, {"on": "2022-13-01"}).content.decode()


def test_a_branch_opens_on_its_own_and_for_those_who_may_see_it(client: Client, merger: Merger) -> None:
    _signed_in(client, make_member(merger.top, Role.CLERK))
    url = reverse("units:below", args=[merger.c.uid])
    assert [branch.row.name for branch in client.get(url).context["branches"]] == ["Chi bộ thôn Ải", "Chi bộ thôn Bản"]
    assert client.get(url, {"on": "2022-05-31"}).status_code == 404
    _signed_in(client, make_member(merger.cells[0], Role.SIGNATORY))
    assert client.get(url).status_code == 404
    assert [branch.row.name for branch in client.get(reverse("units:tree")).context["branches"]] == ["Chi bộ thôn Ải"]


def test_a_seat_of_today_sees_what_it_carries_on(client: Client, merger: Merger) -> None:
    """Who answers for the merged unit sees both of its parts as they stood before."""
    _signed_in(client, make_member(merger.c, Role.CLERK))
    page = client.get(reverse("units:tree"), {"on": "2022-05-31"})
    assert [branch.row.name for branch in page.context["branches"]] == ["Đảng bộ xã Ải", "Đảng bộ xã Bản"]
    ended = client.get(reverse("units:unit", args=[merger.a.uid]))
    assert (ended.status_code, ended.context["ended"]) == (200, MERGED)
    assert [name for _unit, name, _open in ended.context["heirs"]] == ["Đảng bộ xã Cao"]
    _signed_in(client, make_member(merger.cells[0], Role.SIGNATORY))
    assert client.get(reverse("units:unit", args=[merger.b.uid])).status_code == 404


def test_a_seat_is_one_unit_however_many_lie_below_it(merger: Merger) -> None:
    """What is asked of the database grows with the mandates of a person, never with the tree."""
    sight = sight_of(make_member(merger.top, Role.CLERK), "party", MERGED)
    assert (set(sight.alone), set(sight.whole)) == ({merger.top.pk}, {merger.top.pk})


def test_a_unit_that_stood_elsewhere_is_in_sight_of_its_seat_of_today(merger: Merger) -> None:
    other, moved = make_unit(), merger.cells[0]
    before, after = date(2022, 6, 30), date(2022, 7, 1)
    carry_out(by=None, plan=planning.move(unit=moved, day=after, places={"party": other}))
    sight = sight_of(make_member(other, Role.CLERK), "party", before)
    assert sight.among([moved.pk, merger.cells[1].pk]) == {moved.pk}


def test_names_are_found_by_parts_of_them_with_or_without_marks(client: Client, merger: Merger) -> None:
    assert {place.unit_id for place in named_like("thon ban", "party", MERGED)} == {merger.cells[1].pk}
    _signed_in(client, make_member(merger.top, Role.CLERK))
    page = client.get(reverse("units:tree"), {"q": "XA CAO"})
    assert [(branch.row.name, above) for branch, above in page.context["found"]] == [
        ("Đảng bộ xã Cao", "Đảng bộ huyện")
    ]
    _signed_in(client, make_member(merger.cells[0], Role.SIGNATORY))
    assert client.get(reverse("units:tree"), {"q": "xa cao"}).context["found"] == []


def test_what_stood_elsewhere_is_listed_and_found_by_its_name_of_then(client: Client, merger: Merger) -> None:
    other, moved = make_unit("Đảng bộ xã Nơi Mới"), merger.cells[0]
    below = make_unit("Tổ đảng Suối", parent=moved)
    after = date(2022, 7, 1)
    carry_out(by=None, plan=planning.move(unit=moved, day=after, places={"party": other}))
    carry_out(by=None, plan=planning.rename(unit=moved, day=after, name="Chi bộ bản Ải", kind="grassroots_cell"))
    clerk = make_member(other, Role.CLERK)
    assert sight_of(clerk, "party", date(2022, 6, 30)).tops() == {other.pk, moved.pk}
    assert sight_of(clerk, "party", after).tops() == {other.pk}
    _signed_in(client, clerk)

    def found(words: str, on: str) -> list[str]:
        page = client.get(reverse("units:tree"), {"q": words, "on": on})
        return [branch.row.name for branch, _above in page.context["found"]]

    assert found("thon ai", "2022-06-30") == ["Chi bộ thôn Ải"]
    assert found("thon ai", "2022-07-01") == []
    assert found("ban ai", "2022-07-01") == ["Chi bộ bản Ải"]
    assert found("thon ban", "2022-06-30") == []  # it stood beside it and was never theirs
    page = client.get(reverse("units:tree"), {"at": str(below.uid), "on": "2022-06-30"})
    opened = next(branch for branch in page.context["branches"] if branch.row.unit == moved).opened
    assert [(branch.row.unit, branch.here) for branch in opened or ()] == [(below, True)]
    assert client.get(reverse("units:unit", args=[moved.uid])).status_code == 200
    sheet = client.get(reverse("units:tree"), {"format": "csv", "on": "2022-06-30"}).content.decode()
    assert ("Chi bộ thôn Ải" in sheet, "Chi bộ thôn Bản" in sheet) == (True, False)


def test_a_life_tells_what_came_in_and_who_carries_on(merger: Merger) -> None:
    born, ended = life(merger.c, "party"), life(merger.a, "party")
    assert [set(turn.before) for turn in born.turns] == [{merger.a.pk, merger.b.pk}]
    assert (ended.began, ended.ended, ended.turns[-1].after) == (START, MERGED, (merger.c.pk,))
    moved = life(merger.cells[0], "party")
    stretches = [(one.text, one.from_on, one.to_on) for one in moved.superiors]
    assert stretches == [("Đảng bộ xã Ải", START, MERGED), ("Đảng bộ xã Cao", MERGED, None)]


def test_the_page_of_a_unit_says_its_life_in_sentences(client: Client, merger: Merger) -> None:
    _signed_in(client, make_member(merger.top, Role.CLERK))
    told = client.get(reverse("units:unit", args=[merger.c.uid])).context["told"]
    assert [each.words for each in told] == ["Thành lập trên cơ sở hợp nhất Đảng bộ xã Ải và Đảng bộ xã Bản."]
    assert told[0].turn.change.decision == "Quyết định 12-QĐ/HU"


def test_two_days_differ_by_what_changed_between_them(merger: Merger) -> None:
    rename_unit(by=None, unit=merger.cells[0], name="Chi bộ thôn Ải Mới", kind="cell", starts_on=date(2022, 7, 1))
    first, second = date(2022, 5, 31), date(2022, 8, 1)
    found = {one.unit_id: one for one in differences(touched("party", first, second), "party", first, second)}
    assert found.keys() == {merger.a.pk, merger.b.pk, merger.c.pk, *(cell.pk for cell in merger.cells)}
    cell = found[merger.cells[0].pk]
    assert (cell.renamed, cell.moved, cell.came, cell.went, cell.recoded) == (True, True, False, False, False)
    assert [heir.unit_id for heir in found[merger.a.pk].heirs] == [merger.c.pk]
    assert differences(touched("party", second, second), "party", second, second) == []


def test_a_comparison_shows_what_is_in_sight_alone(client: Client, merger: Merger) -> None:
    _signed_in(client, make_member(merger.cells[0], Role.SIGNATORY))
    page = client.get(reverse("units:compare"), {"from": "2022-05-31", "to": "2022-08-01"})
    assert {key: count for key, _label, _rows, count in page.context["groups"] if count} == {"moved": 1}


def test_a_seat_stands_for_its_parts_before_and_its_heirs_later(merger: Merger) -> None:
    assert counterparts([merger.c.pk], "party", date(2022, 1, 1), TODAY) == {merger.a.pk, merger.b.pk}
    assert counterparts([merger.top.pk], "party", date(2022, 1, 1), TODAY) == {merger.top.pk}


def _head(unit: Unit) -> Person:
    person = make_person("Lò Văn Cương")
    make_mandate(person, unit, office="secretary")
    return person


def test_a_contact_is_shown_and_taken_back_by_name(client: Client, merger: Merger) -> None:
    clerk, mandate = make_member(merger.top, Role.CLERK), _head(merger.c).mandates.get()
    _signed_in(client, clerk)
    url = reverse("units:show_contact", args=[mandate.uid])
    assert client.post(url, {"phone": "", "mail": "", "hours": ""}).status_code == 422
    assert client.post(url, {"phone": "0200 000 001"}).status_code == 302
    shown = [(one.name, one.phone) for one in contacts_of(merger.c, TODAY)]
    assert shown == [("Lò Văn Cương", "0200 000 001")]
    assert client.post(reverse("units:hide_contact", args=[mandate.uid])).status_code == 302
    gone = Contact.objects.get(mandate=mandate)
    assert (gone.phone, gone.shown_by, gone.hidden_by) == ("", clerk, clerk)
    assert list(contacts_of(merger.c, TODAY)) == []


def test_a_contact_ends_with_its_mandate(merger: Merger) -> None:
    clerk, head = make_member(merger.top, Role.CLERK), _head(merger.c)
    mandate = head.mandates.get()
    show_contact(by=clerk, mandate=mandate, post="Bí thư", phone="1")
    mandate.ends_on = date(2022, 8, 1)
    mandate.save()
    with pytest.raises(Refused):
        show_contact(by=clerk, mandate=mandate, post="Bí thư", phone="2")
    hide_contact(by=clerk, mandate=mandate)
    with pytest.raises(Refused):
        hide_contact(by=clerk, mandate=mandate)


def test_readers_do_not_show_contacts_and_strangers_find_none(client: Client, merger: Merger) -> None:
    url = reverse("units:show_contact", args=[_head(merger.c).mandates.get().uid])
    assert _signed_in(client, make_member(merger.c, Role.READER)).get(url).status_code == 403
    assert _signed_in(client, make_member(make_unit(), Role.CLERK)).get(url).status_code == 404


def test_a_back_dated_contradiction_is_refused_and_named(merger: Merger) -> None:
    with pytest.raises(BadPlan):
        carry_out(by=None, plan=planning.dissolve(units=[merger.cells[0]], day=date(2019, 1, 1)))
