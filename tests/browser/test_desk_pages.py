"""Every screen of the staff: nothing that axe finds, and on the smallest phone nothing wider than the screen."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, Page, ViewportSize

from conftest import Clock
from guong import intake
from guong.files import actions as files
from guong.files.tests.papers import docx, pdf
from guong.intake.actions import import_page
from guong.jobs.clock import now, today
from guong.papers.actions import make_statement
from guong.portal.tests.factories import make_portal
from guong.registry.actions import hold_upload, instruct, relate
from guong.registry.actions.cases import add_to_case, open_case
from guong.registry.actions.uploading import Given
from guong.registry.tests.factories import make_document
from guong.rounds.actions import return_submission
from guong.rounds.enums import DutyKind
from guong.rounds.models import Phase
from guong.rounds.tests.factories import World, duty_of, make_round, make_world, open_it, send
from tests.browser.looking import SIZES, faults, picture, width_beyond
from tests.browser.people import at_a_browser, let_in
from tests.browser.phone import arrived, send_what_is_seen
from tests.browser.sheet import fill_in_a_sitting

SAMPLE = Path(intake.__path__[0], "samples", "trang-mau.txt").read_text("utf-8")
DUE = datetime(2022, 8, 15, 17, 0, tzinfo=UTC)
PHONE, DESK = SIZES
SMALLEST = ViewportSize(width=320, height=640)


@dataclass(frozen=True)
class Office:
    """A round with a phase past its day: one unit late, one returned, the others awaited."""

    world: World
    phase: Phase

    @property
    def waiting(self) -> Phase:
        return Phase.objects.get(round=self.phase.round, order=1)


@pytest.fixture
def office(site: str, clock: Clock) -> Office:
    world = make_world()
    round = make_round(world)
    phase = open_it(world, round.phases.get(order=0), kinds=[DutyKind.SITTING, DutyKind.REVIEW], due_at=DUE)
    send(world.secretary, duty_of(phase, world.school), at=now())
    return Office(world, phase)


@pytest.fixture
def clerk(chromium: Browser, site: str, office: Office) -> Iterator[Page]:
    with at_a_browser(chromium, site) as page:
        let_in(page, office.world.clerk, site)
        yield page


@pytest.fixture
def headman(chromium: Browser, site: str, office: Office) -> Iterator[Page]:
    """Of the village, which has not sent anything."""
    with at_a_browser(chromium, site, phone=True) as page:
        let_in(page, office.world.headman, site)
        yield page


def wrong_with(page: Page, name: str) -> dict[str, list[str]]:
    """What is wrong with the open page: a phone in the dark, a desk in the light, the smallest phone's width."""
    found: dict[str, list[str]] = {}
    for scheme, size in (("dark", PHONE), ("light", DESK)):
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light", reduced_motion="reduce")
        page.set_viewport_size(size)
        picture(page, f"desk-{name}-{size['width']}-{scheme}")
        found[f"{name} {scheme}"] = [*faults(page), *width_beyond(page)]
    page.set_viewport_size(SMALLEST)
    found[f"{name} at 320"] = width_beyond(page)
    page.set_viewport_size(PHONE)
    return {view: bad for view, bad in found.items() if bad}


def walk(page: Page, addresses: dict[str, str]) -> dict[str, list[str]]:
    """What is wrong on the way through some addresses."""
    wrong: dict[str, list[str]] = {}
    for name, address in addresses.items():
        answer = page.goto(address)
        assert answer is not None
        assert (name, answer.status) == (name, 200)
        wrong |= wrong_with(page, name)
    return wrong


def test_the_screens_of_rounds(clerk: Page, office: Office) -> None:
    world, phase = office.world, office.phase
    report = duty_of(phase, world.school)
    submission = report.submissions.get()
    board = reverse("desk:board_of", args=[phase.uid, world.district.uid])
    statement = make_statement(by=world.clerk, phase=phase, template="held", on=today(), known=now())
    figure = statement.figures.get(name="seats").publication
    wrong = walk(
        clerk,
        {
            "home": reverse("desk:home"),
            "rounds": reverse("desk:rounds"),
            "round": reverse("desk:round", args=[phase.round.uid]),
            "open": reverse("desk:open_phase", args=[office.waiting.uid]),
            "board": board,
            "board-table": f"{board}?view=table",
            "duty": reverse("desk:duty", args=[report.uid]),
            "submission": reverse("desk:submission", args=[submission.uid]),
            "return": reverse("desk:return", args=[submission.uid]),
            "statement": reverse("desk:statement", args=[phase.uid]),
            "walk-back": reverse("figures:walk_back", args=[figure.uid]),
        },
    )
    clerk.goto(reverse("desk:open_phase", args=[office.waiting.uid]))
    clerk.get_by_role("button", name="Xem danh sách").click()
    assert wrong | wrong_with(clerk, "open-list") == {}


def test_the_phone_form(headman: Page, office: Office) -> None:
    village = duty_of(office.phase, office.world.village)
    sheet = reverse("desk:write", args=[village.uid])
    wrong = walk(
        headman, {"tasks": reverse("desk:tasks"), "nil": reverse("desk:nil", args=[village.uid]), "form": sheet}
    )
    headman.get_by_role("button", name="Xem trước khi gửi").click()
    assert "Chưa nhập ngày tổ chức." in headman.locator(".bad, .error").all_inner_texts()
    wrong |= wrong_with(headman, "form-errors")
    headman.goto(sheet)
    fill_in_a_sitting(headman)
    headman.get_by_role("button", name="Xem trước khi gửi").click()
    wrong |= wrong_with(headman, "preview")
    arrived(headman, send_what_is_seen(headman))
    wrong |= wrong_with(headman, "receipt-on-the-phone")
    headman.goto(reverse("desk:receipt", args=[village.submissions.get().uid]))
    wrong |= wrong_with(headman, "receipt")
    wrong |= walk(headman, {"corrections": reverse("desk:corrections"), "home-of-a-unit": reverse("desk:home")})
    return_submission(
        by=office.world.clerk, submission=village.submissions.get(), reasons={"place": "Ghi rõ phòng họp"}
    )
    assert wrong | walk(headman, {"form-returned": sheet}) == {}


def test_the_screens_of_intake_register_and_units(clerk: Page, office: Office) -> None:
    world = office.world
    paper = make_document(world.district, "118-KH/TU", abstract="Giữ nếp làm việc", text="Theo Hướng dẫn số 05-HD/TU.")
    later = make_document(world.district, "9-QĐ/TU", type="QĐ", issued_on=date(2022, 7, 1))
    suspension = relate(by=world.clerk, document=later, kind="suspends", other=paper, from_on=None)
    for part in ("Điều 1", "Điều 2"):
        relate(by=world.clerk, document=later, kind="amends", other=paper, from_on=date(2022, 6, 1), part=part)
    assert paper.issuer
    make_portal(world.district)
    given = [Given("ke-hoach.pdf", pdf([(60, 60, "KẾ HOẠCH")])), Given("phu-luc.docx", docx("Danh sách"))]
    held = hold_upload(by=world.clerk, given=given)
    taken = import_page(by=world.clerk, content=SAMPLE, owner=world.district)
    wrong = walk(
        clerk,
        {
            "intake-taken": reverse("intake:taken", args=[taken.uid]),
            "proposal": reverse("desk:round", args=[taken.round.uid if taken.round else ""]),
            "register": reverse("registry:documents"),
            "register-form": reverse("registry:add"),
            "register-paper": reverse("registry:document", args=[paper.uid]),
            "register-unresolved": reverse("registry:unresolved"),
            "register-upload": reverse("registry:upload"),
            "register-confirm": reverse("registry:upload_confirm", args=[held.uid]),
            "register-add-files": reverse("registry:file_add", args=[paper.uid]),
            "register-issuers": reverse("registry:issuers"),
            "register-issuer": reverse("registry:issuer", args=[paper.issuer.uid]),
            "register-relate": reverse("registry:relate", args=[paper.uid]),
            "register-lift": reverse("registry:lift", args=[suspension.uid]),
            "register-unrelate": reverse("registry:unrelate", args=[suspension.uid]),
            "tree": reverse("units:tree"),
            "unit": reverse("units:unit", args=[world.school.uid]),
            "intake": reverse("intake:home"),
        },
    )
    clerk.locator("textarea[name=content]").fill(SAMPLE)
    clerk.get_by_role("button", name="Xem trước").click()
    assert wrong | wrong_with(clerk, "intake-preview") == {}


def test_the_screens_of_one_paper_and_what_is_asked_before_each_act(clerk: Page, office: Office) -> None:
    world, on = office.world, today()
    held = files.store(content=pdf([(60, 60, "KẾ HOẠCH")]))
    paper = make_document(world.district, "118-KH/TU", abstract="Giữ nếp làm việc", files=[held], arrived_on=on)
    told = instruct(by=world.clerk, document=paper, text="Tham mưu kế hoạch", given_on=on)
    make_document(world.district, "9-CV/HU", text="Theo Kế hoạch số 118-KH/TU.")
    case = open_case(by=world.clerk, keeper=world.district, title="Hồ sơ đợt", retention="permanent", opened_on=on)
    add_to_case(by=world.clerk, case=case, documents=[paper])
    wrong = walk(
        clerk,
        {
            "paper-whole": reverse("registry:document", args=[paper.uid]),
            "paper-on-a-day": f"{reverse('registry:document', args=[paper.uid])}?on=2022-01-01",
            "paper-pages": reverse("registry:file_pages", args=[paper.uid, held.uid]),
            "paper-remove-file": reverse("registry:file_remove", args=[paper.uid, held.uid]),
            "paper-publish": reverse("registry:publish", args=[paper.uid]),
            "instruction-correct": reverse("registry:correct_instruction", args=[told.uid]),
            "instruction-done": reverse("registry:settle_instruction", args=[told.uid]),
            "case-edit": reverse("registry:case_edit", args=[case.uid]),
            "case-close": reverse("registry:case_close", args=[case.uid]),
            "received-nothing": reverse("registry:received"),
            "register-narrowed": f"{reverse('registry:documents')}?q=118&direction=incoming",
            "register-nothing": f"{reverse('registry:documents')}?q=zzzz",
            "register-citing": f"{reverse('registry:documents')}?cites={paper.uid}",
            "incoming-nothing": f"{reverse('desk:incoming')}?q=zzzz",
        },
    )
    clerk.goto(reverse("registry:documents"))
    clerk.get_by_text("Cách khác").click()
    wrong |= wrong_with(clerk, "register-other-ways")
    clerk.get_by_role("link", name="Dán một dòng").click()
    clerk.get_by_label("Dòng").fill("không có cột nào")
    clerk.get_by_role("button", name="Điền vào phiếu").click()
    assert wrong | wrong_with(clerk, "register-pasted") == {}


def test_the_way_to_an_act_is_one_red_button(clerk: Page, office: Office) -> None:
    """A list offers its first act, a paper what the office owes it; what only shows has no red."""
    paper = make_document(office.world.district, "118-KH/TU", arrived_on=today())
    red = {
        reverse("registry:documents"): ["Đăng ký văn bản"],
        reverse("registry:document", args=[paper.uid]): ["Ghi ý kiến chỉ đạo"],
        reverse("desk:incoming"): [],
        reverse("registry:unresolved"): [],
    }
    shown = {}
    for address in red:
        clerk.goto(address)
        shown[address] = clerk.locator("main .btn.primary:visible").all_inner_texts()
    assert shown == red


def test_the_tab_of_the_page_is_in_sight_on_a_phone(clerk: Page) -> None:
    clerk.set_viewport_size(PHONE)
    clerk.goto(reverse("registry:unresolved"))
    box = clerk.locator(".tabs [aria-current]").bounding_box()
    assert box
    assert (box["x"] >= 0, box["x"] + box["width"] <= PHONE["width"]) == (True, True)
