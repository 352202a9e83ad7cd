import importlib
import json
import pkgutil
import tempfile
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import CommandError
from django.core.management.base import BaseCommand
from django.db import connection, connections
from django.utils.translation import gettext as _

from guong.ops import benches


class Command(BaseCommand):
    help = "Run a benchmark on generated data in a throw-away folder."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", help="which one; a wrong name prints the list")
        parser.add_argument("--size", type=int, help="how many things (default: the benchmark's usual)")
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


def _in_a_throw_away_folder(bench: benches.Bench, size: int) -> benches.Figures:
    with tempfile.TemporaryDirectory(prefix="guong-bench-") as folder:
        settings.GUONG_DATA, settings.GUONG_KEYS = Path(folder), Path(folder, "keys")
        if connection.vendor == "sqlite":
            connection.close()
            connection.settings_dict["NAME"] = str(Path(folder, "guong.sqlite3"))
        try:
            return bench.run(size)
        finally:
            connections.close_all()
