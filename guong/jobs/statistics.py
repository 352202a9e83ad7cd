"""What SQLite knows of how many rows there are, lest it choose a bad plan; PostgreSQL sees to it itself."""

from django.db import connection

_ROWS_READ = 1000  # of each index: an estimate is enough, and writers do not wait long


def gather() -> None:
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA analysis_limit = {_ROWS_READ}")
        cursor.execute("ANALYZE")
