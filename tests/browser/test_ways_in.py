"""In by slip, by passkey and by a code from an app, in a real browser; and what the pages of it look like.

A passkey belongs to a name: these tests speak to `localhost`, which is this machine as well.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from allauth.mfa.models import Authenticator
from playwright.sync_api import Browser, Page

from guong.accounts import invitations, second_step
from guong.accounts.models import Device
from guong.jobs import clock
from guong.units.actions import Printed, invite, print_slips
from guong.units.models import Person
from guong.units.tests.factories import make_member, make_unit
from tests.browser.conftest import Watch
from tests.browser.looking import axe, fits, shots
from tests.browser.people import PATIENCE_MS, let_in, second_step_of, sign_in

NEW = "suối nguồn 9 ngọn núi"
ZALO = "Mozilla/5.0 (Linux; Android 13; wv) AppleWebKit/537.36 Chrome/126.0 Mobile Safari/537.36 Zalo android/24060581"


@pytest.fixture
def secretary() -> Person:
    return make_member(make_unit("Chi bộ thôn Phìn Hồ"), "signatory", name="Vàng A Chống")


@pytest.fixture
def clerk() -> Person:
    return make_member(make_unit("Huyện ủy Mường Soi", kind="district_committee"), "clerk", name="Nông Thị Hảo")


@contextmanager
def by_name(chromium: Browser, site: str, **more: object) -> Iterator[Page]:
    """A phone's browser that calls the site by its name."""
    named = site.replace("127.0.0.1", "localhost")
    context = chromium.new_context(base_url=named, locale="vi-VN", viewport={"width": 390, "height": 844}, **more)  # type: ignore[arg-type]  # playwright's options
    page = context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    watch = Watch(page, host="localhost")
    yield page
    context.close()
    assert watch.faults == []


def with_a_passkey(page: Page) -> None:
    """A device that can keep passkeys and whose owner is there."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def slip_of(person: Person) -> Printed:
    with clock.at(clock.now()):
        return print_slips(by=None, people=[person])[0]


def enter_slip(page: Page, printed: Printed) -> None:
    page.goto(f"/vao/{printed.slip.number}/")
    page.get_by_label("Mã dùng một lần").fill(printed.code)
    page.get_by_role("button", name="Tiếp tục").click()
    page.get_by_role("heading", name="Thiết lập máy này").wait_for()


def set_pin(page: Page, pin: str) -> None:
    page.get_by_label("Mã PIN mới", exact=False).first.fill(pin)
    page.get_by_label("Nhập lại mã PIN mới").fill(pin)
    page.get_by_role("button", name="Lưu mã PIN").click()


@pytest.mark.parametrize("scripts", [True, False])
def test_a_slip_and_a_pin_with_and_without_script(
    chromium: Browser, site: str, secretary: Person, scripts: bool
) -> None:
    with by_name(chromium, site, java_script_enabled=scripts) as page:
        enter_slip(page, slip_of(secretary))
        assert page.get_by_text("Vàng A Chống").count() == 1
        if scripts:
            shots(page, "slip-choose")
            fits(page)
            axe(page)
        set_pin(page, "274915")
        page.wait_for_url("**/desk/**")
        page.goto("/accounts/devices/")
        assert page.get_by_role("row", name="thiết bị này").count() == 1
        if scripts:
            shots(page, "devices")
            fits(page)
            axe(page)
        page.context.clear_cookies(name="sessionid")
        page.goto("/accounts/login/")
        assert page.get_by_role("heading", level=1).inner_text() == "Nhập mã PIN"
        page.locator("input[name=pin]").fill("274915")
        page.get_by_role("button", name="Đăng nhập").click()
        page.wait_for_url("**/desk/**")


def test_a_slip_and_a_passkey(chromium: Browser, site: str, secretary: Person) -> None:
    with by_name(chromium, site) as page:
        with_a_passkey(page)
        enter_slip(page, slip_of(secretary))
        page.get_by_role("button", name="Khóa truy cập").or_(page.locator("#make_passkey")).first.click()
        page.wait_for_url("**/desk/**")
        assert (Device.objects.get().pin, Authenticator.objects.count()) == ("", 1)
        page.context.clear_cookies(name="sessionid")
        page.goto("/accounts/login/")
        page.locator("#passkey_login").click()
        page.wait_for_url("**/desk/**")


def test_a_device_without_passkeys_says_so_and_the_pin_still_works(
    chromium: Browser, site: str, secretary: Person
) -> None:
    with by_name(chromium, site) as page:
        devtools = page.context.new_cdp_session(page)
        devtools.send("WebAuthn.enable")
        options = {"protocol": "u2f", "transport": "usb", "automaticPresenceSimulation": True}
        devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})
        enter_slip(page, slip_of(secretary))
        page.evaluate("() => { navigator.credentials.create = () => Promise.reject(new Error('cancelled')); }")
        page.locator("#make_passkey").click()
        page.get_by_text("Máy không đưa ra khóa truy cập").wait_for()
        axe(page)
        set_pin(page, "274915")
        page.wait_for_url("**/desk/**")


def test_an_invitation_with_a_code_from_an_app(chromium: Browser, site: str, clerk: Person) -> None:
    with by_name(chromium, site) as page:
        start_invitation(page, clerk)
        shots(page, "invited-second")
        fits(page)
        axe(page)
        secret = page.locator("code").inner_text()
        page.locator("input[name=code]").fill(second_step.code_now(secret))
        page.get_by_role("button", name="Bật").click()
        page.wait_for_url("**/two-step/recovery-codes/")
        assert page.locator("ul code").count() == 10


def start_invitation(page: Page, person: Person) -> None:
    address = invitations.give_key(invite(by=None, person=person))
    page.goto(address[address.index("/accounts/") :])
    page.locator("input[name=password1]").fill(NEW)
    page.locator("input[name=password2]").fill(NEW)
    page.get_by_role("button", name="Tiếp tục").click()
    page.locator("input[name=code]").wait_for()


def test_an_invitation_with_a_passkey_that_signs_in_alone(chromium: Browser, site: str, clerk: Person) -> None:
    with by_name(chromium, site) as page:
        with_a_passkey(page)
        start_invitation(page, clerk)
        page.locator("#make_passkey").click()
        page.wait_for_url("**/two-step/recovery-codes/")
        page.context.clear_cookies()
        page.goto("/accounts/login/")
        page.locator("#passkey_login").click()
        page.wait_for_url("**/desk/**")


def test_password_and_code_sign_in(page: Page, clerk: Person) -> None:
    second_step_of(clerk)
    sign_in(page, clerk)
    page.wait_for_url("**/desk/**")


def test_inside_a_chat_application_the_page_shows_the_way_out(chromium: Browser, site: str) -> None:
    with by_name(chromium, site, user_agent=ZALO) as page:
        page.goto("/vao/K7M2PQ/")
        assert page.get_by_role("heading", level=1).inner_text() == "Mở trang này bằng trình duyệt"
        assert page.locator("form input[name=code]").count() == 0
        assert page.locator("#address-outside").input_value().endswith("/vao/K7M2PQ/")
        page.get_by_role("button", name="Chép địa chỉ").click()
        page.get_by_role("button", name="Đã chép").wait_for()
        shots(page, "open-outside")
        fits(page)
        axe(page)


def test_the_clerks_list_is_fit_to_be_used(page: Page, site: str, clerk: Person) -> None:
    unit = make_unit("Chi bộ thôn Nậm Lùng", parent=clerk.mandates.get().unit)
    for name in ("Sùng Thị Dung", "Tẩn Thị Lan"):
        slip_of(make_member(unit, "reporter", name=name))
    let_in(page, clerk, site)
    page.goto("/desk/entry/")
    assert page.get_by_role("checkbox").count() == 2
    shots(page, "entry")
    fits(page)
    axe(page)


@pytest.mark.parametrize(("name", "path"), [("slip", "/vao/"), ("sign-in-slip", "/accounts/login/?name=1")])
def test_the_doors_are_fit_to_be_used(page: Page, name: str, path: str) -> None:
    page.goto(path)
    shots(page, name)
    fits(page)
    axe(page)
