"""`guong demo`: the sample organisation on this machine."""

import os
import socket
import subprocess
import sys
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import CommandError
from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from guong.jobs.worker import run_once
from guong.ops import fresh, setup
from guong.ops.demo import story
from guong.ops.demo.check import check
from guong.ops.demo.samples import PASSWORD, SECOND_STEP
from guong.ops.demo.tree import LOGINS


class Command(BaseCommand):
    help = "Build the sample organisation in GUONG_DATA and serve it on this machine."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8000, help="port on 127.0.0.1, 0 for a free one")
        parser.add_argument("--check", action="store_true", help="fetch the main pages, then stop; 1 when one fails")

    def handle(self, *, port: int, check: bool, **_options: Any) -> None:
        port = port or _free_port()
        root = f"http://localhost:{port}"
        os.environ.setdefault("GUONG_PUBLIC_URL", root)  # for the server, which is started below
        self._prepare(port)
        serve = [sys.executable, "-m", "guong.cli", "serve", "--port", str(port)]
        if check:
            self._check(serve, root)
            return
        self._greet(root)
        sys.stdout.flush()
        os.execv(sys.executable, serve)  # noqa: S606  (our own command, nothing of a user in it)

    def _prepare(self, port: int) -> None:
        setup.write_secret_key()
        fresh.migrate()
        setup.collect_static()
        story.build(port=port)
        while run_once():
            pass

    def _check(self, serve: list[str], root: str) -> None:
        server = subprocess.Popen(serve, stdout=subprocess.DEVNULL)
        try:
            faults = list(check(root, out=self.stdout.write))
        finally:
            server.terminate()
            server.wait(timeout=20)
        if faults:
            raise CommandError("; ".join(faults), returncode=1)

    def _greet(self, root: str) -> None:
        lines = [
            _("Portal: %(address)s") % {"address": f"{root}/"},
            _("Desk: %(address)s") % {"address": f"{root}/desk/"},
            _("Sample log-ins, all with the password %(password)s:") % {"password": PASSWORD},
            _("Desk accounts then ask for a code: the sample shows it on the page. For an app of your own: %(secret)s")
            % {"secret": SECOND_STEP},
            *(f"  {username:<10} {who}" for username, who in LOGINS.items()),
            _("All data are samples and lie in %(folder)s; their clock runs from 08:00 on 20 August 2022.")
            % {"folder": settings.GUONG_DATA},
            _("Stop with Ctrl+C."),
        ]
        self.stdout.write("\n".join(["", *lines, ""]))


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port
