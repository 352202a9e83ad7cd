from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from guong.registry import arrivals
from guong.registry.actions import instruct, settle_instruction
from guong.registry.models import Instruction, OfficialDocument
from guong.registry.rules import Refused
from guong.registry.tests.factories import make_document
from guong.registry.tests.test_views import fields, sign_in
from guong.trail.models import Entry
from guong.units.actions import add_collective
from guong.units.enums import Role
from guong.units.models import Person, Unit
from guong.units.tests.factories import START, make_member, make_unit

pytestmark = [pytest.mark.django_db, pytest.mark.both, pytest.mark.usefixtures("clock")]

MONDAY = date(2022, 3, 7)


@pytest.fixture
def keeper() -> Unit:
    return make_unit("Đảng bộ huyện Mường Soi")


@pytest.fixture
def clerk(keeper: Unit) -> Person:
    return make_member(keeper, Role.CLERK)


def arrived(keeper: Unit, number: str, on: date = MONDAY, **given: Any) -> OfficialDocument:
    return make_document(keeper, arrival_no=number, arrived_on=on, **given)


def told(document: OfficialDocument, **given: Any) -> Instruction:
    values = {"by": None, "document": document, "text": "Văn phòng tham mưu kế hoạch", "given_on": MONDAY}
    return instruct(**{**values, **given})


def test_the_next_number_follows_the_highest_of_the_year(keeper: Unit) -> None:
    assert arrivals.next_number(keeper, 2022) == "1"
    for number, on in (("7", MONDAY), ("30c", MONDAY), ("41", date(2021, 12, 31)), ("99", MONDAY)):
        arrived(make_unit() if number == "99" else keeper, number, on)
    assert [arrivals.next_number(keeper, year) for year in (2020, 2021, 2022)] == ["1", "42", "31"]


def test_an_arrival_number_is_given_once_a_year_by_the_database(keeper: Unit) -> None:
    first = arrived(keeper, "12")
    arrived(keeper, "12", date(2023, 1, 4))
    arrived(keeper, "12a")
    arrived(keeper, "12", arrival_repeat=1)
    arrived(make_unit(), "12")
    with pytest.raises(Refused, match=r"12.*13"):
        arrived(keeper, "12")
    with pytest.raises(IntegrityError, match=r"an_arrival_number_is_given_once|UNIQUE"), transaction.atomic():
        OfficialDocument.objects.filter(arrival_no="12a").update(arrival_no=first.arrival_no)


def test_what_goes_out_has_no_arrival_number(keeper: Unit) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        OfficialDocument.objects.filter(pk=make_document(keeper, direction="outgoing").pk).update(arrival_no="1")


def test_the_form_proposes_the_next_number_and_says_which_is_taken(client: Client, keeper: Unit, clerk: Person) -> None:
    sign_in(client, clerk)
    page = client.get(reverse("registry:add"))
    today = page.context["form"].initial["arrived_on"]
    assert page.context["form"].initial["arrival_no"] == "1"
    given = {"arrival_no": "1", "arrived_on": today.isoformat(), "sender": "Văn phòng Tỉnh ủy", "urgency": "very"}
    assert client.post(reverse("registry:add"), fields(keeper, **given)).status_code == 302
    again = client.post(reverse("registry:add"), fields(keeper, **given, symbol="106-KH/TU"))
    assert again.status_code == 422
    assert "2" in str(again.context["form"].errors)
    assert again.context["form"]["abstract"].value() == "Triển khai đợt sinh hoạt"
    document = OfficialDocument.objects.get()
    assert (document.sender, document.urgency, document.arrival_year) == ("Văn phòng Tỉnh ủy", "very", today.year)


def test_the_form_asks_for_the_day_of_a_number_and_drops_both_for_what_goes_out(
    client: Client, keeper: Unit, clerk: Person
) -> None:
    sign_in(client, clerk)
    undated = client.post(reverse("registry:add"), fields(keeper, arrival_no="5"))
    assert list(undated.context["form"].errors) == ["arrived_on"]
    given = {"direction": "outgoing", "arrival_no": "5", "arrived_on": "2022-03-07"}
    client.post(reverse("registry:add"), fields(keeper, **given))
    document = OfficialDocument.objects.get()
    assert (document.arrival_no, document.arrived_on) == ("", None)


def test_several_instructions_stand_and_a_further_one_corrects(keeper: Unit, clerk: Person) -> None:
    document = arrived(keeper, "1")
    one, two = told(document, by=clerk, due_on=date(2022, 3, 20)), told(document, text="Ban Tuyên giáo phối hợp")
    better = told(document, by=clerk, text="Văn phòng chủ trì", due_on=date(2022, 3, 25), corrects=one)
    keepers = Unit.objects.filter(pk=keeper.pk)
    assert set(arrivals.open_instructions(keepers)) == {better, two}
    assert arrivals.instructions_of(document) == [one, two, better]
    assert arrivals.first_of(better) == one
    with pytest.raises(Refused):
        told(document, corrects=one)
    assert [entry.what for entry in Entry.objects.filter(what="registry.instruct")] == ["registry.instruct"] * 3


@pytest.mark.parametrize(
    "wrong",
    [
        {"text": "  "},
        {"text": "TUYỆT MẬT"},
        {"due_on": date(2022, 3, 6)},
    ],
)
def test_a_wrong_instruction_leaves_nothing(keeper: Unit, wrong: dict[str, Any]) -> None:
    document = arrived(keeper, "1")
    with pytest.raises(Refused):
        told(document, **wrong)
    assert not Instruction.objects.exists()


def test_only_what_came_in_carries_an_instruction_and_corrections_stay_with_their_paper(keeper: Unit) -> None:
    with pytest.raises(Refused):
        told(make_document(keeper, direction="outgoing"))
    elsewhere = told(arrived(keeper, "1"))
    with pytest.raises(Refused):
        told(arrived(keeper, "2"), corrects=elsewhere)


def test_done_leaves_the_list_and_says_how(keeper: Unit, clerk: Person) -> None:
    instruction = told(arrived(keeper, "1"))
    keepers = Unit.objects.filter(pk=keeper.pk)
    with pytest.raises(Refused):
        settle_instruction(by=clerk, instruction=instruction, done_on=MONDAY, outcome=" ")
    settle_instruction(by=clerk, instruction=instruction, done_on=MONDAY, outcome="Trả lời bằng Công văn 12-CV/HU")
    assert list(arrivals.open_instructions(keepers)) == []
    assert list(arrivals.standing_instructions(keepers)) == [instruction]
    with pytest.raises(Refused):
        settle_instruction(by=clerk, instruction=instruction, done_on=MONDAY, outcome="Hai lần")
    with pytest.raises(IntegrityError), transaction.atomic():
        Instruction.objects.update(outcome="")


def test_papers_wait_until_somebody_hands_them_out(keeper: Unit) -> None:
    old, new, handed = arrived(keeper, "1", date(2021, 1, 5)), arrived(keeper, "2"), arrived(keeper, "3")
    make_document(keeper, direction="outgoing")
    told(handed)
    keepers = Unit.objects.filter(pk=keeper.pk)
    assert list(arrivals.without_instruction(keepers)) == [new, old]
    assert list(arrivals.without_instruction(keepers, since=date(2022, 1, 1))) == [new]


def test_a_clerk_records_corrects_and_settles(client: Client, keeper: Unit, clerk: Person) -> None:
    office = add_collective(by=None, unit=keeper, kind="office", name="Văn phòng Huyện ủy", starts_on=START)
    document = arrived(keeper, "1")
    sign_in(client, clerk)
    page = reverse("registry:instruct", args=[document.uid])
    assert client.get(page).status_code == 200
    post = {"text": "Tham mưu kế hoạch", "given_on": "2022-03-07", "lead": str(office.uid), "due_on": "2022-03-20"}
    late = client.post(page, {**post, "due_on": "2022-03-01"})
    assert (late.status_code, list(late.context["form"].errors)) == (422, ["due_on"])
    assert client.post(page, post).status_code == 302
    first = Instruction.objects.get()
    assert (first.lead_collective, first.lead_unit, first.recorded_by) == (office, keeper, clerk)
    correct = reverse("registry:correct_instruction", args=[first.uid])
    assert client.get(correct).context["form"]["lead"].value() == str(office.uid)
    client.post(correct, {**post, "text": "Tham mưu hướng dẫn"})
    second = Instruction.objects.exclude(pk=first.pk).get()
    shown = client.get(reverse("registry:document", args=[document.uid])).context["instructions"]
    assert [(line.instruction, line.lead, line.corrected) for line in shown] == [
        (first, office.name, True),
        (second, office.name, False),
    ]
    settle = reverse("registry:settle_instruction", args=[second.uid])
    assert client.get(settle).status_code == 200
    client.post(settle, {"done_on": "2022-03-18", "outcome": "Đã ban hành 12-HD/HU"})
    second.refresh_from_db()
    assert second.done_on == date(2022, 3, 18)


@pytest.mark.parametrize(
    ("role", "where", "answers"),
    [
        (Role.CLERK, "own", (200, 200, 200)),
        (Role.LEADER, "own", (403, 403, 403)),
        (Role.READER, "own", (403, 403, 403)),
        (Role.CLERK, "other", (404, 404, 404)),
    ],
)
def test_who_may_hand_out(client: Client, keeper: Unit, role: str, where: str, answers: tuple[int, int, int]) -> None:
    document = arrived(keeper, "1")
    instruction = told(document)
    sign_in(client, make_member({"own": keeper, "other": make_unit()}[where], role))
    pages = [
        reverse("registry:instruct", args=[document.uid]),
        reverse("registry:correct_instruction", args=[instruction.uid]),
        reverse("registry:settle_instruction", args=[instruction.uid]),
    ]
    assert tuple(client.get(page).status_code for page in pages) == answers


def test_a_paper_that_went_out_takes_no_instruction(client: Client, keeper: Unit, clerk: Person) -> None:
    document = make_document(keeper, direction="outgoing")
    sign_in(client, clerk)
    assert client.get(reverse("registry:instruct", args=[document.uid])).status_code == 404
