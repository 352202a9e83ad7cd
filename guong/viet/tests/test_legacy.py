"""Texts of before Unicode: told, read, and the way back to their letters."""

import pytest

from guong.viet import legacy
from guong.viet.citations import find
from guong.viet.legacy import Legacy, modernise, recognise

PLAIN = "Thực hiện Nghị quyết số 4-NQ/TU ngày 22/10/2018 của Ban Thường vụ Tỉnh ủy về nông thôn"
TABLES = {
    Legacy.TCVN3: {letter: chr(code) for code, letter in legacy._TCVN3.items()},
    Legacy.VNI: {letter: pair for pair, letter in reversed(legacy._VNI.items())},
}


def written(text: str, encoding: Legacy) -> str:
    return "".join(TABLES[encoding].get(letter, letter) for letter in text)


@pytest.mark.parametrize("encoding", Legacy)
def test_the_same_is_found(encoding: Legacy) -> None:
    old = written(PLAIN, encoding)
    assert recognise(old) is encoding
    modern = modernise(old)
    assert modern is not None
    assert modern.text == PLAIN
    (found,) = find(old)
    (expected,) = find(PLAIN)
    assert (found.type, found.number, found.date, found.body_name) == ("NQ", "4", "2018-10-22", expected.body_name)
    assert old[found.start : found.end] == written(PLAIN[expected.start : expected.end], encoding)
    assert found.core_start is not None
    assert old[found.core_start : found.core_end] == "4-NQ/TU"


@pytest.mark.parametrize("encoding", Legacy)
def test_a_page_of_today_may_quote_a_line_of_then(encoding: Legacy) -> None:
    text = f"Văn bản cũ ghi:\n{written(PLAIN, encoding)}\nNay thay bằng Quyết định số 5/QĐ-UBND."
    first, second = find(text)
    assert (first.date, second.number) == ("2018-10-22", "5")
    assert text[second.start : second.end] == "Quyết định số 5/QĐ-UBND"


@pytest.mark.parametrize(
    "text", [PLAIN, "", "El Niño, señor Müller, § 5, 20 °C ®", "Köln và Đà Nẵng", "naïve façade", "plain text"]
)
def test_other_texts_are_left_alone(text: str) -> None:
    assert recognise(text) is None
    assert modernise(text) is None


def test_letters_written_as_two_lead_back_to_their_place() -> None:
    old = written("của xã", Legacy.VNI)
    modern = modernise(f"x {old}\n{written(PLAIN, Legacy.VNI)}")
    assert modern is not None
    at = modern.text.index("của")
    assert modern.original(at, at + 3) == (2, 2 + len(written("của", Legacy.VNI)))
