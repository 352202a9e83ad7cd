import json
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from guong.ops.progress import progress
from guong.trail.checks import CHECKS


class Command(BaseCommand):
    help = "Hold trail, published figures and stored files against their hashes; exit 1 when anything does not fit."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="print the result as JSON")

    def handle(self, *_args: Any, json: bool, **_options: Any) -> None:
        faults = {check.name: list(check.run()) for check in progress(CHECKS.values())}
        wrong = sum(map(len, faults.values()))
        self._print_json(faults) if json else self._print(faults, wrong)
        if wrong:
            sys.exit(1)

    def _print_json(self, faults: dict[str, list[str]]) -> None:
        answer = {"ok": not any(faults.values()), "faults": faults}
        self.stdout.write(json.dumps(answer, ensure_ascii=False, indent=1))

    def _print(self, faults: dict[str, list[str]], wrong: int) -> None:
        for sentences in faults.values():
            for sentence in sentences:
                self.stdout.write(sentence)
        self.stdout.write(
            _("Faults found: %(count)d. Checked: %(names)s.") % {"count": wrong, "names": ", ".join(faults)}
        )
