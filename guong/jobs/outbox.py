"""What happened, for consumers that act on it later: the search index, the page epoch, mail.

`tell` writes a row in the caller's transaction; the worker hands rows to each consumer in order, at least once. A
consumer that fails keeps its place, waits longer each time and says why, while the others go on.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection, models, transaction
from django.db.models import Count, Max

from guong.jobs import clock
from guong.jobs.log import log
from guong.jobs.models import Cursor, OutboxRow

Handle = Callable[[str, str], None]
BATCH = 200
LONGEST_DELAY = timedelta(hours=1)


@dataclass(frozen=True)
class Consumer:
    """`topics` None hears everything; `finish` runs after a batch and before its place is remembered."""

    name: str
    topics: frozenset[str] | None
    handle: Handle
    finish: Callable[[], None] | None = None


CONSUMERS: dict[str, Consumer] = {}


def register(
    consumer: str, topics: set[str] | None, handle: Handle, *, finish: Callable[[], None] | None = None
) -> None:
    """Add a consumer (in `apps.ready`). `handle(topic, ref)` may get the same row again: it must not mind."""
    CONSUMERS[consumer] = Consumer(consumer, None if topics is None else frozenset(topics), handle, finish)


def tell(topic: str, ref: str | UUID) -> None:
    """Note in the caller's transaction that something happened to `ref`."""
    tell_each(topic, [ref])


def tell_each(topic: str, refs: Iterable[str | UUID]) -> None:
    """`tell` of several, in one statement."""
    made_at = clock.now()
    OutboxRow.objects.bulk_create(OutboxRow(topic=topic, ref=str(ref), made_at=made_at) for ref in refs)


def deliver() -> int:
    """Give waiting rows their positions and hand them to every consumer that is due. Returns how much was done."""
    done = _place_waiting()
    last = OutboxRow.objects.aggregate(last=Max("position"))["last"] or 0
    cursors = {cursor.consumer: cursor for cursor in Cursor.objects.all()}
    for consumer in CONSUMERS.values():
        cursor = cursors.get(consumer.name) or Cursor(consumer=consumer.name)
        if cursor.position < last and (cursor.retry_at is None or cursor.retry_at <= clock.machine()):
            done += _hand_over(consumer, cursor, last)
    return done


@transaction.atomic
def _place_waiting() -> int:
    """Row ids of overlapping writers may show out of order; positions, given by the one worker, never do."""
    waiting = list(OutboxRow.objects.filter(position=None).order_by("id").values_list("id", flat=True)[:1000])
    if not waiting:
        return 0
    last = OutboxRow.objects.aggregate(last=Max("position"))["last"] or 0
    with connection.cursor() as cursor:
        cursor.executemany(
            f"UPDATE {OutboxRow._meta.db_table} SET position = %s WHERE id = %s",  # noqa: S608  (a table name of ours)
            [(position, row) for position, row in enumerate(waiting, start=last + 1)],
        )
    return len(waiting)


def _rows(consumer: Consumer, after: int) -> models.QuerySet[OutboxRow]:
    rows = OutboxRow.objects.filter(position__gt=after).order_by("position")
    return rows if consumer.topics is None else rows.filter(topic__in=consumer.topics)


def _hand_over(consumer: Consumer, cursor: Cursor, last: int) -> int:
    rows = list(_rows(consumer, cursor.position)[:BATCH])
    reached, handled, error = cursor.position, 0, ""
    try:
        for row in rows:
            consumer.handle(row.topic, row.ref)
            reached, handled = row.position or reached, handled + 1
    except Exception as caught:
        error = _told(consumer, caught)
    try:
        if consumer.finish and handled:
            consumer.finish()
    except Exception as caught:
        error, reached, handled = _told(consumer, caught), cursor.position, 0
    if not error and len(rows) < BATCH:
        reached = last
    _remember(cursor, reached, error)
    return handled


def _told(consumer: Consumer, error: Exception) -> str:
    log.exception("consumer_failed", consumer=consumer.name)
    return type(error).__name__


def _remember(cursor: Cursor, reached: int, error: str) -> None:
    """The error's class alone is kept: its words could quote what was handled."""
    cursor.position, cursor.error = reached, error[:200]
    cursor.failures = cursor.failures + 1 if error else 0
    cursor.retry_at = clock.machine() + delay(cursor.failures) if error else None
    cursor.save()


def delay(failures: int) -> timedelta:
    """How long to wait after so many failures in a row: doubling from one second to one hour."""
    return min(timedelta(seconds=2 ** min(failures - 1, 20)), LONGEST_DELAY)


def latest(topic: str) -> tuple[str, datetime | None]:
    """A mark that differs whenever something more happened under a topic, and when the last of it did."""
    rows = OutboxRow.objects.filter(topic=topic)
    # The number of rows too: of two writers at once the lower id may be seen last.
    seen = rows.aggregate(last=Max("id"), many=Count("id"), at=Max("made_at"))
    return f"{seen['last'] or 0}.{seen['many']}", seen["at"]
