"""The finder: shapes of symbols, tails, lists, named documents; the same findings however a text is typed."""

import unicodedata
from dataclasses import asdict

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guong.viet.citations import Citation, Subkind, find
from guong.viet.tone import place_tones, place_tones_school

Fields = tuple[str | None, str | None, int | None, str | None, str | None, str | None]


def fields(found: Citation) -> Fields:
    return found.type, found.number, found.year, found.body_code, found.body_name, found.date


def only(text: str) -> Citation:
    (found,) = find(text)
    return found


@pytest.mark.parametrize(
    ("text", "surface", "expected"),
    [
        ("học tập NQ số 31 của BCH TW khóa XI về", "NQ số 31 của BCH TW khóa XI",
         ("NQ", "31", None, None, "BCH TW khóa XI", None)),
        ("làm theo CT số 9 ngày 4/7/2018 thì", "CT số 9 ngày 4/7/2018", ("CT", "9", None, None, None, "2018-07-04")),
        ("Căn cứ 11-TCBC/VPTU của Văn phòng Tỉnh ủy", "11-TCBC/VPTU của Văn phòng Tỉnh ủy",
         ("TC", "11", None, "VPTU", "Văn phòng Tỉnh ủy", None)),
        ("Thông báo số 62-TBKL/HU ngày 9/5/2022", "Thông báo số 62-TBKL/HU ngày 9/5/2022",
         ("TB", "62", None, "HU", None, "2022-05-09")),
        ("theo Nghị quyết HĐND huyện số 14/NQ-HĐND ngày 8/7/2021", "Nghị quyết HĐND huyện số 14/NQ-HĐND ngày 8/7/2021",
         ("NQ", "14", None, "HĐND", "HĐND huyện", "2021-07-08")),
        ("và Hướng dẫn số 6-HD/BTGHU cùng ngày 12/3/2022.", "Hướng dẫn số 6-HD/BTGHU cùng ngày 12/3/2022",
         ("HD", "6", None, "BTGHU", None, "2022-03-12")),
        ("Kế hoạch số 19-KH/HU (ngày 12/3/2022) của Huyện ủy", "Kế hoạch số 19-KH/HU (ngày 12/3/2022) của Huyện ủy",
         ("KH", "19", None, "HU", "Huyện ủy", "2022-03-12")),
        ("Kế hoạch số 19-KH/HU (ban hành ngày 12/3/2022)", "Kế hoạch số 19-KH/HU (ban hành ngày 12/3/2022)",
         ("KH", "19", None, "HU", None, "2022-03-12")),
    ],
)  # fmt: skip
def test_short_words_councils_and_days_in_brackets(text: str, surface: str, expected: Fields) -> None:
    found = only(text)
    assert (text[found.start : found.end], fields(found)) == (surface, expected)


@pytest.mark.parametrize(
    "text",
    [
        "bài trên Báo Nhân Dân số 35/TW",
        "tạp chí Xây dựng Đảng số 7/TW đăng",
        "phòng TT số 12 tầng hai",
        "toa NQ số 29 chở hàng",
        "CT số 5 tháng này",
    ],
)
def test_issues_of_papers_and_short_words_of_other_things_are_none(text: str) -> None:
    assert find(text) == []


@pytest.mark.parametrize(
    ("text", "surface"),
    [
        ("Kế hoạch số 19-KH/HU (ngày 12/3/2022 và sau đó)", "Kế hoạch số 19-KH/HU"),
        ("Kế hoạch số 19-KH/HU, cùng ngày 12/3/2022, đoàn công tác", "Kế hoạch số 19-KH/HU"),
        ("Thông báo Tỉnh ủy số 35-TB/TU", "số 35-TB/TU"),
    ],
)
def test_what_only_looks_like_a_day_of_the_paper_stays_outside(text: str, surface: str) -> None:
    found = only(text)
    assert (text[found.start : found.end], found.date) == (surface, None)


@pytest.mark.parametrize(
    ("text", "core", "expected"),
    [
        (
            "Kế hoạch số 7-KH/TU ngày 03/01/2022 của Ban Thường vụ Tỉnh ủy về học tập",
            "7-KH/TU",
            ("KH", "7", None, "TU", "Ban Thường vụ Tỉnh ủy", "2022-01-03"),
        ),
        ("Kế hoạch số 61 - KH/TU, ngày 09/02/2021,", "61 - KH/TU", ("KH", "61", None, "TU", None, "2021-02-09")),
        (
            "Hướng dẫn số 03-HD/TU ngày 8/4/2021 của Tỉnh uỷ Nậm Thi về cách ghi sổ",
            "03-HD/TU",
            ("HD", "03", None, "TU", "Tỉnh uỷ Nậm Thi", "2021-04-08"),
        ),
        (
            "Nghị định số 12/2019/NĐ-CP ngày 01 tháng 02 năm 2019 của Chính phủ quy định",
            "12/2019/NĐ-CP",
            ("NĐ", "12", 2019, "CP", "Chính phủ", "2019-02-01"),
        ),
        ("Quyết định 77/QĐ-TTg năm 2020", "77/QĐ-TTg", ("QĐ", "77", 2020, "TTg", None, None)),
        ("công văn số 310/UBND-NC về việc", "310/UBND-NC", ("CV", "310", None, "UBND", None, None)),
        ("Quy định số 41-QĐ/TW", "41-QĐ/TW", ("QyĐ", "41", None, "TW", None, None)),
        (
            "Luật Thanh niên số 57/2020/QH14 ngày 16/6/2020",
            "57/2020/QH14",
            ("Luật", "57", 2020, "QH14", None, "2020-06-16"),
        ),
        ("Kế hoạch số 21 KH/TWĐTN ngày 2/3/2020", "21 KH/TWĐTN", ("KH", "21", None, "TWĐTN", None, "2020-03-02")),
        ("Quyết định số 12-BYT/QĐ", "12-BYT/QĐ", ("QĐ", "12", None, "BYT", None, None)),
        ("Nghị định 54/CP", "54/CP", ("NĐ", "54", None, "CP", None, None)),
        ("theo TT44/2018 thì", "TT44/2018", ("TT", "44", 2018, None, None, None)),
        ("Chỉ thị số 17 về việc", "17", ("CT", "17", None, None, None, None)),
        (
            "Nghị quyết 28 của Bộ Chính trị khóa XII xác định",
            "28",
            ("NQ", "28", None, None, "Bộ Chính trị khóa XII", None),
        ),
        ("NGHỊ QUYẾT SỐ 9/NQ-HĐND NGÀY 5/7/2021", "9/NQ-HĐND", ("NQ", "9", None, "HĐND", None, "2021-07-05")),
        (
            "Thông tư liên tịch số 3/2013/TTLT-BNV-BTC của Bộ Nội vụ và Bộ Tài chính hướng dẫn",
            "3/2013/TTLT-BNV-BTC",
            ("TTLT", "3", 2013, "BNV-BTC", "Bộ Nội vụ và Bộ Tài chính", None),
        ),
        ("Nghị định số\n8/2015/NĐ-\nCP ngày 3/4/2015", "8/2015/NĐ-\nCP", ("NĐ", "8", 2015, "CP", None, "2015-04-03")),
        ("quyết định số 84-QĐ/TU, ngày 14/8 về", "84-QĐ/TU", ("QĐ", "84", None, "TU", None, None)),
    ],
)
def test_numbered(text: str, core: str, expected: Fields) -> None:
    found = only(text)
    assert found.core_start is not None
    assert text[found.core_start : found.core_end] == core
    assert fields(found) == expected


@pytest.mark.parametrize(
    "text",
    [
        "46/46 chi bộ đạt 100%, 45.799/36.875 tỷ đồng",
        "ngày 24/02/2022, 14-20/8, giai đoạn 2016-2020",
        "biển kiểm soát 29A-999.88 và 29-AA 096.58",
        "Tiêu chuẩn TCVN 6909:2001, khổ A4 (210 mm x 297 mm)",
        "hơn 20 năm thực hiện việc tách huyện",
        "04 Nghị quyết và 12 Chỉ thị, chương trình 5 năm, kế hoạch 6 tháng",
        "Nghị quyết 5 nội dung, Quyết định 41 trường hợp",
        "Nghị quyết số 01/NQ-HĐQT của công ty",
        "đoàn luật sư, Khoa Luật, pháp luật",
        "Trường Mầm non số 1 thị trấn",
    ],
)
def test_look_alikes_are_left_alone(text: str) -> None:
    assert find(text) == []


def test_a_list_shares_the_date_of_its_type_word() -> None:
    text = "các Nghị quyết số 18-NQ/TW, 19-NQ/TW và 20-NQ/TW ngày 25/10/2017 của Ban Chấp hành Trung ương"
    found = find(text)
    assert [(each.number, each.type, each.date) for each in found] == [
        ("18", "NQ", "2017-10-25"),
        ("19", "NQ", "2017-10-25"),
        ("20", "NQ", "2017-10-25"),
    ]
    assert [text[each.start : each.start + 6] for each in found] == ["Nghị q", "19-NQ/", "20-NQ/"]


def test_bare_numbers_in_a_list() -> None:
    assert [each.number for each in find("Nghị quyết số 35, 36 và 37 của Bộ Chính trị")] == ["35", "36", "37"]


@pytest.mark.parametrize(
    ("text", "surface", "subkind", "kind"),
    [
        ("theo Luật Đất đai có hiệu lực", "Luật Đất đai", Subkind.TITLE, "Luật"),
        ("Bộ luật Lao động năm 2019 quy định", "Bộ luật Lao động năm 2019", Subkind.TITLE, "Bộ luật"),
        ("thực hiện Nghị quyết Đại hội XIII của Đảng và", "Nghị quyết Đại hội XIII của Đảng", Subkind.EVENT, "NQ"),
        (
            "theo các kết luận, quy định của Hội nghị Trung ương 5 (khóa XII). Sau đó",
            "các kết luận, quy định của Hội nghị Trung ương 5 (khóa XII)",
            Subkind.GROUP,
            "KL",
        ),
        (
            "cùng Nghị quyết đại hội đảng bộ các cấp, mỗi xã",
            "Nghị quyết đại hội đảng bộ các cấp",
            Subkind.GROUP,
            "NQ",
        ),
        ("Quyết định này có hiệu lực", "Quyết định này", Subkind.BACKREF, "QĐ"),
    ],
)
def test_named(text: str, surface: str, subkind: Subkind, kind: str) -> None:
    found = only(text)
    assert (found.surface, found.subkind, found.type) == (surface, subkind, kind)
    assert (found.core_start, found.number) == (None, None)


SENTENCES = st.lists(
    st.sampled_from(
        [
            "Căn cứ Kế hoạch số 7-KH/TU ngày 03/01/2022 của Ban Thường vụ Tỉnh ủy về học tập;",
            "Quyết định số 12/QĐ-UBND ngày 5 tháng 6 năm 2021 của Ủy ban nhân dân huyện Mường Soi;",
            "Nghị quyết 35 của Bộ Chính trị khóa XII;",
            "theo Luật Thủy lợi và Quyết định này.",
            "Đến nay có 46 chi bộ, đạt 97,8%, trong khóa học.",
        ]
    ),
    min_size=1,
    max_size=6,
).map(" ".join)


def normal(found: list[Citation]) -> list[dict[str, object]]:
    """Findings without offsets, tone marks placed alike; those meant by their place in the list."""
    places = {each.start: place for place, each in enumerate(found)}
    return [
        {
            key: place_tones(value) if isinstance(value, str) else value
            for key, value in asdict(each).items()
            if key not in {"start", "end", "core_start", "core_end", "refers_to"}
        }
        | {"refers_to": [places[start] for start in each.refers_to]}
        for each in found
    ]


@settings(max_examples=60)
@given(SENTENCES)
def test_findings_do_not_depend_on_how_a_text_is_typed(text: str) -> None:
    expected = normal(find(text))
    assert normal(find(unicodedata.normalize("NFD", text))) == expected
    assert normal(find(place_tones_school(text))) == expected
    assert normal(find(text.replace(" ", "\u00a0"))) == expected
    assert normal(find(text.replace("-", "–"))) == [
        {**each, "surface": str(each["surface"]).replace("-", "–")} for each in expected
    ]


@settings(max_examples=200)
@given(st.one_of(st.text(), st.text(alphabet="0123456789/-–. sốNQĐKHTUnghị\nquyết")))
def test_any_text_is_taken(text: str) -> None:
    ends = [0]
    for each in find(text):
        assert ends[-1] <= each.start < each.end <= len(text)
        assert each.surface == " ".join(text[each.start : each.end].split())
        ends.append(each.end)


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    "piece", ["số ", "Nghị quyết ", "1/", "1-NQ/", "Luật ", "của Ban ", "12/2012/", "các nghị quyết, ", "A-"]
)
def test_repetition_never_hangs(piece: str) -> None:
    find(piece * (60_000 // len(piece)))
