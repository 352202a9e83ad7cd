"""Commands as they are typed: what they print, what they refuse in one line, and how they end."""

import json
import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from tests.system.running import Place, serving

SHEET = "code,kind,name,parent\nA,national,Volunteers of the Valley,\nA1,branch,Riverside,A\n"
ONE = "Connection refused"


def typed(place: Place, *words: str, **settings: str) -> tuple[int, list[str]]:
    """The code a command ends with, and the lines on standard error."""
    done = subprocess.run(
        [sys.executable, "-m", "guong.cli", *words],
        cwd=place.folder,
        env=place.environment() | settings,
        capture_output=True,
        timeout=120,
        check=False,
    )
    return done.returncode, done.stderr.decode("utf-8", "replace").splitlines()


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


@pytest.mark.parametrize("command", ["verify", "serve", "collectstatic", "tree", "shell"])
def test_a_folder_that_nobody_made_an_installation_is_refused_by_name_and_not_made(place: Place, command: str) -> None:
    code, lines = typed(place, command)
    assert (code, len(lines), str(place.data) in lines[0], place.data.exists()) == (2, 1, True, False)


@pytest.mark.parametrize(
    ("words", "settings", "named"),
    [
        (("init",), {"GUONG_PACK": "nowhere"}, "nowhere"),
        (("nothing",), {}, "nothing"),
        (("bench", "nothing"), {}, "rollup"),
        (("cite", "absent.txt"), {}, "absent.txt"),
        (("restore", "absent.backup"), {}, "absent.backup"),
        (("doctor",), {"DATABASE_URL": "nowhere://x"}, "nowhere"),
    ],
)
def test_bad_input_is_one_line_and_code_two_and_leaves_nothing(
    place: Place, words: tuple[str, ...], settings: dict[str, str], named: str
) -> None:
    code, lines = typed(place, *words, **settings)
    assert (code, len(lines), named in lines[0]) == (2, 1, True)
    assert not place.data.exists()


def test_help_needs_no_installation(place: Place) -> None:
    assert [typed(place, "serve", word) for word in ("-h", "--help")] == [(0, []), (0, [])]


@pytest.mark.parametrize("content", ["{", "[]", '{"pack": "party", "of_a_newer_version": 1}'])
def test_a_damaged_mark_is_said_in_one_line(place: Place, content: str) -> None:
    place.data.mkdir()
    (place.data / "guong.json").write_text(content, "utf-8")
    code, lines = typed(place, "verify")
    assert (code, len(lines), "guong.json" in lines[0]) == (2, 1, True)


def test_a_database_that_does_not_answer_is_said_in_one_line(installed: Place) -> None:
    code, lines = typed(installed, "verify", DATABASE_URL="postgres://a:b@127.0.0.1:1/c")
    assert (code, len(lines)) == (2, 1)
    assert "guong doctor" in lines[0]


def test_a_terminal_without_vietnamese_letters_is_no_error(installed: Place) -> None:
    assert typed(installed, "tree", PYTHONIOENCODING="ascii") == (0, [])
    code, lines = typed(installed, "init", PYTHONIOENCODING="latin-1")
    assert (code, len(lines)) == (2, 1)


def test_nobody_else_of_the_machine_reads_the_folders(installed: Place) -> None:
    modes = [stat.S_IMODE(path.stat().st_mode) for path in (installed.data, installed.keys)]
    assert modes == [0o700, 0o700]


def test_a_new_association_gets_its_portal_units_and_first_people(place: Place) -> None:
    code, _lines = typed(place, "init", "--name", "Volunteers of the Valley", GUONG_PACK="association")
    assert code == 0
    (place.folder / "units.csv").write_text(SHEET, "utf-8")
    place.command("import_units", "units.csv")
    appoint = ("appoint", "mai", "--unit", "A", "--role", "clerk")
    assert typed(place, *appoint)[0] == 2
    place.command(*appoint, "--name", "Mai Linh", "--office", "secretary")
    assert typed(place, *appoint, "--office", "secretary")[0] == 2
    assert typed(place, *appoint[:3], "Z", "--role", "clerk", "--name", "X")[0] == 2
    with serving(place, workers=1) as (address, _pid):
        shown = {path: httpx.get(address + path) for path in ("/", "/tin-tuc/", "/van-ban/", "/tim-kiem/")}
    assert {path: answer.status_code for path, answer in shown.items()} == dict.fromkeys(shown, 200)
    assert "Volunteers of the Valley" in shown["/"].text


@pytest.mark.both
@pytest.mark.parametrize("name", ["trail", "rollup"])
def test_a_benchmark_works_in_a_throw_away_place_and_prints_flat_figures(place: Place, name: str) -> None:
    server = {key: value for key, value in os.environ.items() if key == "DATABASE_URL" and "postgres" in value}
    done = subprocess.run(
        [sys.executable, "-m", "guong.cli", "bench", name, "--units", "60", "--json"],
        cwd=place.folder,
        env=place.environment() | server,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert {type(figure) for figure in json.loads(done.stdout).values()} <= {int, float}
    assert list(place.folder.iterdir()) == []


@pytest.mark.both
def test_a_kept_country_is_used_again_by_another_benchmark_of_its_size(place: Place) -> None:
    kept = place.folder / "kept"
    server = {key: value for key, value in os.environ.items() if key == "DATABASE_URL" and "postgres" in value}

    def bench(*words: str) -> tuple[int, dict[str, float]]:
        done = subprocess.run(
            [sys.executable, "-m", "guong.cli", "bench", *words, "--keep", str(kept), "--json"],
            env=place.environment() | server,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        return done.returncode, json.loads(done.stdout or "{}")

    assert bench("tree", "--units", "60")[1]["units"] == 77
    made = (kept / "country.json").stat().st_mtime_ns
    assert bench("tree", "--units", "60")[1]["units"] == 77
    assert (kept / "country.json").stat().st_mtime_ns == made
    assert [bench("tree", "--units", "61")[0], bench("trail", "--units", "60")[0]] == [2, 2]


def test_a_backup_that_no_restore_would_take_is_not_written(installed: Place) -> None:
    stray = installed.data / "media" / "a?b.jpg"
    stray.parent.mkdir(exist_ok=True)
    stray.write_bytes(b"J")
    code, lines = typed(installed, "backup", "b.tar")
    assert (code, len(lines), "a?b.jpg" in lines[0], (installed.folder / "b.tar").exists()) == (2, 1, True, False)
    stray.unlink()
    installed.command("backup", "b.tar")
    shutil.rmtree(installed.data)
    installed.command("restore", "b.tar")
