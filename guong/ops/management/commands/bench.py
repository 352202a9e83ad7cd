import importlib
import json
import os
import pkgutil
import tempfile
from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import CommandError
from django.core.management.base import BaseCommand
from django.db import DatabaseError, connection, connections
from django.utils.translation import gettext as _

from guong.ops import benches


class Command(BaseCommand):
    help = "Run a benchmark on generated data in a throw-away folder."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", help="which one; a wrong name prints the list")
        parser.add_argument(
            "--units", "--docs", "--size", type=_positive, dest="size", metavar="N", help="how many (default: as usual)"
        )
        parser.add_argument("--json", action="store_true", help="print the figures as one flat JSON object")

    def handle(self, *_args: Any, name: str, size: int | None, **options: Any) -> None:
        for module in pkgutil.iter_modules(benches.__path__):
            importlib.import_module(f"{benches.__name__}.{module.name}")
        bench = benches.BENCHES.get(name)
        if bench is None:
            known = ", ".join(sorted(benches.BENCHES))
            raise CommandError(
                _("There is no benchmark “%(name)s”; there are: %(known)s.") % {"name": name, "known": known},
                returncode=2,
            )
        figures = _in_a_throw_away_folder(bench, size or bench.size)
        if options["json"]:
            self.stdout.write(json.dumps(figures))
            return
        for what, figure in figures.items():
            self.stdout.write(f"{what:<24} {figure:>14,}")


def _positive(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text)):
        raise ArgumentTypeError(_("“%(text)s” is no number above zero") % {"text": text})
    return int(text)


def _in_a_throw_away_folder(bench: benches.Bench, size: int) -> benches.Figures:
    with tempfile.TemporaryDirectory(prefix="guong-bench-") as folder:
        settings.GUONG_DATA, settings.GUONG_KEYS = Path(folder), Path(folder, "keys")
        with _throw_away_database(Path(folder)):
            return bench.run(size)


@contextmanager
def _throw_away_database(folder: Path) -> Iterator[None]:
    """A file in the folder, or a database of its own on the server: the one of the settings is never touched."""
    connections.close_all()
    if connection.vendor == "sqlite":
        connection.settings_dict["NAME"] = str(folder / "guong.sqlite3")
        try:
            yield
        finally:
            connections.close_all()
        return
    name = f"guong_bench_{os.getpid()}"
    _on_the_server(f'CREATE DATABASE "{name}"')
    connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        connections.close_all()
        _on_the_server(f'DROP DATABASE "{name}"')


def _on_the_server(statement: str) -> None:
    try:
        with connection._nodb_cursor() as cursor:
            cursor.execute(statement)
    except DatabaseError as error:
        why = " ".join(str(error).split())
        raise CommandError(
            _("A throw-away database cannot be made on this server: %(why)s") % {"why": why}, returncode=2
        ) from error
