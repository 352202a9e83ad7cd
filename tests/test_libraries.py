"""The pinned libraries run on every Python that the project promises, on the oldest too."""

import tomllib
from importlib.metadata import distributions

from packaging.specifiers import SpecifierSet

from tests.architecture import house


def oldest_promised() -> str:
    promised = tomllib.loads((house.ROOT / "pyproject.toml").read_text("utf-8"))["project"]["requires-python"]
    version: str = promised.removeprefix(">=")
    return f"{version}.0"


def runs_on(requires: str | None, version: str) -> bool:
    return SpecifierSet(requires or "").contains(version)


def test_every_library_runs_on_the_oldest_promised_python() -> None:
    found = {one.name: one.metadata["Requires-Python"] for one in distributions()}
    assert found
    assert {name: requires for name, requires in found.items() if not runs_on(requires, oldest_promised())} == {}


def test_a_library_that_wants_a_later_python_is_noticed() -> None:
    assert (runs_on(">=3.11.5", "3.11.0"), runs_on(">=3.11", "3.11.0"), runs_on(None, "3.11.0")) == (False, True, True)
