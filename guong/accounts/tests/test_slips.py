"""In by a printed slip: once, on one device, without a name, a mail address or an app."""

from datetime import timedelta

import hypothesis
import pytest
from django.contrib.auth import SESSION_KEY
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from guong.accounts import codes, devices, slips
from guong.accounts.models import Device, Slip, User
from guong.accounts.tests.factories import make_user, time_passes
from guong.jobs import clock

PIN = "274915"
PHONE = "Mozilla/5.0 (Linux; Android 13; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Mobile Safari/537.36"
pytestmark = pytest.mark.django_db


@pytest.fixture
def phone() -> Client:
    return Client(headers={"accept-language": "vi", "user-agent": PHONE})


@pytest.fixture
def user() -> User:
    made = make_user("p1", last_name="Lù", first_name="Thị Sen")
    made.set_unusable_password()
    made.save()
    return made


def handed_over(user: User) -> tuple[Slip, str]:
    code = slips.draw()
    return slips.make(user, code, at=clock.now()), code.clear


def enter(phone: Client, number: str, code: str) -> int:
    return phone.post("/vao/", {"number": number, "code": code}).status_code


def enrolled(phone: Client, user: User, pin: str = PIN) -> Device:
    slip, code = handed_over(user)
    assert enter(phone, slip.number, code) == 302
    assert phone.post("/accounts/slip/", {"pin": pin, "again": pin})["Location"] == "/desk/"
    return Device.objects.get(user=user, revoked_at=None)


@pytest.mark.both
def test_number_and_code_then_a_pin_open_a_session_on_a_known_device(phone: Client, user: User) -> None:
    slip, code = handed_over(user)
    page = phone.get(f"/vao/{slip.number}/").content.decode()
    assert f'value="{slip.number}"' in page
    half = f" {slip.number[:3].lower()}-{slip.number[3:].lower()} ", f"{code[:4]} {code[4:]}"
    assert enter(phone, *half) == 302
    assert "Lù Thị Sen" in phone.get("/accounts/slip/").content.decode()
    assert SESSION_KEY not in phone.session
    assert phone.post("/accounts/slip/", {"pin": "27 49 15", "again": PIN})["Location"] == "/desk/"
    assert phone.session[SESSION_KEY] == str(user.pk)
    device = Device.objects.get()
    assert (device.browser, device.system, device.user) == ("Chrome", "Android", user)


@pytest.mark.both
def test_a_slip_works_once(phone: Client, user: User) -> None:
    slip, code = handed_over(user)
    other = Client()
    assert (enter(phone, slip.number, code), enter(other, slip.number, code)) == (302, 302)
    phone.post("/accounts/slip/", {"pin": PIN, "again": PIN})
    assert other.post("/accounts/slip/", {"pin": PIN, "again": PIN})["Location"] == "/vao/"
    assert enter(Client(), slip.number, code) == 422
    assert Device.objects.count() == 1


def test_a_slip_ends_by_time_by_a_new_one_and_when_it_is_taken_back(phone: Client, user: User) -> None:
    first, first_code = handed_over(user)
    second, second_code = handed_over(user)
    assert enter(phone, first.number, first_code) == 422
    assert enter(phone, second.number, second_code) == 302
    assert slips.void(user, at=clock.now()) == 1
    assert phone.post("/accounts/slip/", {"pin": PIN, "again": PIN})["Location"] == "/vao/"
    third, third_code = handed_over(user)
    with clock.at(clock.now() + slips.VALID):
        assert enter(phone, third.number, third_code) == 422
    assert enter(phone, third.number, third_code) == 302


def test_numbers_that_nobody_has_are_answered_and_slowed_alike(user: User) -> None:
    slip, code = handed_over(user)
    wrong = f"{(int(code) + 1) % 10**8:08}"
    for number in (slip.number, "ZZZZZZ"):
        phone = Client()
        answers = [phone.post("/vao/", {"number": number, "code": wrong}) for _ in range(6)]
        assert [answer.status_code for answer in answers] == [422] * 5 + [429]
        said = answers[0].content.decode().replace(number, "").split("csrfmiddlewaretoken")[0]
        assert "chưa khớp" in answers[0].content.decode() or "do not fit" in said
    assert enter(Client(), slip.number, code) == 429
    time_passes(timedelta(seconds=16))
    assert enter(Client(), slip.number, code) == 302


def test_neither_code_nor_pin_nor_cookie_is_stored(phone: Client, user: User) -> None:
    slip, code = handed_over(user)
    enter(phone, slip.number, code)
    phone.post("/accounts/slip/", {"pin": PIN, "again": PIN})
    rows = [*Slip.objects.values_list(), *Device.objects.values_list()]
    cookie = phone.cookies[devices.COOKIE].value
    kept = " ".join(map(str, rows))
    assert [secret for secret in (code, PIN, cookie) if secret in kept] == []
    assert Slip.objects.get().code.startswith("argon2$argon2id$")


@hypothesis.settings(max_examples=8)  # hashing is slow on purpose
@given(st.text("0123456789", min_size=6, max_size=6))
def test_a_hash_fits_its_own_secret_alone(pin: str) -> None:
    other = f"{(int(pin) + 1) % 10**6:06}"
    stored = codes.Hasher.encode(_light(), codes._peppered(pin), "saltsaltsalt")
    assert (codes.fits(pin, stored), codes.fits(other, stored), codes.fits(pin, "")) == (True, False, False)


def _light() -> codes.Hasher:
    hasher = codes.Hasher()
    hasher.memory_cost, hasher.time_cost = 16, 1
    return hasher


@pytest.mark.parametrize("pin", ["111111", "123456", "654321", "890123", "12345", "1234567", "27491a"])
def test_weak_pins_are_refused(phone: Client, user: User, pin: str) -> None:
    slip, code = handed_over(user)
    enter(phone, slip.number, code)
    assert phone.post("/accounts/slip/", {"pin": pin, "again": pin}).status_code == 422
    assert Device.objects.count() == 0


# --- afterwards: the PIN alone


def test_the_device_is_asked_for_its_pin_and_goes_back_to_where_it_wanted(phone: Client, user: User) -> None:
    enrolled(phone, user)
    phone.post("/accounts/logout/")
    assert phone.get("/accounts/login/?next=/desk/f/")["Location"] == "/accounts/pin/?next=%2Fdesk%2Ff%2F"
    assert SESSION_KEY not in phone.session
    assert phone.post("/accounts/pin/", {"pin": "274 915", "next": "/desk/f/"})["Location"] == "/desk/f/"
    assert phone.session[SESSION_KEY] == str(user.pk)
    other = Client()
    assert other.post("/accounts/pin/", {"pin": PIN})["Location"] == "/accounts/login/?name=1"
    assert SESSION_KEY not in other.session


def test_wrong_pins_slow_the_account_down_on_all_of_its_devices_and_never_lock_it(user: User) -> None:
    first, second = Client(), Client()
    enrolled(first, user)
    slip, code = handed_over(user)
    enter(second, slip.number, code)
    second.post("/accounts/slip/", {"pin": PIN, "again": PIN})
    for phone in (first, second):
        phone.post("/accounts/logout/")
    assert [first.post("/accounts/pin/", {"pin": "000000"}).status_code for _ in range(6)] == [422] * 5 + [429]
    assert second.post("/accounts/pin/", {"pin": PIN}).status_code == 429
    time_passes(timedelta(seconds=16))
    assert first.post("/accounts/pin/", {"pin": PIN}).status_code == 302


def test_a_session_without_the_cookie_of_its_device_opens_nothing(phone: Client, user: User) -> None:
    enrolled(phone, user)
    assert phone.get("/accounts/devices/").status_code == 200
    thief = Client()
    thief.cookies["sessionid"] = phone.cookies["sessionid"].value
    assert thief.get("/accounts/devices/")["Location"].startswith("/accounts/login/")


@pytest.mark.both
def test_a_device_that_was_revoked_is_out_at_once_and_for_good(phone: Client, user: User) -> None:
    device = enrolled(phone, user)
    devices.revoke(device, at=clock.now())
    assert phone.get("/accounts/devices/")["Location"].startswith("/accounts/login/")
    assert phone.post("/accounts/pin/", {"pin": PIN})["Location"] == "/accounts/login/?name=1"
    assert SESSION_KEY not in phone.session
    device.refresh_from_db()
    assert device.pin == ""


def test_whoever_comes_in_next_hears_of_another_device(phone: Client, user: User) -> None:
    enrolled(phone, user)
    phone.post("/accounts/logout/")
    slip, code = handed_over(user)
    stranger = Client(headers={"user-agent": "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0) Version/17.0 Safari/604.1"})
    enter(stranger, slip.number, code)
    stranger.post("/accounts/slip/", {"pin": "482916", "again": "482916"})
    phone.post("/accounts/pin/", {"pin": PIN})
    assert "có thêm một máy vào bằng giấy mời: Safari trên iPhone" in phone.get("/accounts/devices/").content.decode()


def test_the_pin_confirms_and_can_be_changed(phone: Client, user: User) -> None:
    enrolled(phone, user)
    change = "/accounts/pin/change/"
    assert phone.get(change)["Location"] == "/accounts/pin/again/?next=%2Faccounts%2Fpin%2Fchange%2F"
    assert phone.post("/accounts/pin/again/", {"pin": "000000", "next": change}).status_code == 422
    assert phone.post("/accounts/pin/again/", {"pin": PIN, "next": change})["Location"] == change
    assert phone.post(change, {"pin": "582046", "again": "582046"}).status_code == 302
    phone.post("/accounts/logout/")
    assert phone.post("/accounts/pin/", {"pin": PIN}).status_code == 422
    assert phone.post("/accounts/pin/", {"pin": "582046"}).status_code == 302
