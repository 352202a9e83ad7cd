"""Terms of office on a unit's page: recorded, corrected, taken off; who may."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from guong.jobs.models import OutboxRow
from guong.trail.models import Entry
from guong.units.actions import TERM_STARTED, start_term
from guong.units.enums import Role
from guong.units.models import Person, Unit
from guong.units.tests.factories import make_member, make_unit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.fixture
def unit() -> Unit:
    return make_unit()


def at(person: Person) -> Client:
    client = Client()
    assert person.user is not None
    client.force_login(person.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def terms(unit: Unit) -> list[tuple[str, str]]:
    return [(term.ordinal, term.starts_on.isoformat()) for term in unit.terms.order_by("starts_on")]


def page(unit: Unit, act: str = "start", day: str = "") -> str:
    return reverse(f"units:{act}_term", args=[unit.uid, *([day] if day else [])])


@pytest.mark.both
def test_a_clerk_records_corrects_and_takes_off_a_term(unit: Unit) -> None:
    client, back = at(make_member(unit, Role.CLERK)), reverse("units:unit", args=[unit.uid])
    sent = [
        (page(unit), {"ordinal": "XXI", "starts_on": "2015-08-10"}),
        (page(unit), {"ordinal": "XXII", "starts_on": "2020-08-01"}),
        (page(unit, "correct", "2020-08-01"), {"ordinal": "XXII", "starts_on": "2020-08-03"}),
        (page(unit, "drop", "2015-08-10"), {}),
    ]
    assert [client.post(*one)["Location"] for one in sent] == [back] * 4
    assert terms(unit) == [("XXII", "2020-08-03")]
    acts = ["units.start_term", "units.start_term", "units.correct_term", "units.drop_term"]
    assert list(Entry.objects.filter(what__in=acts).order_by("pk").values_list("what", flat=True)) == acts
    assert OutboxRow.objects.filter(topic=TERM_STARTED, ref=str(unit.uid)).count() == 4
    shown = client.get(back).content.decode()
    assert ("XXII, từ ngày 03/08/2020" in shown, "2015" in shown) == (True, False)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"ordinal": "XXIII", "starts_on": "2020-08-01"}, "Đã có một nhiệm kỳ khác bắt đầu từ ngày này."),
        ({"ordinal": "XXIII", "starts_on": "2024-08-01"}, "Chỉ ghi nhiệm kỳ trước nhiều nhất một năm."),
        ({"ordinal": "", "starts_on": "2021-08-01"}, "Chưa nhập mục này."),
    ],
)
def test_what_cannot_be_is_said_and_what_was_typed_stays(unit: Unit, typed: dict[str, str], said: str) -> None:
    start_term(by=None, unit=unit, ordinal="XXII", starts_on=date(2020, 8, 1))
    answer = at(make_member(unit, Role.CLERK)).post(page(unit), typed)
    found = answer.content.decode()
    assert (answer.status_code, said in found, f'value="{typed["starts_on"]}"' in found) == (422, True, True)
    assert terms(unit) == [("XXII", "2020-08-01")]


def test_no_day_of_a_term_is_not_found(unit: Unit) -> None:
    client = at(make_member(unit, Role.CLERK))
    found = [client.get(page(unit, "correct", day)).status_code for day in ("2020-08-01", "hôm-nay", "2020-02-31")]
    assert found == [404, 404, 404]


def test_a_reader_reads_them_alone(unit: Unit) -> None:
    start_term(by=None, unit=unit, ordinal="XXII", starts_on=date(2020, 8, 1))
    client = at(make_member(unit, Role.READER))
    shown = client.get(reverse("units:unit", args=[unit.uid])).content.decode()
    assert ("XXII" in shown, page(unit) in shown) == (True, False)
    assert client.get(page(unit)).status_code == 403
