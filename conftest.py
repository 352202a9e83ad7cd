"""What every test stands on: a database cloned from a migrated template, a throw-away installation, a set clock.

`DATABASE_URL` chooses the engine; without it each process works on a SQLite file of its own.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import datetime, timedelta
from pathlib import Path

import hypothesis
import pytest
from django.conf import settings as django_settings
from django.test import Client, TransactionTestCase
from pytest_django.plugin import DjangoDbBlocker

from guong.jobs import clock as jobs_clock
from tests import databases

hypothesis.settings.register_profile("ci", derandomize=True, deadline=None, database=None)
hypothesis.settings.register_profile("search", deadline=None, max_examples=2000)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))


def examples(few: int) -> int:
    """How many examples of a costly law: a few, or as many times more as the profile asks for (`make soak`)."""
    return few * max(1, hypothesis.settings().max_examples // 100)


MORNING = datetime.fromisoformat("2022-08-20T08:00:00+07:00")


def pytest_unconfigure() -> None:
    """Remove the installation that `guong.settings_test` made for this process."""
    if django_settings.configured and not os.environ.get("GUONG_TEST_DATA"):
        shutil.rmtree(Path(django_settings.GUONG_DATA), ignore_errors=True)


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Replaces pytest-django's own: clones instead of migrating.

    A test with real transactions leaves rows behind. Django would empty every table, also those that migrations
    fill; here the clone is made anew.
    """
    with django_db_blocker.unblock():
        database = databases.of_this_run()
        database.clone()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda _: database.restore())
        yield
    with django_db_blocker.unblock():
        database.drop()


@pytest.fixture(scope="session", autouse=True)
def _signed_in_by_two_steps() -> Iterator[None]:
    """`force_login` stands for a sign-in with a second step, whatever the role."""
    from guong.accounts.models import User  # noqa: PLC0415  (models are not ready when this file is read)
    from guong.accounts.tests.factories import as_by_two_steps  # noqa: PLC0415  (as above)

    by_django = Client.force_login

    def by_two_steps(client: Client, user: User, backend: str | None = None) -> None:
        by_django(client, user, backend)
        as_by_two_steps(client)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Client, "force_login", by_two_steps)
        yield


@pytest.fixture(autouse=True)
def _no_index_of_another_test() -> Iterator[None]:
    """No test finds what another one indexed."""
    yield
    shutil.rmtree(Path(django_settings.GUONG_DATA) / "index", ignore_errors=True)


class Clock:
    """The clock of one test. It stands still until it is told otherwise."""

    def __init__(self, blocks: ExitStack) -> None:
        self._blocks = blocks

    def set(self, instant: datetime) -> None:
        self._blocks.close()
        self._blocks.enter_context(jobs_clock.at(instant))

    def forward(self, **by: float) -> None:
        """Move on by `days=`, `hours=`, `minutes=` …"""
        self.set(jobs_clock.now() + timedelta(**by))


@pytest.fixture
def clock() -> Iterator[Clock]:
    """08:00 on 20 August 2022 in Vietnam, until the test sets another instant."""
    with ExitStack() as blocks:
        hands = Clock(blocks)
        hands.set(MORNING)
        yield hands
