"""Plain queries with constant texts. A change of the tree puts the same few questions again and again: building them as
querysets costs ten times what the database takes to answer.
"""

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from django.db import connection


def alone() -> None:
    """One change of the tree at a time: two that are fine apart can make a circle, or one code twice, together."""
    lock = " FOR UPDATE" if connection.features.has_select_for_update else ""
    fetch(f"SELECT id FROM units_unit ORDER BY id LIMIT 1{lock}", ())  # noqa: S608  (constant text)


def marks(values: Collection[object]) -> str:
    """Placeholders for IN (…); NULL, which nothing equals, where there are no values."""
    return ", ".join(["%s"] * len(values)) or "NULL"


_LATERAL = "JOIN LATERAL (SELECT x.* FROM {table} x WHERE {condition} OFFSET 0) {alias} ON TRUE"
_AMONG = "JOIN {table} {alias} ON {alias}.id IN (SELECT x.id FROM {table} x WHERE {condition})"


def looked_up(table: str, alias: str, condition: str) -> str:
    """JOIN of the rows of a table that meet a condition on `x`, looked up for each row before it.

    For a plain join SQLite goes through the whole table to make a filter that a few look-ups do not need; PostgreSQL,
    which cannot tell how few rows a recursion has, hashes it.
    """
    if connection.vendor == "postgresql":
        return _LATERAL.format(table=table, alias=alias, condition=condition)
    return _AMONG.format(table=table, alias=alias, condition=condition)


def fetch(sql: str, given: Iterable[Any]) -> list[tuple[Any, ...]]:
    """All rows. `sql` is text of ours, never of a person; days and instants in `given` are adapted by the caller."""
    with connection.cursor() as cursor:
        cursor.execute(sql, list(given))
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows


def day_of(value: date | str) -> date:
    """SQLite gives days of a plain query as texts."""
    return date.fromisoformat(value) if isinstance(value, str) else value
