import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guong.registry.rules import (
    Refused,
    name_key,
    number_of,
    refuse_marks,
    same_body,
    secrecy_marks,
    secrecy_warnings,
    symbol_key,
)

SAME = [
    ("105-KH/TU", "105 - KH/TU", "Số 105-KH/TU", "số: 105–KH/TU", "105‑KH/tu", "0105-KH/TU", "105-KH\n/TU"),
    ("05-HD/TU", "5-HD/TU", "05 -HD / TU"),
    ("399-QĐ/TW", "399-QyĐ/TW", "399-QĐi/TW", "399-QYĐ/TW", "399-QĐI/TW", "399-Q\u00d0/TW"),
    ("12/QĐ-UBND", "12/QyĐ-UBND", "012/QĐ-UBND", "12 /QĐ - UBND"),
    ("84 QĐ/TWĐTN", "84-QĐ/TWĐTN"),
    ("15-CTr/HU", "15-Ctr/HU", "15-CTR/HU"),
    ("30c/NQ-CP", "30C/NQ-CP"),
    ("473/TTr-NN&PTNT", "473/TTr -\nNN&PTNT"),
]
# One line each of what a register must keep apart.
APART = ["105-KH/TU", "105-KH/HU", "106-KH/TU", "105-HD/TU", "30/NQ-CP", "30c/NQ-CP", "30/2020/NĐ-CP", "30/ĐA-UBND"]


@pytest.mark.parametrize("prints", SAME)
def test_prints_of_one_symbol_are_equal(prints: tuple[str, ...]) -> None:
    assert {symbol_key(each) for each in prints} == {symbol_key(prints[0])}
    assert symbol_key(unicodedata.normalize("NFD", prints[0])) == symbol_key(prints[0])


def test_other_symbols_stay_apart() -> None:
    assert len({symbol_key(each) for each in APART}) == len(APART)


@given(st.text(max_size=60))
def test_a_key_is_its_own_key(text: str) -> None:
    assert symbol_key(symbol_key(text)) == symbol_key(text)


def test_the_number_keeps_zeros_and_suffix() -> None:
    printed = ["05-HD/TU", "Số 105 - KH/TU", "30c/NQ-CP", "30/2020/NĐ-CP", "không số", ""]
    assert [number_of(each) for each in printed] == ["05", "105", "30c", "30", "", ""]


def test_a_body_may_be_named_shorter() -> None:
    assert same_body("Tỉnh uỷ Nậm Thi", "TỈNH ỦY NẬM THI")
    assert same_body("Tỉnh ủy", "Tỉnh ủy Nậm Thi")
    assert not same_body("Tỉnh ủy Nậm Thi", "Tỉnh ủy Lào Cai")
    assert not same_body("Huyện ủy", "Tỉnh ủy Nậm Thi")
    assert name_key("  Huyện uỷ  Mường Soi") == "huyen uy muong soi"


@pytest.mark.parametrize(
    "text",
    [
        "MẬT",
        "Mật",
        "TỈNH ỦY NẬM THI\nSố 15-BC/TU\n  TỐI MẬT  \nBÁO CÁO",
        "*** TUYỆT MẬT ***",
        "Độ mật: Mật",
        "Báo cáo\n" * 50 + "Dấu chỉ mức độ mật: Tối mật",
        "Báo cáo tình hình (MẬT)",
        "[Tối mật] Báo cáo tình hình",
        "MẬT - Báo cáo tình hình",
        "M Ậ T",
        "Trang một\f MẬT \nTrang hai",
        unicodedata.normalize("NFD", "Tối mật"),
    ],
)
def test_a_mark_in_its_place_is_refused(text: str) -> None:
    assert secrecy_marks(text)
    with pytest.raises(Refused) as refused:
        refuse_marks("Báo cáo", text)
    assert text.strip() not in str(refused.value)


@pytest.mark.parametrize(
    "text",
    [
        "Luật Bảo vệ bí mật nhà nước",
        "BÍ MẬT",
        "mật độ dân số",
        "Mật độ",
        "Mật ong Mường Soi",
        "MẬT ONG",
        "Đổi mật khẩu, bảo mật thông tin",
        "Mối quan hệ mật thiết (thân mật)",
        "",
    ],
)
def test_other_words_pass_without_a_warning(text: str) -> None:
    assert secrecy_marks(text) == []
    assert secrecy_warnings(text) == []
    refuse_marks(text)


def test_speaking_of_a_degree_warns_only() -> None:
    text = "Kiểm tra việc quản lý tài liệu mật, tối mật tại đơn vị"
    assert secrecy_marks(text) == []
    assert len(secrecy_warnings(text)) == 2
