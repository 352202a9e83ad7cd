from argparse import SUPPRESS, ArgumentParser
from collections.abc import Sequence
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from guong.jobs import worker
from guong.search import index, making, reading
from guong.search.docs import SHELVES, Shelf


class Command(BaseCommand):
    help = "Make the search indexes anew from the database."

    def add_arguments(self, parser: ArgumentParser) -> None:
        names = [shelf.name for shelf in SHELVES]
        # For a process that another one begins.
        parser.add_argument("--shelf", choices=names, action="append", dest="shelves", help=SUPPRESS)

    def handle(self, *_args: Any, shelves: list[str] | None, **_options: Any) -> None:
        if shelves:
            making.step_back()
            self._make([shelf for shelf in SHELVES if shelf.name in shelves], begun=True)
        elif worker.alive():
            index.condemn()
            self.stdout.write(_("The worker makes the indexes anew now."))
        else:
            self._make(SHELVES)

    def _make(self, shelves: Sequence[Shelf], *, begun: bool = False) -> None:
        with reading.begun(shelves) as portions:
            if begun:
                making.end_with_parent()
            count = index.make(shelves, portions)
        self.stdout.write(_("The indexes hold {count} documents.").format(count=count))
