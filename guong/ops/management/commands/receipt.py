import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import CommandError
from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from guong.keys import sign
from guong.rounds import receipts


class Command(BaseCommand):
    help = "Check a receipt without a network or database: exit 0 when its mark fits, 1 when it does not."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="the receipt: its file, or the text of its QR code")
        parser.add_argument("--key", action="append", help="public key to check against (default: this installation's)")

    def handle(self, *_args: Any, file: Path, key: list[str] | None, **_options: Any) -> None:
        public = key or sign.public_keys()
        if not public:
            raise CommandError(
                _("There is no key here to check against. Give the public key with --key."), returncode=2
            )
        try:
            found = receipts.look(file.read_bytes(), public=public)
        except OSError as error:
            raise CommandError(
                _("%(file)s cannot be used: %(why)s.") % {"file": file, "why": error.strerror}, returncode=2
            ) from error
        except receipts.Unreadable as error:
            raise CommandError(_("%(file)s is no receipt.") % {"file": file}, returncode=2) from error
        if not found.genuine:
            self.stdout.write(_("Not genuine: the check mark does not fit what the receipt says."))
            sys.exit(1)
        self.stdout.write(
            _("Genuine: receipt %(number)s/%(year)s, arrived at %(arrived)s, digest %(digest)s.")
            % {
                "number": f"{found.fields['number']:04d}",
                "year": found.fields["year"],
                "arrived": found.fields["arrived_at"],
                "digest": found.fields["digest"],
            }
        )
