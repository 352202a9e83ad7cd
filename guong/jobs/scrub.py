"""Wiping what a database keeps of rows that are gone: pages it has not written over, its log of changes."""

from collections.abc import Iterable

from django.db import connection, models


class StillRead(Exception):
    """Somebody is reading an older state of the database; the next try will do it."""


def database(holders: Iterable[type[models.Model]]) -> None:
    """For the worker, outside of a transaction. Raises `StillRead`.

    SQLite zeroes what it deletes (`secure_delete`); here its log is written into the database and cut to nothing.
    PostgreSQL keeps former rows in its tables, so those of `holders` are written anew; its own log ages by itself.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            if cursor.fetchone()[0]:
                raise StillRead
            return
        for model in holders:
            cursor.execute(f"VACUUM (FULL, ANALYZE) {connection.ops.quote_name(model._meta.db_table)}")
