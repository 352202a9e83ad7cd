"""Finding citations: megabytes of text a second on one core, beside one plain alternation; and how time grows."""

import gc
import json
import re
import time
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from typing import Any

from guong.ops.benches import Figures, cite_texts, register
from guong.viet.citations import find

_Side = tuple[Callable[[], object], str]
_ROUNDS, _PAIRS = 5, 7
_GROWN = 10
_CORPUS = Path(__file__).resolve().parents[4] / "shared" / "data" / "citations" / "dev.jsonl"

# What one would write in an afternoon: the usual words, the two usual shapes, a date, a body.
_WORD = (
    "Nghị quyết|Nghị định|Quyết định|Quy định|Chỉ thị|Kết luận|Thông tư liên tịch|Thông tư|Kế hoạch|Hướng dẫn|Công văn"
    "|Công điện|Tờ trình|Báo cáo|Thông báo|Chương trình|Đề án|Quy chế|Luật|Bộ luật"
)
_NAIVE = re.compile(
    rf"(?:(?:{_WORD})\s+)?(?:[Ss]ố\s*:?\s*)?"
    r"(?P<core>\d{1,5}[a-z]?(?:/(?:19|20)\d\d)?/[A-ZĐ][A-Za-zĐđ]*(?:\d+|-[A-ZĐ][A-Za-zĐđ&]*\d*)*"
    r"|\d{1,5}\s?-\s?[A-ZĐ][A-Za-zĐđ]*/[A-ZĐ]+)"
    r"(?:,?\s+ngày\s+\d{1,2}(?:[/.-]\d{1,2}[/.-]\d{4}|\s+tháng\s+\d{1,2}\s+năm\s+\d{4}))?"
    r"(?:\s+của\s+[A-ZĐỦ][^,.;:()“”\n]{2,60})?"
)


def run(size: int) -> Figures:
    """With `size` characters of each kind of text."""
    news, dense = cite_texts.news(size), cite_texts.dense(size)
    sides: dict[str, _Side] = {
        "news_mb_s": (partial(find, news), news),
        "naive_mb_s": (partial(_naive, news), news),
        "dense_mb_s": (partial(find, dense), dense),
        "naive_dense_mb_s": (partial(_naive, dense), dense),
        **_eyecite(),
    }
    return _speeds(sides) | _growths(max(size // _GROWN, 1)) | _qualities()


def _speeds(sides: dict[str, _Side]) -> Figures:
    """Medians, the sides in turn, so that what else the machine does falls on all."""
    seconds: dict[str, list[float]] = {name: [] for name in sides}
    for _round in range(_ROUNDS):
        for name, (work, _text) in sides.items():
            seconds[name].append(_seconds(work))
    megabytes = {name: len(text.encode()) / 1e6 for name, (_work, text) in sides.items()}
    return {name: round(megabytes[name] / median(taken), 2) for name, taken in seconds.items()}


def _seconds(work: Callable[[], object]) -> float:
    """Of one core's work, waiting for other programs left out."""
    started = time.process_time()
    work()
    return time.process_time() - started


def _growths(size: int) -> Figures:
    """How many times longer a text of ten times the length takes."""
    news, dense = cite_texts.news(size * _GROWN), cite_texts.dense(size * _GROWN)
    sides = {
        "growth_news": (_cut(news, size), news),
        "growth_dense": (_cut(dense, size), dense),
        "growth_adversarial": ([cite_texts.adversarial(size)] * _GROWN, cite_texts.adversarial(size * _GROWN)),
    }
    gc.collect()
    gc.freeze()  # else a collection in the midst of one side goes through all that the rest of the program holds
    figures = {name: round(_growth(*side), 2) for name, side in sides.items()}
    gc.unfreeze()
    return figures


def _cut(text: str, size: int) -> list[str]:
    return [text[at : at + size] for at in range(0, len(text), size)]


def _growth(shorts: Sequence[str], long: str) -> float:
    """Ten short texts beside one long one, in turn: of equal work, so that what else the machine does falls on both
    alike. A short one by itself takes so few milliseconds that one disturbance of it is a tenth."""
    rounds = [(_seconds(partial(_read, shorts)), _seconds(partial(find, long))) for _round in range(_PAIRS)]
    return median(_GROWN * at_length / in_parts for in_parts, at_length in rounds)


def _read(texts: Sequence[str]) -> None:
    for text in texts:
        find(text)


def _qualities() -> Figures:
    """Exact cores, where the labelled corpus lies beside the project."""
    if not _CORPUS.is_file():
        return {}
    records = [json.loads(line) for line in _CORPUS.read_text("utf-8").splitlines()]
    return {"f1": _f1(records, _cores), "naive_f1": _f1(records, _naive)}


def _f1(records: Iterable[dict[str, Any]], cores: Callable[[str], set[tuple[int, int]]]) -> float:
    hits = wanted = given = 0
    for record in records:
        right = {(span["core_start"], span["core_end"]) for span in record["spans"] if "core_start" in span}
        found = cores(record["text"])
        hits, wanted, given = hits + len(right & found), wanted + len(right), given + len(found)
    return round(2 * hits / (wanted + given), 4)


def _cores(text: str) -> set[tuple[int, int]]:
    return {(each.core_start, each.core_end) for each in find(text) if each.core_start is not None and each.core_end}


def _naive(text: str) -> set[tuple[int, int]]:
    return {each.span("core") for each in _NAIVE.finditer(text)}


def _eyecite() -> dict[str, _Side]:
    """The finder of American citations, on a text of its own language, where it is installed."""
    if find_spec("eyecite") is None:
        return {}
    text = cite_texts.american(50_000)
    return {"eyecite_mb_s": (partial(import_module("eyecite").get_citations, text), text)}


register("cite", run, size=1_000_000)
