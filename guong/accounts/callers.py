"""Who asks, and how often in this minute: an account where somebody is signed in, else a network address.

Counts lie in a small file of their own beside the fonts, which all workers of a machine share, no backup holds and
nobody misses. It keeps no address: keys are made with the secret of the installation and are dropped with their minute.
"""

import hashlib
import hmac
import sqlite3
import threading
from contextlib import closing
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest

from guong.jobs.clock import machine
from guong.jobs.log import log

MINUTE = 60
_TABLE = "CREATE TABLE IF NOT EXISTS asked (key TEXT PRIMARY KEY, minute INTEGER, many INTEGER) WITHOUT ROWID"
_COUNT = "INSERT INTO asked VALUES (?, ?, 1) ON CONFLICT (key) DO UPDATE SET many = many + 1 RETURNING many"
_open = threading.local()


def address_of(request: HttpRequest) -> str:
    """The caller's address; behind a proxy that speaks for us the one it met."""
    forwarded = request.headers.get("X-Forwarded-For", "") if settings.GUONG_HTTPS else ""
    return forwarded.rpartition(",")[2].strip() or str(request.META.get("REMOTE_ADDR", ""))


def caller(request: HttpRequest) -> str:
    """An office shares one address, so whoever is signed in is counted alone."""
    if request.user.is_authenticated:
        return f"account:{request.user.pk}"
    return f"address:{address_of(request)}"


def wait(who: str, *, most: int) -> int:
    """Count one more request. 0 where it is one of the `most` of this minute, else the seconds to the next minute."""
    instant = int(machine().timestamp())
    minute = instant // MINUTE
    try:
        many = _count(_key(who, minute), minute)
    except (sqlite3.Error, OSError):
        log.exception("asking_not_counted")  # a full disk closes nothing
        return 0
    return MINUTE - instant % MINUTE if many > most else 0


def _key(who: str, minute: int) -> str:
    return hmac.new(settings.SECRET_KEY.encode(), f"{minute}:{who}".encode(), hashlib.sha256).hexdigest()


def _count(key: str, minute: int) -> int:
    connection = _connection(Path(settings.GUONG_DATA) / "cache" / "asked.sqlite3")
    with connection, closing(connection.execute(_COUNT, (key, minute))) as rows:
        many = int(rows.fetchone()[0])
        if many == 1:
            connection.execute("DELETE FROM asked WHERE minute < ?", (minute,))
    return many


def _connection(path: Path) -> sqlite3.Connection:
    """One for each thread; made anew where the installation is another one."""
    kept: tuple[Path, sqlite3.Connection] | None = getattr(_open, "kept", None)
    if kept and kept[0] == path and path.exists():
        return kept[1]
    if kept:
        kept[1].close()
    path.parent.mkdir(parents=True, exist_ok=True)
    connection = sqlite3.connect(path, timeout=2)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=OFF")  # what a power cut takes is a minute's count
    connection.execute(_TABLE)
    _open.kept = (path, connection)
    return connection
