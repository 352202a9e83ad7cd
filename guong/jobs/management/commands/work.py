import signal
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import connection

from guong.jobs import worker


class Command(BaseCommand):
    help = "The background process: seals the trail, feeds the consumers of the outbox, runs what is due."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="do everything that waits, then stop")

    def handle(self, *_args: Any, once: bool, **_options: Any) -> None:
        if once:
            connection.ensure_connection()  # each step of a round is guarded: without this a dead database looks done
            while worker.run_once():
                pass
            return
        work = worker.Worker()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_signal: work.stop())
        work.run()
