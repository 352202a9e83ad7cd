"""A real installation in a folder of its own: commands as somebody in an office types them, and a running server."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

ROOT = Path(__file__).resolve().parents[2]
STARTS_WITHIN = 60.0


@dataclass(frozen=True)
class Place:
    """Where an installation lies. Nothing of the test's own settings reaches its processes."""

    folder: Path
    settings: Mapping[str, str] = field(default_factory=dict)  # further ones, as the operator sets them

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def keys(self) -> Path:
        return self.folder / "keys"

    def environment(self) -> dict[str, str]:
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ}
        own = {"GUONG_DATA": str(self.data), "GUONG_KEYS": str(self.keys), "PYTHONPATH": str(ROOT)}
        return kept | own | {"DJANGO_SETTINGS_MODULE": "guong.settings", "PYTHONWARNINGS": "ignore", **self.settings}

    def command(self, *words: str, code: int = 0, within: int = 120) -> str:
        """What `guong …` prints; fails when it ends with another code, or not within so many seconds."""
        return self._run("-m", "guong.cli", *words, code=code, within=within)

    def world(self, what: str) -> Any:
        """The answer of one function of `tests.system.world`, run inside the installation."""
        return json.loads(self._run("-m", "tests.system.world", what, code=0).splitlines()[-1])

    def _run(self, *words: str, code: int, within: int = 120) -> str:
        done = subprocess.run(
            [sys.executable, *words],
            cwd=self.folder,
            env=self.environment(),
            capture_output=True,
            text=True,
            timeout=within,
            check=False,
        )
        assert done.returncode == code, f"{words} ended with {done.returncode}:\n{done.stdout}\n{done.stderr}"
        return done.stdout


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def serving(place: Place, *, workers: int = 2) -> Iterator[tuple[str, int]]:
    """(address, process id) of a running `guong serve`; it is asked to end at the close of the block."""
    port = free_port()
    words = ["-m", "guong.cli", "serve", "--port", str(port), "--workers", str(workers)]
    with (place.folder / "server.log").open("ab") as log:
        server = subprocess.Popen(
            [sys.executable, *words], cwd=place.folder, env=place.environment(), stdout=log, stderr=log
        )
    try:
        address = f"http://127.0.0.1:{port}"
        wait_for(address)
        yield address, server.pid
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(30)


def wait_for(address: str) -> None:
    until = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < until:
        try:
            if httpx.get(f"{address}/health/live", timeout=5).status_code == httpx.codes.OK:
                return
        except httpx.TransportError:
            time.sleep(0.1)
    raise AssertionError("the server did not start")


def children(parent: int) -> dict[int, str]:
    """Process id → command line of the processes that a process of ours started."""
    listed = Path(f"/proc/{parent}/task/{parent}/children")
    found = {}
    for pid in map(int, listed.read_text().split() if listed.exists() else ()):
        try:
            found[pid] = Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
        except OSError:
            continue  # it ended meanwhile
    return found
