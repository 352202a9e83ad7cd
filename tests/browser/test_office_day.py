"""The outgoing half of an office's day: a plan is drafted, signed, numbered, issued to 46 units; one opens it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, Page, ViewportSize

from conftest import Clock
from guong.registry.actions import ask_for_opinions, give_opinion, open_book, send_back
from guong.registry.models import OfficialDocument
from guong.registry.tests.factories import make_document
from guong.registry.tests.office import Office, make_chief, make_draft, make_office, make_signed
from guong.units.enums import Role
from guong.units.models import Person, Unit
from guong.units.tests.factories import make_mandate, make_member, make_unit
from tests.browser.looking import axe, shots, width_beyond
from tests.browser.people import at_a_browser, let_in

UNITS = 46
SMALLEST = ViewportSize(width=320, height=640)
TEXT = """KẾ HOẠCH
triển khai đợt sinh hoạt giữ nếp làm việc

Thực hiện Kế hoạch số 105-KH/TU ngày 24/02/2022 của Tỉnh ủy Nậm Thi, Huyện ủy xây dựng kế hoạch như sau:
1. Mỗi chi bộ tổ chức một buổi sinh hoạt trước ngày 15/9/2022.
2. Báo cáo kết quả về Văn phòng Huyện ủy trước ngày 20/9/2022."""
ABSTRACT = "Triển khai đợt sinh hoạt giữ nếp làm việc"


@dataclass(frozen=True)
class Day:
    """The office with its 46 units, and the secretary of one of them."""

    office: Office
    units: list[Unit]
    secretary: Person


@pytest.fixture
def day(site: str, clock: Clock) -> Day:
    office = make_office()
    make_chief(office)
    units = [make_unit(f"Chi bộ thôn số {number}", parent=office.district) for number in range(1, UNITS + 1)]
    secretary = make_member(units[0], Role.SIGNATORY, name="Lù Thị Sen")
    secretary.phone = "0912 000 111"
    secretary.save()
    make_mandate(secretary, units[0], office="secretary")
    return Day(office, units, secretary)


@pytest.fixture
def clerk(chromium: Browser, site: str, day: Day) -> Iterator[Page]:
    with at_a_browser(chromium, site) as page:
        let_in(page, day.office.clerk, site)
        yield page


@pytest.fixture
def secretary(chromium: Browser, site: str, day: Day) -> Iterator[Page]:
    with at_a_browser(chromium, site, phone=True) as page:
        let_in(page, day.secretary, site)
        yield page


def look(page: Page, name: str) -> None:
    """Pictures for eyes; nothing that axe finds; nothing wider than the smallest phone. The page stays as wide."""
    size = page.viewport_size
    shots(page, f"office-{name}")
    axe(page)
    page.set_viewport_size(SMALLEST)
    assert width_beyond(page) == [], name
    if size:
        page.set_viewport_size(size)


def heading(page: Page) -> str:
    return page.get_by_role("heading", level=1).inner_text()


def now_at(page: Page) -> str:
    return page.locator(".way [aria-current=step]").inner_text()


def draft_it(clerk: Page) -> None:
    clerk.goto(reverse("registry:drafts"))
    look(clerk, "01-no-drafts")
    clerk.get_by_role("link", name="Soạn văn bản").click()
    clerk.get_by_label("Thể loại").select_option("KH")
    clerk.get_by_label("Trích yếu").fill(ABSTRACT)
    clerk.get_by_label("Nội dung dự thảo").fill(TEXT)
    clerk.get_by_role("button", name="Lưu dự thảo lần 1").click()
    assert clerk.locator(".note.bad").inner_text().startswith("Chưa xác nhận văn bản không có dấu chỉ mức độ mật.")
    look(clerk, "02-refused-without-declaration")
    assert clerk.get_by_label("Nội dung dự thảo").input_value() == TEXT
    clerk.get_by_label("Văn bản không có dấu chỉ mức độ mật").check()
    clerk.get_by_role("button", name="Lưu dự thảo lần 1").click()
    assert (heading(clerk), now_at(clerk)) == (ABSTRACT, "Dự thảo")


def name_recipients(clerk: Page) -> None:
    clerk.get_by_role("link", name="Ghi nơi nhận").click()
    look(clerk, "03-no-recipients")
    clerk.get_by_label("Mục đích", exact=True).select_option("implement")
    clerk.locator("button[name=fill]").click()
    clerk.get_by_label("Các dòng nơi nhận").fill("- Tỉnh ủy Nậm Thi (để báo cáo);\n- Lưu Văn phòng Huyện ủy.")
    clerk.locator("button[name=paste]").click()
    assert heading(clerk) == "48 nơi nhận, chưa gửi"
    look(clerk, "04-recipients")


def sign_and_issue(clerk: Page, paper: OfficialDocument) -> None:
    clerk.goto(reverse("registry:draft", args=[paper.uid]))
    look(clerk, "05-draft")
    clerk.get_by_role("link", name="Trình ký").click()
    clerk.get_by_role("button", name="Trình ký").click()
    assert now_at(clerk) == "Đang trình ký"
    clerk.get_by_role("link", name="Ghi nhận đã ký").click()
    proposed = clerk.locator("input[name=signing]:checked").evaluate("box => box.closest('label').innerText")
    assert proposed.strip() == "T/M Ban Thường vụ Huyện ủy · Bí thư Huyện ủy · Nông Văn Bách"
    look(clerk, "06-sign")
    clerk.get_by_role("button", name="Ghi nhận đã ký").click()
    assert now_at(clerk) == "Đã ký"
    look(clerk, "07-signed")
    clerk.get_by_role("link", name="Cấp số, ban hành").click()
    assert clerk.get_by_text("gửi đến 46 đơn vị").count() == 1
    look(clerk, "08-issue")
    clerk.get_by_role("button", name="Cấp số và ban hành").click()
    assert clerk.get_by_role("heading", level=1).inner_text() == ABSTRACT
    assert clerk.locator("dd", has_text="01-KH/HU").count() == 1
    look(clerk, "09-issued")


def test_the_office_issues_a_plan_and_sees_who_opens_it(clerk: Page, secretary: Page, day: Day) -> None:
    draft_it(clerk)
    paper = OfficialDocument.objects.get()
    name_recipients(clerk)
    sign_and_issue(clerk, paper)
    clerk.get_by_role("link", name="Ai đã mở").click()
    assert heading(clerk) == "46 trên 46 đơn vị chưa mở"
    look(clerk, "10-nobody-opened")

    secretary.goto(reverse("desk:home"))
    look(secretary, "11-waiting")
    secretary.get_by_role("link", name="Mở văn bản 01-KH/HU").click()
    assert heading(secretary) == ABSTRACT
    secretary.goto(reverse("registry:received"))
    look(secretary, "12-received")

    clerk.reload()
    assert heading(clerk) == "45 trên 46 đơn vị chưa mở"
    opened = clerk.locator("tbody tr").filter(has_text="Lù Thị Sen").locator("td[data-label='Đã mở']").inner_text()
    assert opened.endswith("Lù Thị Sen")
    assert clerk.locator("tbody tr").first.locator("th").inner_text() == "Chi bộ thôn số 2"
    look(clerk, "13-one-opened")


def test_the_other_screens_of_papers(clerk: Page, day: Day) -> None:
    office = day.office
    paper, waiting = make_draft(office, abstract=ABSTRACT, text=TEXT), make_signed(office, abstract=ABSTRACT)
    ask_for_opinions(by=office.clerk, document=paper, people=[office.clerk, office.secretary])
    give_opinion(by=office.secretary, document=paper, text="Nhất trí, đề nghị thêm mốc thời gian.")
    send_back(by=office.secretary, document=waiting, reason="Bổ sung căn cứ.")
    make_document(office.district, "59-KH/HU", direction="outgoing", issuer=office.issuer, issued_on=date(2022, 3, 1))
    book = open_book(by=office.clerk, issuer=office.issuer, type="KH", on=date(2022, 8, 20))
    plan = make_document(office.district, "118-KH/TU", abstract=ABSTRACT, text=TEXT)
    for name, address in {
        "18-drafts": reverse("registry:drafts"),
        "19-opinions": reverse("registry:draft", args=[paper.uid]),
        "20-returned": reverse("registry:draft", args=[waiting.uid]),
        "21-ask": reverse("registry:ask_for_opinions", args=[paper.uid]),
        "22-opinion": reverse("registry:give_opinion", args=[paper.uid]),
        "23-history": reverse("registry:history", args=[book.uid]),
        "24-copy": reverse("registry:copy", args=[plan.uid]),
        "25-delete": reverse("registry:delete_draft", args=[paper.uid]),
    }.items():
        answer = clerk.goto(address)
        assert answer is not None
        assert (name, answer.status) == (name, 200)
        look(clerk, name)


def test_the_book_shows_what_became_of_every_number(clerk: Page, day: Day) -> None:
    clerk.goto(reverse("registry:books"))
    look(clerk, "14-no-books")
    clerk.get_by_role("link", name="Mở sổ").click()
    look(clerk, "15-open-book")
    clerk.get_by_label("Thể loại").select_option("KH")
    clerk.get_by_role("button", name="Mở sổ").click()
    for name, act, fields in (
        ("reserve", "Giữ số", {"Bao nhiêu số": "3", "Lý do": "Giữ cho đợt sinh hoạt tháng 9"}),
        ("void", "Bỏ số", {"Số": "2", "Lý do": "Không ban hành"}),
        ("outside", "Ghi là số dùng ngoài hệ thống", {"Từ số": "4", "Đến số": "5"}),
    ):
        clerk.get_by_role("link", name=act).click()
        for label, value in fields.items():
            clerk.get_by_label(label, exact=True).fill(value)
        look(clerk, f"16-{name}")
        clerk.get_by_role("button", name=act).click()
    rows = [row.split("\t") for row in clerk.locator("tbody tr").all_inner_texts()]
    assert [(row[0].strip(), row[1].strip().split(" ", 1)[1]) for row in rows] == [
        ("4–5", "Số dùng ngoài hệ thống"),
        ("3", "Số đã giữ"),
        ("2", "Số bỏ"),
        ("1", "Số đã giữ"),
    ]
    look(clerk, "17-book")
