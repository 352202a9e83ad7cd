import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import CommandError
from django.core.management.base import BaseCommand
from django.db import DatabaseError
from django.utils.translation import gettext as _

from guong.files import actions as files
from guong.keys import sheet, store


class Command(BaseCommand):
    help = "The recovery sheet: all keys of the installation as one printable text."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        what = parser.add_subparsers(dest="what", required=True)
        for name, told in (("export", "write the sheet (mode 0600)"), ("import", "bring keys of a sheet back")):
            what.add_parser(name, help=told).add_argument("file", type=Path)

    def handle(self, *_args: Any, what: str, file: Path, **_options: Any) -> None:
        self._export(file) if what == "export" else self._import(file)

    def _export(self, file: Path) -> None:
        keys = list(store.everything())
        if not keys:
            raise CommandError(_("%(path)s holds no keys yet.") % {"path": store.path()}, returncode=2)
        try:
            handle = os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        except OSError as error:
            raise _cannot(file, error) from error
        with os.fdopen(handle, "w", encoding="utf-8") as out:
            out.write(sheet.write(keys, notes=_notes()))
        self.stdout.write(
            _(
                "%(count)d keys were written to %(file)s. Print it or move it to another medium, lock it away, and"
                " delete older sheets: a key that is thrown away later must not live on in them."
            )
            % {"count": len(keys), "file": file}
        )

    def _import(self, file: Path) -> None:
        try:
            keys = sheet.read(file.read_text("utf-8"))
        except OSError as error:
            raise _cannot(file, error) from error
        except UnicodeDecodeError as error:
            raise CommandError(_("%(file)s is no recovery sheet.") % {"file": file}, returncode=2) from error
        except sheet.Unreadable as error:
            raise CommandError(
                _(
                    "Line %(line)d of %(file)s does not fit its check; no key was brought back. Compare it with the"
                    " printed sheet."
                )
                % {"line": error.line, "file": file},
                returncode=2,
            ) from error
        count = store.bring_back(keys)
        try:
            files.sweep()
        except DatabaseError:
            self.stderr.write(_("The database does not answer yet; files taken out are looked at by the worker later."))
        self.stdout.write(_("%(count)d keys were brought back.") % {"count": count})


def _notes() -> list[str]:
    return [
        _("Whoever holds this sheet can open everything that is sealed in this installation."),
        _("To bring the keys back: guong keys import FILE"),
    ]


def _cannot(file: Path, error: OSError) -> CommandError:
    return CommandError(_("%(file)s cannot be used: %(why)s.") % {"file": file, "why": error.strerror}, returncode=2)
