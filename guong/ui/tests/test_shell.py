"""Switches without script, navigation, error pages, made static files."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse
from django.template.loader import get_template, render_to_string
from django.test import RequestFactory, override_settings
from django.urls import path
from django.utils import translation
from fontTools.ttLib import TTFont

from guong.ui import fonts, nav, views
from guong.ui.context import shell
from guong.ui.finders import PARTS, SOURCES, style_sheet

TEMPLATES = Path(__file__).parent.parent / "templates"
VIETNAMESE = "àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ"


def post(**data: str) -> HttpRequest:
    return RequestFactory().post("/_ui/x/", data, headers={"host": "localhost"})


@pytest.mark.parametrize(
    ("target", "goes_to"),
    [("/desk/?a=1", "/desk/?a=1"), ("https://other.example/", "/"), ("//other.example", "/"), ("", "/")],
)
def test_a_switch_leads_back_on_this_host_only(target: str, goes_to: str) -> None:
    for view in (views.theme, views.language):
        response = view(post(next=target, theme="dark", language="en"))
        assert (response.status_code, response["Location"]) == (302, goes_to)


@pytest.mark.parametrize(("chosen", "kept"), [("dark", "dark"), ("light", "light"), ("pink", ""), ("", "")])
def test_the_look_is_kept_in_a_cookie(chosen: str, kept: str) -> None:
    response = views.theme(post(theme=chosen))
    assert response.cookies["theme"].value == kept
    request = RequestFactory().get("/", headers={"cookie": f"theme={chosen}"})
    assert shell(request)["theme"] == kept


def test_the_language_is_one_of_ours() -> None:
    assert views.language(post(language="en")).cookies[settings.LANGUAGE_COOKIE_NAME].value == "en"
    assert settings.LANGUAGE_COOKIE_NAME not in views.language(post(language="fr")).cookies


def test_switching_by_a_link_changes_nothing() -> None:
    assert views.theme(RequestFactory().get("/_ui/theme/?theme=dark")).status_code == 405


def here(_request: HttpRequest) -> HttpResponse:
    return HttpResponse()


urlpatterns = [path(f"{name}/", here, name=name) for name in ("rooms", "rooms/deep", "hidden")]


@override_settings(ROOT_URLCONF=__name__)
def test_navigation_shows_what_a_person_may_see_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nav, "_items", {})
    nav.register(nav.NavItem("B", "rooms/deep", 20, visible=lambda _r: True))
    nav.register(nav.NavItem("A", "rooms", 10, visible=lambda _r: True))
    nav.register(nav.NavItem("C", "hidden", 5, visible=lambda _r: False))
    request = RequestFactory().get("/rooms/deep/1/")
    assert [(link.label, link.current) for link in nav.items(request)] == [("A", False), ("B", True)]
    assert nav.items(request, "account") == []


def test_entries_are_for_the_signed_in_unless_said_otherwise() -> None:
    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    assert nav.everyone(request) is False


@pytest.mark.parametrize("code", ["400", "403", "403_csrf", "404", "429", "500", "503"])
def test_an_error_page_says_what_happened_what_was_kept_and_what_to_do(code: str) -> None:
    with translation.override("vi"):
        page = get_template(f"{code}.html").render()
    main = page[page.index('<div class="card') :]
    sentences = re.findall(r"<(?:h1|p)[^>]*>([^<]+)</", main)
    assert len(sentences) >= 4
    assert re.search(r"[a-z]{4,} the |Nothing", " ".join(sentences)) is None


@pytest.mark.parametrize("name", sorted(p.relative_to(TEMPLATES).as_posix() for p in TEMPLATES.rglob("*.html")))
def test_templates_carry_no_inline_style_or_script(name: str) -> None:
    source = (TEMPLATES / name).read_text("utf-8")
    assert re.search(r"""\sstyle=|<style|\son\w+=|<script(?![^>]*\ssrc=)""", source) is None


def test_the_style_sheet_is_put_together_and_found() -> None:
    found = finders.find("ui/ui.css")
    assert isinstance(found, str)
    text = Path(found).read_text("utf-8")
    assert text == style_sheet()
    assert [len((SOURCES / f"{part}.css").read_text("utf-8").splitlines()) <= 400 for part in PARTS] == [True] * 8
    for address in re.findall(r'url\("(fonts/[^"]+)"\)', text):
        assert finders.find(f"ui/{address}") is not None
    assert finders.find("ui/fonts/../../guong.json.woff2") is None


def test_both_parts_of_a_font_hold_every_vietnamese_letter() -> None:
    letters = {ord(c) for c in VIETNAMESE + VIETNAMESE.upper()}
    for weight in fonts.WEIGHTS:
        held: set[int] = set()
        for part in fonts.RANGES:
            found = finders.find(f"ui/fonts/{fonts.file_name(weight, part)}")
            assert isinstance(found, str)
            held |= set(TTFont(found).getBestCmap())
        assert letters - held == set()


def test_ranges_are_read_like_a_browser_reads_them() -> None:
    assert fonts.codepoints("U+41-43, U+1EA0") == {0x41, 0x42, 0x43, 0x1EA0}


def test_what_is_said_about_a_person_comes_from_higher_rooms(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nav, "_describers", [])
    request = RequestFactory().get("/")
    assert nav.description(request) == ""
    nav.describe_with(lambda _r: "")
    nav.describe_with(lambda _r: "Cán bộ văn phòng")
    assert nav.description(request) == "Cán bộ văn phòng"


def test_an_empty_state_names_one_next_step() -> None:
    shown = render_to_string("ui/empty.html", {"what": "Chưa có gì.", "next": "Mở đợt.", "url": "/a/", "action": "Mở"})
    assert '<a class="btn" href="/a/">Mở</a>' in shown
