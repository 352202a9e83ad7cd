import contextlib
import sqlite3
from pathlib import Path

import pytest
from django.db import connection

from guong.jobs import clock, scrub
from guong.jobs.models import OutboxRow

pytestmark = [pytest.mark.both, pytest.mark.django_db(transaction=True)]
WORDS = "a word that is to leave the files of the database"


def written() -> None:
    OutboxRow.objects.create(topic="t", ref=WORDS, made_at=clock.now())
    OutboxRow.objects.filter(ref=WORDS).delete()


def test_what_was_deleted_leaves_the_files_of_the_database() -> None:
    written()
    scrub.database([OutboxRow])
    if connection.vendor == "sqlite":
        name = str(connection.settings_dict["NAME"])
        kept = [Path(name + ending) for ending in ("", "-wal", "-journal")]
        assert [path.name for path in kept if path.exists() and WORDS.encode() in path.read_bytes()] == []


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL has no log that readers hold")
def test_a_reader_of_an_older_state_is_waited_for() -> None:
    written()
    with contextlib.closing(sqlite3.connect(str(connection.settings_dict["NAME"]), isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM jobs_outboxrow").fetchone()
        written()
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA busy_timeout=100")
        try:
            with pytest.raises(scrub.StillRead):
                scrub.database([])
        finally:
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA busy_timeout=20000")
    scrub.database([])
