"""Captured pages against golden files written by reading them; and what no page may make the parser do."""

import json
import unicodedata
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guong.intake.captured.model import CapturedPage, Found, Status
from guong.intake.parse import UnreadablePage, parse
from guong.intake.tests.captured_facts import facts
from guong.packs import load
from guong.packs.calendar import occasions

HERE = Path(__file__).parent
SAMPLES = HERE.parent / "samples"
SEED = Path(__file__).resolve().parents[4] / "shared" / "seed"
CALENDAR = occasions(load("party"))


def golden(name: str) -> Any:
    return json.loads((HERE / name).read_text("utf-8"))


@pytest.mark.skipif(not SEED.is_dir(), reason="the captured page lies beside a checkout of the project, not in it")
def test_captured_page() -> None:
    (file,) = SEED.glob("*.txt")
    assert facts(parse(file.read_bytes(), calendar=CALENDAR)) == golden("golden_page.json")


@pytest.mark.skipif(not SEED.is_dir(), reason="the captured page lies beside a checkout of the project, not in it")
def test_the_repository_holds_no_sentence_of_the_captured_page() -> None:
    (file,) = SEED.glob("*.txt")
    page = parse(file.read_bytes())
    long = [each.value or "" for each in (page.title, page.lead, *page.body, *page.captions)]
    texts = [path.read_text("utf-8") for path in (*SAMPLES.iterdir(), *HERE.glob("*.json")) if path.is_file()]
    pieces = [piece[:60] for each in long for piece in each.split(". ") if len(piece) > 60]
    assert len(pieces) >= 20
    assert [piece for piece in pieces for text in texts if piece in text] == []


@pytest.mark.parametrize("name", ["trang-mau.txt", "trang-mau.html"])
def test_sample_page(name: str) -> None:
    expected = golden("golden_sample.json")
    found = facts(parse((SAMPLES / name).read_bytes(), calendar=CALENDAR))
    if name.endswith("html"):
        # Saved markup marks its furniture: other lines are left out, for another reason.
        assert {reason for _, reason in found.pop("left_out")} == {"markup", "tail"}
        expected.pop("left_out")
    assert found == expected


def test_places_lead_to_what_they_say() -> None:
    page = parse((SAMPLES / "trang-mau.txt").read_bytes(), calendar=CALENDAR)
    fields = [page.title, page.lead, *page.body, *page.captions, *page.topics, page.tie, page.theme, page.author.person]
    for each in fields:
        assert each.value == " ".join(page.text[each.start : each.end].split())
    for document in page.documents:
        for mention in document.mentions:
            assert document.symbol in "".join(page.text[mention.start : mention.end].split())


def test_a_decomposed_page_says_the_same() -> None:
    text = (SAMPLES / "trang-mau.txt").read_text("utf-8")
    assert facts(parse(unicodedata.normalize("NFD", text), calendar=CALENDAR)) == facts(parse(text, calendar=CALENDAR))


def test_without_a_calendar_days_stay_unknown() -> None:
    page = parse((SAMPLES / "trang-mau.txt").read_bytes())
    days = [one.on for group in page.later for one in group]
    assert {each.status for each in days} <= {Status.UNKNOWN, Status.DERIVED}
    assert all(each.source == "host_year" for each in days if each.value)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_text_in_any_encoding_that_says_itself(encoding: str) -> None:
    text = (SAMPLES / "trang-mau.txt").read_text("utf-8")
    assert facts(parse(text.encode(encoding), calendar=CALENDAR)) == golden("golden_sample.json")


def test_markup_of_an_old_portal_may_declare_the_windows_encoding() -> None:
    page = b"<html><head><meta http-equiv=Content-Type content='text/html; charset=windows-1258'></head><body>"
    title, text = b"<h1>Xa\xde N\xe2\xf2m Soi</h1>", b"<p>\xd0a\xd2ng b\xf4\xf2 xa\xde ho\xf2p.</p>"
    found = parse(page + title + text)
    assert (found.title.value, found.body[0].value) == ("Xã Nậm Soi", "Đảng bộ xã họp.")


def lines_of_the_sample() -> tuple[str, list[str], list[str], str]:
    """Title, paragraphs, captions, byline."""
    page = parse((SAMPLES / "trang-mau.txt").read_text("utf-8"))
    written = page.text[page.author.person.start : page.author.body.end]
    texts = [page.lead, *page.body]
    return str(page.title.value), [str(each.value) for each in texts], [str(e.value) for e in page.captions], written


def test_an_author_named_under_the_title_and_photos_above_the_text() -> None:
    title, texts, captions, byline = lines_of_the_sample()
    expected = facts(parse("\n\n".join([title, *texts, *captions, byline]), calendar=CALENDAR))
    for order in ([title, byline, *texts, *captions], [title, *captions, *texts, byline]):
        assert facts(parse("\n\n".join(order), calendar=CALENDAR)) == expected


def test_a_lead_of_one_line_is_no_caption() -> None:
    page = parse(f"Xã Nậm Soi họp\n\nĐảng bộ xã tổ chức họp.\n\n{LONG}\n\n{LONG}/.")
    assert (page.lead.value, page.captions) == ("Đảng bộ xã tổ chức họp.", ())


LONG = "Các chi bộ trong xã đã họp đủ, bàn kỹ việc làm đường và giữ rừng, ghi rõ ai làm và khi nào xong. " * 4


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Thứ Năm, 24/02/2022, 09:29", "2022-02-24"),
        ("Ngày đăng: 5/7/2022", "2022-07-05"),
        ("Cập nhật lúc 14:05 ngày 05/7/2022", "2022-07-05"),
        ("Ngày 5/7/2022 là ngày họp của cả bốn chi bộ trong xã.", None),
    ],
)
def test_only_a_line_of_its_own_dates_the_page(line: str, expected: str | None) -> None:
    found = parse(f"Xã Nậm Soi họp\n{line}\n\n{LONG}\n\n{LONG}/.").published_on
    assert (found.value.isoformat() if found.value else None) == expected
    assert found.status is (Status.STATED if expected else Status.UNKNOWN)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Đã có 12/15 chi bộ tổ chức sinh hoạt.", [("units", 12, "", 15)]),
        ("Có gần 400 lượt người tham dự hội nghị.", [("seats", 400, "gần", None)]),
        ("Huyện có 5.900 đảng viên, qua hơn 35 năm đổi mới đã đạt 97,8%.", []),
        ("Đảng viên dưới 30 tuổi tham gia 4 buổi, khóa XIII.", []),
    ],
)
def test_figures(sentence: str, expected: list[tuple[str, int, str, int | None]]) -> None:
    page = parse(f"Xã Nậm Soi họp\n\n{LONG}\n\n{sentence} {LONG}/.")
    assert [(each.measure, each.value, each.qualifier, each.denominator.value) for each in page.figures] == expected


def test_topics_on_lines_of_their_own() -> None:
    topics = "Các chi bộ thảo luận các nội dung sau:\n- Giữ lời hứa với dân;\n- Ghi sổ việc;\n+ Báo cáo đúng hẹn."
    page = parse(f"Xã Nậm Soi họp\n\n{LONG}\n\n{topics}\nMỗi người liên hệ với nhiệm vụ được giao.\n\n{LONG}/.")
    assert [each.value for each in page.topics] == ["Giữ lời hứa với dân", "Ghi sổ việc", "Báo cáo đúng hẹn"]
    assert page.tie.value == "liên hệ với nhiệm vụ được giao"


def test_a_paragraph_wrapped_by_hand_is_one() -> None:
    line = "Các chi bộ trong xã đã họp đủ và bàn kỹ việc làm đường, giữ rừng"
    page = parse(f"Xã Nậm Soi họp\n\n{LONG}\n\n{line}\n{line}\n{line} rồi ghi sổ.\n\n{LONG}/.")
    assert page.body[0].value == f"{line} {line} {line} rồi ghi sổ."
    assert len(page.body) == 2


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    "storm",
    [
        " ",
        "\n \n",
        "a > ",
        "75 năm ngày thành lập   ",
        "“",
        "tác phẩm “",
        "ban hành kế hoạch và ",
        "<div>",
        "46 chi bộ ",
    ],
)
def test_storms_of_one_piece_end(storm: str) -> None:
    with suppress(UnreadablePage):
        parse(f"Xã Nậm Soi họp\n\n{LONG}\n\n" + storm * (100_000 // len(storm)))


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b" \n\n ", "empty"),
        (b"\xff\xfe\x00", "not_utf8"),
        (b"\x89PNG\r\n\x1a\n", "not_utf8"),
        (b"tin\0tin", "not_utf8"),
        ("Chỉ có tiêu đề", "empty"),
        (LONG * 2 + "\n\n" + LONG, "empty"),
        ("a" * 5_000_001, "too_large"),
        ("<p></p>", "empty"),
    ],
)
def test_unreadable(content: str | bytes, reason: str) -> None:
    with pytest.raises(UnreadablePage) as caught:
        parse(content)
    assert caught.value.reason == reason


def places(page: CapturedPage) -> list[Found[str]]:
    return [page.title, page.lead, *page.body, *page.captions, *page.topics, page.tie]


@settings(max_examples=80, deadline=None)
@given(st.one_of(st.text(max_size=400), st.text(max_size=300).map(lambda text: f"<html><body><p>{text}</p>")))
def test_any_content_is_read_or_refused(content: str) -> None:
    try:
        page = parse(content, calendar=CALENDAR)
    except UnreadablePage:
        return
    for each in places(page):
        assert each.value is None or 0 <= (each.start or 0) < (each.end or 0) <= len(page.text)
