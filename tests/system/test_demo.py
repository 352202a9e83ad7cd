"""`guong demo` as a newcomer runs it, twice: what it holds, and that it holds the same each time."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from guong.installation import Installation, read
from tests.system.running import Place

STARTS = datetime.fromisoformat("2022-08-20T08:00:00+07:00")
PATIENCE = 300  # it takes half a minute where nothing else runs


# The register at 08:00: what every part of it shows a clerk who opens it for the first time.
INCOMING = {
    "waiting": {"overdue": 1, "soon": 1, "running": 3, "unread": 1},
    "done": 16,
    "corrected": 1,
    "proposed": [[1, 3]],
    "without_number": 0,
}
OUTGOING = {
    "making": {"draft": 2, "for_signing": 1, "signed": 1},
    "opinions": [2, 1],
    "reached": {"93-KH/HU": [16, 0], "1021-CV/HU": [37, 9]},
}
NUMBERS = {"issued": 21, "reserved": 3, "void": 2, "holes": 0, "void_without_reason": 0}
THREADS = {
    "copies": [["01-BS/HU", "112-KH/TU"]],
    "parts": [
        ["11-QC/HU", "khoản 2 Điều 7"],
        ["11-QC/HU", "Điều 12"],
        ["21/2022/QĐ-UBND", "Điều 5"],
    ],
    "suspended": ["366/QĐ-UBND"],
    "under_both_names": [
        "Trung tâm Bồi dưỡng chính trị huyện Mường Soi",
        "Trung tâm Chính trị huyện Mường Soi",
    ],
    "case": [
        "112-KH/TU",
        "07-HD/TU",
        "86-KH/HU",
        "302-TB/HU",
        "Báo cáo của các đơn vị, theo bản đã gửi lên",
        "Danh sách biên nhận",
        "131-BC/HU",
    ],
}
FILES = [
    ["01-BS/HU", "pdf", 1, True, "internal"],
    ["112-KH/TU", "pdf", 1, True, "public"],
    ["27-HD/BTGHU", "docx", 0, True, "public"],
]


def built(folder: Path) -> Place:
    folder.mkdir()
    place = Place(folder)
    place.command("demo", "--check", "--port", "0", within=PATIENCE)
    return place


def started(found: Installation) -> datetime:
    return datetime.fromisoformat(found.clock_started)


def shown_by(found: Installation) -> datetime:
    return datetime.fromisoformat(found.clock_shows)


@pytest.mark.timeout(900)  # the whole sample is built twice
def test_the_sample_is_what_it_says_and_the_same_every_time(tmp_path: Path) -> None:
    place = built(tmp_path / "one")
    first = read(place.data)
    assert shown_by(first) == STARTS
    found = place.world("sample")
    assert found["counts"] == {
        "direct": 46,
        "communes": 16,
        "cells": 65,
        "people": 3_585,  # the portal prints "more than 3,550"
        "articles": 30,
        "unpublished": 2,
        "without_picture": 0,
        "papers": 60,
        "kinds_of_relation": 7,
        "roles_that_sign_in": 8,
        "open_phases": 1,
        "in_the_future": 0,
    }
    assert found["second_phase"] == [
        "excused",
        "late",
        "late_accepted",
        "missing",
        "not_applicable",
        "not_due",
        "on_time",
        "returned",
    ]
    assert found["states"] == ["ended", "ended_in_part", "in_force", "not_yet", "suspended"]
    assert (found["incoming"], found["outgoing"], found["numbers"]) == (INCOMING, OUTGOING, NUMBERS)
    assert (found["threads"], found["files"]) == (THREADS, FILES)
    assert place.command("verify")
    assert built(tmp_path / "two").world("sample") == found
    place.command("demo", "--check", "--port", "0", within=PATIENCE)
    ran = started(read(place.data)) - started(first)
    assert (shown_by(read(place.data)), ran > timedelta(0)) == (STARTS + ran, True)  # it goes on where it was left
