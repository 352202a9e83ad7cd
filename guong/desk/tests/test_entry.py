"""Slips are printed for who is in reach, codes stand on paper alone, lost devices are shut out; admins invite."""

import pypdfium2
import pytest
import zxingcpp
from django.core.mail import EmailMessage
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from guong.accounts import slips
from guong.accounts.models import Device, Invitation, Slip
from guong.accounts.tests.factories import as_confirmed
from guong.desk.tests.factories import Desk, signed_in
from guong.jobs import clock, outbox
from guong.trail.models import Entry
from guong.units.actions import print_slips
from guong.units.models import Mandate, Person
from guong.units.tests.factories import make_mandate, make_member, make_person

LIST, PRINT = "/desk/entry/", "/desk/entry/print/"


def fresh(person: Person) -> Client:
    """Signed in, and confirmed a moment ago."""
    client = signed_in(person)
    assert person.user is not None
    as_confirmed(client, person.user)
    return client


def mandate_of(person: Person) -> str:
    return str(Mandate.objects.get(person=person).uid)


def printed(client: Client, *people: Person, **more: str) -> bytes:
    answer = client.post(PRINT, {"mandate": [mandate_of(one) for one in people], **more})
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    return answer.content


@pytest.fixture
def secretary(desk: Desk) -> Person:
    return desk.world.secretary


def words_and_codes(content: bytes) -> tuple[list[str], list[str]]:
    document = pypdfium2.PdfDocument(content)
    texts = [page.get_textpage().get_text_range() for page in document]
    seen = zxingcpp.read_barcodes(document[0].render(scale=3).to_pil())
    return texts, sorted(one.text for one in seen)


@pytest.mark.both
def test_a_slip_from_the_desk_to_the_phone(desk: Desk, secretary: Person) -> None:
    texts, addresses = words_and_codes(printed(fresh(desk.world.clerk), secretary))
    slip = Slip.objects.get()
    assert addresses == [f"http://localhost:8000/vao/{slip.number}/"]
    assert secretary.name in texts[0]
    assert slip.number in texts[0]
    code = next(line for line in texts[0].splitlines() if line.replace(" ", "").isdigit() and len(line) > 7)
    phone = Client()
    assert phone.post("/vao/", {"number": slip.number, "code": code}).status_code == 302
    assert phone.post("/accounts/slip/", {"pin": "274915", "again": "274915"})["Location"] == "/desk/"
    assert phone.get("/desk/").status_code == 200
    assert Entry.objects.filter(what="units.print_slip").count() == 1


def test_four_fit_on_a_sheet_and_the_list_for_signatures_follows(desk: Desk, secretary: Person) -> None:
    people = [secretary, desk.world.headman]
    sheet, addresses = words_and_codes(printed(fresh(desk.world.clerk), *people))
    assert (len(sheet), len(addresses)) == (2, 2)
    pages, _addresses = words_and_codes(printed(fresh(desk.world.clerk), *people, layout="page"))
    assert len(pages) == 3
    assert [one.name in sheet[-1] for one in people] == [True, True]
    assert Entry.objects.filter(what="units.print_slips").count() == 2


def test_printing_asks_again_who_is_there(desk: Desk, secretary: Person) -> None:
    answer = signed_in(desk.world.clerk).post(PRINT, {"mandate": [mandate_of(secretary)]})
    assert "/accounts/reauthenticate/" in answer["Location"]
    assert Slip.objects.count() == 0


def test_who_is_out_of_reach_or_at_a_desk_gets_no_slip(desk: Desk, secretary: Person) -> None:
    stranger = fresh(desk.stranger)
    assert stranger.post(PRINT, {"mandate": [mandate_of(secretary)]})["Location"] == LIST
    make_mandate(secretary, desk.world.district, "editor")
    assert mandate_of(desk.leader) not in signed_in(desk.world.clerk).get(LIST).content.decode()
    uid = str(Mandate.objects.get(person=secretary, role="signatory").uid)
    assert fresh(desk.world.clerk).post(PRINT, {"mandate": [uid, "no uuid"]})["Location"] == LIST
    assert Slip.objects.count() == 0


def test_the_whole_list_is_printed_as_it_was_narrowed(desk: Desk, secretary: Person) -> None:
    client = fresh(desk.world.clerk)
    client.post(PRINT, {"whole": "1", "q": secretary.name.upper(), "state": "none"})
    assert [slip.user.person for slip in Slip.objects.all()] == [secretary]
    client.post(PRINT, {"whole": "1", "q": secretary.name, "state": "none"})
    assert Slip.objects.count() == 1
    assert secretary.name in client.get(LIST, {"state": "slip"}).content.decode()
    assert secretary.name not in client.get(LIST, {"state": "in"}).content.decode()


@pytest.mark.both
def test_a_person_without_an_account_gets_one_that_no_password_opens(desk: Desk) -> None:
    person = make_person("Vàng A Chống")
    make_mandate(person, desk.world.school, "reporter")
    printed(fresh(desk.world.clerk), person)
    person.refresh_from_db()
    assert person.user is not None
    assert not person.user.has_usable_password()


def enrolled(person: Person) -> Client:
    """A phone that a slip let in."""
    made = print_slips(by=None, people=[person])[0]
    phone = Client(headers={"user-agent": "Mozilla/5.0 (Linux; Android 13) Chrome/126.0 Mobile Safari/537.36"})
    phone.post("/vao/", {"number": made.slip.number, "code": made.code})
    phone.post("/accounts/slip/", {"pin": "274915", "again": "274915"})
    return phone


@pytest.mark.both
def test_a_lost_phone_is_seen_by_its_kind_and_shut_out(desk: Desk, secretary: Person) -> None:
    phone, clerk = enrolled(secretary), signed_in(desk.world.clerk)
    assert "Chrome trên Android" in clerk.get(LIST, headers={"accept-language": "vi"}).content.decode()
    address = reverse("desk:entry_revoke", args=[Device.objects.get().uid])
    assert signed_in(desk.stranger).post(address).status_code == 404
    assert phone.get("/desk/").status_code == 200
    assert clerk.post(address)["Location"] == LIST
    assert phone.get("/desk/").status_code == 302
    assert [entry.what for entry in Entry.objects.filter(what__contains="device")] == [
        "accounts.enrolled_device",
        "units.revoke_device",
    ]


def test_a_slip_is_taken_back(desk: Desk, secretary: Person) -> None:
    made = print_slips(by=None, people=[secretary])[0]
    address = reverse("desk:entry_take_back", args=[secretary.uid])
    assert signed_in(desk.stranger).post(address).status_code == 404
    assert signed_in(desk.world.clerk).post(address)["Location"] == LIST
    assert slips.check(made.slip.number, made.code, at=clock.now()) is None


def queries_of_the_list(client: Client) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(LIST).status_code == 200
    return len(queries)


@pytest.mark.both
def test_the_list_asks_as_often_for_three_as_for_one(desk: Desk, secretary: Person) -> None:
    enrolled(secretary)
    client = signed_in(desk.world.clerk)
    before = queries_of_the_list(client)
    for number in range(3):
        enrolled(make_member(desk.world.school, "reporter", name=f"Người thứ {number}"))
    assert queries_of_the_list(client) == before


# --- desk roles


@pytest.fixture
def administrator(desk: Desk) -> Person:
    return make_member(desk.world.district, "administrator", name="Ly Quang Vinh")


def test_an_administrator_invites_to_a_desk_role(
    desk: Desk, administrator: Person, mailoutbox: list[EmailMessage]
) -> None:
    page = signed_in(administrator).get("/desk/entry/desks/").content.decode()
    assert (desk.leader.name in page, desk.world.secretary.name in page) == (True, False)
    address = reverse("desk:entry_invite", args=[desk.leader.uid])
    assert "/accounts/reauthenticate/" in signed_in(administrator).post(address)["Location"]
    assert fresh(administrator).post(address, {"email": "khong"}).status_code == 422
    assert fresh(administrator).post(address, {"email": "pao@muongsoi.example"}).status_code == 302
    outbox.deliver()
    assert [mail.to for mail in mailoutbox] == [["pao@muongsoi.example"]]
    assert Invitation.objects.get().user == desk.leader.user


def test_an_invitation_names_a_user_who_has_none_yet(desk: Desk, administrator: Person) -> None:
    person = make_person("Lò Thu Hà")
    make_mandate(person, desk.world.district, "editor")
    address = reverse("desk:entry_invite", args=[person.uid])
    taken = desk.leader.user.get_username() if desk.leader.user else ""
    form = {"email": "ha@muongsoi.example", "username": taken.upper()}
    assert fresh(administrator).post(address, form).status_code == 422
    assert fresh(administrator).post(address, form | {"username": "ha"}).status_code == 302
    person.refresh_from_db()
    assert person.user is not None
    assert person.user.get_username() == "ha"


def test_a_clerk_does_not_invite_and_an_administrator_elsewhere_neither(desk: Desk, administrator: Person) -> None:
    address = reverse("desk:entry_invite", args=[desk.leader.uid])
    assert fresh(desk.world.clerk).get(address).status_code == 403
    elsewhere = make_member(desk.world.school, "administrator")
    assert fresh(elsewhere).get(address).status_code == 404
