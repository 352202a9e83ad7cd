"""Running the tasks of django-tasks' database backend, which knows neither lease nor retry.

One worker at a time holds the lease of the installation, so a task that is still marked as running when a worker takes
over belongs to a worker that died: it is taken up again. A task that fails is tried again later, five times in all.
"""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django_tasks_db.compat import TaskContext, TaskResultStatus
from django_tasks_db.models import DBTaskResult

from guong.jobs import clock
from guong.jobs.log import log

ATTEMPTS = 5
FIRST_DELAY = timedelta(seconds=10)


class WorkerDied(Exception):
    """The worker that ran the task did not come back, five times in a row."""


def take_up_again() -> int:
    """Make the running tasks of a dead worker ready again. Only for whoever has just taken the worker's lease."""
    left = list(DBTaskResult.objects.running())
    for task in left:
        _try_again(task, WorkerDied(), timedelta(0))
    return len(left)


def run_next(worker: str) -> bool:
    """Run the next task that is ready; False when none is."""
    task = _claim(worker)
    if task is None:
        return False
    try:
        result = task.task_result
        context: list[Any] = [TaskContext(task_result=result)] if task.task.takes_context else []
        task.set_successful(task.task.call(*context, *result.args, **result.kwargs))
    except Exception as error:
        log.exception("task_failed", task=str(task.pk), path=task.task_path, attempt=len(task.worker_ids))
        _try_again(task, error, FIRST_DELAY * 2 ** (len(task.worker_ids) - 1))
    return True


@transaction.atomic
def _claim(worker: str) -> DBTaskResult[..., Any] | None:
    task: DBTaskResult[..., Any] | None = DBTaskResult.objects.ready().get_locked()
    if task is not None:
        task.claim(worker)
    return task


def _try_again(task: DBTaskResult[..., Any], error: Exception, after: timedelta) -> None:
    if len(task.worker_ids) >= ATTEMPTS:
        task.set_failed(error)
        return
    task.status = TaskResultStatus.READY
    task.run_after = clock.machine() + after
    task.save(update_fields=["status", "run_after"])
