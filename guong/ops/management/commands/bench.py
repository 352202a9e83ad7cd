import importlib
import json
import pkgutil
import tempfile
from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import CommandError
from django.core.management.base import BaseCommand
from django.db import DatabaseError, connection, connections
from django.utils.translation import gettext as _

from guong.ops import benches


class Command(BaseCommand):
    help = "Run a benchmark on generated data in a throw-away folder, or in one that is kept for the next run."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", help="which one; a wrong name prints the list")
        parser.add_argument(
            "--units", "--docs", "--size", type=_positive, dest="size", metavar="N", help="how many (default: as usual)"
        )
        parser.add_argument("--json", action="store_true", help="print the figures as one flat JSON object")
        parser.add_argument("--keep", type=Path, metavar="FOLDER", help="make the data there once and use them again")

    def handle(self, *_args: Any, name: str, size: int | None, keep: Path | None, **options: Any) -> None:
        for module in pkgutil.iter_modules(benches.__path__):
            importlib.import_module(f"{benches.__name__}.{module.name}")
        bench = benches.BENCHES.get(name)
        if bench is None:
            known = ", ".join(sorted(benches.BENCHES))
            raise CommandError(
                _("There is no benchmark “%(name)s”; there are: %(known)s.") % {"name": name, "known": known},
                returncode=2,
            )
        if keep and not bench.keeps:
            raise CommandError(_("The data of benchmark “%(name)s” are not kept.") % {"name": name}, returncode=2)
        figures = _measured(bench, size or bench.size, keep)
        if options["json"]:
            self.stdout.write(json.dumps(figures))
            return
        for what, figure in figures.items():
            self.stdout.write(f"{what:<24} {figure:>14,}")


def _positive(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text)):
        raise ArgumentTypeError(_("“%(text)s” is no number above zero") % {"text": text})
    return int(text)


def _measured(bench: benches.Bench, size: int, keep: Path | None) -> benches.Figures:
    with _folder(keep) as folder, _database(folder, keep=keep is not None):
        settings.GUONG_DATA, settings.GUONG_KEYS = folder, folder / "keys"
        return bench.run(size)


@contextmanager
def _folder(keep: Path | None) -> Iterator[Path]:
    if keep is None:
        with tempfile.TemporaryDirectory(prefix="guong-bench-") as folder:
            yield Path(folder)
        return
    keep.mkdir(mode=0o700, parents=True, exist_ok=True)
    yield keep.resolve()


@contextmanager
def _database(folder: Path, *, keep: bool) -> Iterator[None]:
    """A file in the folder, or a database of its own on the server: the one of the settings is never touched."""
    connections.close_all()
    on_a_server = connection.vendor != "sqlite"
    name = f"guong_bench_{sha256(bytes(folder)).hexdigest()[:12]}" if on_a_server else str(folder / "guong.sqlite3")
    if on_a_server and not (keep and _is_on_the_server(name)):
        _on_the_server(f'CREATE DATABASE "{name}"')
    connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        connections.close_all()
        if on_a_server and not keep:
            _on_the_server(f'DROP DATABASE "{name}"')


def _is_on_the_server(name: str) -> bool:
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        return cursor.fetchone() is not None


def _on_the_server(statement: str) -> None:
    try:
        with connection._nodb_cursor() as cursor:
            cursor.execute(statement)
    except DatabaseError as error:
        why = " ".join(str(error).split())
        raise CommandError(
            _("A throw-away database cannot be made on this server: %(why)s") % {"why": why}, returncode=2
        ) from error
