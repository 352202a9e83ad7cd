"""One way in, in two languages, without telling which names exist."""

from urllib.parse import urlsplit

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.contrib.auth import SESSION_KEY
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, resolve
from django.utils.http import urlencode

from guong.accounts.tests.factories import PASSWORD, make_user, with_code
from guong.accounts.views import closed
from guong.jobs import outbox

LOGIN = "/accounts/login/"
pytestmark = pytest.mark.django_db


@pytest.fixture
def client() -> Client:
    return Client(headers={"accept-language": "vi"})


def sign_in(client: Client, name: str, password: str) -> str:
    return client.post(LOGIN, {"login": name, "password": password}).content.decode()


@pytest.mark.both
def test_the_right_password_opens_a_session_and_goes_to_the_desk(client: Client) -> None:
    user = make_user()
    response = client.post(LOGIN, {"login": "hao", "password": PASSWORD})
    assert (response.status_code, response["Location"]) == (302, "/desk/")
    assert client.session[SESSION_KEY] == str(user.pk)


def test_known_and_unknown_names_get_the_same_answer(client: Client) -> None:
    make_user()
    known, unknown = sign_in(client, "hao", "sai"), sign_in(client, "chua", "sai")
    assert "Tên đăng nhập hoặc mật khẩu chưa đúng." in known
    assert without_tokens(known, "hao") == without_tokens(unknown, "chua")
    assert SESSION_KEY not in client.session


def without_tokens(page: str, name: str) -> list[str]:
    """The page without its CSRF tokens and the name that was typed."""
    return [line for line in page.replace(f'value="{name}"', "").splitlines() if "csrfmiddlewaretoken" not in line]


def test_a_closed_account_answers_like_a_wrong_password(client: Client) -> None:
    make_user(is_active=False)
    assert without_tokens(sign_in(client, "hao", PASSWORD), "hao") == without_tokens(sign_in(client, "xa", "x"), "xa")


def test_with_the_code_switched_on_a_password_alone_opens_nothing(client: Client) -> None:
    with_code(make_user())
    response = client.post(LOGIN, {"login": "hao", "password": PASSWORD})
    assert (response.status_code, response["Location"]) == (302, "/accounts/two-step/authenticate/")
    assert SESSION_KEY not in client.session


@pytest.mark.parametrize("path", ["/cms/login/", "/_util/login/"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_log_ins_of_libraries_lead_to_the_one_log_in(client: Client, path: str, method: str) -> None:
    with_code(make_user())
    response = getattr(client, method)(path, {"username": "hao", "password": PASSWORD, "login": "hao"})
    assert (response.status_code // 100, urlsplit(response["Location"]).path) == (3, LOGIN)
    assert SESSION_KEY not in client.session


def test_a_closed_log_in_keeps_a_way_back_on_this_host_only(client: Client) -> None:
    assert client.get("/_util/login/?next=/cms/pages/")["Location"] == LOGIN + "?next=%2Fcms%2Fpages%2F"
    assert client.get("/_util/login/?next=https://other.example/")["Location"] == LOGIN


def test_no_log_in_of_a_library_is_left_open() -> None:
    open_ones = [
        address
        for address in addresses(get_resolver().url_patterns)
        if address.rstrip("/").endswith("login")
        and not address.startswith("accounts/")
        and resolve("/" + address).func is not closed.closed_login
    ]
    assert open_ones == []


def addresses(patterns: list[URLPattern | URLResolver], prefix: str = "") -> list[str]:
    found = []
    for pattern in patterns:
        here = prefix + str(pattern.pattern).removeprefix("^").removesuffix("$").removesuffix(r"\Z")
        found += addresses(pattern.url_patterns, here) if isinstance(pattern, URLResolver) else [here]
    return found


@pytest.mark.parametrize("path", ["signup/", "email/", "confirm-email/", "login/code/confirm/", "password/set/"])
def test_what_is_not_used_is_not_there(client: Client, path: str) -> None:
    assert client.get("/accounts/" + path).status_code == 404


@pytest.mark.parametrize(
    ("path", "heading"),
    [
        ("password/change/", "Đổi mật khẩu"),
        ("two-step/", "Xác thực hai lớp"),
        ("devices/", "Thiết bị của tôi"),
        ("two-step/webauthn/", "Khóa truy cập"),
    ],
)
def test_the_pages_of_an_account_open_in_vietnamese(client: Client, path: str, heading: str) -> None:
    make_user()
    sign_in(client, "hao", PASSWORD)
    assert f"<h1>{heading}</h1>" in client.get("/accounts/" + path).content.decode()


def test_signing_out_takes_a_post(client: Client) -> None:
    make_user()
    sign_in(client, "hao", PASSWORD)
    assert "Đăng xuất khỏi thiết bị này?" in client.get("/accounts/logout/").content.decode()
    assert SESSION_KEY in client.session
    assert client.post("/accounts/logout/")["Location"] == "/"
    assert SESSION_KEY not in client.session


def code_of_now(secret: str) -> str:
    return str(format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time())))))


def test_the_second_step_from_switching_on_to_signing_in(client: Client) -> None:
    make_user()
    sign_in(client, "hao", PASSWORD)
    activate = "/accounts/two-step/totp/activate/"
    assert client.get(activate)["Location"] == "/accounts/reauthenticate/?" + urlencode({"next": activate})
    assert "Xác nhận người dùng" in client.get(f"/accounts/reauthenticate/?next={activate}").content.decode()
    client.post("/accounts/reauthenticate/", {"password": PASSWORD, "next": activate})
    page = client.get(activate).content.decode()
    assert "<h1>Bật mã từ ứng dụng</h1>" in page
    assert 'src="data:image/svg+xml' in page
    secret = page.split("<code>")[1].split("</code>")[0]
    refused = client.post(activate, {"code": "000000"}).content.decode()
    assert "Mã chưa đúng hoặc đã quá hạn. Nhập mã mới nhất." in refused
    client.post(activate, {"code": code_of_now(secret)})
    codes = client.get("/accounts/two-step/recovery-codes/").content.decode()
    assert codes.count("<code>") == 10
    client.post("/accounts/logout/")
    client.post(LOGIN, {"login": "hao", "password": PASSWORD})
    assert SESSION_KEY not in client.session
    assert "<h1>Xác thực lớp thứ hai</h1>" in client.get("/accounts/two-step/authenticate/").content.decode()
    backup = codes.split("<code>")[1].split("</code>")[0]
    assert client.post("/accounts/two-step/authenticate/", {"code": backup})["Location"] == "/desk/"
    assert SESSION_KEY in client.session


def test_a_forgotten_password_answers_alike_and_mails_in_vietnamese(client: Client, mailoutbox: list[object]) -> None:
    make_user(email="hao@muongsoi.example")
    first = client.post("/accounts/password/reset/", {"email": "hao@muongsoi.example"})
    second = client.post("/accounts/password/reset/", {"email": "la@muongsoi.example"})
    assert (first.status_code, first["Location"]) == (second.status_code, second["Location"])
    assert mailoutbox == []  # the worker sends: the answer waits for no mail server
    outbox.deliver()
    assert [(mail.subject, mail.to) for mail in mailoutbox] == [  # type: ignore[attr-defined]  # Django's EmailMessage
        ("Đặt mật khẩu mới", ["hao@muongsoi.example"])
    ]
    assert "Có yêu cầu đặt lại mật khẩu" in mailoutbox[0].body  # type: ignore[attr-defined]  # as above
