"""The one worker: seals, outbox, schedule, tasks, in rounds; asleep in between until the database changes."""

import os
import socket
import threading
import time
from collections.abc import Callable
from datetime import timedelta

from django.db import close_old_connections, connection, transaction
from uuid_utils.compat import uuid7

from guong.jobs import clock, outbox, routines, schedule, tasks_runner
from guong.jobs.log import log
from guong.jobs.models import Lease

LEASE = "worker"
LEASE_TIME = timedelta(seconds=30)
RENEW_SECONDS = 5.0
LOOK_SECONDS = 0.1  # SQLite says for next to nothing whether anything changed
ASK_SECONDS = 0.25  # where only a round of its own finds that out
# Retries and scheduled work become due without any write: look at least this often.
LOOK_ANYWAY_SECONDS = 2.0


def run_once(worker: str = "once", *, stays: bool = False) -> bool:
    """One round; True when anything was done. Tests and `guong work --once` call it until False."""
    steps: list[Callable[[], int]] = [
        *(routines.BESIDE.get(name, run) if stays else run for name, run in routines.ROUTINES.items()),
        outbox.deliver,
        schedule.run_due,
        lambda: tasks_runner.run_next(worker),
    ]
    return sum([_guarded(step) for step in steps]) > 0


def _guarded(step: Callable[[], int]) -> int:
    try:
        return int(step())
    except Exception:
        if connection.in_atomic_block:
            raise
        log.exception("worker_step_failed", step=getattr(step, "__qualname__", ""))
        return 0


def holder() -> str:
    """A name for this process that says whether it still lives: machine, process id, a random end."""
    return f"{socket.gethostname()[:32]}:{os.getpid()}:{str(uuid7())[-8:]}"


@transaction.atomic
def take_lease(name: str, who: str) -> bool:
    """Take or renew a lease. A holder of this machine whose process is gone loses it at once, any other by time."""
    lease, made = Lease.objects.select_for_update().get_or_create(
        name=name, defaults={"holder": who, "until": clock.machine() + LEASE_TIME}
    )
    if made:
        return True
    if lease.holder != who and lease.until > clock.machine() and _lives(lease.holder):
        return False
    Lease.objects.filter(pk=lease.pk).update(holder=who, until=clock.machine() + LEASE_TIME)
    return True


def give_back(name: str, who: str) -> None:
    Lease.objects.filter(name=name, holder=who).delete()


def alive() -> bool:
    """Whether a worker holds the lease at this moment: what the health address asks."""
    return Lease.objects.filter(name=LEASE, until__gt=clock.machine()).exists()


def _lives(other: str) -> bool:
    machine, process, _random = other.rsplit(":", 2)
    if machine != socket.gethostname()[:32]:
        return True
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


class Worker:
    """The long-running worker. `stop()` may come from a signal: the round at hand is finished first."""

    def __init__(self) -> None:
        self.who = holder()
        self._stopping = threading.Event()
        self._beat: threading.Thread | None = None

    def stop(self) -> None:
        self._stopping.set()

    def run(self) -> None:
        """Wait for the lease, then work until stopped or until the lease is lost."""
        while not self._stopping.is_set() and not take_lease(LEASE, self.who):
            self._stopping.wait(1)
        if self._stopping.is_set():
            return
        log.info("worker_started", taken_up=tasks_runner.take_up_again())
        self._beat = threading.Thread(target=self._keep_lease, daemon=True)
        self._beat.start()
        try:
            self._rounds()
        finally:
            self._stopping.set()
            self._beat.join(RENEW_SECONDS)
            give_back(LEASE, self.who)
            log.info("worker_stopped")

    def _rounds(self) -> None:
        seen, looked = -1, 0.0
        while not self._stopping.is_set():
            close_old_connections()
            version = _data_version()
            if version != seen or time.monotonic() - looked > LOOK_ANYWAY_SECONDS:
                # The version from before the round: what others wrote meanwhile wakes the next one.
                seen, looked = version, time.monotonic()
                if run_once(self.who, stays=True):
                    seen = -1
                    continue
            self._stopping.wait(LOOK_SECONDS)

    def _keep_lease(self) -> None:
        while not self._stopping.wait(RENEW_SECONDS):
            try:
                if not take_lease(LEASE, self.who):
                    log.error("worker_lease_lost")
                    self._stopping.set()
            except Exception:
                log.exception("worker_lease_not_renewed")
        connection.close()


def _data_version() -> int:
    """A number that changes when another connection commits, where the engine has one (SQLite), else with time."""
    if connection.vendor != "sqlite":
        return int(time.monotonic() / ASK_SECONDS)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA data_version")
        return int(cursor.fetchone()[0])
