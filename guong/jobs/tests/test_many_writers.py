"""Eight real processes write to one database at once: design section 9 was measured, this holds it."""

import multiprocessing
from datetime import UTC, datetime

import pytest
from django.db import connections, transaction

from guong.jobs.models import Cursor, OutboxRow

PROCESSES = 8
TRANSACTIONS = 150


def _write(number: int, answers: "multiprocessing.Queue[str]") -> None:
    connections.close_all()
    made_at = datetime(2022, 8, 20, tzinfo=UTC)
    try:
        for turn in range(TRANSACTIONS):
            with transaction.atomic():
                counter = Cursor.objects.select_for_update().get(consumer="counter")
                OutboxRow.objects.create(topic=f"process {number}", ref=str(turn), made_at=made_at)
                Cursor.objects.filter(pk=counter.pk).update(position=counter.position + 1)
        answers.put("")
    except Exception as error:
        answers.put(repr(error))
    finally:
        connections.close_all()


@pytest.mark.both
@pytest.mark.django_db(transaction=True)
def test_eight_processes_that_read_and_then_write_lose_nothing() -> None:
    Cursor.objects.create(consumer="counter")
    connections.close_all()
    context = multiprocessing.get_context("fork")
    answers: multiprocessing.Queue[str] = context.Queue()
    processes = [context.Process(target=_write, args=(number, answers)) for number in range(PROCESSES)]
    for process in processes:
        process.start()
    failures = [answers.get(timeout=110) for _ in processes]
    for process in processes:
        process.join()
    assert failures == [""] * PROCESSES
    assert Cursor.objects.get(consumer="counter").position == PROCESSES * TRANSACTIONS
    assert OutboxRow.objects.count() == PROCESSES * TRANSACTIONS
