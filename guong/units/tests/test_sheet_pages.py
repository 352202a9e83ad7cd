"""Sheets on the screen: faults by line, a plan of all rows, nothing outside one's reach; a whole line reorganised."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from guong.units import sheet_forms
from guong.units.enums import Role
from guong.units.models import Change, Person, SavedPlan, Unit
from guong.units.queries import heirs, name_of, tree
from guong.units.tests.factories import make_member, make_unit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
DAY = date(2022, 9, 1)
SAID = {"line": "party", "day": "2022-09-01", "decision": "Quyết định 12-QĐ/HU ngày 15/8/2022"}
HEAD = "code,kind,name,parent\n"


class Place:
    def __init__(self, client: Client) -> None:
        self.client = client
        self.top = make_unit("Đảng bộ huyện", code="H", kind="district_committee")
        self.a, self.b = (
            make_unit(f"Đảng bộ xã {name}", code=name, kind="commune_committee", parent=self.top) for name in "AB"
        )
        self.other = make_unit("Đảng bộ huyện khác", code="K", kind="district_committee")
        self.enter(make_member(self.top, Role.ADMINISTRATOR))

    def enter(self, person: Person) -> None:
        assert person.user is not None
        self.client.force_login(person.user)

    def post(self, sheet: str, **files: str) -> HttpResponse:
        sent = {name: SimpleUploadedFile(f"{name}.csv", text.encode()) for name, text in files.items()}
        answer: HttpResponse = self.client.post(reverse("units:new_sheet", args=[sheet]), {**SAID, **sent})  # type: ignore[assignment]  # the test client's own response
        return answer

    def carry_out(self) -> None:
        saved = SavedPlan.objects.get()
        answer = self.client.post(reverse("units:carry_out", args=[saved.uid]), {"version": str(saved.version)})
        saved.refresh_from_db()
        assert answer["Location"] == reverse("units:change", args=[saved.act])


@pytest.fixture
def place(client: Client) -> Place:
    return Place(client)


def names() -> list[str]:
    return sorted(node.name for node in tree("party", DAY).nodes)


@pytest.mark.both
def test_rows_become_a_plan_and_then_units(place: Place) -> None:
    before = names()
    answer = place.post("units", units=f"{HEAD}A1,cell,Chi bộ thôn Một,A\nA2,cell,Chi bộ thôn Hai,A\n")
    saved = SavedPlan.objects.get()
    assert (answer["Location"], names()) == (reverse("units:plan", args=[saved.uid]), before)
    page = place.client.get(answer["Location"])
    assert [name for name, _above in page.context["begins"]] == ["Chi bộ thôn Một", "Chi bộ thôn Hai"]
    place.carry_out()
    assert names() == sorted([*before, "Chi bộ thôn Một", "Chi bộ thôn Hai"])
    assert Change.objects.latest("pk").decision == SAID["decision"]


def test_each_fault_is_named_by_its_line_and_nothing_is_kept(place: Place) -> None:
    answer = place.post("units", units=f"{HEAD}A1,cell,,A\nA2,cells,Chi bộ thôn Hai,Q\n")
    assert answer.status_code == 422
    assert answer.context["faults"] == [  # type: ignore[attr-defined]  # the test client's own response
        "Dòng 2: thiếu tên.",
        "Dòng 3: hệ thống không có loại hình “cells”.",
        "Dòng 3: không có đơn vị Q.",
    ]
    assert not SavedPlan.objects.exists()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("code,name\nA1,Một\n", "parent"),
        (HEAD, "Bảng tính không có dòng nào."),
        (f"{HEAD}Z,district_committee,Đảng bộ huyện mới,\n", "Mỗi dòng phải có đơn vị cấp trên"),
        (f"{HEAD}{'A1,cell,Chi bộ,A' * 1}\n" + "A1,cell,Chi bộ,A\n" * 3, "guong import_units"),
    ],
)
def test_what_is_no_sheet_for_the_screen_is_said(
    place: Place, text: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sheet_forms, "MOST_ROWS", 3)
    answer = place.post("units", units=text)
    assert (answer.status_code, said in answer.content.decode()) == (422, True)
    assert not SavedPlan.objects.exists()


def test_below_a_unit_that_one_does_not_administer_nothing_is_founded(place: Place) -> None:
    assert place.post("units", units=f"{HEAD}K1,cell,Chi bộ lạ,K\n").status_code == 403
    place.enter(make_member(place.top, Role.READER))
    assert place.post("units", units=f"{HEAD}A1,cell,Chi bộ thôn Một,A\n").status_code == 403
    assert not SavedPlan.objects.exists()


@pytest.mark.both
def test_a_line_is_reorganised_from_two_sheets(place: Place) -> None:
    after = f"{HEAD}H,district_committee,Đảng bộ huyện,\nK,district_committee,Đảng bộ huyện khác,\n"
    after += "C,commune_committee,Đảng bộ xã C,H\n"
    ways = "old_code,new_code,how,main_part\nH,H,whole,\nK,K,whole,\nA,C,whole,\nB,C,whole,\n"
    answer = place.post("reorganisation", units=after, successions=ways)
    assert answer["Location"] == reverse("units:plan", args=[SavedPlan.objects.get().uid])
    place.carry_out()
    assert names() == ["Đảng bộ huyện", "Đảng bộ huyện khác", "Đảng bộ xã C"]
    found = heirs([place.a, place.b], "party", DAY)
    assert [name_of(Unit.objects.get(pk=heir.unit_id), DAY) for unit in found.values() for heir in unit] == [
        "Đảng bộ xã C",
        "Đảng bộ xã C",
    ]


def test_a_line_that_stays_as_it_is_makes_no_plan(place: Place) -> None:
    after = f"{HEAD}H,district_committee,Đảng bộ huyện,\nK,district_committee,Đảng bộ huyện khác,\n"
    after += "A,commune_committee,Đảng bộ xã A,H\nB,commune_committee,Đảng bộ xã B,H\n"
    ways = "old_code,new_code,how,main_part\n" + "".join(f"{code},{code},whole,\n" for code in "HKAB")
    answer = place.post("reorganisation", units=after, successions=ways)
    assert (answer.status_code, SavedPlan.objects.exists()) == (422, False)
