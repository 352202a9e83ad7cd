import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection, transaction
from django.utils.translation import gettext as _

from guong.portal import role as portal_role


class Command(BaseCommand):
    help = "Set up the role under which the portal reads on PostgreSQL: public rows, hits, nothing of the inside."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--role", default="", help="its name; the user of GUONG_PORTAL_DATABASE_URL when left out")
        parser.add_argument("--sql", action="store_true", help="print the statements for somebody else to run")
        parser.add_argument("--check", action="store_true", help="change nothing; exit 1 where something is not so")

    def handle(self, *_args: Any, role: str, sql: bool, check: bool, **_options: Any) -> None:
        name = role or portal_role.role_name()
        try:
            statements = list(portal_role.statements(name))
        except ValueError as wrong:
            said = _("“{name}” is no name of a role: small letters, figures and _ alone.").format(name=name)
            raise CommandError(said, returncode=2) from wrong
        if sql:
            self.stdout.write(";\n".join(statements) + ";")
        elif connection.vendor != "postgresql":
            raise CommandError(_("Only PostgreSQL knows roles; this database is SQLite."), returncode=2)
        elif check:
            self._check(name)
        else:
            self._set_up(name)

    def _set_up(self, name: str) -> None:
        try:
            with transaction.atomic():
                portal_role.set_up(name)
        except DatabaseError as error:
            said = _("The role was not set up ({error}). Let an administrator run what “--sql” prints.")
            raise CommandError(said.format(error=str(error).strip().splitlines()[0]), returncode=2) from error
        self.stdout.write(_("The role {name} sees public rows alone.").format(name=name))
        self.stdout.write(_("Give it a password (ALTER ROLE), then set GUONG_PORTAL_DATABASE_URL."))

    def _check(self, name: str) -> None:
        if not portal_role.exists(name):
            self.stdout.write(_("There is no role {name}.").format(name=name))
            sys.exit(1)
        found = portal_role.wrong(name)
        for one in found:
            self.stdout.write(f"{one.table}: {one.what}")
        if found:
            sys.exit(1)
        self.stdout.write(_("The role {name} sees public rows alone.").format(name=name))
