"""Lines of a page become paragraphs; nothing else of the text changes."""

from hypothesis import given
from hypothesis import strategies as st

from guong.viet.citations import find
from guong.viet.flow import flowed
from guong.viet.places import places

PAGE = """TỈNH ỦY NẬM THI\tĐẢNG CỘNG SẢN VIỆT NAM
Số 86-KH/HU\tMường Soi, ngày 12 tháng 7 năm 2022
KẾ HOẠCH
học tập và làm theo tư tưởng, đạo đức năm 2022
Căn cứ Nghị định số 30/2020/NĐ-
CP ngày 05/3/2020 của Chính phủ về công tác văn thư và
các văn bản hướng dẫn thi hành, Huyện ủy xây dựng kế
hoạch như sau:
I. MỤC ĐÍCH
1. Nâng cao nhận thức của cán bộ, đảng viên và Nhân dân
Mường Soi về việc học tập và làm theo.
- Mỗi đơn vị chọn một việc làm cụ thể và báo cáo kết quả
trước ngày 30 tháng 9.
a) Cấp ủy chịu trách nhiệm;
b) Đảng viên nêu gương.
2
Nơi nhận:
- Như trên;
- Lưu Văn phòng.
T/M BAN THƯỜNG VỤ
PHÓ BÍ THƯ
Nông Văn Sơn
"""


def test_paragraphs_lists_heads_and_signatures() -> None:
    assert flowed(PAGE).replace("\u200b", "").splitlines() == [
        "TỈNH ỦY NẬM THI\tĐẢNG CỘNG SẢN VIỆT NAM",
        "Số 86-KH/HU\tMường Soi, ngày 12 tháng 7 năm 2022",
        "KẾ HOẠCH",
        "học tập và làm theo tư tưởng, đạo đức năm 2022",
        "Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05/3/2020 của Chính phủ về công tác văn thư và các văn bản hướng dẫn"
        " thi hành, Huyện ủy xây dựng kế hoạch như sau:",
        "I. MỤC ĐÍCH",
        "1. Nâng cao nhận thức của cán bộ, đảng viên và Nhân dân Mường Soi về việc học tập và làm theo.",
        "- Mỗi đơn vị chọn một việc làm cụ thể và báo cáo kết quả trước ngày 30 tháng 9.",
        "a) Cấp ủy chịu trách nhiệm;",
        "b) Đảng viên nêu gương.",
        "2",
        "Nơi nhận:",
        "- Như trên;",
        "- Lưu Văn phòng.",
        "T/M BAN THƯỜNG VỤ",
        "PHÓ BÍ THƯ",
        "Nông Văn Sơn",
    ]


def test_citations_and_places_stand_where_they_stood() -> None:
    shown = flowed(PAGE)
    cited = [shown[each.start : each.end].replace("\u200b", "") for each in find(PAGE)]
    assert cited == ["Số 86-KH/HU", "Nghị định số 30/2020/NĐ-CP ngày 05/3/2020 của Chính phủ"]
    assert [shown[each.start : each.end] for each in places(PAGE)] == ["I.", "1.", "a)", "b)"]


def test_paragraphs_and_short_lines_stay() -> None:
    written = "Một đoạn văn dài do người soạn gõ, không ngắt dòng theo trang giấy, " * 4 + "hết.\nĐoạn sau\nĐoạn nữa"
    verse = "Trong đầm gì đẹp bằng sen\nLá xanh bông trắng lại chen nhị vàng\n"
    assert (flowed(written), flowed(verse)) == (written, verse)


LINES = st.lists(
    st.text(st.sampled_from("abĐiềuKH. 12;:-/\t,ạỷ\u00a0"), max_size=70)
    | st.sampled_from(PAGE.splitlines())
    | st.text(max_size=60),
    max_size=20,
)


@given(LINES, st.sampled_from("\n\f"))
def test_only_line_ends_change_and_only_into_blanks(lines: list[str], end: str) -> None:
    text = end.join(lines)
    shown = flowed(text)
    assert len(shown) == len(text)
    changed = {(old, new) for old, new in zip(text, shown, strict=True) if old != new}
    assert changed <= {(old, new) for old in "\n\f" for new in " \u200b"}


@given(LINES)
def test_what_flows_is_not_cut_again(lines: list[str]) -> None:
    text = "\n".join(lines)
    assert len(flowed(text).splitlines()) <= len(text.splitlines())
