"""Pages of higher rooms that a walk back leads to. The desk adds its own in `apps.ready()`."""

from collections.abc import Callable

from guong.rounds.models import Submission

SUBMISSION_PAGE: list[Callable[[Submission], str]] = []


def submission_page(submission: Submission) -> str:
    """The address of a submission's page, or nothing where no room shows one."""
    return SUBMISSION_PAGE[0](submission) if SUBMISSION_PAGE else ""
