"""“My devices”: what is listed, one ended, all others ended."""

from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.auth import SESSION_KEY
from django.test import Client

from guong.accounts import devices
from guong.accounts.models import Device, User
from guong.accounts.tests.factories import PASSWORD, make_user
from guong.accounts.tests.test_slips import PIN, enrolled
from guong.accounts.throttle import NO_ADDRESS
from guong.jobs import clock

PAGE = "/accounts/devices/"
WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:115.0) Gecko/20100101 Firefox/115.0"
pytestmark = pytest.mark.django_db


def at_a_desk() -> Client:
    client = Client(headers={"user-agent": WINDOWS, "accept-language": "vi"})
    client.post("/accounts/login/", {"login": "hao", "password": PASSWORD})
    return client


@pytest.fixture
def user() -> User:
    return make_user()


def out(client: Client) -> bool:
    return client.get(PAGE).status_code == 302


def test_devices_and_sessions_are_listed_by_their_kind_without_an_address(user: User) -> None:
    phone, desk = Client(REMOTE_ADDR="203.0.113.7"), at_a_desk()
    enrolled(phone, user)
    page = desk.get(PAGE).content.decode()
    assert page.count('<th scope="row">') == 2
    assert 'Firefox trên Windows <span class="state sm force">' in page
    assert set(UserSession.objects.values_list("ip", flat=True)) == {NO_ADDRESS}


def test_one_device_is_asked_for_and_revoked(user: User) -> None:
    phone, desk = Client(), at_a_desk()
    device = enrolled(phone, user)
    address = f"{PAGE}{device.uid}/revoke/"
    assert "Thiết bị bị đăng xuất ngay" in desk.get(address).content.decode()
    assert not out(phone)
    assert desk.post(address)["Location"] == PAGE
    assert (out(phone), out(desk)) == (True, False)


def test_the_device_in_hand_can_be_revoked_too(user: User) -> None:
    phone = Client()
    device = enrolled(phone, user)
    assert phone.post(f"{PAGE}{device.uid}/revoke/")["Location"] == "/accounts/login/"
    assert SESSION_KEY not in phone.session


def test_one_session_is_ended(user: User) -> None:
    here, there = at_a_desk(), at_a_desk()
    other = UserSession.objects.exclude(session_key=here.session.session_key).get()
    here.post(f"/accounts/sessions/{other.pk}/end/")
    assert (out(here), out(there)) == (False, True)


@pytest.mark.both
def test_all_others_are_ended_but_not_the_one_in_hand(user: User) -> None:
    phone, desk, other = Client(), at_a_desk(), at_a_desk()
    enrolled(phone, user)
    assert phone.post(f"{PAGE}others/")["Location"] == PAGE
    assert (out(phone), out(desk), out(other)) == (False, True, True)
    third = at_a_desk()
    third.post(f"{PAGE}others/")
    assert (out(phone), out(third)) == (True, False)
    assert phone.post("/accounts/pin/", {"pin": PIN})["Location"] == "/accounts/login/?name=1"


def test_what_is_somebody_elses_is_not_there(user: User) -> None:
    device = enrolled(Client(), make_user("sen"))
    desk = at_a_desk()
    session = UserSession.objects.get(user__username="sen")
    assert desk.post(f"{PAGE}{device.uid}/revoke/").status_code == 404
    assert desk.post(f"/accounts/sessions/{session.pk}/end/").status_code == 404
    assert Device.objects.filter(revoked_at=None).count() == 1


def test_use_is_noted_once_an_hour(user: User, monkeypatch: pytest.MonkeyPatch) -> None:
    phone = Client()
    device = enrolled(phone, user)
    noted = Device.objects.get().last_used_at
    phone.get(PAGE)
    assert Device.objects.get(pk=device.pk).last_used_at == noted
    later = clock.machine() + timedelta(hours=1)
    monkeypatch.setattr(clock, "machine", lambda: later)
    phone.get(PAGE)
    assert Device.objects.get(pk=device.pk).last_used_at > noted


@pytest.mark.parametrize(
    ("agent", "kind"),
    [
        (WINDOWS, ("Firefox", "Windows")),
        (
            "Mozilla/5.0 (Linux; Android 13; SM-A135F) SamsungBrowser/25.0 Chrome/121.0 Mobile",
            ("Samsung Internet", "Android"),
        ),
        ("Mozilla/5.0 (Windows NT 10.0) coc_coc_browser/117.0 Chrome/111.0 Safari/537.36", ("Coc Coc", "Windows")),
        ("Mozilla/5.0 (iPad; CPU OS 15_4) Version/15.4 Mobile Safari/604.1", ("Safari", "iPad")),
        ("curl/8", ("", "")),
    ],
)
def test_a_device_is_told_by_its_kind(agent: str, kind: tuple[str, str]) -> None:
    assert devices.kind_of(agent) == kind
