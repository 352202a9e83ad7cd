from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from guong.jobs import worker
from guong.search import index, sources
from guong.search.docs import SHELVES


class Command(BaseCommand):
    help = "Make the search indexes anew from the database."

    def handle(self, *_args: Any, **_options: Any) -> None:
        if worker.alive():
            index.condemn()
            self.stdout.write(_("The worker makes the indexes anew now."))
        else:
            count = sum(index.rebuild(shelf, sources.everything(shelf)) for shelf in SHELVES)
            self.stdout.write(_("The indexes hold {count} documents.").format(count=count))
