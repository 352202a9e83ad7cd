"""The key store: one small SQLite file under `GUONG_KEYS`, apart from the database and from every backup.

Keys are 32 random bytes under (kind, name). A name may hold more than one key after a recovery sheet was brought back
into an installation that had made a new one meanwhile; envelopes name theirs, and the oldest is the current one, so
that what was before takes its place again. `forget` leaves a mark: a sheet brings no forgotten key back.
"""

import hashlib
import json
import os
import secrets
import sqlite3
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

FILE = "keys.sqlite3"
KEY_BYTES = 32
ID_BYTES = 8
WAIT_SECONDS = 20

_TABLES = """
CREATE TABLE IF NOT EXISTS keys (
  kind TEXT NOT NULL, name TEXT NOT NULL, id BLOB NOT NULL, key BLOB NOT NULL, made_at INTEGER NOT NULL,
  PRIMARY KEY (kind, name, id)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS forgotten (kind TEXT NOT NULL, name TEXT NOT NULL, PRIMARY KEY (kind, name)) WITHOUT ROWID;
"""
_OLDEST = "SELECT key FROM keys WHERE kind = ? AND name = ? ORDER BY made_at, id LIMIT 1"
_local = threading.local()


@dataclass(frozen=True)
class StoredKey:
    """One row of the store; `made_at` in microseconds since 1970, by the machine's clock."""

    kind: str
    name: str
    key: bytes
    made_at: int


def key_id(key: bytes) -> bytes:
    """What an envelope carries of its key: enough to find it, nothing of the key itself."""
    return hashlib.sha256(b"guong key id" + key).digest()[:ID_BYTES]


def path() -> Path:
    """Where the store lies, whether or not it exists yet."""
    return Path(settings.GUONG_KEYS) / FILE


def key(kind: str, name: str) -> bytes:
    """The current key of (kind, name), made when there is none. Whoever comes first makes it, all get the same."""
    found = find(kind, name)
    if found is not None:
        return found
    made = secrets.token_bytes(KEY_BYTES)
    with _writing() as store:
        row = store.execute(_OLDEST, (kind, name)).fetchone()
        if row is not None:
            return bytes(row[0])
        store.execute("INSERT INTO keys VALUES (?, ?, ?, ?, ?)", (kind, name, key_id(made), made, _now()))
    return made


def find(kind: str, name: str) -> bytes | None:
    """The current key of (kind, name), or None; makes nothing, not even the file."""
    if not _there():
        return None
    row = _connection().execute(_OLDEST, (kind, name)).fetchone()
    return bytes(row[0]) if row else None


def find_all(kind: str, name: str) -> list[bytes]:
    """Every key of (kind, name), the current one first; makes nothing."""
    if not path().is_file():
        return []
    sql = "SELECT key FROM keys WHERE kind = ? AND name = ? ORDER BY made_at, id"
    return [bytes(row[0]) for row in _connection().execute(sql, (kind, name))]


def find_by_id(kind: str, name: str, wanted: bytes) -> bytes | None:
    """The key that an envelope names."""
    if not _there():
        return None
    sql = "SELECT key FROM keys WHERE kind = ? AND name = ? AND id = ?"
    row = _connection().execute(sql, (kind, name, wanted)).fetchone()
    return bytes(row[0]) if row else None


def find_each(kind: str, names: Iterable[str]) -> dict[tuple[str, bytes], bytes]:
    """Every key of some names, by name and what an envelope carries of it: one look for all of them."""
    if not _there():
        return {}
    sql = "SELECT name, id, key FROM keys WHERE kind = ? AND name IN (SELECT value FROM json_each(?))"
    rows = _connection().execute(sql, (kind, json.dumps(list(names))))
    return {(name, bytes(id)): bytes(key) for name, id, key in rows}


def forget(kind: str, name: str) -> None:
    """Throw every key of (kind, name) away, for good: what was sealed with them cannot be opened again."""
    with _writing() as store:
        store.execute("DELETE FROM keys WHERE kind = ? AND name = ?", (kind, name))
        store.execute("INSERT OR IGNORE INTO forgotten VALUES (?, ?)", (kind, name))


def forgotten(kind: str) -> list[str]:
    """Names of a kind whose keys were thrown away; makes nothing."""
    if not path().is_file():
        return []
    rows = _connection().execute("SELECT name FROM forgotten WHERE kind = ? ORDER BY name", (kind,))
    return [str(name) for (name,) in rows]


def everything() -> Iterator[StoredKey]:
    """All keys, oldest first. For the recovery sheet alone."""
    if not path().is_file():
        return
    sql = "SELECT kind, name, key, made_at FROM keys ORDER BY made_at, kind, name, id"
    for kind, name, value, made_at in _connection().execute(sql).fetchall():
        yield StoredKey(kind, name, bytes(value), made_at)


def bring_back(keys: Iterable[StoredKey]) -> int:
    """Add keys of a recovery sheet to those that are here; forgotten ones stay away. Returns how many were new."""
    with _writing() as store:
        gone = set(store.execute("SELECT kind, name FROM forgotten").fetchall())
        rows = [(k.kind, k.name, key_id(k.key), k.key, k.made_at) for k in keys if (k.kind, k.name) not in gone]
        before = store.total_changes
        store.executemany("INSERT OR IGNORE INTO keys VALUES (?, ?, ?, ?, ?)", rows)
        return store.total_changes - before


def _place() -> str:
    return os.path.join(settings.GUONG_KEYS, FILE)  # a text: this is asked for every sealed text that is opened


def _there() -> bool:
    return os.path.isfile(_place())


def _now() -> int:
    return time.time_ns() // 1000


def _connection() -> sqlite3.Connection:
    """This thread's connection; a new one after a fork or when the folder changed."""
    wanted = (os.getpid(), _place())
    if getattr(_local, "opened", None) != wanted or not _there():
        _local.connection = _open(path())
        _local.opened = wanted
    connection: sqlite3.Connection = _local.connection
    return connection


def _open(file: Path) -> sqlite3.Connection:
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    os.close(os.open(file, os.O_CREAT | os.O_RDWR, 0o600))
    connection = sqlite3.connect(file, timeout=WAIT_SECONDS, isolation_level=None)
    # A rollback journal, not WAL: a key thrown away must not linger in a log beside the store.
    connection.executescript(
        "PRAGMA journal_mode=TRUNCATE; PRAGMA synchronous=EXTRA; PRAGMA secure_delete=ON;" + _TABLES
    )
    return connection


@contextmanager
def _writing() -> Iterator[sqlite3.Connection]:
    connection = _connection()
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield connection
        connection.execute("COMMIT")
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
