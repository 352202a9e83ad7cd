"""The wheel holds everything of ours that a user needs, works outside the checkout, and makes the same sample."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.architecture import house
from tests.system.running import Place

UV = Path(sys.executable).with_name("uv")
NOT_SHIPPED = {"tests"}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built from a copy of what git would take, so that leftovers of the checkout cannot hide a missing file."""
    source, target = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("wheel")
    for path in house.tracked():
        copy = source / path.relative_to(house.ROOT)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(path.read_bytes())
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(target), "."]
    subprocess.run(build, cwd=source, check=True, capture_output=True, timeout=120)
    return next(target.glob("guong-*.whl"))


def test_the_wheel_holds_every_file_of_the_package_and_its_compiled_catalogues(wheel: Path) -> None:
    ours = {str(path.relative_to(house.ROOT)) for path in house.tracked() if path.is_relative_to(house.PACKAGE)}
    wanted = {name for name in ours if not NOT_SHIPPED & set(Path(name).parts)}
    wanted |= {name[:-3] + ".mo" for name in wanted if name.endswith(".po")}
    held = {name for name in zipfile.ZipFile(wheel).namelist() if name.startswith("guong/")}
    assert held == wanted


@pytest.mark.timeout(900)
def test_the_wheel_alone_makes_the_same_sample_outside_the_checkout(
    wheel: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    place = Place(tmp_path)
    ours = ("GUONG_", "DJANGO_", "DATABASE")
    elsewhere = {key: value for key, value in os.environ.items() if not key.startswith(ours)}
    elsewhere |= {"VIRTUAL_ENV": str(tmp_path / "venv"), "GUONG_DATA": str(place.data), "GUONG_KEYS": str(place.keys)}

    def run(*command: object) -> str:
        words = [str(word) for word in command]
        done = subprocess.run(
            words, cwd=tmp_path, env=elsewhere, capture_output=True, text=True, timeout=300, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    run(UV, "venv", "-q", "--python", sys.executable, tmp_path / "venv")
    run(UV, "pip", "sync", "-q", "--require-hashes", house.ROOT / "requirements" / "base.txt")
    run(UV, "pip", "install", "-q", "--no-deps", wheel)
    where = run(tmp_path / "venv/bin/python", "-c", "import guong; print(guong.__file__)")
    assert where.startswith(str(tmp_path))
    run(tmp_path / "venv/bin/guong", "demo", "--check", "--port", "0")
    of_the_checkout = request.getfixturevalue("held")  # only here: meanwhile another process may make it
    assert place.world("sample") == of_the_checkout
