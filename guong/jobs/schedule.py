"""Work that comes round again by the organisation's clock. It may run twice, and late; it must not mind."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from guong.jobs import clock
from guong.jobs.log import log
from guong.jobs.models import ScheduledRun
from guong.jobs.outbox import delay


@dataclass
class Scheduled:
    """`failures` and `retry_at` (machine time) live with the worker: after its restart a run is tried at once."""

    name: str
    every: timedelta
    run: Callable[[], None]
    failures: int = 0
    retry_at: datetime | None = None


SCHEDULE: dict[str, Scheduled] = {}


def register(name: str, every: timedelta, run: Callable[[], None]) -> None:
    """Add scheduled work (in `apps.ready`)."""
    SCHEDULE[name] = Scheduled(name, every, run)


def run_due() -> int:
    """Run what is due and return how many ran. A clock that was set back makes everything due."""
    ran_at = dict(ScheduledRun.objects.values_list("name", "ran_at"))
    return sum(_run(work) for work in SCHEDULE.values() if _due(work, ran_at.get(work.name)))


def _due(work: Scheduled, ran_at: datetime | None) -> bool:
    if work.retry_at and work.retry_at > clock.machine():
        return False
    return ran_at is None or not timedelta(0) <= clock.now() - ran_at < work.every


def _run(work: Scheduled) -> bool:
    started = clock.now()
    try:
        work.run()
    except Exception:
        log.exception("scheduled_work_failed", name=work.name)
        work.failures += 1
        work.retry_at = clock.machine() + delay(work.failures)
        return False
    work.failures, work.retry_at = 0, None
    ScheduledRun.objects.update_or_create(name=work.name, defaults={"ran_at": started})
    return True
