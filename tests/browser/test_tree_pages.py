"""The tree on any day, a unit's life, a change planned by hand, the open chart: by hand, by axe, without JavaScript."""

from dataclasses import replace
from datetime import date

import pytest
from playwright.sync_api import Browser, Page, expect

from guong.portal.tests.factories import make_portal
from guong.units import planning
from guong.units.actions import carry_out, save_plan, show_contact
from guong.units.models import Person, Unit
from guong.units.plans import Carried, Part, Plan
from guong.units.tests.factories import make_mandate, make_member, make_person, make_unit
from tests.browser.looking import axe, fits, shots
from tests.browser.people import at_a_browser, let_in

TREE = "/desk/units/"


class Place:
    def __init__(self) -> None:
        self.top = make_unit("Đảng bộ huyện Mường Soi", kind="district_committee", code="H")
        self.old = [make_unit(f"Đảng bộ xã {name}", parent=self.top, code=name) for name in ("Ải", "Bản")]
        self.cell = make_unit("Chi bộ thôn Một", parent=self.old[0], code="Ai1")
        for name in ("Hai", "Ba"):
            make_unit(f"Chi bộ thôn {name}", parent=self.old[1])
        self.side = make_unit("Đảng bộ xã Thượng", parent=self.top, code="T")
        merged = planning.merge(
            units=self.old,
            day=date(2022, 6, 1),
            name="Đảng bộ xã Cao",
            kind="commune_committee",
            places={"party": self.top},
            code="C",
            decision="Quyết định 12-QĐ/HU (mẫu)",
        )
        self.new: Unit = carry_out(by=None, plan=merged).units[planning.NEW]
        head = make_mandate(make_person("Lò Văn Cương"), self.new, office="secretary")
        self.clerk: Person = make_member(self.top, "clerk", name="Nông Thị Hảo")
        self.admin: Person = make_member(self.top, "administrator", name="Ly Quang Vinh")
        show_contact(by=self.clerk, mandate=head, post="Bí thư", phone="0200 000 001")


@pytest.fixture
def place() -> Place:
    return Place()


def test_branches_open_by_keyboard_and_without_scripts_by_a_link(chromium: Browser, site: str, place: Place) -> None:
    with at_a_browser(chromium, site) as page:
        let_in(page, place.clerk, site)
        page.goto(TREE)
        branch = page.locator("summary", has_text="Đảng bộ xã Cao")
        branch.focus()
        page.keyboard.press("Enter")
        expect(page.locator("b", has_text="Chi bộ thôn Một")).to_be_visible()
        axe(page)
        fits(page)
        shots(page, "tree")
    with at_a_browser(chromium, site, phone=True, scripts=False) as page:
        let_in(page, place.clerk, site)
        page.goto(TREE)
        page.locator("summary", has_text="Đảng bộ xã Cao").click()
        page.get_by_role("link", name="Mở các đơn vị trực thuộc").click()
        expect(page.locator("b", has_text="Chi bộ thôn Một")).to_be_visible()


def test_an_earlier_day_a_search_a_life_and_two_days_are_fit_for_all(
    chromium: Browser, site: str, place: Place
) -> None:
    with at_a_browser(chromium, site) as page:
        let_in(page, place.clerk, site)
        for name, address in (
            ("earlier", f"{TREE}?on=2022-05-31"),
            ("found", f"{TREE}?q=xa+cao"),
            ("unit", f"{TREE}{place.new.uid}/"),
            ("ended", f"{TREE}{place.old[0].uid}/"),
            ("compare", f"{TREE}compare/?from=2022-05-31&to=2022-08-01"),
        ):
            page.goto(address)
            axe(page)
            fits(page)
            shots(page, f"tree-{name}")
        page.goto(f"{TREE}{place.new.uid}/")
        page.get_by_text("Xem dạng chữ, kèm quyết định").click()
        expect(page.get_by_text("Quyết định 12-QĐ/HU (mẫu)")).to_be_visible()


def test_a_change_is_planned_looked_at_and_carried_out(chromium: Browser, site: str, place: Place) -> None:
    with at_a_browser(chromium, site) as page:
        let_in(page, place.admin, site)
        page.goto(f"{TREE}changes/")
        axe(page)
        shots(page, "changes")
        page.get_by_role("link", name="Đổi tên").click()
        page.get_by_label("Đơn vị", exact=True).fill("C")
        page.get_by_label("Tên", exact=True).fill("Đảng bộ xã Cao Sơn")
        page.get_by_label("Loại hình").select_option("commune_committee")
        page.get_by_label("Ngày có hiệu lực").fill("2022-09-01")
        page.get_by_label("Văn bản quyết định").fill("Quyết định 15-QĐ/HU (mẫu)")
        axe(page)
        shots(page, "change-form")
        page.get_by_role("button", name="Xem trước kết quả").click()
        expect(page.get_by_text("Đảng bộ xã Cao Sơn").first).to_be_visible()
        axe(page)
        fits(page)
        shots(page, "plan")
        page.get_by_role("link", name="Thực hiện").click()
        page.get_by_role("button", name="Thực hiện").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Đổi tên")
        axe(page)
        page.goto(f"{TREE}?on=2022-09-01")
        expect(page.locator("b", has_text="Đảng bộ xã Cao Sơn")).to_be_visible()


def test_what_a_split_and_a_correction_ask_is_fit_for_all(chromium: Browser, site: str, place: Place) -> None:
    parts = [Part(f"Đảng bộ xã Cao {n}", "commune_committee", code=f"C{n}", main=n == 1) for n in (1, 2)]
    divided = planning.split(unit=place.new, parts=parts, day=date(2022, 9, 1))
    joined = planning.join(units=[place.new], into=place.side, day=date(2022, 8, 1))
    carried = tuple(Carried(row.pk, place.side.pk) for row in place.new.mandates.all())
    with at_a_browser(chromium, site) as page:
        let_in(page, place.admin, site)

        def looked_at(plan: Plan, name: str, heading: str) -> None:
            saved = save_plan(by=place.admin, top=place.top, plan=plan)
            page.goto(f"{TREE}changes/plans/{saved.uid}/")
            expect(page.get_by_role("heading", name=heading)).to_be_visible()
            axe(page)
            fits(page)
            shots(page, name)

        looked_at(divided, "plan-split", "Đơn vị trực thuộc chuyển về đơn vị mới nào")
        change = carry_out(by=None, plan=replace(joined, mandates=carried)).changes[0]
        looked_at(planning.void(change=change), "plan-void", "Chức vụ, vai trò đã chuyển theo thay đổi này")
        expect(page.get_by_role("heading", level=1)).to_have_text("Hủy bỏ: sáp nhập vào đơn vị khác (Đảng bộ xã Cao)")


def test_the_open_chart_is_fit_for_all_and_needs_no_scripts(plain_page: Page, place: Place) -> None:
    make_portal(place.top)
    plain_page.goto("/co-cau-to-chuc/")
    fits(plain_page)
    plain_page.get_by_role("link", name="Đảng bộ xã Cao").click()
    expect(plain_page.get_by_text("Lò Văn Cương")).to_be_visible()
    plain_page.get_by_role("link", name="Chi bộ thôn Một").click()
    expect(plain_page.get_by_role("heading", level=1)).to_have_text("Chi bộ thôn Một")


def test_the_open_chart_has_no_violation(page: Page, place: Place) -> None:
    make_portal(place.top)
    page.goto(f"/co-cau-to-chuc/{place.new.uid}/")
    axe(page)
    shots(page, "chart")
