import pytest

from guong.viet.bodies import body, names_it, same_body

SAME = [
    ("Tỉnh uỷ Nậm Thi", "TỈNH ỦY NẬM THI"),
    ("Tỉnh ủy", "Tỉnh ủy Nậm Thi"),
    ("Ban Thường vụ Huyện ủy", "Huyện ủy Mường Soi"),
    ("Ban Thường vụ Huyện ủy Mường Soi", "Đảng bộ huyện Mường Soi"),
    ("UBND huyện Mường Soi", "Ủy ban nhân dân huyện Mường Soi, tỉnh Nậm Thi"),
    ("Bộ Chính trị", "Ban Chấp hành Trung ương Đảng khóa XIII"),
    ("Huyen uy Muong Soi", "Huyện ủy Mường Soi"),
    ("UBND TP. Nậm Thi", "Ủy ban nhân dân thành phố Nậm Thi"),
]
OTHER = [
    ("Tỉnh ủy Nậm Thi", "Tỉnh ủy Lào Cai"),
    ("Huyện ủy", "Tỉnh ủy Nậm Thi"),
    ("UBND xã Nậm", "Ủy ban nhân dân xã Nậm Thi"),
    ("UBND tỉnh Nậm Thi", "UBND thành phố Nậm Thi"),
    ("UBND xã Bản Phố", "HĐND xã Bản Phố"),
    ("UBND huyện Mường Soi, tỉnh Nậm Thi", "UBND huyện Mường Soi, tỉnh Hà Thượng"),
    ("Đảng ủy xã Tân Lập", "Đảng ủy xã Tấn Lập"),
    ("Bộ Y tế", "Bộ Tài chính"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_one_body_printed_two_ways(one: str, other: str) -> None:
    assert (same_body(one, other), same_body(other, one)) == (True, True)


@pytest.mark.parametrize(("one", "other"), OTHER)
def test_two_bodies(one: str, other: str) -> None:
    assert (same_body(one, other), same_body(other, one)) == (False, False)


def test_a_name_without_its_place_names_nobody() -> None:
    names = ["Huyện ủy", "Huyện ủy Mường Soi", "Ban Thường vụ Huyện ủy Mường Soi"]
    assert [names_it(name, "Huyện ủy Mường Soi") for name in names] == [False, True, True]


def test_places_stand_from_the_smallest() -> None:
    assert body("UBND huyện Mường Soi, tỉnh Nậm Thi").places == (("huyện", "mường soi"), ("tỉnh", "nậm thi"))
    assert [body(name).place for name in ("Chính phủ", "Ban Tổ chức Tỉnh ủy Nậm Thi")] == [
        ("", ""),
        ("tỉnh", "nậm thi"),
    ]
