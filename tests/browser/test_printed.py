"""A paper printed to PDF by a browser, which places each letter by itself, is read as it is seen."""

from playwright.sync_api import Browser

from guong.files import extraction
from guong.files.rules import PDF

PAPER = """<meta charset="utf-8"><table style="width:100%"><tr>
<td>HUYỆN ỦY MƯỜNG SOI<br>Số 131-BC/HU</td><td>ĐẢNG CỘNG SẢN VIỆT NAM<br><i>Mường Soi, ngày 02 tháng 8 năm 2022</i></td>
</tr></table><h3 style="text-align:center">BÁO CÁO</h3><p>Thực hiện Kế hoạch số 86-KH/HU, ngày 18/5/2022.</p>"""


def test_a_page_printed_by_a_browser_keeps_its_words_and_columns(chromium: Browser) -> None:
    page = chromium.new_page()
    page.set_content(PAPER)
    printed = page.pdf(format="A4")
    page.close()
    assert extraction.read(printed, PDF).text.splitlines() == [
        "HUYỆN ỦY MƯỜNG SOI\tĐẢNG CỘNG SẢN VIỆT NAM",
        "Số 131-BC/HU\tMường Soi, ngày 02 tháng 8 năm 2022",
        "BÁO CÁO",
        "Thực hiện Kế hoạch số 86-KH/HU, ngày 18/5/2022.",
    ]
