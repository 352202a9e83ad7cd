import argparse
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from guong.accounts.models import User
from guong.jobs.clock import today
from guong.units import queries
from guong.units.actions import appoint
from guong.units.enums import Role
from guong.units.management.arguments import day, known_line
from guong.units.models import Unit
from guong.units.rules import Refused


class Command(BaseCommand):
    help = "Give somebody a role at a unit: the first people of an installation, before anybody can sign in."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("username", help="the name for signing in; the account is made when there is none")
        parser.add_argument("--unit", required=True, help="the unit's code on that day")
        parser.add_argument("--role", required=True, choices=Role.values, help="what the person may do there")
        parser.add_argument("--name", default="", help="the person's name, for a new account")
        parser.add_argument("--office", default="", help="the post, a code of the pack")
        parser.add_argument("--line", help="the line; the pack's first one in use when left out")
        parser.add_argument("--from", dest="since", help="the first day, as 2022-08-20; today when left out")

    def handle(self, *_args: Any, username: str, unit: str, since: str | None, **options: Any) -> None:
        starts_on = day(since) if since else today()
        line = known_line(options["line"]) if options["line"] else queries.line_in_use()
        found = queries.unit_with_code(unit, line, starts_on)
        if found is None:
            said = _("No unit carries the code {code} on {day}.").format(code=unit, day=starts_on.isoformat())
            raise CommandError(said, returncode=2)
        try:
            User.username_validator(username)
            given = {name: " ".join(options[name].split()) for name in ("name", "role", "office")}
            appoint(by=None, username=username, unit=found, line=line, starts_on=starts_on, **given)
        except Refused as refused:
            raise CommandError(str(refused), returncode=2) from refused
        except ValidationError as wrong:
            raise CommandError(" ".join(wrong.messages), returncode=2) from wrong
        self._tell(username, found, Role(options["role"]))

    def _tell(self, username: str, unit: Unit, role: Role) -> None:
        told = {"username": username, "role": role.label, "unit": queries.name_of(unit, today())}
        self.stdout.write(_("{username} is now {role} at {unit}.").format(**told))
        if not User.objects.get(username=username).has_usable_password():
            self.stdout.write(
                _("Next: “guong invite {username}” gives the address that sets password and second step.").format(
                    **told
                )
            )
