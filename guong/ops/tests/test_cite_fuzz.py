"""Any text at all: nothing raises, offsets hold, and no text of 10 kB takes longer than a tenth of a second."""

import random
import sys
import time
import unicodedata
from collections.abc import Callable

import pytest

from guong.ops.benches.cite_texts import HURTFUL, citation, news
from guong.viet.citations import Citation, find

LIMIT = 0.1  # seconds for 10 kB
SIZE = 10_000
SHORT, LONG = 4, 600  # seconds of each run

PIECES = (
    *HURTFUL, "Nghị quyết số ", "khóa XII", "(", ")", "“", "”", "\n\n", "\t", "của ", "ngày ", "tháng ", "năm ",
    "và ", ", ", "; ", "/", "-", "–", "−", "NĐ-CP", "QĐ-UBND", "12/2020/", "Điều 5 ", "sau đây gọi là ", "Số: ",
    "này", " nêu trên", "TW", "\u200b", "\ud800", "\U0001f600", "Ⅻ", "ﬁ", "İ", "ß", "가", "ㅏ", "\u0e33", "\u202e",
    "١٢", "１２", "ñ", "®", "Þ", "§", "\x00", "\r",
)  # fmt: skip


def _text(draw: random.Random) -> str:
    kind = draw.randrange(4)
    if kind == 0:
        return "".join(draw.choices(PIECES, k=draw.randint(1, 1500)))[:SIZE]
    if kind == 1:
        return draw.choice(PIECES) * draw.randint(1, SIZE // 4)
    if kind == 2:
        return "".join(
            chr(draw.choice((draw.randrange(32, 0x250), draw.randrange(0x1E00, 0x1F00)))) for _ in range(SIZE // 4)
        )
    return _broken(draw, " ".join(citation(draw) for _ in range(20)) + news(2000, draw.randrange(10**6)))


def _broken(draw: random.Random, text: str) -> str:
    """A real text with pieces lost, doubled, turned and put in."""
    letters = list(text)
    for _ in range(draw.randint(1, 200)):
        at = draw.randrange(len(letters))
        letters[at] = draw.choice(("", letters[at] * 2, draw.choice(PIECES), letters[at].swapcase(), letters[at - 1]))
    text = "".join(letters)
    return draw.choice((text, unicodedata.normalize("NFC", text), unicodedata.normalize("NFD", text)))[:SIZE]


def _fuzz(seconds: float, seed: int) -> dict[str, float]:
    """How many texts were tried, and the longest time that one took."""
    draw, texts, slowest = random.Random(seed), 0, 0.0
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        text = _text(draw)[:SIZE]
        started = time.process_time()
        found = find(text)
        taken = time.process_time() - started
        if taken > LIMIT:
            taken = min(_seconds(text) for _ in range(3))  # another program may have had its turn
        assert taken <= LIMIT, ascii(text)
        _holds(text, found)
        texts, slowest = texts + 1, max(slowest, taken)
    return {"texts": texts, "slowest_ms": round(slowest * 1000, 1), "limit_ms": LIMIT * 1000}


def _seconds(text: str) -> float:
    started = time.process_time()
    find(text)
    return time.process_time() - started


def _holds(text: str, found: list[Citation]) -> None:
    end = 0
    for each in found:
        assert end <= each.start < each.end <= len(text), ascii(text)
        assert each.surface == " ".join(text[each.start : each.end].split())
        if each.core_start is not None and each.core_end is not None:
            assert each.start <= each.core_start < each.core_end <= each.end, ascii(text)
        end = each.end


def test_any_text_is_taken() -> None:
    _fuzz(SHORT, seed=20220712)


@pytest.mark.soak
@pytest.mark.timeout(LONG + 120)
def test_any_text_is_taken_for_long(record_property: Callable[[str, object], None]) -> None:
    for name, figure in _fuzz(LONG, seed=time.time_ns()).items():
        record_property(name, figure)


@pytest.mark.timeout(60)
@pytest.mark.parametrize("piece", [*HURTFUL, *PIECES[-20:]])
def test_repetition_grows_with_the_text_alone(piece: str) -> None:
    short, long = (piece * (size // len(piece) + 1) for size in (3_000, 30_000))
    quick = max(min(_seconds(short) for _ in range(3)), 0.002)
    assert min(_seconds(long) for _ in range(3)) <= 20 * quick


@pytest.mark.parametrize("piece", HURTFUL)
def test_ten_times_the_length_takes_ten_times_the_calls(piece: str) -> None:
    short, long = (piece * (size // len(piece) + 1) for size in (2_000, 20_000))
    find(short)  # fills the caches
    assert _calls(long) <= 10.5 * _calls(short) + 50


def _calls(text: str) -> int:
    """Of functions, ours and the interpreter's, a count that no load of the machine alters."""
    count = 0

    def counted(_frame: object, event: str, _argument: object) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(counted)
    try:
        find(text)
    finally:
        sys.setprofile(before)
    return count
