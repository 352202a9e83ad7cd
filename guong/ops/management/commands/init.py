from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import CommandError
from django.core.management.base import BaseCommand
from django.db import connection
from django.utils.translation import gettext as _

from guong import installation
from guong.ops import setup


class Command(BaseCommand):
    help = "Make an empty installation in GUONG_DATA with the pack of GUONG_PACK."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--name", default="", help="name of the organisation, the title of its portal")
        parser.add_argument("--sample", action="store_true", help="mark everything in it as sample data")

    def handle(self, *_args: Any, sample: bool, name: str, **_options: Any) -> None:
        if installation.exists():
            raise CommandError(
                _("%(folder)s already holds an installation; nothing was changed.") % {"folder": settings.GUONG_DATA},
                returncode=2,
            )
        setup.make(installation.Installation(pack=settings.GUONG_PACK, sample=sample), name=name)
        self.stdout.write(_("An empty installation was made in %(folder)s.") % {"folder": settings.GUONG_DATA})
        self.stdout.write(
            _(
                "Next: “guong import_units FILE” brings the units, “guong appoint” the first people, then “guong"
                " serve”. Keep the recovery sheet of “guong keys export FILE” in a safe place: without it sealed texts"
                " cannot be opened after a loss."
            )
        )
        if connection.vendor == "postgresql":
            self.stdout.write(_("“guong portal_role” sets up the role under which public pages read."))
