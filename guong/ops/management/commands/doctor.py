import json
import sys
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from guong.ops.doctoring import Advice, look


class Command(BaseCommand):
    help = "What is wrong with this installation, in sentences, and what to do; exit 1 when something is urgent."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="print the result as JSON")

    def handle(self, *_args: Any, **options: Any) -> None:
        found = list(look())
        if options["json"]:
            self.stdout.write(json.dumps([asdict(one) for one in found], ensure_ascii=False, indent=1))
        else:
            self._print(found)
        if any(one.urgent for one in found):
            sys.exit(1)

    def _print(self, found: list[Advice]) -> None:
        for one in sorted(found, key=lambda advice: not advice.urgent):
            self.stdout.write(f"{'!' if one.urgent else '–'} {one.sentence}")
        if not found:
            self.stdout.write(_("Nothing wrong was found."))
