from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction

from guong.jobs import clock, outbox, schedule
from guong.jobs.models import Cursor, OutboxRow, ScheduledRun

NOW = datetime(2022, 8, 20, 1, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the consumers and the schedule of the test."""
    monkeypatch.setattr(outbox, "CONSUMERS", {})
    monkeypatch.setattr(schedule, "SCHEDULE", {})


class Heard:
    """A consumer that keeps what it was given and fails at refs that it was told to fail at."""

    def __init__(self, *fails: str) -> None:
        self.rows: list[tuple[str, str]] = []
        self.fails = set(fails)
        self.finished = 0

    def handle(self, topic: str, ref: str) -> None:
        if ref in self.fails:
            raise OSError(f"cannot do {ref}")
        self.rows.append((topic, ref))

    def finish(self) -> None:
        self.finished += 1


def cursor(name: str) -> tuple[int, int, str]:
    return Cursor.objects.values_list("position", "failures", "error").get(consumer=name)


@pytest.mark.both
@pytest.mark.django_db
def test_each_consumer_hears_its_topics_once_and_in_order() -> None:
    everything, some = Heard(), Heard()
    outbox.register("everything", None, everything.handle, finish=everything.finish)
    outbox.register("some", {"b"}, some.handle)
    for topic, ref in (("a", "1"), ("b", "2"), ("a", "3"), ("b", "4")):
        outbox.tell(topic, ref)
    while outbox.deliver():
        pass
    assert everything.rows == [("a", "1"), ("b", "2"), ("a", "3"), ("b", "4")]
    assert some.rows == [("b", "2"), ("b", "4")]
    assert everything.finished == 1
    assert (cursor("everything"), cursor("some")) == ((4, 0, ""), (4, 0, ""))
    assert list(OutboxRow.objects.order_by("id").values_list("position", flat=True)) == [1, 2, 3, 4]


@pytest.mark.django_db
def test_a_consumer_that_fails_keeps_its_place_and_waits_while_others_go_on() -> None:
    failing, well = Heard("2"), Heard()
    outbox.register("failing", None, failing.handle)
    outbox.register("well", None, well.handle)
    for ref in ("1", "2", "3"):
        outbox.tell("a", ref)
    outbox.deliver()
    assert [ref for _, ref in well.rows] == ["1", "2", "3"]
    assert (failing.rows, cursor("failing")) == ([("a", "1")], (1, 1, "OSError"))
    failing.fails.clear()
    outbox.deliver()
    assert failing.rows == [("a", "1")]
    Cursor.objects.update(retry_at=clock.machine())
    outbox.deliver()
    assert [ref for _, ref in failing.rows] == ["1", "2", "3"]
    assert cursor("failing") == (3, 0, "")


@pytest.mark.django_db
def test_a_batch_that_cannot_be_finished_is_handled_again() -> None:
    heard = Heard()

    def finish() -> None:
        if len(heard.rows) == 1:
            raise OSError

    outbox.register("index", None, heard.handle, finish=finish)
    outbox.tell("a", "1")
    outbox.deliver()
    assert cursor("index") == (0, 1, "OSError")
    Cursor.objects.update(retry_at=clock.machine())
    outbox.deliver()
    assert heard.rows == [("a", "1"), ("a", "1")]
    assert cursor("index") == (1, 0, "")


@pytest.mark.django_db
def test_a_row_of_an_undone_change_is_never_told() -> None:
    heard = Heard()
    outbox.register("index", None, heard.handle)
    with transaction.atomic():
        outbox.tell("a", "1")
        transaction.set_rollback(True)
    outbox.deliver()
    assert heard.rows == []


@pytest.mark.django_db
def test_a_row_that_shows_late_with_a_smaller_id_is_not_skipped() -> None:
    heard = Heard()
    outbox.register("index", None, heard.handle)
    OutboxRow.objects.create(id=1000, topic="a", ref="second", made_at=NOW)
    while outbox.deliver():
        pass
    OutboxRow.objects.create(id=999, topic="a", ref="late", made_at=NOW)
    while outbox.deliver():
        pass
    assert [ref for _, ref in heard.rows] == ["second", "late"]


@pytest.mark.django_db
def test_more_rows_than_a_batch_are_all_heard() -> None:
    heard = Heard()
    outbox.register("index", None, heard.handle)
    OutboxRow.objects.bulk_create(OutboxRow(topic="a", ref=str(n), made_at=NOW) for n in range(450))
    while outbox.deliver():
        pass
    assert [ref for _, ref in heard.rows] == [str(n) for n in range(450)]


def test_the_wait_doubles_up_to_an_hour() -> None:
    waits = [outbox.delay(failures).total_seconds() for failures in (1, 2, 3, 11, 12, 13, 99)]
    assert waits == [1, 2, 4, 1024, 2048, 3600, 3600]


@pytest.mark.django_db
def test_scheduled_work_runs_when_it_is_due_by_the_organisations_clock() -> None:
    ran: list[datetime] = []
    schedule.register("daily", timedelta(days=1), lambda: ran.append(clock.now()))
    for instant in (NOW, NOW + timedelta(hours=23), NOW + timedelta(hours=24), NOW + timedelta(hours=25)):
        with clock.at(instant):
            schedule.run_due()
    assert ran == [NOW, NOW + timedelta(hours=24)]
    with clock.at(NOW - timedelta(days=400)):
        schedule.run_due()
    assert ran[-1] == NOW - timedelta(days=400)


@pytest.mark.django_db
def test_scheduled_work_that_failed_is_tried_again_and_not_marked() -> None:
    def fail() -> None:
        raise OSError

    schedule.register("daily", timedelta(days=1), fail)
    assert schedule.run_due() == 0
    assert not ScheduledRun.objects.exists()
    assert schedule.SCHEDULE["daily"].failures == 1
    assert schedule.run_due() == 0
    assert schedule.SCHEDULE["daily"].failures == 1
    schedule.SCHEDULE["daily"].retry_at = clock.machine()
    schedule.run_due()
    assert schedule.SCHEDULE["daily"].failures == 2
