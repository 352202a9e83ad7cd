import pytest

from guong.viet.parts import WHOLE, SeveralParts, part


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ("", ""),
        ("Điều 5", "Điều 5"),
        ("ĐIỀU 5", "Điều 5"),
        ("Khoản 2, Điều 7", "khoản 2 Điều 7"),
        ("Điều 7 khoản 2 điểm đ", "điểm đ khoản 2 Điều 7"),
        ("khoản 2 của điều 7a", "khoản 2 Điều 7a"),
        ("khoản 3 mục ii", "khoản 3 mục II"),
        ("tiểu mục 1 Mục 2 Chương III", "tiểu mục 1 mục 2 Chương III"),
        ("Phần thứ nhất", "Phần thứ nhất"),
        ("phụ lục 2", "Phụ lục 2"),
        ("Bảng kèm theo", "Bảng kèm theo"),
    ],
)
def test_a_part_is_written_one_way(printed: str, read: str) -> None:
    assert part(printed).text == read
    assert part(read) == part(printed)


@pytest.mark.parametrize("printed", ["khoản 1, 2 Điều 5", "Điều 5 và Điều 6", "các Điều 5, 6", "Điều 5 đến 7"])
def test_several_parts_are_no_part(printed: str) -> None:
    with pytest.raises(SeveralParts):
        part(printed)


def test_what_covers_what() -> None:
    whole, article, clause, other = WHOLE, part("Điều 7"), part("khoản 2 Điều 7"), part("khoản 2 Điều 8")
    assert [whole.covers(each) for each in (whole, article, clause, other)] == [True, True, True, True]
    assert [article.covers(each) for each in (whole, article, clause, other)] == [False, True, True, False]
    assert [clause.covers(each) for each in (whole, article, clause, other)] == [False, False, True, False]
