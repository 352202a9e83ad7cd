import tempfile
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import CommandError
from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

import guong
from guong import installation
from guong.jobs import clock
from guong.ops import archive, dump
from guong.ops.progress import progress


class Command(BaseCommand):
    help = "Write everything but the keys into one file; the installation may go on working meanwhile."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="the new backup file; an existing one is not overwritten")

    def handle(self, *_args: Any, file: Path, **_options: Any) -> None:
        if file.exists():
            raise CommandError(_("%(file)s already exists; nothing was written.") % {"file": file}, returncode=2)
        manifest = archive.Manifest(made_at=clock.machine().isoformat(), version=guong.__version__)
        try:
            with tempfile.TemporaryDirectory(dir=settings.GUONG_DATA, prefix=".backup-") as folder:
                archive.write(file, progress(_members(Path(folder))), manifest)
        except archive.Unfit as error:
            raise CommandError(
                _("The name %(name)s cannot go into a backup; nothing was written. Rename or remove that file.")
                % {"name": error},
                returncode=2,
            ) from error
        except OSError as error:
            raise CommandError(
                _("%(file)s could not be written: %(why)s.") % {"file": file, "why": error.strerror}, returncode=2
            ) from error
        self.stdout.write(
            _("%(count)d parts were written to %(file)s. Keys are not among them: keep “guong keys export” apart.")
            % {"count": len(manifest.members), "file": file}
        )


def _members(folder: Path) -> Iterator[tuple[str, Path]]:
    """The database first: files are written before the rows that name them, so none of those is missed."""
    copy = dump.write(folder)
    yield copy.name, copy
    data = Path(settings.GUONG_DATA)
    yield installation.MARK, data / installation.MARK
    for kept in sorted((data / "files").glob("[0-9a-f][0-9a-f]/[0-9a-f]*")):
        yield kept.relative_to(data).as_posix(), kept
    for shown in sorted(path for path in (data / "media").rglob("*") if path.is_file()):
        yield shown.relative_to(data).as_posix(), shown
