import socket
from argparse import ArgumentParser
from contextlib import closing
from typing import Any

from django.core.management import CommandError
from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from guong.ops import setup, supervisor


class Command(BaseCommand):
    help = "Serve the installation: web server and worker under one supervisor, until Ctrl+C or SIGTERM."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default 127.0.0.1)")
        parser.add_argument("--port", type=int, default=8000, help="port (default 8000)")
        parser.add_argument("--workers", type=int, default=2, help="processes of the web server (default 2)")

    def handle(self, *_args: Any, host: str, port: int, workers: int, **_options: Any) -> None:
        _require_free(host, port)
        setup.collect_static()
        # A passkey is bound to a name; a browser refuses one for a bare address.
        shown = "localhost" if host == "127.0.0.1" else host
        self.stdout.write(_("Serving on http://%(host)s:%(port)d – stop with Ctrl+C.") % {"host": shown, "port": port})
        self.stdout.flush()
        supervisor.run(supervisor.children(host, port, workers))


def _require_free(host: str, port: int) -> None:
    with closing(socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise CommandError(
                _("Port %(port)d of %(host)s cannot be used (%(why)s). Choose another with --port.")
                % {"port": port, "host": host, "why": error.strerror},
                returncode=2,
            ) from error
