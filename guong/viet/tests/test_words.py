"""Order, dates, numbers, occasions and names."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guong.viet.collate import by_given_name, sort_key
from guong.viet.dates import FoundDate, FoundRange, Month, find_dates, find_ranges, format_date, format_months
from guong.viet.names import parse_byline, same_person
from guong.viet.numbers import Quantity, find_quantities, format_number, format_percent, parse_number
from guong.viet.occasions import Occasion, derive, find_anniversaries, ordinal

CALENDAR = (
    Occasion("thang-tam", ("Cách mạng Tháng Tám",), 19, 8, 1945),
    Occasion("quoc-khanh", ("Quốc khánh",), 2, 9, 1945),
    Occasion("quan-doi", ("thành lập Quân đội nhân dân Việt Nam",), 22, 12, 1944),
)


def test_words_sort_by_letter_then_tone() -> None:
    words = ["đa", "da", "ăn", "an", "ân", "mạ", "ma", "má", "mả", "mà", "mã", "ô", "o", "ơ", "u", "ư"]
    expected = ["an", "ăn", "ân", "da", "đa", "ma", "mà", "mả", "mã", "má", "mạ", "o", "ô", "ơ", "u", "ư"]
    assert sorted(words, key=sort_key) == expected


def test_people_sort_by_given_name() -> None:
    people = ["Vàng A Tủa", "Lò Thị Ánh", "Bàn Văn Ân", "Giàng A An", "Lò Văn An", "Đèo Thị Dung"]
    assert by_given_name(people) == [
        "Giàng A An", "Lò Văn An", "Lò Thị Ánh", "Bàn Văn Ân", "Đèo Thị Dung", "Vàng A Tủa",
    ]  # fmt: skip


@given(st.lists(st.text()))
def test_order_does_not_depend_on_the_list(texts: list[str]) -> None:
    backwards = list(reversed(texts))
    assert sorted(map(sort_key, texts)) == [sort_key(each) for each in sorted(backwards, key=sort_key)]


@pytest.mark.parametrize(
    ("text", "printed", "year", "month", "day"),
    [
        ("gửi ngày 24/02/2022 rồi", "ngày 24/02/2022", 2022, 2, 24),
        ("28-4-2022", "28-4-2022", 2022, 4, 28),
        ("28.4.2022.", "28.4.2022", 2022, 4, 28),
        ("ngày 05 tháng\n7 năm 2022", "ngày 05 tháng\n7 năm 2022", 2022, 7, 5),
        ("ngày 14/8 về", "14/8", None, 8, 14),
        ("Quốc khánh 2/9;", "2/9", None, 9, 2),
        ("trong tháng 5 năm 2022", "tháng 5 năm 2022", 2022, 5, None),
        ("tháng 5/2022", "tháng 5/2022", 2022, 5, None),
    ],
)
def test_dates_are_found(text: str, printed: str, year: int | None, month: int | None, day: int | None) -> None:
    (found,) = find_dates(text)
    assert (text[found.start : found.end], found.year, found.month, found.day) == (printed, year, month, day)


@pytest.mark.parametrize("text", ["46/46 chi bộ", "31/02/2022", "số 12/2022/QĐ-UBND", "97,8%", "29H-918.06", "13/13"])
def test_look_alikes_are_no_dates(text: str) -> None:
    assert find_dates(text) == []


def test_range_of_months() -> None:
    text = "tiến hành từ tháng 5 đến tháng 7 năm 2022 ở các xã"
    assert find_ranges(text) == [FoundRange(10, 41, Month(2022, 5), Month(2022, 7))]
    assert find_ranges("từ tháng 11/2021 đến tháng 2/2022")[0].first == Month(2021, 11)


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2099, 12, 31)), st.sampled_from(["table", "text", "place"]))
def test_a_written_date_reads_back(day: date, style: str) -> None:
    (found,) = find_dates(f"Gửi {format_date(day, style=style)}, trước giờ họp")
    assert found.value == day


def test_dates_as_offices_write_them() -> None:
    assert format_date(date(2022, 2, 5), style="place") == "ngày 05 tháng 02 năm 2022"
    assert format_date(date(2022, 7, 5), style="place") == "ngày 05 tháng 7 năm 2022"
    assert format_date(date(2022, 2, 24)) == "24/02/2022"
    assert format_date(date(2022, 2, 24), lang="en") == "24 February 2022"
    assert format_months(Month(2022, 5), Month(2022, 7)) == "từ tháng 5 đến tháng 7 năm 2022"
    assert format_months(Month(2021, 12), Month(2022, 2), lang="en") == "December 2021 to February 2022"


@given(st.integers(1950, 2050), st.integers(1, 12), st.integers(0, 30))
def test_written_months_read_back(year: int, month: int, more: int) -> None:
    last = Month(year + (month - 1 + more) // 12, (month - 1 + more) % 12 + 1)
    text = format_months(Month(year, month), last)
    if more == 0:
        assert find_dates(text) == [FoundDate(0, len(text), year, month, None)]
    else:
        assert find_ranges(text) == [FoundRange(0, len(text), Month(year, month), last)]


def test_quantities_keep_their_qualifier() -> None:
    text = "46 chi bộ với trên 3.550 người, đạt 97,8%, gần 40 xã"
    assert find_quantities(text) == [
        Quantity(Decimal(46), "", 0, 2),
        Quantity(Decimal(3550), "trên", 14, 24),
        Quantity(Decimal("97.8"), "", 36, 41, percent=True),
        Quantity(Decimal(40), "gần", 43, 49),
    ]


def test_dates_and_symbols_hold_no_quantity() -> None:
    assert find_quantities("ngày 24/02/2022, 05-HD/TU, 105 - KH/TU, 21/21") == []


@given(st.decimals(min_value=0, max_value=10**9, places=2), st.sampled_from(["vi"]))
def test_a_written_number_reads_back(value: Decimal, lang: str) -> None:
    assert parse_number(format_number(value, lang=lang)) == value


def test_numbers_in_both_languages() -> None:
    assert (format_number(3550), format_number(3550, lang="en")) == ("3.550", "3,550")
    assert (format_percent(Decimal("97.83")), format_percent(100)) == ("97,8%", "100%")
    with pytest.raises(ValueError, match="Not a number: 'mười'"):
        parse_number("mười")


def test_anniversaries_in_groups() -> None:
    text = (
        "mừng 77 năm Cách mạng Tháng Tám và Quốc khánh 2/9; kỷ niệm 78 năm ngày thành lập Quân đội nhân dân "
        "Việt Nam "
        "nhân hơn 20 năm tách huyện; sau 10 năm thực hiện Nghị quyết"
    )
    found = find_anniversaries(text)
    assert [(each.group, each.ordinal, each.subject, each.day, each.month) for each in found] == [
        (0, 77, "Cách mạng Tháng Tám", None, None),
        (0, 77, "Quốc khánh", 2, 9),
        (1, 78, "ngày thành lập Quân đội nhân dân Việt Nam", None, None),
    ]
    days = [derive(each, CALENDAR).on for each in found]
    assert days == [date(2022, 8, 19), date(2022, 9, 2), date(2022, 12, 22)]


def test_an_unknown_anniversary_has_the_year_of_its_text_and_no_day() -> None:
    (found,) = find_anniversaries("kỷ niệm 60 năm ngày thành lập Đảng bộ tỉnh Nậm Thi.")
    assert (derive(found, CALENDAR, host_year=2022).year, derive(found, CALENDAR, host_year=2022).on) == (2022, None)


def test_ordinal_of_an_occasion() -> None:
    assert [ordinal(CALENDAR[1], year) for year in (1944, 1945, 2022)] == [None, 0, 77]


def test_byline_with_office_and_body() -> None:
    found = parse_byline("Bàn Thị Mây - Trưởng Ban Tuyên giáo Huyện ủy Mường Soi (4)")
    assert found is not None
    assert (found.person, found.office, found.body, found.rest) == (
        "Bàn Thị Mây", "Trưởng Ban Tuyên giáo", "Huyện ủy Mường Soi", "(4)",
    )  # fmt: skip
    assert (found.person_at, found.office_at, found.body_at) == ((0, 11), (14, 35), (36, 54))


@pytest.mark.parametrize("line", ["Tin tức", "Chi bộ Trường Mầm non số 1", "Thống kê truy cập", "", "Đăng nhập  31"])
def test_furniture_is_no_byline(line: str) -> None:
    assert parse_byline(line) is None


def test_byline_with_the_body_alone() -> None:
    found = parse_byline("Lò Thị Mai - Văn phòng Huyện ủy Mường Soi (3)")
    assert found is not None
    assert (found.person, found.office, found.body, found.rest) == (
        "Lò Thị Mai",
        "",
        "Văn phòng Huyện ủy Mường Soi",
        "(3)",
    )
    assert (found.office_at, found.body_at) == (None, (13, 41))


def test_byline_behind_a_credit() -> None:
    line = "Tin, ảnh: Vàng A Chứ (Chuyên viên Văn phòng Huyện ủy)"
    found = parse_byline(line)
    assert found is not None
    assert (found.person, found.office, found.body) == ("Vàng A Chứ", "Chuyên viên Văn phòng", "Huyện ủy")
    assert line[slice(*found.person_at)] == "Vàng A Chứ"


def test_same_person_forgives_marks_and_case() -> None:
    assert same_person("Bàn Thị Mây", "BAN THI  MAY")
    assert not same_person("Bàn Thị Mây", "Bàn Thị Mai")
