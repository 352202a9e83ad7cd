"""An installation of its own, served: what benchmarks through HTTP need."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit, urlunsplit

import httpx
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection

from guong.accounts import sessions
from guong.units.models import Person

STARTS_WITHIN = 180.0


def where() -> dict[str, str]:
    """The throw-away folder and database, for processes of their own."""
    own = {"GUONG_DATA": str(settings.GUONG_DATA), "GUONG_KEYS": str(settings.GUONG_KEYS)}
    own["GUONG_SECRET_KEY"] = settings.SECRET_KEY  # one for all processes, so that the session made here holds
    if connection.vendor != "sqlite":
        own["DATABASE_URL"] = urlunsplit(
            urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}")
        )
    return own


def guong(command: str, environment: dict[str, str]) -> None:
    words = [sys.executable, "-m", "guong.cli", command]
    subprocess.run(words, env=environment, check=True, stdout=subprocess.DEVNULL)


@contextmanager
def serving(environment: dict[str, str], person: Person) -> Iterator[httpx.Client]:
    """A client that is signed in as a person of the installation, which is served as long as it is needed."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    words = [sys.executable, "-m", "guong.cli", "serve", "--port", str(port), "--workers", "2"]
    server = subprocess.Popen(words, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    try:
        with httpx.Client(base_url=address, cookies=_signed_in(person), timeout=120) as client:
            wait_for(lambda: client.get("/health/live").is_success)
            yield client
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(60)


def wait_for(done: Callable[[], bool]) -> float:
    """Seconds until it is so."""
    started = time.perf_counter()
    while time.perf_counter() - started < STARTS_WITHIN:
        try:
            if done():
                return time.perf_counter() - started
        except httpx.TransportError:
            pass
        time.sleep(0.02)
    raise AssertionError("it did not come to be")


def _signed_in(person: Person) -> dict[str, str]:
    """The cookie of a person's session, without the log-in's own second."""
    user = person.user
    if user is None:
        raise AssertionError("this person has a log-in")
    session = SessionStore()
    session.update(
        {
            "_auth_user_id": str(user.pk),
            "_auth_user_backend": settings.AUTHENTICATION_BACKENDS[1],
            "_auth_user_hash": user.get_session_auth_hash(),
            sessions.STEPS: sessions.TWO,
        }
    )
    session.save()
    return {"sessionid": str(session.session_key)}


def p95(times: list[float]) -> float:
    return sorted(times)[int(len(times) * 0.95)]
