import argparse
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from guong.units import rows
from guong.units.actions import plan_reorganisation, reorganise
from guong.units.management.arguments import day, known_line
from guong.units.management.files import announce, refusals_by_line, sheet
from guong.units.queries import line_in_use
from guong.units.reorganising import Reorganisation, read_successions


class Command(BaseCommand):
    help = "Reorganise a whole line on one day: the units afterwards, and who carries on whom. All of it or nothing."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--after", required=True, help="csv or xlsx: code, level or kind, name, parent")
        parser.add_argument(
            "--successions",
            required=True,
            help="csv or xlsx: old_code, new_code, how (whole or divided), main_part (1 for the main part)",
        )
        parser.add_argument("--date", required=True, help="the first day of the new organisation, as 2025-07-01")
        parser.add_argument("--decision", required=True, help="the deciding document, as text")
        parser.add_argument("--line", help="the line; the pack's first one in use when left out")
        parser.add_argument("--dry-run", action="store_true", help="say what would become of it and write nothing")

    def handle(self, *_args: Any, date: str, decision: str, line: str | None, dry_run: bool, **options: Any) -> None:
        if not decision.strip() or len(decision) > 300:
            raise CommandError(_("Name the deciding document in 1 to 300 characters."), returncode=2)
        given: dict[str, Any] = {
            "line": known_line(line) if line else line_in_use(),
            "after": sheet(options["after"], rows.read),
            "successions": sheet(options["successions"], read_successions),
            "day": day(date),
            "decision": " ".join(decision.split()),
        }
        announce(self, len(given["after"]) + len(given["successions"]))
        with refusals_by_line(self):
            made = plan_reorganisation(**given) if dry_run else reorganise(by=None, **given)
        self.stdout.write(_("Would become:") if dry_run else _("Done:"))
        self._tell(made)

    def _tell(self, made: Reorganisation) -> None:
        for sentence in (
            _("{count} units go on").format(count=made.kept),
            _("{count} units begin").format(count=made.begun),
            _("{count} units end, {divided} of them divided").format(count=made.ended, divided=made.divided),
        ):
            self.stdout.write(f"  {sentence}")
