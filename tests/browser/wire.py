"""A network between browser and server that a test can cut at any byte, as a valley between two hills does."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Literal
from urllib.parse import urlsplit

Way = Literal["up", "down"]
GULP = 16 * 1024


class Wire:
    """Passes bytes on both ways. `cut` lets so many more pass in one way; then every connection breaks and none is
    made, until `mend`.
    """

    def __init__(self, site: str) -> None:
        there = urlsplit(site)
        self._there = (there.hostname or "", there.port or 0)
        self._door = socket.create_server(("127.0.0.1", 0))
        self._lock = threading.Lock()
        self._open: set[socket.socket] = set()
        self._way: Way | None = None
        self._left = 0
        self.is_cut = threading.Event()
        self.address = f"http://127.0.0.1:{self._door.getsockname()[1]}"
        threading.Thread(target=self._let_in, daemon=True).start()

    def cut(self, way: Way, *, after: int) -> None:
        with self._lock:
            self._way, self._left = way, after

    def mend(self) -> None:
        with self._lock:
            self._way = None
            self.is_cut.clear()

    def close(self) -> None:
        self._door.close()
        self._sever()

    def _let_in(self) -> None:
        with suppress(OSError):
            while True:
                near, _address = self._door.accept()
                if self.is_cut.is_set():
                    near.close()
                    continue
                far = socket.create_connection(self._there)
                with self._lock:
                    self._open |= {near, far}
                for source, target, way in ((near, far, "up"), (far, near, "down")):
                    threading.Thread(target=self._pass_on, args=(source, target, way), daemon=True).start()

    def _pass_on(self, source: socket.socket, target: socket.socket, way: Way) -> None:
        with suppress(OSError):
            while piece := source.recv(GULP):
                allowed = self._allowed(way, len(piece))
                target.sendall(piece[:allowed])
                if allowed < len(piece):
                    self._sever()
        for one in (source, target):
            self._break(one)

    def _allowed(self, way: Way, asked: int) -> int:
        """How many of these bytes still pass."""
        with self._lock:
            if self.is_cut.is_set():
                return 0
            if way != self._way:
                return asked
            passing = min(asked, self._left)
            self._left -= passing
            if passing < asked:
                self.is_cut.set()
            return passing

    def _sever(self) -> None:
        with self._lock:
            there = list(self._open)
        for one in there:
            self._break(one)

    def _break(self, one: socket.socket) -> None:
        with suppress(OSError):
            one.shutdown(socket.SHUT_RDWR)
        with self._lock:
            self._open.discard(one)
        one.close()


@contextmanager
def wired(site: str) -> Iterator[Wire]:
    wire = Wire(site)
    try:
        yield wire
    finally:
        wire.close()
