"""The browser inside a chat application is known, keeps nothing and shows the way out."""

import pytest
from django.contrib.auth import SESSION_KEY
from django.test import Client

from guong.accounts import chat, slips
from guong.accounts.models import Device, Slip
from guong.accounts.tests.factories import PASSWORD, make_user
from guong.jobs import clock

ANDROID = "Mozilla/5.0 (Linux; Android 13; SM-A135F Build/TP1A; wv) AppleWebKit/537.36 Version/4.0 Chrome/126.0 Mobile "
IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 "
)
ZALO = ANDROID + "Safari/537.36 Zalo android/24060581 ZaloTheme/light ZaloLanguage/vi"
KNOWN = {
    ZALO: "Zalo",
    IPHONE + "Zalo iOS/570 ZaloTheme/light ZaloLanguage/vi": "Zalo",
    ANDROID + "Safari/537.36 [FB_IAB/FB4A;FBAV/470.0.0.38;]": "Facebook",
    IPHONE + "[FBAN/FBIOS;FBAV/470.0.0.1;FBDV/iPhone14,5]": "Facebook",
    ANDROID + "Safari/537.36 [FB_IAB/Orca-Android;FBAV/465.0.0.20;]": "Messenger",
    IPHONE + "[FBAN/MessengerForiOS;FBAV/465.0.0.1]": "Messenger",
    ANDROID + "Safari/537.36 Instagram 334.0.0.42": "Instagram",
    ANDROID + "Safari/537.36 Line/14.9.0/IAB": "LINE",
    ANDROID + "Safari/537.36 Viber/22.8.0": "Viber",
    IPHONE + "MicroMessenger/8.0.49": "WeChat",
    IPHONE + "musical_ly_35.3.0 BytedanceWebview/d8a21c6": "TikTok",
    ANDROID + "Safari/537.36": "",
}
REAL = [
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/109.0.0.0 Mobile Safari/537.36",
    "Mozilla/5.0 (Linux; Android 13; SM-A135F) AppleWebKit/537.36 SamsungBrowser/25.0 Chrome/121.0 Mobile",
    IPHONE.replace("Mobile/15E148 ", "Version/17.5 Mobile/15E148 Safari/604.1"),
    IPHONE,  # a page put on the home screen
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:115.0) Gecko/20100101 Firefox/115.0",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 coc_coc_browser/117.0 Chrome/111.0 Safari/537.36",
    "",
]


def test_chat_applications_are_known_by_their_names_and_real_browsers_are_let_be() -> None:
    assert {agent: chat.app_of(agent) for agent in KNOWN} == KNOWN
    assert [chat.app_of(agent) for agent in REAL] == [None] * len(REAL)


def test_android_opens_the_same_page_in_its_real_browser() -> None:
    assert chat.intent("https://guong.example/vao/K7M2PQ/?a=1") == (
        "intent://guong.example/vao/K7M2PQ/?a=1#Intent;scheme=https;action=android.intent.action.VIEW;"
        "S.browser_fallback_url=https%3A%2F%2Fguong.example%2Fvao%2FK7M2PQ%2F%3Fa%3D1;end"
    )


@pytest.mark.django_db
def test_nothing_is_set_up_there_and_the_slip_is_not_used_up() -> None:
    code = slips.draw()
    slip = slips.make(make_user("p1"), code, at=clock.now())
    inside = Client(headers={"user-agent": ZALO, "accept-language": "vi"})
    page = inside.get(f"/vao/{slip.number}/").content.decode()
    assert "Trang này đang mở trong Zalo, nơi không giữ lại" in page
    assert f'href="intent://testserver/vao/{slip.number}/#Intent;scheme=http;' in page
    inside.post("/vao/", {"number": slip.number, "code": code.clear})
    assert inside.post("/accounts/slip/", {"pin": "274915", "again": "274915"})["Location"] == "/vao/"
    assert (Device.objects.count(), Slip.objects.filter(used_at=None).count()) == (0, 1)
    assert SESSION_KEY not in inside.session


@pytest.mark.django_db
def test_a_session_there_is_short_and_the_device_is_not_remembered() -> None:
    make_user()
    inside = Client(headers={"user-agent": ZALO})
    inside.post("/accounts/login/", {"login": "hao", "password": PASSWORD, "remember": "on"})
    assert SESSION_KEY in inside.session
    assert inside.session.get_expiry_age() == chat.SECONDS
    assert "known" not in inside.cookies
    outside = Client()
    outside.post("/accounts/login/", {"login": "hao", "password": PASSWORD})
    assert "known" in outside.cookies
