"""`guong cite`: text and JSON lines in, JSON out; bad input is named in one line."""

import json
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

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
    ("content", "flags", "reason"),
    [
        (b"\xff\xfe", (), "không phải mã UTF-8"),
        (b"no json", ("--jsonl",), "Dòng 1 không phải JSON"),
        (b'{"id": 1}', ("--jsonl",), "Dòng 1 thiếu id hoặc thiếu text."),
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
    figures = json.loads(scored.stdout)["all"]
    assert figures["core_precision"] >= 0.99
    assert figures["core_recall"] >= 0.99
    assert figures["span_f1"] >= 0.98
    assert figures["none_hits"] == 0
