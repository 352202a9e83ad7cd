"""The database as one file, and back: SQLite by its online backup, PostgreSQL by pg_dump where it is at hand, else
row by row as JSON lines, which any engine reads.
"""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from datetime import datetime, time
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core import serializers
from django.core.management import call_command
from django.core.management.color import no_style
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, connections, models, transaction


class Failed(Exception):
    """The engine's tool did not succeed; the argument is what it said, in one line."""


def write(folder: Path) -> Path:
    """A consistent copy of the database in `folder`; its ending says how it was made."""
    if connection.vendor == "sqlite":
        return _copy_sqlite(folder / "database.sqlite3")
    if shutil.which("pg_dump"):
        try:
            return _pg_dump(folder / "database.dump")
        except Failed:  # a server newer than the tool: rows can always be read
            (folder / "database.dump").unlink(missing_ok=True)
    return write_rows(folder / "database.jsonl")


def is_empty() -> bool:
    """Whether the database holds no tables yet."""
    if connection.vendor == "sqlite" and not Path(str(connection.settings_dict["NAME"])).exists():
        return True
    return not connection.introspection.table_names()


def read(file: Path, *, make_tables: Callable[[], None]) -> None:
    """Bring a copy back into the empty database of this installation; rows need their tables made first."""
    if file.suffix == ".jsonl":
        make_tables()
        read_rows(file)
    elif file.suffix == ".dump":
        _pg_restore(file)
    elif connection.vendor == "sqlite":
        connections.close_all()
        shutil.move(file, str(connection.settings_dict["NAME"]))
    else:
        raise Failed("an SQLite copy cannot be read into PostgreSQL")


def _copy_sqlite(target: Path) -> Path:
    connection.ensure_connection()
    with sqlite3.connect(target) as copy:
        connection.connection.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")
    copy.close()
    return target


def _pg_dump(target: Path) -> Path:
    _pg("pg_dump", "--format=custom", "--no-owner", "--no-privileges", "--file", str(target))
    return target


def _pg_restore(file: Path) -> None:
    name = str(connection.settings_dict["NAME"])
    _pg("pg_restore", "--no-owner", "--no-privileges", "--single-transaction", "--dbname", name, str(file))


def _pg(*command: str) -> None:
    """Connection by environment: no password shows in the list of processes."""
    known = connection.get_connection_params()
    named = {"PGHOST": "host", "PGPORT": "port", "PGUSER": "user", "PGPASSWORD": "password", "PGDATABASE": "dbname"}
    given = {variable: str(known[name]) for variable, name in named.items() if known.get(name)}
    try:
        done = subprocess.run(command, env={**os.environ, **given}, capture_output=True, text=True, check=False)
    except FileNotFoundError as error:
        raise Failed(f"{command[0]} is not installed") from error
    if done.returncode:
        raise Failed(" ".join(done.stderr.split())[-300:])


def _models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model._meta.managed and not model._meta.proxy]


class Exact(DjangoJSONEncoder):
    """Instants with their microseconds, which Django's own encoder cuts: the seals of the trail cover them."""

    def default(self, o: Any) -> Any:
        return o.isoformat() if isinstance(o, datetime | time) else super().default(o)


def write_rows(target: Path) -> Path:
    """Every row as a JSON line, read in one transaction."""
    with target.open("w", encoding="utf-8") as out, transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        for model in _models():
            rows = model._base_manager.order_by("pk").iterator(chunk_size=500)
            serializers.serialize("jsonl", rows, stream=out, cls=Exact)
    return target


def read_rows(file: Path) -> None:
    """Replace what the migrations put into the tables by the rows of a dump, in one transaction."""
    with connection.constraint_checks_disabled(), transaction.atomic():
        call_command("flush", interactive=False, verbosity=0, inhibit_post_migrate=True)
        with file.open("r", encoding="utf-8") as lines:
            for row in _rows(lines):
                row.save()
        connection.check_constraints()
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), _models()):
            cursor.execute(statement)


def _rows(lines: Any) -> Iterator[Any]:
    yield from serializers.deserialize("jsonl", lines)
