import shutil
from argparse import ArgumentParser
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import CommandError, call_command
from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from guong import installation
from guong.jobs import scrub
from guong.keys import store
from guong.ops import archive, dump, fresh, setup
from guong.registry.actions import take_out_again

DRAFT = ".restoring"


class Command(BaseCommand):
    help = "Bring a backup back into an empty GUONG_DATA (and an empty database); everything is checked first."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="the backup file")

    def handle(self, *_args: Any, file: Path, **_options: Any) -> None:
        data = Path(settings.GUONG_DATA)
        _require_empty(data)
        data.mkdir(parents=True, exist_ok=True, mode=0o700)
        draft = data / DRAFT
        try:
            manifest = archive.unpack(file, draft)
            dump.read(_database_in(draft), make_tables=fresh.migrate)
            _move(draft, data)
        except OSError as error:
            raise _refused(_("%(file)s cannot be used: %(why)s.") % {"file": file, "why": error.strerror}) from error
        except archive.Damaged as error:
            part = str(error) or archive.MANIFEST
            raise _refused(
                _("%(file)s is no whole backup (%(part)s); nothing was restored.") % {"file": file, "part": part}
            ) from error
        except dump.Failed as error:
            raise _refused(_("The database could not be restored: %(why)s.") % {"why": error}) from error
        finally:
            shutil.rmtree(draft, ignore_errors=True)
            with suppress(OSError):  # an empty folder is nothing restored; what holds something stays
                data.rmdir()
        self._finish(manifest)

    def _finish(self, manifest: archive.Manifest) -> None:
        Path(settings.GUONG_KEYS).mkdir(parents=True, exist_ok=True, mode=0o700)
        setup.write_secret_key()
        call_command("migrate", interactive=False, verbosity=0)
        setup.collect_static()
        self.stdout.write(
            _("The backup of %(made_at)s was restored: %(count)d parts, all as they were written.")
            % {"made_at": manifest.made_at, "count": len(manifest.members)}
        )
        again = take_out_again()
        if again:
            scrub.database([])
            self.stdout.write(
                _("%(count)d documents and files that were taken out earlier were taken out of it again.")
                % {"count": again}
            )
        if not store.path().exists():
            self.stdout.write(
                _(
                    "The keys are not here: sealed texts and stored files stay closed until “guong keys import FILE”."
                    " Do that before “guong serve”."
                )
            )


def _require_empty(data: Path) -> None:
    kept = {Path(settings.GUONG_KEYS).resolve(), data / DRAFT}
    inside = [path for path in data.iterdir() if path.resolve() not in kept] if data.is_dir() else []
    if inside or not dump.is_empty():
        raise _refused(
            _("%(folder)s or its database is not empty; nothing was restored. Choose an empty folder with GUONG_DATA.")
            % {"folder": data}
        )


def _database_in(draft: Path) -> Path:
    for found in draft.glob("database.*"):
        return found
    raise archive.Damaged("database")


def _move(draft: Path, data: Path) -> None:
    """`guong.json` last: until it is there, the folder is no installation."""
    for name in ("files", "media", installation.MARK):
        if (draft / name).exists():
            (draft / name).rename(data / name)


def _refused(sentence: str) -> CommandError:
    return CommandError(sentence, returncode=2)
