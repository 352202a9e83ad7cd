from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from guong.jobs import worker
from guong.search import index, sources


class Command(BaseCommand):
    help = "Make the search index anew from the database."

    def handle(self, *_args: Any, **_options: Any) -> None:
        if worker.alive():
            index.condemn()
            self.stdout.write(_("The worker makes the index anew now."))
        else:
            count = index.rebuild(sources.everything())
            self.stdout.write(_("The index holds {count} documents.").format(count=count))
