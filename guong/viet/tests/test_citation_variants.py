"""Every row of the grammar and its tables, on made-up papers; what does not depend on how a text is typed."""

import json
import re
import unicodedata
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from guong.viet.citations import Citation, Kind, Subkind, find
from guong.viet.tests.printed_texts import PRINTED
from guong.viet.tests.variant_texts import BODIES, NOT_CITED, SHAPES, TYPES, Fields
from guong.viet.tone import place_tones, place_tones_school

CORPUS = Path(__file__).resolve().parents[4] / "shared" / "data" / "citations" / "dev.jsonl"
DASHES = re.compile("[‐‑‒–—−]")

WAYS: dict[str, Callable[[str], str]] = {
    "decomposed": lambda text: unicodedata.normalize("NFD", text),
    "tones of school": place_tones_school,
    "tones of tradition": place_tones,
    "en dash": lambda text: text.replace("-", "–"),
    "unbreakable hyphen": lambda text: text.replace("-", "‑"),
    "minus": lambda text: text.replace("-", "−"),
    "unbreakable blank": lambda text: text.replace(" ", "\u00a0"),
    "two blanks": lambda text: text.replace(" ", "  "),
    "broken lines": lambda text: text.replace(" ", "\n"),
    "blanks in symbols": lambda text: re.sub(r"(?<=[\dA-ZĐ])([-/])(?=[A-ZĐ])", r" \1 ", text),
    "capitals": str.upper,
    "small letters": str.lower,
    "title case": str.title,
}


def said(text: str, found: Citation) -> Fields:
    assert found.type is not None
    return (found.type, found.number, found.year, found.body_code, found.unit, found.date, found.body_name)


@pytest.mark.parametrize(("text", "core", "expected"), [*TYPES, *BODIES, *SHAPES, *PRINTED])
def test_what_is_said(text: str, core: str, expected: Fields) -> None:
    (found,) = [
        each for each in find(text) if each.core_start is not None and text[each.core_start : each.core_end] == core
    ]
    assert said(text, found) == expected


def test_a_list_behind_a_colon_shares_type_day_and_body() -> None:
    found = find("Các Quyết định: số 12/QĐ-UBND, số 13/QĐ-UBND ngày 3/4/2019 của UBND tỉnh Yên Sơn")
    assert [(each.surface, each.word_type, each.date, each.body_name) for each in found] == [
        ("Quyết định: số 12/QĐ-UBND", "QĐ", "2019-04-03", "UBND tỉnh Yên Sơn"),
        ("số 13/QĐ-UBND ngày 3/4/2019 của UBND tỉnh Yên Sơn", "QĐ", "2019-04-03", "UBND tỉnh Yên Sơn"),
    ]


@pytest.mark.parametrize("text", NOT_CITED)
def test_what_only_looks_like_a_paper(text: str) -> None:
    assert find(text) == []


def test_symbol_and_word_may_contradict_and_both_are_kept() -> None:
    (found,) = find("Công văn 9-QC/TU")
    assert (found.type, found.word_type) == ("QC", "CV")


@pytest.mark.parametrize(
    ("text", "pin"),
    [
        ("điểm a khoản 2 Điều 5 Nghị định số 3/2020/NĐ-CP", "điểm a khoản 2 Điều 5"),
        ("tại Khoản 1, Điều 7 của Luật Thanh niên", "Khoản 1, Điều 7"),
        ("Phụ lục I ban hành kèm theo Thông tư số 1/2011/TT-BNV", "Phụ lục I"),
        ("mục 2.3, khoản 2, phần IV của Kế hoạch số 13-KH/TU", "mục 2.3, khoản 2, phần IV"),
        ("các Điều 5, 6 và 7 Quyết định số 4/QĐ-UBND", "các Điều 5, 6 và 7"),
        ("Điều 9 (trừ khoản 2) của Luật Đất đai", "Điều 9 (trừ khoản 2)"),
        ("ba điều về Kế hoạch số 13-KH/TU", None),
    ],
)
def test_pinpoints(text: str, pin: str | None) -> None:
    (found,) = find(text)
    assert found.pin == pin


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("ba luật gồm Đất đai 2024, Nhà ở và Cư trú 2020 có hiệu lực", ["Đất đai 2024", "Nhà ở", "Cư trú 2020"]),
        ("Luật Bảo vệ môi trường năm 2020 quy định", ["Luật Bảo vệ môi trường năm 2020"]),
        ("Luật Phòng chống tác hại của rượu, bia năm 2019", ["Luật Phòng chống tác hại của rượu, bia năm 2019"]),
        ("Luật Thanh niên ngày 16 tháng 6 năm 2020;", ["Luật Thanh niên ngày 16 tháng 6 năm 2020"]),
        ("Luật Đất đai và Luật Nhà ở", ["Luật Đất đai", "Luật Nhà ở"]),
        ("Luật này đã cũ", []),
        ("Nghị quyết T.Ư 4 (khóa XI, XII) của Đảng", ["Nghị quyết T.Ư 4 (khóa XI, XII) của Đảng"]),
        (
            "Nghị quyết Đại hội Đảng bộ huyện Mường Soi lần thứ XX, nhiệm kỳ 2020 - 2025 nêu",
            ["Nghị quyết Đại hội Đảng bộ huyện Mường Soi lần thứ XX, nhiệm kỳ 2020 - 2025"],
        ),
    ],
)
def test_titles_and_events(text: str, titles: list[str]) -> None:
    assert [each.surface for each in find(text) if each.subkind in {Subkind.TITLE, Subkind.EVENT}] == titles


@pytest.mark.parametrize(
    "text",
    [
        "các Nghị quyết số 18-NQ/TU, số 19-NQ/TU; 20-NQ/TU và 21-NQ/TU ngày 25/10/2017",
        "Nghị quyết số 18, 19, 20, 21 ngày 25/10/2017",
    ],
)
def test_a_list_shares_type_word_and_date(text: str) -> None:
    found = [(each.type, each.number, each.date) for each in find(text)]
    assert found == [("NQ", number, "2017-10-25") for number in ("18", "19", "20", "21")]


def test_a_body_before_the_number() -> None:
    (found,) = find("Điều 2 Quyết định của Ban Bí thư số91-QĐ/TW, ngày 16-02-2004 bổ sung")
    assert (found.body_name, found.date, found.pin) == ("Ban Bí thư", "2004-02-16", "Điều 2")


def test_date_and_body_before_the_citation_stay_outside() -> None:
    (found,) = find("Ngày 3/4/2022, Huyện ủy đã ban hành Kế hoạch số 45-KH/HU về học tập")
    assert (found.surface, found.date, found.body_name) == ("Kế hoạch số 45-KH/HU", None, None)


@cache
def _records() -> list[str]:
    own = [text for text, _core, _fields in (*TYPES, *BODIES)]
    if not CORPUS.is_file():
        return own
    lines = map(json.loads, CORPUS.read_text("utf-8").splitlines())
    return own + [line["text"] for line in lines if not any(span.get("note") for span in line["spans"])]


@cache
def _typed_alike(text: str) -> list[tuple[object, ...]]:
    """Numbered citations without what the way of typing changes; names and letters in small letters, tones in place."""
    return [
        (each.type, *(map(_plain, (each.number, each.body_code, each.unit, each.body_name))), each.year, each.date)
        for each in find(text)
        if each.kind is Kind.NUMBERED
    ]


def _plain(value: str | None) -> str | None:
    return value and "".join(DASHES.sub("-", place_tones(value)).casefold().split())


@pytest.mark.parametrize("way", WAYS)
def test_findings_do_not_depend_on_how_a_record_is_typed(way: str) -> None:
    changed = {text for text in _records() if _typed_alike(WAYS[way](text)) != _typed_alike(text)}
    assert changed == set()


@pytest.mark.parametrize("mark", [".", ",", ";", ":", ")", "”", "…", "!", "</a>", "/.", "./.", " |", "\n", " ."])
def test_what_stands_behind_does_not_matter(mark: str) -> None:
    changed = {text for text in _records() if _typed_alike(text + mark) != _typed_alike(text)}
    assert changed == set()


@pytest.mark.parametrize("mark", ["(", "“", "- ", "• ", "+ ", ">", "1. ", "a) ", "* ", "| ", "\t", "Căn cứ:"])
def test_what_stands_before_does_not_matter(mark: str) -> None:
    changed = {text for text in _records() if _typed_alike(mark + text) != _typed_alike(text)}
    assert changed == set()


FILLER = "Bà con trong bản vui mừng dọn đường, gùi ngô và kể chuyện mùa màng cho nhau nghe. "


@pytest.mark.parametrize("between", ["", FILLER, FILLER * 3, FILLER * 9])
def test_a_record_says_the_same_inside_a_long_text(between: str) -> None:
    """However far apart the records stand, and so however the text is cut into windows."""
    text, starts = "", []
    for record in _records():
        starts.append(len(text))
        text += f"{record}.\n\n{between}\n\n"
    found = [each for each in find(text) if each.kind is Kind.NUMBERED]
    for record, start in zip(_records(), starts, strict=True):
        here = [each for each in found if start <= each.start < start + len(record)]
        alone = [each for each in find(record) if each.kind is Kind.NUMBERED]
        assert [(each.start - start, each.end - start, said(text, each)) for each in here] == [
            (each.start, each.end, said(record, each)) for each in alone
        ]
