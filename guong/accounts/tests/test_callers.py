"""How often somebody asked: counted together by all workers of a machine; no address is kept."""

import sqlite3
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from guong.accounts import callers

ELSEWHERE = """
import sqlite3, sys
with sqlite3.connect(sys.argv[1]) as counts:
    counts.execute("INSERT INTO asked VALUES (?, 0, 2)", (sys.argv[2],))
"""
START = datetime(2022, 8, 20, 1, 0, 12, tzinfo=UTC)


@pytest.fixture
def minute(monkeypatch: pytest.MonkeyPatch, settings: Settings, tmp_path: Path) -> list[datetime]:
    settings.GUONG_DATA = tmp_path
    shown = [START]
    monkeypatch.setattr(callers, "machine", lambda: shown[0])
    return shown


def test_the_one_too_many_waits_for_the_next_minute(minute: list[datetime]) -> None:
    assert [callers.wait("a", most=2) for _ in range(4)] == [0, 0, 48, 48]
    assert callers.wait("b", most=2) == 0
    minute[0] = START + timedelta(seconds=48)
    assert callers.wait("a", most=2) == 0


def test_counts_of_another_process_count_too(minute: list[datetime], tmp_path: Path) -> None:
    key = callers._key("a", int(START.timestamp()) // 60)
    callers.wait("b", most=2)
    path = str(tmp_path / "cache/asked.sqlite3")
    subprocess.run([sys.executable, "-c", ELSEWHERE, path, key], check=True)
    assert callers.wait("a", most=2) == 48


def test_no_address_and_no_older_minute_is_kept(minute: list[datetime], tmp_path: Path) -> None:
    callers.wait("address:203.0.113.7", most=2)
    minute[0] = START + timedelta(minutes=1)
    callers.wait("address:203.0.113.8", most=2)
    rows = sqlite3.connect(tmp_path / "cache/asked.sqlite3").execute("SELECT key, many FROM asked").fetchall()
    assert len(rows) == 1
    assert "203.0.113" not in str(rows)


def test_a_file_that_cannot_be_written_closes_nothing(minute: list[datetime], tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("")
    assert [callers.wait("a", most=1) for _ in range(3)] == [0, 0, 0]
