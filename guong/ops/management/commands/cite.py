"""`guong cite [FILE] [--jsonl]`: the citations of a text as JSON."""

import argparse
import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from guong.viet.citations import find


class Command(BaseCommand):
    help = "Find citations of official documents in a text (FILE or standard input) and print them as JSON."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("file", nargs="?", default="-", help="a UTF-8 text; - or nothing reads standard input")
        parser.add_argument("--jsonl", action="store_true", help='lines {"id", "text"} in, {"id", "citations"} out')
        parser.add_argument("--json", action="store_true", help="accepted for symmetry: the output is always JSON")

    def handle(self, *_args: Any, file: str, jsonl: bool, **_options: Any) -> None:
        text = _read(file)
        if not jsonl:
            self.stdout.write(json.dumps(_citations(text), ensure_ascii=False, indent=1))
            return
        for record in _records(text.split("\n")):
            answer = {"id": record["id"], "citations": _citations(record["text"])}
            self.stdout.write(json.dumps(answer, ensure_ascii=False))


def _citations(text: str) -> list[dict[str, Any]]:
    return [asdict(each) for each in find(text)]


def _read(file: str) -> str:
    try:
        data = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
        return data.decode("utf-8")
    except OSError as error:
        said = _("%(file)s cannot be read: %(why)s.") % {"file": file, "why": error.strerror}
        raise CommandError(said, returncode=2) from error
    except UnicodeDecodeError as error:
        said = _("%(file)s is not UTF-8 (byte %(place)d).") % {"file": file, "place": error.start}
        raise CommandError(said, returncode=2) from error


def _records(lines: Iterable[str]) -> Iterator[dict[str, Any]]:
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except json.JSONDecodeError as error:
            said = _("Line %(number)d is not JSON: %(why)s.") % {"number": number, "why": error.msg}
            raise CommandError(said, returncode=2) from error
        if not (isinstance(record, dict) and "id" in record and isinstance(record.get("text"), str)):
            raise CommandError(_("Line %(number)d has no id or no text.") % {"number": number}, returncode=2)
        yield record
