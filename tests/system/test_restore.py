"""Backup and recovery sheet, the folder wiped, restored, keys brought back: same pages, and nothing opens before."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.system.running import Place

FINDING = "Đọc chưa kỹ trước buổi họp"
CLOSED = "Thiếu khóa của đơn vị"


@pytest.fixture
def place(tmp_path: Path) -> Place:
    made = Place(tmp_path)
    made.command("init")
    return made


def wipe(place: Place) -> None:
    for folder in (place.data, place.keys):
        shutil.rmtree(folder)


def damaged(receipt: str) -> str:
    """The receipt with one character of its digest changed."""
    fields: dict[str, Any] = json.loads(receipt)
    digest = fields["receipt"]["digest"]
    return receipt.replace(digest, ("1" if digest[0] == "0" else "0") + digest[1:])


@pytest.mark.timeout(400)  # a dozen commands, each a process of its own
def test_a_wiped_installation_comes_back_whole_and_opens_only_with_its_keys(place: Place) -> None:
    named = place.world("restore_world")
    before, own = place.world("pages"), place.world("inside")
    assert {text[:3] for text in before.values()} == {"200"}
    assert (FINDING in own["page"], FINDING in own["opened"]) == (True, True)
    backup, sheet, receipt = (place.folder / name for name in ("b.tar", "sheet.txt", "receipt.json"))
    place.command("backup", str(backup))
    place.command("keys", "export", str(sheet))
    wipe(place)
    place.command("restore", str(backup))
    closed = place.world("inside")
    assert (closed["status"], closed["opened"], FINDING in closed["page"]) == (200, "", False)
    assert CLOSED in closed["page"]
    place.command("keys", "import", str(sheet))
    place.command("verify")
    assert place.world("inside")["opened"] == own["opened"]
    place.command("work", "--once")  # no backup holds the indexes: the worker makes them anew
    assert place.world("pages") == before
    receipt.write_text(named["receipt"], "utf-8")
    place.command("receipt", str(receipt))
    receipt.write_text(damaged(named["receipt"]), "utf-8")
    place.command("receipt", str(receipt), code=1)


def test_a_backup_with_one_changed_byte_is_refused(place: Place) -> None:
    backup = place.folder / "b.tar"
    place.command("backup", str(backup))
    content = bytearray(backup.read_bytes())
    content[len(content) // 2] ^= 1
    backup.write_bytes(content)
    wipe(place)
    place.command("restore", str(backup), code=2)
