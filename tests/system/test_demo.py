"""`guong demo` as a newcomer runs it: what it holds, and that it goes on. The wheel's test builds it once more."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from guong.installation import Installation, read
from tests.system.conftest import copied
from tests.system.running import Place

STARTS = datetime.fromisoformat("2022-08-20T08:00:00+07:00")


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


def started(found: Installation) -> datetime:
    return datetime.fromisoformat(found.clock_started)


def shown_by(found: Installation) -> datetime:
    return datetime.fromisoformat(found.clock_shows)


@pytest.mark.timeout(900)  # the whole sample is built
def test_the_sample_is_what_it_says(sample: Place, held: dict[str, Any]) -> None:
    assert shown_by(read(sample.data)) == STARTS
    assert held["counts"] == {
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
    assert held["second_phase"] == [
        "excused",
        "late",
        "late_accepted",
        "missing",
        "not_applicable",
        "not_due",
        "on_time",
        "returned",
    ]
    assert held["states"] == ["ended", "ended_in_part", "in_force", "not_yet", "suspended"]
    assert (held["incoming"], held["outgoing"], held["numbers"]) == (INCOMING, OUTGOING, NUMBERS)
    assert (held["threads"], held["files"]) == (THREADS, FILES)
    assert sample.command("verify")


@pytest.mark.timeout(900)
def test_a_sample_goes_on_where_it_was_left(sample: Place, tmp_path: Path) -> None:
    place = copied(sample, tmp_path)
    place.command("demo", "--check", "--port", "0")
    ran = started(read(place.data)) - started(read(sample.data))
    assert (shown_by(read(place.data)), ran > timedelta(0)) == (STARTS + ran, True)
