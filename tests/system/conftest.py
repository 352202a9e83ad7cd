"""Installations that take long to make: made once for all processes of a run, then copied or read."""

import fcntl
import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.system.running import Place

PATIENCE = 300  # the sample takes half a minute where nothing else runs


def of_the_run(factory: pytest.TempPathFactory) -> Path:
    """The temporary folder that all worker processes of one run share."""
    own = factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


def once(folder: Path, make: Callable[[Place], object]) -> Place:
    """The first process makes the installation; the others wait for it."""
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.with_suffix(".made").exists():
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            make(Place(folder))
            folder.with_suffix(".made").touch()
    return Place(folder)


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """What `guong init` makes; only read and copied."""
    return once(of_the_run(tmp_path_factory) / "empty", lambda place: place.command("init"))


def copied(made: Place, folder: Path) -> Place:
    for part in (made.data, made.keys):
        shutil.copytree(part, folder / part.name)
    return Place(folder)


@pytest.fixture
def installed(empty: Place, tmp_path: Path) -> Place:
    """An empty installation of one's own."""
    return copied(empty, tmp_path)


def build(place: Place) -> None:
    place.command("demo", "--check", "--port", "0", within=PATIENCE)
    facts(place).write_text(json.dumps(place.world("sample")), "utf-8")


def facts(place: Place) -> Path:
    return place.folder / "facts.json"


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """What `guong demo` makes in this checkout; only read and copied."""
    return once(of_the_run(tmp_path_factory) / "sample", build)


@pytest.fixture(scope="session")
def held(sample: Place) -> dict[str, Any]:
    """What the sample holds, told when it was made."""
    found: dict[str, Any] = json.loads(facts(sample).read_text("utf-8"))
    return found
