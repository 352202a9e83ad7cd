"""A public document with all that it can have, open data, the interface: fit for all, with and without scripts."""

from datetime import date

import pytest
from django.urls import reverse
from playwright.sync_api import Page

from conftest import Clock
from guong.files import actions as files
from guong.files.tests.factories import pdf, picture
from guong.jobs.worker import run_once
from guong.portal.addresses import file_url, paper_url
from guong.portal.tests.factories import make_portal, publish
from guong.registry.actions import make_public, relate
from guong.registry.models import OfficialDocument
from guong.registry.tests.factories import make_document
from guong.rounds.tests.factories import World, make_world
from tests.browser.looking import faults, shots, views, width_beyond

TEXT = """Căn cứ Kế hoạch số 105-KH/TU, ngày 24/02/2022 của Tỉnh ủy; căn cứ Quy chế số 9-QC/HU, ngày 12/01/2021.

I. Mục đích
1. Mỗi chi bộ, đảng bộ chọn một hình thức: buổi riêng, buổi chuyên đề, hoặc đưa vào buổi thường kỳ.
2. Việc đã hứa ghi vào sổ, có người làm và ngày xong.
II. Cách làm
1. Nghiên cứu tài liệu trước buổi họp.
2. Giai đoạn hai làm xong trước ngày 20/9/2022."""


def public(world: World, symbol: str, **given: object) -> OfficialDocument:
    document = make_document(world.district, symbol, **given)
    make_public(by=world.clerk, document=document)
    return document


@pytest.fixture
def paper(site: str, clock: Clock) -> OfficialDocument:
    """Based on one, amended and corrected by others, cited, copied, with two files."""
    world = make_world()
    make_portal(world.district)
    basis = public(world, "105-KH/TU", abstract="Đợt sinh hoạt chuyên đề năm 2022 trong Đảng bộ tỉnh")
    main, annex = files.store(content=pdf()), files.store(content=picture("PNG"))
    found = public(
        world,
        "86-KH/HU",
        issued_on=date(2022, 5, 18),
        effective_on=date(2022, 5, 25),
        abstract="Tổ chức đợt sinh hoạt “Tự soi, tự sửa” trong toàn Đảng bộ huyện năm 2022",
        text=TEXT,
        files=[main, annex],
        signer="Hoàng Văn Sình",
        signer_capacity="T/M",
        signer_office="Phó Bí thư",
    )
    found.document_files.filter(file=annex).update(role="annex")
    said = "Theo Kế hoạch số 86-KH/HU, ngày 18/5/2022."
    amending = public(world, "91-KH/HU", issued_on=date(2022, 7, 29), text=said, abstract="Lùi thời hạn giai đoạn hai")
    public(world, "12-SY/HU", issued_on=date(2022, 6, 1), copy_of=found, copy_kind="true_copy", abstract="Sao y")
    relate(by=world.clerk, document=found, kind="based_on", other=basis, from_on=None)
    relate(by=world.clerk, document=amending, kind="amends", other=found, from_on=None)
    publish("Khép lại giai đoạn một", paragraphs=[said])
    while run_once():
        pass
    return found


def test_pages_of_papers_are_fit_for_all(page: Page, paper: OfficialDocument) -> None:
    addresses = {
        "document-whole": paper_url(paper),
        "document-day": f"{paper_url(paper)}?ngay=2022-05-20",
        "document-no-day": f"{paper_url(paper)}?ngay=mai",
        "document-copy": paper_url(OfficialDocument.objects.get(symbol="12-SY/HU")),
        "documents-whole": reverse("portal:documents"),
        "data": reverse("portal:data"),
        "api": reverse("api:api-root"),
    }
    wrong: dict[str, list[str]] = {}
    for name, address in addresses.items():
        page.goto(address)
        shots(page, f"public-{name}")
        wrong |= {f"{name} {view}": bad for view in views(page) if (bad := [*faults(page), *width_beyond(page)])}
    assert wrong == {}
    page.goto(addresses["document-whole"])
    page.set_viewport_size({"width": 320, "height": 640})
    assert width_beyond(page) == []


def test_a_clause_is_led_to_and_marked(page: Page, paper: OfficialDocument) -> None:
    page.goto(f"{paper_url(paper)}#muc-ii-khoan-2")
    place = page.locator(".place:target")
    assert place.inner_text() == "2."
    assert place.evaluate("one => one.getBoundingClientRect().top < innerHeight")


def test_another_day_is_asked_for_without_scripts(plain_page: Page, paper: OfficialDocument) -> None:
    plain_page.goto(paper_url(paper))
    plain_page.get_by_text("Xem tình trạng ở ngày khác").click()
    plain_page.get_by_label("Ngày", exact=True).fill("2022-05-20")
    plain_page.get_by_role("button", name="Xem", exact=True).click()
    assert plain_page.url.endswith(f"{paper_url(paper)}?ngay=2022-05-20")
    assert plain_page.locator("article .state").first.inner_text() == "Chưa có hiệu lực"
    plain_page.get_by_role("link", name="Hôm nay", exact=True).click()
    assert plain_page.locator("article .state").first.inner_text() == "Hết hiệu lực một phần"


def test_a_file_is_kept_and_never_opened(page: Page, paper: OfficialDocument) -> None:
    page.goto(paper_url(paper))
    with page.expect_download() as kept:
        page.get_by_role("link", name="PDF").click()
    assert kept.value.suggested_filename == "86-KH-HU.pdf"
    with page.expect_download() as opened:
        page.evaluate("address => { location.href = address }", file_url(paper, paper.files.all()[0].uid))
    assert opened.value.suggested_filename.startswith("86-KH-HU")
    assert page.url.endswith(paper_url(paper))
