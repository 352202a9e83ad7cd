"""Backup and recovery sheet, the folder wiped, restored, keys brought back: same pages, and nothing opens before."""

import json
import shutil
from typing import Any

import pytest

from tests.system.running import Place

FINDING = "Đọc chưa kỹ trước buổi họp"
CLOSED = "Thiếu khóa của đơn vị"


def wipe(place: Place) -> None:
    for folder in (place.data, place.keys):
        shutil.rmtree(folder)


def damaged(receipt: str) -> str:
    """The receipt with one character of its digest changed."""
    fields: dict[str, Any] = json.loads(receipt)
    digest = fields["receipt"]["digest"]
    return receipt.replace(digest, ("1" if digest[0] == "0" else "0") + digest[1:])


@pytest.mark.timeout(400)  # a dozen commands, each a process of its own
def test_a_wiped_installation_comes_back_whole_and_opens_only_with_its_keys(installed: Place) -> None:
    named = installed.world("restore_world")
    before, own = installed.world("pages"), installed.world("inside")
    assert {text[:3] for text in before.values()} == {"200"}
    assert (FINDING in own["page"], FINDING in own["opened"]) == (True, True)
    backup, sheet, receipt = (installed.folder / name for name in ("b.tar", "sheet.txt", "receipt.json"))
    installed.command("backup", str(backup))
    installed.command("keys", "export", str(sheet))
    wipe(installed)
    installed.command("restore", str(backup))
    closed = installed.world("inside")
    assert (closed["status"], closed["opened"], FINDING in closed["page"]) == (200, "", False)
    assert CLOSED in closed["page"]
    installed.command("keys", "import", str(sheet))
    installed.command("verify")
    assert installed.world("inside")["opened"] == own["opened"]
    installed.command("work", "--once")  # no backup holds the indexes: the worker makes them anew
    assert installed.world("pages") == before
    receipt.write_text(named["receipt"], "utf-8")
    installed.command("receipt", str(receipt))
    receipt.write_text(damaged(named["receipt"]), "utf-8")
    installed.command("receipt", str(receipt), code=1)


def test_a_backup_with_one_changed_byte_is_refused(installed: Place) -> None:
    backup = installed.folder / "b.tar"
    installed.command("backup", str(backup))
    content = bytearray(backup.read_bytes())
    content[len(content) // 2] ^= 1
    backup.write_bytes(content)
    wipe(installed)
    installed.command("restore", str(backup), code=2)
