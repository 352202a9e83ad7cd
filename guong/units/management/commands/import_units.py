import argparse
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from guong.units import rows
from guong.units.actions import import_units, plan_import
from guong.units.management.arguments import day, known_line
from guong.units.management.files import announce, refusals_by_line, sheet
from guong.units.queries import default_line
from guong.units.rules import UNKNOWN_START


class Command(BaseCommand):
    help = "Read a tree of units from a csv or xlsx file (code, level or kind, name, parent): all of it or nothing."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("file", help="a csv file in UTF-8, or an xlsx file; its first line names the columns")
        parser.add_argument("--line", help="the line; when left out, the one that the kinds belong to")
        parser.add_argument("--from", dest="since", help="the first day, as 2022-08-20; unknown when left out")
        parser.add_argument("--dry-run", action="store_true", help="check the file and write nothing")

    def handle(self, *_args: Any, file: str, line: str | None, since: str | None, **options: Any) -> None:
        read = sheet(file, rows.read)
        announce(self, len(read))
        chosen = known_line(line) if line else _line_of(read)
        starts_on = day(since) if since else UNKNOWN_START
        with refusals_by_line(self):
            if options["dry_run"]:
                plan_import(line=chosen, sheet=read, starts_on=starts_on)
            else:
                import_units(by=None, line=chosen, sheet=read, starts_on=starts_on)
        done = _("{count} units can be stored.") if options["dry_run"] else _("{count} units stored.")
        self.stdout.write(done.format(count=len(read)))


def _line_of(read: list[rows.Row]) -> str:
    """The line of the first known kind."""
    lines = {entry.code: str(entry.extra["line"]) for entry in settings.PACK.table("unit_kinds")}
    return next((lines[row.kind] for row in read if row.kind in lines), default_line())
