import argparse
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from guong.units import rows
from guong.units.actions import BadRows, check_rows, import_units
from guong.units.management.arguments import day, known_line
from guong.units.queries import default_line
from guong.units.rules import UNKNOWN_START


class Command(BaseCommand):
    help = "Read a tree of units from a csv file (code, level or kind, name, parent): all of it or nothing."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("file", help="a UTF-8 csv file with a head")
        parser.add_argument("--line", help="the line; when left out, the one that the kinds belong to")
        parser.add_argument("--from", dest="since", help="the first day, as 2022-08-20; unknown when left out")
        parser.add_argument("--dry-run", action="store_true", help="check the file and write nothing")

    def handle(self, *_args: Any, file: str, line: str | None, since: str | None, **options: Any) -> None:
        sheet = _sheet(file)
        chosen = known_line(line) if line else _line_of(sheet)
        starts_on = day(since) if since else UNKNOWN_START
        try:
            if options["dry_run"]:
                check_rows(line=chosen, sheet=sheet, starts_on=starts_on)
            else:
                import_units(by=None, line=chosen, sheet=sheet, starts_on=starts_on)
        except BadRows as bad:
            for sentence in bad.sentences:
                self.stderr.write(sentence)
            said = _("Nothing was stored: {count} rows are wrong.").format(count=len(bad.sentences))
            raise CommandError(said, returncode=2) from bad
        done = _("{count} units can be stored.") if options["dry_run"] else _("{count} units stored.")
        self.stdout.write(done.format(count=len(sheet)))


def _sheet(file: str) -> list[rows.Row]:
    try:
        return rows.read(Path(file).read_bytes())
    except OSError as error:
        said = _("{file} cannot be read: {reason}.").format(file=file, reason=error.strerror)
        raise CommandError(said, returncode=2) from error
    except rows.BadSheet as error:
        raise CommandError(str(error), returncode=2) from error


def _line_of(sheet: list[rows.Row]) -> str:
    """The line of the first known kind."""
    lines = {entry.code: str(entry.extra["line"]) for entry in settings.PACK.table("unit_kinds")}
    return next((lines[row.kind] for row in sheet if row.kind in lines), default_line())
