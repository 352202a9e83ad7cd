import argparse
import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from tqdm import tqdm

from guong.jobs.clock import today
from guong.registry.actions import BadRows, Plan, import_documents, plan_import
from guong.registry.enums import LineState
from guong.registry.models import OfficialDocument
from guong.registry.rules import Refused
from guong.registry.sheets import BadSheet, Sheet, read
from guong.units.models import Unit
from guong.units.queries import line_in_use, places, unit_with_code

BAR_AFTER_SECONDS = 2.0


class Command(BaseCommand):
    help = "Take a register in from an xlsx or csv file: all of it or nothing; the same file twice changes nothing."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("file", help="an xlsx or csv file whose head names the columns, in any order")
        parser.add_argument("--keeper", help="code of the unit whose register it is; the top unit when left out")
        parser.add_argument(
            "--between",
            choices=[LineState.OUTSIDE.value, LineState.VOID.value],
            default="",
            help="what became of numbers of own books that no paper of the file carries",
        )
        parser.add_argument("--reason", default="", help="why such numbers are void")
        parser.add_argument("--dry-run", action="store_true", help="check the file and write nothing")
        parser.add_argument("--json", action="store_true", help="the result as JSON")

    def handle(self, *_args: Any, file: str, keeper: str | None, **options: Any) -> None:
        sheet, unit = _sheet(file), _keeper(keeper)
        try:
            plan = self._planned(unit, sheet) if options["dry_run"] else self._imported(unit, sheet, options)
        except BadRows as bad:
            self._say_faults(bad, as_json=options["json"])
            raise CommandError(str(bad), returncode=2) from bad
        except Refused as refused:
            raise CommandError(str(refused), returncode=2) from refused
        self._say(plan, as_json=options["json"], dry_run=options["dry_run"])

    def _planned(self, unit: Unit, sheet: Sheet) -> Plan:
        plan = plan_import(keeper=unit, sheet=sheet, on=today())
        if plan.faults:
            raise BadRows(plan.faults)
        return plan

    def _imported(self, unit: Unit, sheet: Sheet, options: dict[str, Any]) -> Plan:
        silent = not sys.stderr.isatty()
        told = {"between": options["between"], "reason": options["reason"], "no_mark_declared": True}
        with tqdm(total=len(sheet.rows), delay=BAR_AFTER_SECONDS, disable=silent, file=sys.stderr) as bar:

            def step(_done: int, _all: int) -> None:
                bar.update()

            return import_documents(by=None, keeper=unit, sheet=sheet, on=today(), step=step, **told)

    def _say_faults(self, bad: BadRows, *, as_json: bool) -> None:
        if as_json:
            found = [{"line": one.line, "column": one.column, "sentence": one.sentence} for one in bad.faults]
            self.stdout.write(json.dumps({"new": 0, "known": 0, "faults": found}, ensure_ascii=False))
            return
        for fault in bad.faults:
            self.stderr.write(str(fault))

    def _say(self, plan: Plan, *, as_json: bool, dry_run: bool) -> None:
        if as_json:
            notices = [str(one) for one in plan.notices]
            said = {"new": len(plan.new), "known": plan.known, "notices": notices, "gaps": plan.gaps}
            self.stdout.write(json.dumps(said, ensure_ascii=False))
            return
        for notice in plan.notices:
            self.stderr.write(str(notice))
        if dry_run and plan.gaps:
            left_out = _("The papers leave out the numbers {numbers}. Say what became of these.")
            self.stderr.write(left_out.format(numbers="; ".join(plan.gaps)))
        done = (
            _("{new} documents can be registered, {known} are held already.")
            if dry_run
            else _("{new} documents registered, {known} were held already.")
        )
        self.stdout.write(done.format(new=len(plan.new), known=plan.known))


def _sheet(file: str) -> Sheet:
    try:
        return read(Path(file).read_bytes())
    except OSError as error:
        said = _("{file} cannot be read: {reason}.").format(file=file, reason=error.strerror)
        raise CommandError(said, returncode=2) from error
    except BadSheet as error:
        raise CommandError(str(error), returncode=2) from error


def _keeper(code: str | None) -> Unit:
    """The unit of that code today; without a code the unit that keeps papers already, else the one top unit."""
    line, on = line_in_use(), today()
    if code:
        unit = unit_with_code(code, line, on)
        if unit is None:
            raise CommandError(_("No unit carries the code {code} today.").format(code=code), returncode=2)
        return unit
    keepers = list(Unit.objects.filter(pk__in=OfficialDocument.objects.values("keeper"))[:2])
    tops = list(Unit.objects.filter(pk__in=places(line, on).filter(parent__isnull=True).values("unit"))[:2])
    for found in (keepers, tops):
        if len(found) == 1:
            return found[0]
    raise CommandError(_("Say whose register it is: --keeper CODE."), returncode=2)
