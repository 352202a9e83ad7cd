"""`guong cite`: text and JSON lines in, JSON out; bad input is named in one line."""

import codecs
import json
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from guong.ops.benches import cite
from guong.viet.citations import Subkind, find

SHARED = Path(__file__).resolve().parents[4] / "shared"
CORPUS = SHARED / "data" / "citations" / "dev.jsonl"
SCORER = SHARED / "tools" / "score_citations.py"
TEXT = "Thực hiện Kế hoạch số 7-KH/TU ngày 03/01/2022 của Tỉnh ủy"


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("cite", *arguments, stdout=out)
    return out.getvalue()


def test_text(tmp_path: Path) -> None:
    file = tmp_path / "page.txt"
    file.write_text(TEXT, "utf-8")
    (found,) = json.loads(run(str(file)))
    assert TEXT[found["core_start"] : found["core_end"]] == "7-KH/TU"
    assert (found["type"], found["date"], found["body_name"]) == ("KH", "2022-01-03", "Tỉnh ủy")


def test_lines(tmp_path: Path) -> None:
    file = tmp_path / "pages.jsonl"
    records = [{"id": "a", "text": TEXT}, {"id": 2, "text": "Không có gì."}]
    file.write_text("\n".join(map(json.dumps, records)) + "\n", "utf-8")
    answers = [json.loads(line) for line in run(str(file), "--jsonl").splitlines()]
    assert [(each["id"], len(each["citations"])) for each in answers] == [("a", 1), (2, 0)]


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        ("NghÞ quyÕt sè 4-NQ/TU ngµy 3/4/2018".encode("latin-1"), "TCVN3"),
        ("NghÞ quyÕt sè 4-NQ/TU ngµy 3/4/2018".encode(), "TCVN3"),
        ("Nghò quyeát soá 4-NQ/TU ngaøy 3/4/2018 cuûa tænh".encode("latin-1"), "VNI"),
    ],
)
def test_letters_of_before_unicode(tmp_path: Path, content: bytes, encoding: str) -> None:
    file = tmp_path / "old.txt"
    file.write_bytes(content)
    out, told = StringIO(), StringIO()
    call_command("cite", str(file), stdout=out, stderr=told)
    (found,) = json.loads(out.getvalue())
    text = content.decode("utf-8" if b"\xc3" in content else "latin-1")
    assert (found["type"], found["core_start"], found["date"]) == ("NQ", text.index("4-NQ"), "2018-04-03")
    assert f"dùng bảng mã {encoding}" in told.getvalue()


def test_utf_16_with_its_mark(tmp_path: Path) -> None:
    file = tmp_path / "page.txt"
    file.write_bytes(codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"))
    (found,) = json.loads(run(str(file)))
    assert found["number"] == "7"


def test_the_benchmark_measures_both_sides() -> None:
    figures = cite.run(3000)
    names = {"news_mb_s", "naive_mb_s", "dense_mb_s", "naive_dense_mb_s", "growth_news", "growth_dense"}
    assert names <= set(figures)
    assert min(figures.values()) > 0
    assert figures.get("f1", 1) >= figures.get("naive_f1", 0)


def test_what_was_gained_and_lost(tmp_path: Path) -> None:
    corpus, old = tmp_path / "corpus.jsonl", tmp_path / "old.jsonl"
    corpus.write_text(json.dumps({"id": "a", "text": TEXT}) + "\n", "utf-8")
    old.write_text(run(str(corpus), "--jsonl"), "utf-8")
    assert run(str(corpus), "--jsonl", "--compare", str(old)) == "0 gained, 0 lost, 0 changed\n"
    old.write_text(old.read_text("utf-8").replace("2022-01-03", "2022-01-04"), "utf-8")
    out = StringIO()
    with pytest.raises(SystemExit) as left:
        call_command("cite", str(corpus), "--jsonl", "--compare", str(old), stdout=out)
    assert left.value.code == 1
    change, counts = out.getvalue().splitlines()
    assert change.endswith('{"date": ["2022-01-04", "2022-01-03"]}')
    assert counts == "0 gained, 0 lost, 1 changed"


@pytest.mark.parametrize(
    ("content", "flags", "reason"),
    [
        (b"\xff\xfe", (), "không phải mã UTF-8"),
        ("Nghị quyết của".encode("utf-16-be"), (), "không phải mã UTF-8"),
        (b"no json", ("--jsonl",), "Dòng 1 không phải JSON"),
        (b'{"id": 1}', ("--jsonl",), "Dòng 1 thiếu id hoặc thiếu text."),
        (TEXT.encode().decode("cp1252", "replace").encode(), (), "đã bị đọc theo bảng mã khác"),
        (b"", ("--compare", "-"), "--compare cần có --jsonl"),
    ],
)
def test_bad_input(tmp_path: Path, content: bytes, flags: tuple[str, ...], reason: str) -> None:
    file = tmp_path / "bad"
    file.write_bytes(content)
    with pytest.raises(CommandError, match=reason) as caught:
        run(str(file), *flags)
    assert caught.value.returncode == 2


def test_missing_file(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="Không đọc được"):
        run(str(tmp_path / "none"))


@pytest.mark.skipif(not CORPUS.is_file(), reason="the labelled corpus lies beside a checkout of the project, not in it")
def test_labelled_corpus(tmp_path: Path) -> None:
    found = tmp_path / "found.jsonl"
    found.write_text(run(str(CORPUS), "--jsonl"), "utf-8")
    scored = subprocess.run(
        [sys.executable, str(SCORER), str(CORPUS), str(found)], capture_output=True, text=True, check=True
    )
    figures, clean = (json.loads(scored.stdout)[part] for part in ("all", "clean"))
    assert figures["core_precision"] >= 0.98
    assert figures["core_recall"] >= 0.97
    assert clean["core_precision"] >= 0.995
    assert clean["core_recall"] >= 0.99
    assert figures["span_f1"] >= 0.95
    assert figures["none_hits"] <= 1
    assert min(figures[f"field_{each}"] for each in ("type", "number", "year", "body_code", "date")) >= 0.99
    assert figures["field_body_name"] >= 0.95
    assert figures["named_recall"] >= 0.95


@pytest.mark.skipif(not CORPUS.is_file(), reason="the labelled corpus lies beside a checkout of the project, not in it")
def test_labelled_back_references() -> None:
    labelled = found = 0
    for record in map(json.loads, CORPUS.read_text("utf-8").splitlines()):
        backs = [each for each in find(record["text"]) if each.subkind == Subkind.BACKREF]
        for span in (span for span in record["spans"] if span.get("subkind") == "backref"):
            labelled += 1
            found += any(each.start < span["end"] and span["start"] < each.end for each in backs)
    assert found >= labelled - 1
