"""What visitors open: usable by all, by themselves enough, with and without JavaScript."""

from datetime import date
from urllib.parse import quote

import pytest
from django.urls import reverse
from playwright.sync_api import Page

from conftest import Clock
from guong.figures.models import Publication
from guong.jobs.clock import now, today
from guong.jobs.worker import run_once
from guong.papers.actions import make_statement
from guong.portal.addresses import paper_url
from guong.portal.models import ArticlePage
from guong.portal.tests.factories import make_portal, photo, publish
from guong.portal.values import Heading, Paragraph, Quote, StatementUse
from guong.registry.actions import make_public, relate
from guong.registry.models import OfficialDocument
from guong.registry.tests.factories import make_document
from guong.rounds.tests.factories import World, duty_of, make_phase, make_world, send
from guong.search import consumer, index
from tests.browser.looking import axe, faults, shots, views, width_beyond

NEWS = "/tin-tuc/"


def paper(world: World, symbol: str, **given: object) -> OfficialDocument:
    document = make_document(world.district, symbol, **given)
    make_public(by=world.clerk, document=document)
    return document


def article(world: World) -> ArticlePage:
    """With everything that a text can hold: photo, heading, quote, a cited paper, a sentence with figures."""
    phase = make_phase(world)
    send(world.secretary, duty_of(phase, world.school), at=now())
    statement = make_statement(by=world.clerk, phase=phase, template="held", on=today(), known=now())
    body = [
        Paragraph("Việc làm này dựa trên Kế hoạch số 105-KH/TU, ngày 24/02/2022."),
        photo(caption="Buổi đọc chung ở trường"),
        Heading("Việc đã hứa"),
        StatementUse(statement.uid),
        Quote("Lời hứa ngắn thì dễ giữ.", "Lù Thị Sen"),
    ]
    lead = "Mỗi chi bộ tự chọn ngày họp và ghi sổ việc đã hứa."
    return publish(
        "Các chi bộ mở sổ việc", lead=lead, body=body, byline_name="Lò Thu Hà", byline_office="Biên tập viên"
    )


def page_of_a_figure() -> str:
    publication = Publication.objects.get(definition="units_direct")
    return reverse("portal:figure", args=[publication.uid])


@pytest.fixture
def addresses(site: str, clock: Clock) -> dict[str, tuple[str, str]]:
    """Name → address and heading of every kind of public page, on a portal that has something of each."""
    world = make_world()
    make_portal(world.district)
    old, new = paper(world, "105-KH/TU"), paper(world, "31-KH/TU", issued_on=date(2022, 3, 1))
    relate(by=world.clerk, document=new, kind="replaces", other=old, from_on=date(2022, 3, 1))
    for number in range(11):
        publish(f"Tin ngắn số {number}", photos=[photo(f"#{number:02x}5a5e")], shown_on=date(2022, 7, 1 + number))
    whole = article(world)
    index.condemn()
    consumer.check()
    while run_once():
        pass
    document = paper_url(old)
    return {
        "home": ("/", "Các chi bộ mở sổ việc"),
        "news": (NEWS, "Tin tức"),
        "month": (f"{NEWS}2022/07/", "Tin tháng 7 năm 2022"),
        "article": (str(whole.get_url()), "Các chi bộ mở sổ việc"),
        "documents": (reverse("portal:documents"), "Văn bản"),
        "document": (document, "Triển khai đợt sinh hoạt năm 2022"),
        "found": (f"{reverse('portal:search')}?q={quote('sổ việc')}", "Tìm kiếm"),
        "documents-narrowed": (f"{reverse('portal:documents')}?nam=2022&loai=KH", "Văn bản"),
        "documents-none": (f"{reverse('portal:documents')}?q=khongcogi", "Văn bản"),
        "figure": (page_of_a_figure(), "Đơn vị trực thuộc đã tổ chức"),
        "map": (reverse("portal:sitemap"), "Sơ đồ cổng"),
        "not-found": (f"{reverse('portal:search')}?q=khongcogi", "Tìm kiếm"),
        "counting": (reverse("portal:counting"), "Cách tính lượt khách"),
        "404": ("/khong-co-trang-nay/", "Không mở được trang này, hoặc trang không có"),
        "sign-in": ("/accounts/login/", "Đăng nhập"),
    }


def test_every_kind_of_page_is_fit_for_all(page: Page, addresses: dict[str, tuple[str, str]]) -> None:
    """In each width and colour: nothing that axe finds, nothing wider than the screen."""
    wrong: dict[str, list[str]] = {}
    for name, (address, _heading) in addresses.items():
        page.goto(address)
        shots(page, f"public-{name}")
        wrong |= {f"{name} {view}": bad for view in views(page) if (bad := [*faults(page), *width_beyond(page)])}
    assert wrong == {}


def test_a_figure_opens_what_it_means_by_keyboard(page: Page, addresses: dict[str, tuple[str, str]]) -> None:
    page.goto(addresses["article"][0])
    asked = page.locator(".bound").first
    asked.focus()
    page.keyboard.press("Enter")
    opened = page.locator(".pop:popover-open")
    assert opened.get_by_role("link", name="Nguồn số liệu").is_visible()
    axe(page)
    page.keyboard.press("Escape")
    assert opened.count() == 0
    assert asked.evaluate("button => button === document.activeElement")


def test_a_figure_opens_without_scripts(plain_page: Page, addresses: dict[str, tuple[str, str]]) -> None:
    plain_page.goto(addresses["article"][0])
    plain_page.locator(".bound").first.click()
    source = plain_page.get_by_role("link", name="Nguồn số liệu")
    assert source.is_visible()
    source.click()
    assert plain_page.get_by_role("heading", level=1).inner_text() == addresses["figure"][1]


def test_every_kind_of_page_works_without_scripts(plain_page: Page, addresses: dict[str, tuple[str, str]]) -> None:
    shown = {}
    for name, (address, _heading) in addresses.items():
        plain_page.goto(address)
        shown[name] = plain_page.get_by_role("heading", level=1).inner_text()
    assert shown == {name: heading for name, (_address, heading) in addresses.items()}
    search(plain_page, "105-KH/TU")
    search(plain_page, "khongcogi")
    page_on(plain_page)
    change_the_colour(plain_page)


def search(reader: Page, words: str) -> None:
    """With the field in the head of every page."""
    reader.goto("/")
    field = reader.get_by_role("banner").get_by_role("searchbox")
    field.fill(words)
    field.press("Enter")
    found = {"105-KH/TU": ["Triển khai đợt sinh hoạt năm 2022", "Các chi bộ mở sổ việc"], "khongcogi": []}
    assert reader.locator(".hits h3").all_inner_texts() == found[words]


def page_on(reader: Page) -> None:
    reader.goto(NEWS)
    assert reader.locator(".news li").count() == 10
    reader.get_by_role("link", name="Trang 2").click()
    assert reader.locator(".news h2").all_inner_texts() == ["Tin ngắn số 1", "Tin ngắn số 0"]


def change_the_colour(reader: Page) -> None:
    reader.get_by_role("button", name="Nền tối").click()
    assert reader.url.endswith(f"{NEWS}?trang=2")
    assert reader.get_by_role("button", name="Nền sáng").count() == 1
