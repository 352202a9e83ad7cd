"""The whole line in a browser: a captured page goes in; at its end a reader and the clerk walk a figure back."""

from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from conftest import MORNING, Clock
from guong import intake
from guong.portal.models import ArticlePage
from guong.portal.queries import edit_address
from guong.portal.tests.factories import make_editor, make_portal
from guong.rounds.tests.factories import make_world
from tests.browser.looking import shots
from tests.browser.people import at_a_browser, sign_in
from tests.browser.phone import arrived, send_what_is_seen
from tests.browser.sheet import FINDING, PROMISE, fill_in_a_sitting

SAMPLE = Path(intake.__path__[0], "samples", "trang-mau.txt")
TITLE = "Đảng bộ huyện Mường Soi mở đợt sinh hoạt giữ nếp làm việc với chủ đề “Nói đi đôi với làm”"
ROUND = "Đợt sinh hoạt giữ nếp làm việc"
SENTENCE = (
    "Đến nay có 1 tổ chức đảng trực thuộc Đảng bộ huyện Mường Soi đã tiến hành buổi sinh hoạt;"
    " tính cả các cấp là 1 buổi sinh hoạt, với 61 lượt người dự."
)


GOES_UP = {
    "Việc được giao": "Tổ chức sinh hoạt",
    "Ngày, giờ tổ chức": "15/08/2022, 19:30–21:15",
    "Hình thức": "Sinh hoạt chuyên đề, trực tiếp",
    "Địa điểm": "Phòng hội đồng",
    "Số người dự": "Có mặt 58 trên 60; vắng có lý do 2, không lý do 0; được miễn 0",
    "Khách mời": "3, trong đó cấp trên 1",
    "Nội dung đã bàn": "soát lại sổ việc của sáu tháng đầu năm\nkhen người làm xong sớm\n"
    "nêu rõ việc còn treo và vì sao",
    "Kết luận": "Nhất trí mở sổ ở đầu mỗi buổi.",
    "Hạn chế và việc khắc phục, theo số lượng": "Hạn chế, khuyết điểm: 1 (nói đi đôi với làm: 1)\n"
    "Việc khắc phục đã hứa: 1",
}
Facts = dict[str, str]


def keep(page: Page, name: str) -> None:
    """Pictures of a step; the page goes on as wide as it was."""
    size = page.viewport_size
    shots(page, f"line-{name}")
    if size:
        page.set_viewport_size(size)


def heading(page: Page) -> str:
    return page.get_by_role("heading", level=1).inner_text()


def pairs(page: Page, selector: str) -> Facts:
    """A list of terms as it is read."""
    terms, values = (page.locator(f"{selector} {part}").all_inner_texts() for part in ("dt", "dd"))
    return dict(zip(terms, values, strict=True))


def the_page_is_taken_in(clerk: Page) -> None:
    clerk.goto("/desk/intake/")
    clerk.locator("textarea[name=content]").fill(SAMPLE.read_text("utf-8"))
    clerk.get_by_role("button", name="Xem trước").click()
    rows = clerk.locator("table.tbl tbody tr:has(td)").all_inner_texts()
    shown = [tuple(part.strip() for part in row.split("\t")) for row in rows]
    assert shown[0] == ("Tiêu đề", TITLE, "nêu rõ")
    assert ("Ngày đăng", "—", "chưa rõ") in shown
    assert [row for row in shown if row[0] == "Số liệu đã nêu"] == [
        (
            "Số liệu đã nêu",
            "39 chi bộ, đảng bộ trực thuộc Huyện ủy\n"
            "Đơn vị trực thuộc đã tổ chức; Đơn vị trực thuộc và các cấp dưới, tính gộp",
            "nêu rõ",
        ),
        ("Số liệu đã nêu", "trên 2.860 cán bộ, đảng viên tham gia\nSố người dự (không tính trùng)", "nêu rõ"),
    ]
    keep(clerk, "01-preview")
    clerk.get_by_role("button", name="Nhập thành bài nháp và đề xuất").click()
    assert heading(clerk) == TITLE
    keep(clerk, "02-taken")


def the_round_is_confirmed(clerk: Page) -> None:
    clerk.get_by_role("link", name="Mở đề xuất").click()
    assert heading(clerk) == ROUND
    clerk.get_by_label("Đơn vị trực thuộc đã tổ chức").check()
    clerk.get_by_role("button", name="Lưu cách hiểu").click()
    assert clerk.locator("#figures .meta").all_inner_texts() == [
        "39 · Đơn vị trực thuộc đã tổ chức",
        "Trên 2.860, theo lời văn",
    ]
    keep(clerk, "03-proposed")
    clerk.get_by_role("link", name="Xác nhận đợt").click()
    clerk.get_by_role("button", name="Xác nhận đợt").click()
    assert clerk.locator(".page-head .state").inner_text() == "Đã xác nhận"
    titles = clerk.locator(".phases h3").all_inner_texts()
    assert titles == ["Giai đoạn 1", "Giai đoạn 2", "Giai đoạn 3", "Giai đoạn 4"]


def a_phase_is_opened(clerk: Page, number: int) -> None:
    """Asking every unit directly below for its sitting alone."""
    clerk.get_by_role("link", name=f"Mở giai đoạn Giai đoạn {number}").click()
    for box in clerk.locator("table.matrix input[type=checkbox]").all():
        box.set_checked(box.get_attribute("value") == "sitting")
    clerk.get_by_role("button", name="Xem danh sách").click()
    assert heading(clerk).startswith("2 đơn vị nhận 2 việc, hạn gửi trước 17:00, ")
    for count in clerk.locator("input[name^=expected_]").all():
        count.fill("60")
    clerk.get_by_role("button", name="Mở giai đoạn").click()
    assert heading(clerk) == "0 trên 2 đơn vị đã tổ chức buổi sinh hoạt; không có việc quá hạn"
    assert states(clerk) == {"Đúng hạn": "0", "Trễ hạn": "0", "Quá hạn, chưa gửi": "0", "Chưa đến hạn": "2"}


def states(clerk: Page) -> Facts:
    """The counts above the board."""
    shown = [text.split() for text in clerk.locator(".counts a").all_inner_texts()]
    return {" ".join(words[2:]): words[0] for words in shown}


def the_sheet_is_filled(secretary: Page) -> None:
    secretary.goto("/desk/f/")
    secretary.get_by_role("link", name="Tổ chức sinh hoạt").click()
    assert secretary.locator("[name=expected]").input_value() == "60"
    fill_in_a_sitting(secretary)
    keep(secretary, "05-sheet")


def what_goes_up_is_seen_and_sent(secretary: Page) -> Facts:
    """Returns the facts on the receipt."""
    secretary.get_by_role("button", name="Xem trước khi gửi").click()
    assert heading(secretary) == "Đảng bộ huyện Mường Soi sẽ thấy đúng những dòng này"
    assert pairs(secretary, "dl.goes:not(.quiet-part)") == GOES_UP
    assert pairs(secretary, "dl.quiet-part") == {
        "Chủ trì": "Lù Thị Sen",
        "Thư ký": "Phàn Tả Mẩy",
        "Hạn chế, khuyết điểm": f"{FINDING} (nói đi đôi với làm)",
        "Việc khắc phục": f"{PROMISE}, bí thư, Lù Thị Sen, đến ngày 01/10/2022",
    }
    keep(secretary, "06-goes-up")
    uid = send_what_is_seen(secretary)
    arrived(secretary, uid)
    keep(secretary, "07-receipt-on-the-phone")
    on_the_phone = secretary.locator(".receipt code").inner_text()
    secretary.goto(f"/desk/receipts/{uid}/")
    assert heading(secretary) == "Đảng bộ huyện Mường Soi đã nhận"
    assert secretary.locator(".receipt code").inner_text() == on_the_phone
    keep(secretary, "07-receipt")
    return receipt(secretary)


def receipt(page: Page) -> Facts:
    number, mark = page.locator(".receipt code").inner_text().split(" · ")
    return {"number": number, "mark": mark, **pairs(page, ".receipt dl")}


def the_board_moves_by_itself(clerk: Page) -> None:
    """It lies open while the report comes in."""
    sentence = "1 trên 2 đơn vị đã tổ chức buổi sinh hoạt; không có việc quá hạn"
    expect(clerk.get_by_role("heading", level=1)).to_have_text(sentence)
    assert states(clerk) == {"Đúng hạn": "1", "Trễ hạn": "0", "Quá hạn, chưa gửi": "0", "Chưa đến hạn": "1"}
    keep(clerk, "08-moved")


def the_sentence_is_written(clerk: Page) -> None:
    clerk.get_by_role("link", name="Viết câu có số liệu").click()
    assert clerk.locator(".statement q").first.inner_text() == SENTENCE
    clerk.locator(".statement input").first.check()
    keep(clerk, "09-sentence")
    clerk.get_by_role("button", name="Đóng băng và viết").click()
    assert clerk.locator("section:has(#written) li p:first-child").all_inner_texts() == [SENTENCE]


def the_article_takes_the_sentence(editor: Page) -> str:
    """Behind its first paragraph. Returns the public address."""
    article = ArticlePage.objects.get()
    editor.goto(edit_address(article.uid))
    editor.locator(".c-sf-add-button").nth(1).click()
    editor.get_by_role("option", name="Câu có số liệu").click()
    choice = editor.locator("select[name^=body-][name$=-value]")
    offered = choice.locator("option").all_inner_texts()
    assert [text.rpartition(" (")[0] for text in offered[1:]] == [SENTENCE]
    choice.select_option(offered[1])
    keep(editor, "10-editor")
    editor.get_by_role("button", name="Thao tác khác").click()
    editor.get_by_role("button", name="Đăng ngay").click()
    assert f"Đã đăng “{TITLE}”." in editor.locator(".messages").inner_text()
    return str(article.get_url())


def a_reader_opens_the_figure(reader: Page, address: str) -> Facts:
    """Returns what the figure says of itself."""
    reader.goto(address)
    assert heading(reader) == TITLE
    assert reader.locator(".body p:has(.bound)").inner_text() == SENTENCE
    assert reader.locator("button.bound").all_inner_texts() == ["1", "1", "61"]
    keep(reader, "11-article")
    reader.get_by_role("button", name="61").click()
    facts = pairs(reader, ".pop:popover-open dl")
    keep(reader, "12-figure")
    assert {**facts, "Thời điểm": ""} == {
        "Là gì": "Cộng số người có mặt và khách mời ở mọi buổi. Ai dự hai buổi được tính hai lượt.",
        "Phạm vi": "Đảng bộ huyện Mường Soi",
        "Thời điểm": "",
        "Cách nhìn": "theo tổ chức tại thời điểm đó",
        "Nguồn": "1 bản gửi của 1 đơn vị",
    }
    return facts


def without_scripts_the_figure_has_a_page(reader: Page, address: str, facts: Facts) -> None:
    """Which leads the office further, and a visitor to the one log-in."""
    reader.goto(address)
    reader.get_by_role("button", name="61").click()
    reader.locator(".pop:popover-open").get_by_role("link", name="Nguồn số liệu").click()
    shown = pairs(reader, "dl.pairs")
    shown.pop("Mã kiểm tra nguồn")
    assert (heading(reader), shown) == ("Lượt người dự", facts)
    keep(reader, "13-figure-page")
    reader.get_by_role("link", name="Dành cho văn phòng").click()
    assert heading(reader) == "Đăng nhập"


def the_clerk_walks_it_to_the_receipt(clerk: Page, address: str, facts: Facts) -> None:
    clerk.goto(address)
    clerk.get_by_role("button", name="61").click()
    clerk.locator(".pop:popover-open a").click()
    clerk.get_by_role("link", name="Dành cho văn phòng").click()
    assert heading(clerk) == "Lượt người dự: 61"
    row = clerk.locator("table.tbl tbody tr").all_inner_texts()
    arrived = facts["Máy chủ nhận"]
    assert [text.split("\t") for text in row] == [["Chi bộ Trường Mầm non số 2", facts["number"], arrived, "61"]]
    keep(clerk, "14-walk-back")
    clerk.get_by_role("link", name=facts["number"]).click()
    assert pairs(clerk, "dl.goes") == GOES_UP
    assert clerk.get_by_text(FINDING).or_(clerk.get_by_text(PROMISE)).count() == 0
    keep(clerk, "15-submission")
    clerk.get_by_role("link", name="Mở biên nhận").click()
    assert receipt(clerk) == facts


def the_promise_stands_in_the_next_phase(clerk: Page, secretary: Page) -> None:
    clerk.goto("/desk/rounds/")
    clerk.get_by_role("link", name=ROUND).click()
    a_phase_is_opened(clerk, 2)
    secretary.goto("/desk/f/")
    secretary.get_by_role("link", name="Tổ chức sinh hoạt").first.click()
    assert heading(secretary) == f"Giai đoạn 2: {ROUND}"
    assert secretary.locator("[aria-labelledby=standing] li").all_inner_texts() == [
        f"{PROMISE}\nBí thư · Lù Thị Sen · đến ngày 01/10/2022 · Giai đoạn 1"
    ]
    keep(secretary, "16-standing")


def test_the_whole_line(chromium: Browser, site: str, clock: Clock) -> None:
    world = make_world()
    person = make_editor(make_portal(world.district))
    with at_a_browser(chromium, site) as clerk, at_a_browser(chromium, site, phone=True) as secretary:
        sign_in(clerk, world.clerk)
        the_page_is_taken_in(clerk)
        the_round_is_confirmed(clerk)
        a_phase_is_opened(clerk, 1)
        keep(clerk, "04-opened")
        secretary.clock.set_fixed_time(MORNING)
        sign_in(secretary, world.secretary)
        the_sheet_is_filled(secretary)
        received = what_goes_up_is_seen_and_sent(secretary)
        the_board_moves_by_itself(clerk)
        the_sentence_is_written(clerk)
        with at_a_browser(chromium, site) as editor:
            sign_in(editor, person)
            address = the_article_takes_the_sentence(editor)
        with at_a_browser(chromium, site) as reader:
            facts = a_reader_opens_the_figure(reader, address)
        with at_a_browser(chromium, site, scripts=False) as plain_reader:
            without_scripts_the_figure_has_a_page(plain_reader, address, facts)
        the_clerk_walks_it_to_the_receipt(clerk, address, received)
        the_promise_stands_in_the_next_phase(clerk, secretary)
