"""Entries recorded one transaction each, sealed, and held against their chain, per second."""

import time
from collections.abc import Callable
from uuid import UUID

from django.db import connection, transaction

from guong.jobs import clock
from guong.ops.benches import Figures, register
from guong.trail import actions, queries
from guong.trail.models import Entry, Head


def run(size: int) -> Figures:
    """With `size` entries."""
    with connection.schema_editor() as editor:
        for model in (Entry, Head):
            editor.create_model(model)
    return {
        "entries": size,
        "recorded_per_s": round(size / _seconds(lambda: _record(size))),
        "sealed_per_s": round(size / _seconds(_seal)),
        "verified_per_s": round(size / _seconds(lambda: list(queries.verify(at=clock.now())))),
    }


def _seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def _record(size: int) -> None:
    for number in range(size):
        with transaction.atomic():
            actions.record(by=None, what="bench.write", on=UUID(int=number), facts={"number": number})


def _seal() -> None:
    while actions.seal_waiting():
        pass


register("trail", run, size=2000)
