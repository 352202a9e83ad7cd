import pytest
from django.db import connection

from guong.jobs import outbox, statistics


@pytest.mark.both
@pytest.mark.django_db
def test_an_engine_that_keeps_no_statistics_is_told_to() -> None:
    outbox.tell_each("topic", [str(number) for number in range(200)])
    statistics.gather()
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("SELECT DISTINCT stat FROM sqlite_stat1 WHERE tbl = 'jobs_outboxrow'")
            counted = {int(stat.split()[0]) for (stat,) in cursor.fetchall()}
        assert counted == {200}
