"""Fields of made-up first pages, party and State."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guong.viet.firstpage import Layout, body_name, read

TYPES = {"kế hoạch": "KH", "công văn": "CV", "quyết định": "QĐ", "hướng dẫn": "HD", "báo cáo": "BC"}
PARTY = """TỈNH ỦY NẬM THI\tĐẢNG CỘNG SẢN VIỆT NAM
*
Số 105-KH/TU\tNậm Thi, ngày 24 tháng 02 năm 2022
KẾ HOẠCH
triển khai đợt sinh hoạt chính trị về tự soi, tự sửa
trong toàn Đảng bộ tỉnh năm 2022
-----
Căn cứ Hướng dẫn số 05-HD/TW, Ban Thường vụ Tỉnh ủy xây dựng kế hoạch như sau:
I. MỤC ĐÍCH
Nơi nhận:\tT/M BAN THƯỜNG VỤ
- Các huyện ủy, thành ủy,\tPHÓ BÍ THƯ
- Các ban đảng và Văn phòng
Tỉnh ủy,
- Lưu Văn phòng.\tGiàng Thị Mỷ"""
STATE = """ỦY BAN NHÂN DÂN\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
HUYỆN MƯỜNG SOI\tĐộc lập - Tự do - Hạnh phúc
Số: 12 / QĐ - UBND\tMường Soi, ngày 5 tháng 7 năm 2022
QUYẾT ĐỊNH
Về việc thành lập Ban Chỉ đạo
CHỦ TỊCH ỦY BAN NHÂN DÂN HUYỆN MƯỜNG SOI
Căn cứ Luật Tổ chức chính quyền địa phương;
Nơi nhận:\tTM. ỦY BAN NHÂN DÂN
- Như Điều 3;\tKT. CHỦ TỊCH
- Lưu: VT.\tPHÓ CHỦ TỊCH
\tLù Văn Sẻn"""
LETTER = """HUYỆN ỦY MƯỜNG SOI\tĐẢNG CỘNG SẢN VIỆT NAM
BAN TUYÊN GIÁO
*
Số 46-CV/BTGHU\tMường Soi, ngày 01 tháng 3 năm 2022
V/v báo cáo kết quả
sinh hoạt chính trị
Kính gửi: Các chi bộ trực thuộc
\tK/T TRƯỞNG BAN
\tPHÓ TRƯỞNG BAN
\tVàng A Páo"""


def values(text: str) -> dict[str, str]:
    return {name: found.value for name, found in read(text.split("\f"), TYPES).fields.items()}


def test_a_party_paper() -> None:
    assert values(PARTY) == {
        "symbol": "105-KH/TU",
        "issued_on": "2022-02-24",
        "place": "Nậm Thi",
        "issuer": "Tỉnh ủy Nậm Thi",
        "type": "KH",
        "abstract": "Triển khai đợt sinh hoạt chính trị về tự soi, tự sửa trong toàn Đảng bộ tỉnh năm 2022",
        "capacity": "T/M",
        "office": "Phó bí thư",
        "signer": "Giàng Thị Mỷ",
    }
    paper = read([PARTY], TYPES)
    assert (paper.layout, [one.value for one in paper.recipients]) == (
        Layout.PARTY,
        ["Các huyện ủy, thành ủy", "Các ban đảng và Văn phòng Tỉnh ủy", "Lưu Văn phòng"],
    )


def test_a_paper_of_the_state() -> None:
    assert values(STATE) == {
        "symbol": "12/QĐ-UBND",
        "issued_on": "2022-07-05",
        "place": "Mường Soi",
        "issuer": "Ủy ban nhân dân huyện Mường Soi",
        "type": "QĐ",
        "abstract": "Về việc thành lập Ban Chỉ đạo",
        "capacity": "K/T",
        "office": "Phó chủ tịch",
        "signer": "Lù Văn Sẻn",
    }
    paper = read([STATE], TYPES)
    assert (paper.layout, [one.value for one in paper.recipients]) == (Layout.STATE, ["Như Điều 3", "Lưu: VT"])


def test_a_letter_of_a_department() -> None:
    assert values(LETTER) == {
        "symbol": "46-CV/BTGHU",
        "issued_on": "2022-03-01",
        "place": "Mường Soi",
        "issuer": "Ban Tuyên giáo Huyện ủy Mường Soi",
        "type": "CV",
        "abstract": "Báo cáo kết quả sinh hoạt chính trị",
        "capacity": "K/T",
        "office": "Phó trưởng ban",
        "signer": "Vàng A Páo",
    }


def test_each_field_says_where_it_stands() -> None:
    fields = read([PARTY], TYPES).fields
    places = {name: (fields[name].page, fields[name].line) for name in ("symbol", "issued_on", "type", "signer")}
    assert places == {"symbol": (1, 3), "issued_on": (1, 3), "type": (1, 4), "signer": (1, 14)}
    assert fields["issued_on"].words == "Nậm Thi, ngày 24 tháng 02 năm 2022"


def test_the_signer_is_looked_for_on_the_last_page() -> None:
    head, tail = PARTY.split("Nơi nhận:")
    paper = read([head, "Trang hai", f"Nơi nhận:{tail}"], TYPES)
    assert (paper.fields["signer"].value, paper.fields["signer"].page) == ("Giàng Thị Mỷ", 3)


def test_misread_letters_of_a_scan_are_forgiven() -> None:
    scanned = PARTY.replace("Số 105", "Sô 105").replace("tháng", "thóng").replace("ngày 24", "ngảy 24")
    assert {name: values(scanned)[name] for name in ("symbol", "issued_on")} == {
        "symbol": "105-KH/TU",
        "issued_on": "2022-02-24",
    }


@pytest.mark.parametrize(
    "text",
    ["", "\f", "Không có gì ở đây.", "Số:      /KH-UBND\nngày    tháng   năm 2022", "31/2 ngày 31 tháng 2 năm 2022"],
)
def test_what_is_not_said_is_not_guessed(text: str) -> None:
    assert values(text).keys() & {"symbol", "issued_on", "type", "signer", "abstract"} == set()


def test_names_in_capitals_are_written_as_in_sentences() -> None:
    printed = ["HUYỆN UỶ MƯỜNG SOI", "ỦY BAN NHÂN DÂN XÃ TẢ NGÀI", "CHI BỘ TRƯỜNG MẦM NON SỐ 1", "Đảng ủy xã Nậm Thi"]
    assert [body_name(name) for name in printed] == [
        "Huyện ủy Mường Soi",
        "Ủy ban nhân dân xã Tả Ngài",
        "Chi bộ Trường Mầm non số 1",
        "Đảng ủy xã Nậm Thi",
    ]


@given(st.lists(st.text(max_size=200), max_size=4))
def test_any_text_is_read_without_an_error(pages: list[str]) -> None:
    read(pages, TYPES)


@pytest.mark.parametrize("piece", ["a ", "Số ", "1-", "T/M ", "ngày 1 ", "- ", "\t", "A"])
def test_no_text_takes_long(piece: str) -> None:
    started = time.process_time()
    read([piece * 50_000, (piece + "\n") * 20_000], TYPES)
    assert time.process_time() - started < 5
