from argparse import SUPPRESS, ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from guong.jobs import worker
from guong.search import index, making, sources
from guong.search.docs import SHELVES


class Command(BaseCommand):
    help = "Make the search indexes anew from the database."

    def add_arguments(self, parser: ArgumentParser) -> None:
        names = [shelf.name for shelf in SHELVES]
        parser.add_argument("--shelf", choices=names, help=SUPPRESS)  # for processes that another one begins

    def handle(self, *_args: Any, shelf: str | None, **_options: Any) -> None:
        if shelf:
            making.end_with_parent()
            self._make(shelf)
        elif worker.alive():
            index.condemn()
            self.stdout.write(_("The worker makes the indexes anew now."))
        else:
            self._make()

    def _make(self, only: str | None = None) -> None:
        shelves = [shelf for shelf in SHELVES if only in {None, shelf.name}]
        count = sum(index.rebuild(shelf, sources.everything(shelf)) for shelf in shelves)
        self.stdout.write(_("The indexes hold {count} documents.").format(count=count))
