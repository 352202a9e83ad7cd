"""A paper that slipped in is taken out: nothing of it in data, index, keys or temporary files, nor after a restore."""

import shutil
import tempfile
from pathlib import Path

import pytest

from tests import canary
from tests.system.running import Place
from tests.system.world import SECRET

GONE = {"hashes": [64, 64], "public": 404, "rows": []}


def found_in(place: Place) -> set[str]:
    """Files of the installation, and of the machine's temporary folder, that hold words of the paper."""
    found = canary.scan_folder(place.data) + canary.scan_folder(place.keys)
    loose = [path for path in Path(tempfile.gettempdir()).glob("*guong*") if path.is_file()]
    return {one.where for one in found} | {path.name for path in loose if canary.scan(path.read_bytes())}


def holding(folder: Path, words: str) -> list[str]:
    return sorted(path.name for path in folder.rglob("*") if path.is_file() and words.encode() in path.read_bytes())


@pytest.mark.timeout(400)  # a dozen commands, each a process of its own
def test_nothing_of_a_paper_is_found_after_it_was_taken_out(installed: Place) -> None:
    assert installed.world("slipped_in")["shown"] == "True"
    assert any(name.startswith("index/") for name in found_in(installed))
    backup = installed.folder / "before.backup"
    installed.command("backup", str(backup))

    left = installed.world("take_out")
    assert left["reasons"] == ["Có dấu chỉ mức độ mật"] * 2
    assert {name: left[name] for name in GONE} == GONE
    assert (found_in(installed), holding(installed.data, SECRET)) == (set(), [])
    installed.command("verify")

    # The older backup: fields in clear, text and file closed for good; brought back, they are taken out again.
    content = backup.read_bytes()
    assert (SECRET.encode() in content, canary.MARK.encode() in content) == (False, True)
    shutil.rmtree(installed.data)
    installed.command("restore", str(backup))
    again = installed.world("stone")
    # What is closed cannot be hashed again; the file's own hash stays its name.
    assert {name: again[name] for name in GONE} == GONE | {"hashes": [0, 64]}
    installed.command("work", "--once")
    assert (found_in(installed), holding(installed.data, SECRET)) == (set(), [])
