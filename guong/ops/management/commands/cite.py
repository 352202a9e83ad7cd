"""`guong cite [FILE] [--jsonl] [--compare OLD]`: the citations of a text as JSON, or what they gained and lost."""

import argparse
import json
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from guong.viet.citations import find
from guong.viet.citations.compare import Difference, compare
from guong.viet.legacy import recognise

# UTF-8 that was once read as Western letters, two or three of them for each letter with marks.
_MISREAD = r"(?:\u00e1[\u00ba\u00bb].|\u00c4[\u2018\x91]|\u00c6[\u00b0\u00a1])"
_GARBLED = re.compile(f"{_MISREAD}(?:.{{0,40}}?{_MISREAD}){{2}}", re.DOTALL)


class Command(BaseCommand):
    help = "Find citations of official documents in a text (FILE or standard input) and print them as JSON."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("file", nargs="?", default="-", help="a text; - or nothing reads standard input")
        parser.add_argument("--jsonl", action="store_true", help='lines {"id", "text"} in, {"id", "citations"} out')
        parser.add_argument("--json", action="store_true", help="accepted for symmetry: the output is always JSON")
        parser.add_argument(
            "--compare",
            metavar="OLD",
            help="with --jsonl: instead of the citations print what was gained, lost and changed since an earlier "
            "output; exit code 1 when anything was",
        )

    def handle(self, *_args: Any, file: str, jsonl: bool, compare: str | None, **_options: Any) -> None:
        text = self._read(file)
        if compare is not None:
            if not jsonl:
                raise CommandError(_("--compare needs --jsonl."), returncode=2)
            self._compare(text, self._read(compare))
        elif jsonl:
            for record in _records(text, "text", str):
                answer = {"id": record["id"], "citations": _citations(record["text"])}
                self.stdout.write(json.dumps(answer, ensure_ascii=False))
        else:
            self.stdout.write(json.dumps(_citations(text), ensure_ascii=False, indent=1))

    def _read(self, file: str) -> str:
        text = _decoded(file, _bytes(file))
        if _GARBLED.search(text):
            raise CommandError(
                _("%(file)s is UTF-8 that was read as another encoding and stored again; take the original file.")
                % {"file": file},
                returncode=2,
            )
        if legacy := recognise(text):
            self.stderr.write(
                _("%(file)s is in %(encoding)s and was read as such; offsets count in the file as it is.")
                % {"file": file, "encoding": legacy}
            )
        return text

    def _compare(self, text: str, old: str) -> None:
        """One line for each difference, then the counts."""
        texts = {record["id"]: record["text"] for record in _records(text, "text", str)}
        before = {record["id"]: record["citations"] for record in _records(old, "citations", list)}
        now = {record: json.loads(json.dumps(_citations(each))) for record, each in texts.items()}
        counts: Counter[str] = Counter()
        for difference in compare(before, now):
            counts[difference.what] += 1
            self.stdout.write(_line(difference, texts.get(difference.record, "")))
        self.stdout.write(", ".join(f"{counts[what]} {what}" for what in ("gained", "lost", "changed")))
        if counts:
            sys.exit(1)


def _line(difference: Difference, text: str) -> str:
    found = difference.new or difference.old
    start, end = found["start"], found["end"]
    around = " ".join(f"{text[max(0, start - 40) : start]}⟦{text[start:end]}⟧{text[end : end + 40]}".split())
    fields = "" if difference.what != "changed" else f" {json.dumps(difference.fields, ensure_ascii=False)}"
    return f"{difference.what} {difference.record}: {around}{fields}"


def _citations(text: str) -> list[dict[str, Any]]:
    return [asdict(each) for each in find(text)]


def _bytes(file: str) -> bytes:
    try:
        return sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    except OSError as error:
        said = _("%(file)s cannot be read: %(why)s.") % {"file": file, "why": error.strerror}
        raise CommandError(said, returncode=2) from error


def _decoded(file: str, data: bytes) -> str:
    """UTF-8, UTF-16 with its mark, or single bytes that are letters of TCVN3 or VNI."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) and len(data) > 2 and not len(data) % 2:
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        text = data.decode("latin-1")
        if recognise(text):
            return text
        said = _("%(file)s is not UTF-8 (byte %(place)d).") % {"file": file, "place": error.start}
        raise CommandError(said, returncode=2) from error


def _records(text: str, key: str, kind: type) -> Iterator[dict[str, Any]]:
    for number, record in _json_lines(text.split("\n")):
        if not (isinstance(record, dict) and "id" in record and isinstance(record.get(key), kind)):
            said = _("Line %(number)d has no id or no %(key)s.") % {"number": number, "key": key}
            raise CommandError(said, returncode=2)
        yield record


def _json_lines(lines: Iterable[str]) -> Iterator[tuple[int, Any]]:
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            yield number, json.loads(line)
        except json.JSONDecodeError as error:
            said = _("Line %(number)d is not JSON: %(why)s.") % {"number": number, "why": error.msg}
            raise CommandError(said, returncode=2) from error
