"""Printed slips: everything that was given stands on them, four to a sheet or one to a page."""

import fontpkg_be_vietnam_pro
import pypdfium2
import pytest

from guong.render.slips import Labels, Slip, pdf

FONTS = (str(fontpkg_be_vietnam_pro.ROOT / "files"),)
LABELS = Labels(
    "Huyện ủy Mường Soi", "Giấy mời", "Họ và tên", "Đơn vị", "Có giá trị đến", "Địa chỉ", "Số giấy", "Mã dùng một lần",
    ("Quét mã.", "Nhập mã.", "Mất máy: gọi văn phòng."), "Danh sách ký nhận",
    ("STT", "Họ và tên", "Đơn vị", "Số giấy", "Ngày nhận", "Ký nhận"),
)  # fmt: skip


def made(many: int, *, one_to_a_page: bool) -> list[str]:
    rows = [
        Slip(f"Vàng Thị {n}", "Chi bộ thôn *Phìn* #Hồ_", f"K7M2P{n}", f"4821 093{n}", "https://x.example/vao/", "17:00")
        for n in range(many)
    ]
    content = pdf(rows, LABELS, one_to_a_page=one_to_a_page, language="vi", fonts=FONTS)
    return [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(content)]


@pytest.mark.parametrize(
    ("many", "one_to_a_page", "pages"), [(1, False, 2), (4, False, 2), (5, False, 3), (3, True, 4)]
)
def test_pages(many: int, one_to_a_page: bool, pages: int) -> None:
    assert len(made(many, one_to_a_page=one_to_a_page)) == pages


def test_what_was_given_stands_there_as_it_is() -> None:
    slip, signatures = made(1, one_to_a_page=True)
    wanted = ["Vàng Thị 0", "*Phìn* #Hồ_", "K7M2P0", "https://x.example/vao/", "17:00", "Mất máy: gọi văn phòng."]
    assert [text for text in wanted if text not in slip.replace("\r\n", " ")] == []
    assert "48210930" in slip.replace(" ", "")
    assert ["0930" in signatures, "K7M2P0" in signatures] == [False, True]
