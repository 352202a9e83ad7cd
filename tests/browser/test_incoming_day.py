"""The office's day, its incoming half: a plan arrives and is handed out, becomes a round and duties, ends as a file."""

import io
from collections.abc import Iterator

import pypdfium2 as pdfium
import pytest
from django.urls import reverse
from playwright.sync_api import Browser, Page, ViewportSize

from conftest import MORNING, Clock
from guong.registry.actions import instruct
from guong.registry.actions.cases import add_to_case, ask_build, open_case
from guong.registry.tests.factories import make_document
from guong.rounds.models import Duty
from guong.rounds.tests.factories import World, make_world
from guong.units.actions import add_collective
from guong.units.tests.factories import START
from tests.browser.looking import faults, kept, shots, views, width_beyond
from tests.browser.people import at_a_browser, let_in

SMALLEST = ViewportSize(width=320, height=640)
TODAY = MORNING.date()
DEADLINE = TODAY.replace(year=TODAY.year + 1)


@pytest.fixture
def world(site: str, clock: Clock) -> World:
    world = make_world()
    add_collective(by=None, unit=world.district, kind="office", name="Văn phòng Huyện ủy", starts_on=START)
    return world


@pytest.fixture
def clerk(chromium: Browser, site: str, world: World) -> Iterator[Page]:
    with at_a_browser(chromium, site) as page:
        let_in(page, world.clerk, site)
        yield page


def heading(page: Page) -> str:
    return page.get_by_role("heading", level=1).inner_text()


def a_plan_arrives(clerk: Page) -> None:
    clerk.goto("/desk/registry/paste/")
    clerk.get_by_label("Dòng").fill("105-KH/TU\t24/02/2022\tTriển khai đợt sinh hoạt\tTỉnh ủy Nậm Thi")
    clerk.get_by_role("button", name="Điền vào phiếu").click()
    assert clerk.get_by_label("Số và ký hiệu").input_value() == "105-KH/TU"
    assert clerk.locator("input[name=arrival_no]").input_value() == "1"
    clerk.locator("input[name=no_mark_declared]").check()
    clerk.locator("main form button.primary").click()
    assert heading(clerk) == "Triển khai đợt sinh hoạt"


def the_leader_hands_it_out(clerk: Page) -> None:
    clerk.get_by_role("link", name="Ghi ý kiến chỉ đạo").click()
    clerk.get_by_label("Nội dung ý kiến chỉ đạo").fill("1. Xây dựng kế hoạch\n2. Tổ chức sinh hoạt chuyên đề")
    clerk.locator("select[name=lead]").select_option(label="Văn phòng Huyện ủy")
    clerk.locator("input[name=due_on]").fill(DEADLINE.isoformat())
    clerk.get_by_role("button", name="Ghi", exact=True).click()
    assert "chủ trì: Văn phòng Huyện ủy" in clerk.locator(".notes .meta").inner_text()
    shots(clerk, "incoming-01-paper")


def it_becomes_a_round(clerk: Page) -> None:
    clerk.get_by_role("button", name="Đề xuất đợt từ ý kiến chỉ đạo").click()
    assert heading(clerk) == "Thực hiện Kế hoạch 105-KH/TU"
    assert clerk.locator(".kit ol li").all_inner_texts() == ["Xây dựng kế hoạch", "Tổ chức sinh hoạt chuyên đề"]
    clerk.get_by_role("link", name="Xác nhận đợt").click()
    clerk.get_by_role("button", name="Xác nhận đợt").click()
    clerk.get_by_role("link", name="Mở giai đoạn Giai đoạn 1").click()
    assert clerk.locator("input[name=due_at]").input_value() == f"{DEADLINE.isoformat()}T17:00"
    clerk.get_by_role("button", name="Xem danh sách").click()
    clerk.get_by_role("button", name="Mở giai đoạn").click()
    asked = Duty.objects.filter(unit__names__kind="grassroots_cell").values_list("kind", flat=True)
    assert sorted(asked) == ["report", "review", "sitting"]  # a cell is not asked for a plan of its own


def the_paper_shows_what_came_of_it(clerk: Page) -> None:
    clerk.goto("/desk/registry/")
    clerk.get_by_role("link", name="105-KH/TU").first.click()
    assert f"0/{Duty.objects.count()} việc đã gửi" in clerk.locator("ul.work").inner_text()


def it_ends_as_a_case_file(clerk: Page) -> None:
    clerk.get_by_role("link", name="Mở đợt").click()
    clerk.get_by_role("button", name="Lập hồ sơ đợt").click()
    assert heading(clerk) == "Thực hiện Kế hoạch 105-KH/TU"
    assert "Triển khai đợt sinh hoạt" in clerk.locator("tbody th").inner_text()
    shots(clerk, "incoming-02-case")
    with clerk.expect_download() as download:
        clerk.get_by_role("link", name="Một tệp PDF").click()
    content = download.value.path().read_bytes()
    kept("case-file.pdf").write_bytes(content)
    pages = [page.get_textpage().get_text_bounded() for page in pdfium.PdfDocument(io.BytesIO(content))]
    assert len(pages) == 3
    assert "Thực hiện Kế hoạch 105-KH/TU" in " ".join(pages[0].split())
    assert "105-KH/TU" in pages[1]


def test_an_incoming_plan_becomes_duties_and_ends_as_a_case_file(clerk: Page) -> None:
    a_plan_arrives(clerk)
    the_leader_hands_it_out(clerk)
    it_becomes_a_round(clerk)
    the_paper_shows_what_came_of_it(clerk)
    it_ends_as_a_case_file(clerk)


REGISTER = "Số đến;Ngày đến;Số ký hiệu;Trích yếu\n7;07/03/2022;106-KH/TU;Đợt khác\n7;08/03/2022;12-KH/TU;Lần nữa\n"


def upload(page: Page, text: str) -> None:
    page.goto("/desk/registry/import/")
    page.locator("input[type=file]").set_input_files(
        {"name": "so.csv", "mimeType": "text/csv", "buffer": text.encode()}
    )
    page.get_by_role("button", name="Xem trước").click()


def test_screens_are_open_to_all_and_fit_the_smallest_phone(clerk: Page, world: World) -> None:
    paper = make_document(world.district, "105-KH/TU", arrival_no="1", arrived_on=TODAY)
    make_document(world.district, "106-KH/TU", arrival_no="2", arrived_on=TODAY)
    told = instruct(by=world.clerk, document=paper, text="Tham mưu kế hoạch", given_on=TODAY, due_on=TODAY)
    instruct(by=world.clerk, document=paper, text="Tham mưu hướng dẫn", given_on=TODAY, corrects=told)
    case = open_case(by=world.clerk, keeper=world.district, title="Hồ sơ đợt", retention="permanent", opened_on=TODAY)
    add_to_case(by=world.clerk, case=case, documents=[paper])
    build, _new = ask_build(by=world.clerk, case=case, kind="pdf")
    addresses = [
        reverse("desk:home"),
        reverse("desk:incoming"),
        reverse("registry:documents"),
        reverse("registry:document", args=[paper.uid]),
        reverse("registry:instruct", args=[paper.uid]),
        reverse("registry:import"),
        reverse("registry:paste"),
        reverse("registry:cases"),
        reverse("registry:case", args=[case.uid]),
        reverse("registry:case_choose") + f"?document={paper.uid}",
        reverse("registry:case_add_file", args=[case.uid]),
        reverse("registry:case_build", args=[case.uid, build.uid]),
    ]
    for address in addresses:
        clerk.goto(address)
        look_at(clerk, address.strip("/").replace("/", "-").split("?")[0][:60])
    upload(clerk, REGISTER)
    look_at(clerk, "import-preview")
    upload(clerk, REGISTER.replace("07/03", "37/03"))
    look_at(clerk, "import-faults")


def look_at(page: Page, name: str) -> None:
    found = {view: bad for view in views(page) if (bad := [*faults(page), *width_beyond(page)])}
    shots(page, f"incoming-{name}")
    page.set_viewport_size(SMALLEST)
    assert (name, found, width_beyond(page)) == (name, {}, [])
