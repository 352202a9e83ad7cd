"""Marked sentences in the parts that stay are found nowhere in clear; a planted leak is found in every form."""

import gzip
import io
import json
import logging
import unicodedata
import zipfile
import zlib
from base64 import b64encode, urlsafe_b64encode
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from guong.jobs import clock
from guong.jobs.worker import run_once
from guong.reviews import queries
from guong.rounds import content, rules
from guong.rounds.actions import receive, return_submission
from guong.rounds.models import Duty, Phase, Submission
from guong.rounds.tests.factories import (
    AFTER,
    BEFORE,
    DUE,
    FINDING,
    PROMISE,
    World,
    duty_of,
    make_round,
    make_world,
    open_it,
    send,
    sitting,
)
from guong.units.tests.factories import make_member
from tests import canary

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def marked(duty: Duty, words: list[str]) -> content.SittingReport:
    """A sitting in which every word that stays is marked, ten of them."""
    finding = replace(FINDING, words=words[0], cause=words[1])
    promises = [
        replace(PROMISE, words=words[2], holder=words[3], measure=words[4], finding=0),
        replace(PROMISE, words=words[5], holder=words[6], measure=words[7]),
    ]
    return sitting(duty, findings=(finding,), promises=tuple(promises), chair=words[8], minutes_taker=words[9])


def history(world: World, words: list[str]) -> None:
    """Twenty reports: first versions, a conflict, a stale edit, a return, new versions, a second phase."""
    round = make_round(world)
    phase = open_it(world, round.phases.get(order=0))
    for unit in world.units:
        person = make_member(unit, "signatory")
        duty = duty_of(phase, unit)
        parts = [[words.pop() for _ in range(10)] for _ in range(5)]
        first = send(person, duty, said=marked(duty, parts[0])).submission
        with pytest.raises(rules.Conflict):
            send(person, duty, said=marked(duty, parts[1]), uid=first.uid)
        with pytest.raises(rules.Stale):
            send(person, duty, said=marked(duty, parts[2]))
        with clock.at(BEFORE + timedelta(hours=1)):
            return_submission(by=world.clerk, submission=first, reasons={"outcome": "Thiếu kết luận."})
        second = send(person, duty, said=marked(duty, parts[3]), base=first.uid, at=AFTER).submission
        with clock.at(AFTER):
            receive(by=world.clerk, submission=second)
        broken = replace(marked(duty, parts[4]), present=99)
        with pytest.raises(rules.Incomplete) as refusal:
            send(person, duty, said=broken, base=second.uid, at=AFTER)
        assert canary.scan(repr(refusal.value.problems).encode()) == []
    _second_phase(world, round.phases.get(order=1))


def _second_phase(world: World, phase: Phase) -> None:
    opened = open_it(world, phase, at=AFTER, due_at=DUE + timedelta(days=60))
    standing = queries.standing(world.school, opened, person=world.secretary, at=date(2022, 9, 1))
    assert [canary.MARK in (promise.words or "") for promise in standing] == [True, True]
    with clock.at(AFTER):
        while run_once():
            pass


def test_200_marked_sentences_lie_in_no_column_and_in_no_log(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    words = canary.sentences(200)
    history(make_world(), words)
    assert words == []
    assert Submission.objects.count() == 8
    assert canary.scan_tables() == []
    assert [one for record in caplog.records for one in canary.scan(repr(vars(record)).encode())] == []


def test_the_keys_folder_holds_keys_and_no_words() -> None:
    history(make_world(), canary.sentences(200))
    assert canary.scan_folder(Path(settings.GUONG_KEYS)) == []


@pytest.mark.parametrize("pack", ["plain", "nfd", "base64", "url base64", "gzip", "zlib in base64", "json", "zip"])
def test_a_planted_leak_is_caught_in_every_form(pack: str, tmp_path: Path) -> None:
    world = make_world()
    sentence = canary.sentences(7)[-1]
    assert canary.scan_tables() == []
    leak = packed(pack, sentence)
    submission = send(world.secretary, duty_of(open_it(world, make_round(world).phases.get(order=0)), world.school))
    Submission.objects.filter(pk=submission.submission.pk).update(up=b"before " + leak + b" after")
    assert {one.where for one in canary.scan_tables()} == {"rounds_submission.up"}
    (tmp_path / "backup.bin").write_bytes(b"\x00\x01" + leak)
    assert {one.where for one in canary.scan_folder(tmp_path)} == {"backup.bin"}


def packed(pack: str, sentence: str) -> bytes:
    text = sentence.encode()
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", text * 3)
    return {
        "plain": text,
        "nfd": unicodedata.normalize("NFD", sentence).encode(),
        "base64": b64encode(b"{" + text),
        "url base64": urlsafe_b64encode(text),
        "gzip": gzip.compress(text),
        "zlib in base64": b64encode(zlib.compress(text)),
        "json": json.dumps(sentence).encode(),
        "zip": whole.getvalue(),
    }[pack]


def test_a_leak_in_a_text_column_is_named_by_table_and_column() -> None:
    world = make_world()
    sentence = canary.sentences(1)[0]
    with connection.cursor() as cursor:
        cursor.execute("UPDATE units_person SET name = %s WHERE id = %s", [sentence, world.clerk.pk])
    assert canary.scan_tables() == [canary.Found("units_person.name", "plain")]
