import os
import socket
import subprocess
import sys
from datetime import timedelta

import pytest
from django_tasks import task
from django_tasks_db.compat import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from guong.jobs import clock, routines, tasks_runner, worker
from guong.jobs.models import Lease

DONE: list[str] = []


@task()
def note(word: str) -> None:
    DONE.append(word)


@task()
def fail(word: str) -> None:
    raise OSError(word)


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    DONE.clear()
    monkeypatch.setattr(routines, "ROUTINES", {})


def states() -> list[tuple[str, int]]:
    return [(one.status, len(one.worker_ids)) for one in DBTaskResult.objects.order_by("enqueued_at")]


@pytest.mark.both
@pytest.mark.django_db
def test_a_task_runs_once() -> None:
    note.enqueue("a")
    assert worker.run_once()
    while worker.run_once():
        pass
    assert (DONE, states()) == (["a"], [(TaskResultStatus.SUCCESSFUL, 1)])


@pytest.mark.django_db
def test_a_task_that_fails_is_tried_five_times_later_each_time() -> None:
    fail.enqueue("a")
    waits = []
    for _ in range(tasks_runner.ATTEMPTS - 1):
        before = clock.machine()
        assert tasks_runner.run_next("w")
        assert not tasks_runner.run_next("w")
        waits.append(round((DBTaskResult.objects.get().run_after - before).total_seconds(), -1))
        DBTaskResult.objects.update(run_after=clock.machine())
    assert waits == [10, 20, 40, 80]
    assert states() == [(TaskResultStatus.READY, 4)]
    assert tasks_runner.run_next("w")
    assert states() == [(TaskResultStatus.FAILED, 5)]


@pytest.mark.django_db
def test_the_task_of_a_dead_worker_is_taken_up_again() -> None:
    note.enqueue("a")
    claimed = tasks_runner._claim("dead")
    assert claimed is not None
    assert not tasks_runner.run_next("next")
    assert tasks_runner.take_up_again() == 1
    assert tasks_runner.run_next("next")
    assert (DONE, states()) == (["a"], [(TaskResultStatus.SUCCESSFUL, 2)])


@pytest.mark.django_db(transaction=True)
def test_a_step_that_fails_stops_no_other() -> None:
    def broken() -> int:
        raise OSError

    routines.register("broken", broken)
    note.enqueue("a")
    assert worker.run_once()
    assert DONE == ["a"]


def gone_process() -> int:
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


@pytest.mark.both
@pytest.mark.django_db
def test_one_worker_at_a_time_holds_the_lease() -> None:
    first, second = worker.holder(), worker.holder()
    assert worker.take_lease("worker", first)
    assert worker.take_lease("worker", first)
    assert not worker.take_lease("worker", second)
    assert worker.alive()
    worker.give_back("worker", second)
    assert not worker.take_lease("worker", second)
    worker.give_back("worker", first)
    assert not worker.alive()
    assert worker.take_lease("worker", second)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("holder", "seconds_left", "taken"),
    [
        (f"{socket.gethostname()[:32]}:{{gone}}:00000000", 20, True),
        (f"{socket.gethostname()[:32]}:{os.getppid()}:00000000", 20, False),
        (f"{socket.gethostname()[:32]}:{os.getppid()}:00000000", -1, True),
        ("another-machine:{gone}:00000000", 20, False),
        ("another-machine:{gone}:00000000", -1, True),
    ],
)
def test_a_lease_passes_on_when_its_holder_is_gone_or_its_time_is_over(
    holder: str, seconds_left: int, taken: bool
) -> None:
    until = clock.machine() + timedelta(seconds=seconds_left)
    Lease.objects.create(name="worker", holder=holder.format(gone=gone_process()), until=until)
    assert worker.take_lease("worker", worker.holder()) == taken
