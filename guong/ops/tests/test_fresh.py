"""The short way to an empty database, by which the tests' own was made, holds against the long one."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection, connections
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from guong.ops import fresh

# Each migration run makes its own.
PASSING = {"translation_key", "last_login", "date_joined"}


@contextmanager
def another_database(folder: Path) -> Iterator[None]:
    """An empty database of the same engine under Django's one connection."""
    name = connection.settings_dict["NAME"]
    other = str(folder / "fresh.sqlite3") if connection.vendor == "sqlite" else f"guong_fresh_{os.getpid()}"
    connections.close_all()
    if connection.vendor != "sqlite":
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'CREATE DATABASE "{other}"')
    connection.settings_dict["NAME"] = other
    try:
        yield
    finally:
        connections.close_all()
        connection.settings_dict["NAME"] = name
        if connection.vendor != "sqlite":
            with connection._nodb_cursor() as cursor:
                cursor.execute(f'DROP DATABASE "{other}" WITH (FORCE)')


def tables() -> dict[str, list[str]]:
    """Columns, keys, indexes and constraints of every table, whatever order they were made in."""
    with connection.cursor() as cursor:
        names = sorted(connection.introspection.table_names(cursor))
        told = of_sqlite if connection.vendor == "sqlite" else of_postgres
        return {name: sorted(told(cursor, name)) for name in names}


def of_sqlite(cursor: Any, table: str) -> Iterator[str]:
    """The parts of the statement that made the table, and its indexes but for their names."""
    cursor.execute("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = %s", [table])
    yield from parts(cursor.fetchone()[0])
    cursor.execute("SELECT sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name = %s", [table])
    for (sql,) in cursor.fetchall():
        unique, _on, rest = sql.partition(" ON ")
        yield f"{unique.split()[1]} {rest}"


def parts(sql: str) -> list[str]:
    """What stands between the outer commas of CREATE TABLE."""
    body, depth, found = sql[sql.index("(") + 1 : sql.rindex(")")], 0, [""]
    for letter in " ".join(body.split()):
        depth += (letter == "(") - (letter == ")")
        if letter == "," and not depth:
            found.append("")
        else:
            found[-1] += letter
    return [part.strip() for part in found]


def of_postgres(cursor: Any, table: str) -> Iterator[str]:
    """Without names: a table that was renamed keeps names that a new one does not get."""
    for one in connection.introspection.get_table_description(cursor, table):
        yield f"{one.name} {one.type_code} {one.display_size} {one.null_ok} {one.default} {one.collation}"
    kept = ("columns", "primary_key", "unique", "foreign_key", "check", "index", "type", "orders", "definition")
    for found in connection.introspection.get_constraints(cursor, table).values():
        yield json.dumps({key: found.get(key) for key in kept}, default=str)


def content() -> list[str]:
    """Every row by what it says; the numbers of rows that only tie others together differ from engine to engine."""
    found = []
    for row in map(json.loads, fresh.rows()):
        fields = {name: value for name, value in row["fields"].items() if name not in PASSING}
        if "permissions" in fields:
            fields["permissions"] = sorted(fields["permissions"])
        found.append(json.dumps([row["model"], fields], sort_keys=True))
    return sorted(found)


def everything() -> dict[str, Any]:
    return {
        "tables": tables(),
        "rows": content(),
        "types": sorted(ContentType.objects.values_list("app_label", "model")),
        "permissions": sorted(Permission.objects.values_list("content_type__app_label", "codename")),
        "migrations": sorted(MigrationRecorder(connection).applied_migrations()),
    }


@pytest.mark.both
@pytest.mark.django_db(transaction=True)
def test_a_database_made_at_once_equals_one_migrated_step_by_step(tmp_path: Path) -> None:
    assert fresh._known() == fresh.data_steps(MigrationLoader(connection))
    short_way = everything()
    with another_database(tmp_path):
        call_command("migrate", verbosity=0, interactive=False)
        long_way = everything()
    assert short_way["rows"] == long_way["rows"]
    assert short_way["types"] == long_way["types"]
    assert short_way["permissions"] == long_way["permissions"]
    assert short_way["migrations"] == long_way["migrations"]
    assert sorted(short_way["tables"]) == sorted(long_way["tables"])
    differing = {
        name: (short_way["tables"][name], long_way["tables"][name])
        for name in long_way["tables"]
        if short_way["tables"][name] != long_way["tables"][name]
    }
    assert differing == {}
