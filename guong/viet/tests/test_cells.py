from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guong.viet.cells import is_body, is_day, is_number, is_symbol, iso_day
from guong.viet.clauses import tasks


@pytest.mark.parametrize(
    ("cell", "kinds"),
    [
        ("105-KH/TU", "s"),
        ("12/QĐ-UBND", "s"),
        ("05 - HD/TU", "s"),
        ("30c", "n"),
        ("24/02/2022", "d"),
        ("2022-02-24 08:30", "d"),
        ("Sở Y tế", "b"),
        ("Bổ sung quy chế", ""),
        ("Phòng chống thiên tai", ""),
        ("Triển khai đợt sinh hoạt", ""),
        ("", ""),
    ],
)
def test_a_cell_is_one_thing_at_most(cell: str, kinds: str) -> None:
    looks = (("s", is_symbol), ("n", is_number), ("d", is_day), ("b", is_body))
    assert "".join(letter for letter, fits in looks if fits(cell)) == kinds


@given(st.dates(date(1000, 1, 1)))
def test_both_prints_of_a_day_are_one(day: date) -> None:
    assert iso_day(f"{day.day}/{day.month}/{day.year}") == iso_day(day.isoformat()) == day.isoformat()


@given(st.text(max_size=200))
def test_every_task_says_something(text: str) -> None:
    for _clause, words in tasks(text):
        assert words == " ".join(words.split()) != ""
