"""Test databases: made once per set of migrations, cloned per process.

The template is kept under `.cache/templates` (SQLite) or beside the clones on the server (PostgreSQL), under a name
that carries the hash of every migration of every installed app, so a changed migration makes a new one. It is made as
installations are, at once; `guong/ops/tests/test_fresh.py` holds it against a database that was migrated step by step.
"""

import fcntl
import hashlib
import os
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import connection, connections

from guong.ops import fresh

CACHE = Path(__file__).resolve().parents[1] / ".cache" / "templates"
KEPT_SECONDS = 86_400  # a run that began before the migrations changed still restores from its own template


def fingerprint() -> str:
    """One hash over name and bytes of all migrations, our own and those of the libraries, and of the short way."""
    digest = hashlib.sha256(Path(fresh.__file__).read_bytes() + fresh.SEED.read_bytes())
    for app in sorted(apps.get_app_configs(), key=lambda one: one.label):
        for path in sorted(Path(app.path, "migrations").glob("*.py")):
            digest.update(f"{app.label}/{path.name}".encode() + path.read_bytes())
    return digest.hexdigest()[:16]


@contextmanager
def alone() -> Iterator[None]:
    """One process at a time makes or copies a template."""
    CACHE.mkdir(parents=True, exist_ok=True)
    with (CACHE / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def point_to(name: str) -> None:
    """Let Django's one connection open `name` from now on."""
    connections.close_all()
    connection.settings_dict["NAME"] = settings.DATABASES["default"]["NAME"] = name


def make_tables(name: str) -> None:
    point_to(name)
    fresh.migrate()
    connections.close_all()


class OnSqlite:
    """The database is the file of the throw-away installation; its template is a file beside other templates."""

    def __init__(self) -> None:
        self.file = Path(settings.GUONG_DATA, "guong.sqlite3")
        self.template = CACHE / f"{fingerprint()}.sqlite3"

    def clone(self) -> None:
        with alone():
            if not self.template.exists():
                self._make_template()
        os.environ["DATABASE_URL"] = f"sqlite:///{self.file}"
        self.restore()

    def _make_template(self) -> None:
        for old in CACHE.glob("*.sqlite3"):
            if time.time() - old.stat().st_mtime > KEPT_SECONDS:
                old.unlink()
        with tempfile.TemporaryDirectory(dir=CACHE) as folder:
            draft = Path(folder, "draft.sqlite3")
            make_tables(str(draft))
            with closing(sqlite3.connect(draft)) as raw:
                raw.execute("PRAGMA journal_mode=DELETE")
            draft.rename(self.template)

    def restore(self) -> None:
        """Put the migrated state back; other processes see it with their next connection."""
        point_to(str(self.file))
        for suffix in ("", "-wal", "-shm"):
            Path(f"{self.file}{suffix}").unlink(missing_ok=True)
        shutil.copy(self.template, self.file)

    def drop(self) -> None:
        connections.close_all()


class OnPostgres:
    """The database is a clone on the server of `DATABASE_URL`; the database named there is never touched."""

    def __init__(self) -> None:
        self.template = f"guong_template_{fingerprint()}"
        self.name = f"guong_test_{os.getpid()}"
        self.url = os.environ["DATABASE_URL"]

    def clone(self) -> None:
        with alone():
            if not self._exists(self.template):
                self._run(f'DROP DATABASE IF EXISTS "{self.template}_draft" WITH (FORCE)')
                self._run(f'CREATE DATABASE "{self.template}_draft"')
                make_tables(f"{self.template}_draft")
                self._run(f'ALTER DATABASE "{self.template}_draft" RENAME TO "{self.template}"')
            self.restore()
        head, _, query = self.url.partition("?")
        os.environ["DATABASE_URL"] = head.rpartition("/")[0] + f"/{self.name}" + (f"?{query}" if query else "")

    def _exists(self, name: str) -> bool:
        with connection._nodb_cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
            return cursor.fetchone() is not None

    def _run(self, statement: str) -> None:
        """`statement` is built from our own names alone."""
        connections.close_all()
        with connection._nodb_cursor() as cursor:
            cursor.execute(statement)

    def restore(self) -> None:
        self.drop()
        self._run(f'CREATE DATABASE "{self.name}" TEMPLATE "{self.template}"')
        point_to(self.name)

    def drop(self) -> None:
        self._run(f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)')


def of_this_run() -> OnSqlite | OnPostgres:
    return OnPostgres() if connection.vendor == "postgresql" else OnSqlite()
