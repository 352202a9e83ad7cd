import ast
import io
import json
import sqlite3
import stat
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test import Client
from pytest_django.fixtures import Settings

from guong import installation
from guong.files import actions as files
from guong.files import vault
from guong.files.tests import factories
from guong.jobs import clock, worker
from guong.keys import seal, store
from guong.ops import archive, dump, health
from guong.trail import actions, queries
from guong.trail.checks import CHECKS
from guong.trail.models import Entry
from tests.architecture import house


@pytest.fixture
def own_folder(tmp_path: Path, settings: Settings) -> Path:
    settings.GUONG_DATA, settings.GUONG_KEYS = tmp_path / "data", tmp_path / "keys"
    installation.write(installation.Installation(), tmp_path / "data")
    return tmp_path


def run(*command: str) -> str:
    out = io.StringIO()
    call_command(*command, stdout=out, stderr=io.StringIO())
    return out.getvalue()


@pytest.mark.both
@pytest.mark.django_db
def test_verify_is_silent_about_what_is_whole_and_names_what_is_not(own_folder: Path) -> None:
    actions.record(by=None, what="rounds.receive", on="x")
    actions.seal_waiting()
    file = files.store(content=factories.pdf())
    answer = json.loads(run("verify", "--json"))
    assert answer["ok"] is True
    assert set(answer["faults"]) == {"trail", "files", "submissions", "publications", "books", "case_files", "sums"}
    Entry.objects.update(target="y")
    vault.path(file.sha256).unlink()
    out = io.StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("verify", json=True, stdout=out)
    found = json.loads(out.getvalue())["faults"]
    assert (ended.value.code, len(found["trail"]), len(found["files"])) == (1, 1, 1)


def test_every_room_that_can_name_faults_is_asked_by_verify() -> None:
    rooms = {
        house.room_of(path)
        for path in house.python_files()
        for node in house.tree(path).body
        if isinstance(node, ast.FunctionDef) and node.name == "faults" and not node.args.args
    }
    asked = {check.run.__module__.split(".")[1] for check in CHECKS.values()}
    assert asked == rooms


@pytest.mark.django_db
def test_the_recovery_sheet_brings_keys_back_to_an_empty_folder(own_folder: Path) -> None:
    sealed = seal.seal(b"text", kind="unit", name="a")
    sheet = own_folder / "sheet.txt"
    run("keys", "export", str(sheet))
    assert stat.S_IMODE(sheet.stat().st_mode) == 0o600
    with pytest.raises(CommandError) as refused:
        run("keys", "export", str(sheet))
    assert refused.value.returncode == 2
    store.path().unlink()
    run("keys", "import", str(sheet))
    assert seal.unseal(sealed, kind="unit", name="a") == b"text"


@pytest.mark.django_db
def test_a_sheet_brings_no_key_of_a_file_that_was_taken_out(own_folder: Path) -> None:
    file = files.store(content=factories.pdf())
    run("keys", "export", str(own_folder / "sheet.txt"))
    files.take_out(file=file, reason="x")
    store.path().unlink()
    run("keys", "import", str(own_folder / "sheet.txt"))
    assert store.find(vault.KIND, file.sha256) is None


@pytest.mark.django_db(transaction=True)
def test_a_backup_holds_database_files_and_mark_and_no_key(own_folder: Path) -> None:
    file = files.store(content=factories.pdf())
    store.key("unit", "a")
    run("backup", str(own_folder / "b"))
    manifest = archive.unpack(own_folder / "b", own_folder / "out")
    assert f"files/{file.sha256[:2]}/{file.sha256[2:]}" in manifest.members
    assert installation.MARK in manifest.members
    content = (own_folder / "b").read_bytes()
    assert not any(key.key in content for key in store.everything())
    if connection.vendor == "sqlite":
        with sqlite3.connect(own_folder / "out" / "database.sqlite3") as copy:
            assert copy.execute("SELECT sha256 FROM files_storedfile").fetchall() == [(file.sha256,)]
    with pytest.raises(CommandError) as refused:
        run("backup", str(own_folder / "b"))
    assert refused.value.returncode == 2


@pytest.mark.django_db
def test_restoring_over_something_is_refused(own_folder: Path) -> None:
    (own_folder / "b").write_bytes(b"anything")
    with pytest.raises(CommandError) as refused:
        run("restore", str(own_folder / "b"))
    assert refused.value.returncode == 2
    assert installation.exists(own_folder / "data")


@pytest.mark.both
@pytest.mark.django_db(transaction=True)
def test_rows_written_as_lines_come_back_as_they_were(own_folder: Path) -> None:
    for number in range(3):
        with transaction.atomic():
            actions.record(by=None, what="rounds.receive", on=str(number), facts={"n": number})
    actions.seal_waiting()
    before = list(Entry.objects.order_by("id").values())
    dump.write_rows(own_folder / "rows.jsonl")
    Entry.objects.all().delete()
    with transaction.atomic():
        actions.record(by=None, what="rounds.receive", on="other")
    dump.read_rows(own_folder / "rows.jsonl")
    assert list(Entry.objects.order_by("id").values()) == before
    assert list(queries.verify(at=clock.now())) == []
    with transaction.atomic():
        assert actions.record(by=None, what="rounds.receive", on="next").pk > before[-1]["id"]


@pytest.mark.django_db
def test_health_tells_each_part(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    assert client.get("/health/live").json() == {"live": True}
    answer = client.get("/health/ready")
    assert (answer.status_code, answer.json()) == (503, {"database": True, "disk": True, "worker": False})
    worker.take_lease(worker.LEASE, worker.holder())
    assert client.get("/health/ready").status_code == 200
    monkeypatch.setattr(health, "LEAST_FREE_BYTES", 2**70)
    answer = client.get("/health/ready")
    assert (answer.status_code, answer.json()) == (503, {"database": True, "disk": False, "worker": True})


@pytest.mark.django_db
def test_the_doctor_names_what_is_wrong_in_sentences(own_folder: Path, settings: Settings) -> None:
    settings.ALLOWED_HOSTS, settings.DEBUG, settings.SECRET_KEY = ["*"], True, "unset-0"
    store.key("unit", "a")
    store.path().chmod(0o644)
    (own_folder / "data").chmod(0o755)
    with clock.at(clock.now().replace(year=2020)):
        actions.record(by=None, what="rounds.receive", on="x")
    out = io.StringIO()
    with pytest.raises(SystemExit):
        call_command("doctor", json=True, stdout=out)
    found = {one["code"]: one for one in json.loads(out.getvalue())}
    urgent = {code for code, one in found.items() if one["urgent"]} - {"disk"}
    assert urgent == {"keys_open", "data_open", "debug", "any_host", "secret_key", "https", "unsealed", "worker"}
    assert {"keys_beside_data", "public_url", "static", "index"} <= set(found)
    assert all(one["sentence"].endswith(".") for one in found.values())


def test_the_doctor_of_an_empty_folder_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GUONG_DATA", str(tmp_path))
    out = io.StringIO()
    with pytest.raises(SystemExit):
        call_command("doctor", json=True, stdout=out)
    assert [one["code"] for one in json.loads(out.getvalue())] == ["no_installation"]


def test_an_unknown_benchmark_is_bad_input() -> None:
    with pytest.raises(CommandError) as refused:
        run("bench", "nothing")
    assert refused.value.returncode == 2
    assert "trail" in str(refused.value)


def test_what_is_no_receipt_is_bad_input(own_folder: Path) -> None:
    store.key("sign", "installation")
    (own_folder / "r").write_text("no receipt", "utf-8")
    with pytest.raises(CommandError) as refused:
        run("receipt", str(own_folder / "r"))
    assert refused.value.returncode == 2
