"""`guong serve`: the web server and the worker under one parent that restarts what dies and ends all together."""

import ctypes
import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from dataclasses import dataclass

from guong.jobs.log import log

GRACE_SECONDS = 15.0
LOOK_SECONDS = 0.2
LONGEST_PAUSE = 30.0
STEADY_SECONDS = 60.0
_PR_SET_PDEATHSIG = 1


@dataclass
class Child:
    """One command kept alive. It leads a process group of its own, so that nothing of it is left behind."""

    name: str
    command: list[str]
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    failures: int = 0
    due: float = 0.0

    def start(self) -> None:
        self.process = subprocess.Popen(self.command, start_new_session=True, preexec_fn=_end_with_parent)  # noqa: PLW1509  (no threads yet)
        self.started = time.monotonic()
        log.info("child_started", child=self.name, pid=self.process.pid)

    def look(self) -> None:
        """Start what is not running: at once after a steady run, later each time while it keeps failing."""
        now = time.monotonic()
        if self.process is None:
            if now >= self.due:
                self.start()
            return
        code = self.process.poll()
        if code is None:
            return
        self.sweep()
        self.failures = 0 if now - self.started > STEADY_SECONDS else self.failures + 1
        pause = min(0.5 * 2 ** max(self.failures - 1, 0), LONGEST_PAUSE) if self.failures else 0.0
        self.process, self.due = None, now + pause
        log.warning("child_ended", child=self.name, code=code, restart_in=pause)

    def ask_to_end(self) -> None:
        if self.process and self.process.poll() is None:
            self.process.terminate()

    def end(self, until: float) -> None:
        if self.process is None:
            return
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(max(0.0, until - time.monotonic()))
        self.sweep()
        self.process.wait()

    def sweep(self) -> None:
        """End whatever is left of the group: a web server that was killed leaves its workers at the port."""
        if self.process is not None:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, signal.SIGKILL)


def children(host: str, port: int, workers: int) -> list[Child]:
    """The two commands of an installation."""
    python = sys.executable
    web = [python, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port), "--no-ws"]
    web += [
        "--workers",
        str(workers),
        "--blocking-threads",
        "4",
        "--respawn-failed-workers",
        "--respawn-interval",
        "0.5",
    ]
    web += ["--backlog", "2048", "--no-access-log", "--log-level", "warning", "--workers-kill-timeout", "10"]
    return [Child("web", [*web, "guong.wsgi:application"]), Child("work", [python, "-m", "guong.cli", "work"])]


def run(kept: list[Child]) -> None:
    """Keep the children alive until SIGTERM or SIGINT, then end them: asked first, made to after `GRACE_SECONDS`."""
    stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_signal: stopping.set())
    try:
        while not stopping.wait(LOOK_SECONDS):
            for child in kept:
                child.look()
    finally:
        for child in kept:
            child.ask_to_end()
        until = time.monotonic() + GRACE_SECONDS
        for child in kept:
            child.end(until)
        log.info("all_ended")


def _end_with_parent() -> None:
    """On Linux the kernel ends the child when its parent is killed; elsewhere it must be ended by hand."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
