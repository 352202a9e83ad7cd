"""Receipts: numbered without gaps, checked without a network, in both forms; one altered letter and none fits."""

import json
from datetime import UTC, datetime

import pytest
import segno
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoDbBlocker

from guong.jobs import clock
from guong.keys import sign
from guong.rounds import receipts
from guong.rounds.models import Receipt
from guong.rounds.tests.factories import BEFORE, World, duty_of, make_phase, make_round, make_world, open_it, send
from guong.trail.actions import seal_waiting
from guong.trail.queries import head

pytestmark = [pytest.mark.django_db, pytest.mark.both]


@pytest.fixture
def world() -> World:
    return make_world()


def make_receipt(world: World) -> Receipt:
    return send(world.secretary, duty_of(make_phase(world), world.school))


def test_a_receipt_says_what_arrived_when_and_what_the_trail_was(world: World) -> None:
    seal_waiting()
    receipt = make_receipt(world)
    sealed = head()
    assert sealed is not None
    submission = receipt.submission
    assert json.loads(receipts.text(receipt)) == {
        "form": "guong-receipt/1",
        "owner": str(world.district.uid),
        "year": 2022,
        "number": 1,
        "unit": str(world.school.uid),
        "submission": str(submission.uid),
        "version": 1,
        "digest": submission.digest,
        "arrived_at": "2022-08-20T02:00:00Z",
        "issued_at": "2022-08-20T02:00:00Z",
        "head_position": sealed.position,
        "head_seal": sealed.seal,
    }
    assert receipts.number(receipt) == "0001/2022"


def test_both_forms_check_without_the_database(world: World, django_db_blocker: DjangoDbBlocker) -> None:
    receipt = make_receipt(world)
    file, short = receipts.file(receipt), receipts.short(receipt)
    public = sign.public_key()
    with django_db_blocker.block():
        assert [receipts.check(form, public=[public]) for form in (file, file.decode(), short)] == [True] * 3
        assert receipts.read(short) == receipts.read(file)


def test_another_key_or_another_field_does_not_fit(world: World) -> None:
    receipt = make_receipt(world)
    file = receipts.file(receipt)
    assert receipts.check(file, public=["A" * 43]) is False
    whole = json.loads(file)
    for name, value in whole["receipt"].items():
        changed = {**whole["receipt"], name: value + 1 if isinstance(value, int) else value[:-1] + "x"}
        assert receipts.check(json.dumps({"mark": whole["mark"], "receipt": changed})) is False


def test_the_short_form_fits_a_code_that_a_phone_can_read(world: World) -> None:
    short = receipts.short(make_receipt(world))
    assert int(segno.make(short, error="m", micro=False).version) <= 14


@given(st.one_of(st.binary(), st.text(), st.text().map(lambda text: "GUONG1." + text)))
def test_anything_else_is_simply_no_receipt(given_bytes: bytes | str) -> None:
    assert receipts.check(given_bytes, public=["A" * 43]) is False


def test_numbers_run_by_owner_and_year_of_the_organisation(world: World) -> None:
    round = make_round(world, phases=3)
    new_year = datetime(2022, 12, 31, 17, 0, tzinfo=UTC)  # 00:00 of 1 January here
    got = []
    moments = [BEFORE, new_year.replace(hour=16), new_year]
    for order, moment in enumerate(moments):
        phase = open_it(world, round.phases.get(order=order), due_at=datetime(2023, 3, 1, tzinfo=UTC))
        for person, unit in ((world.secretary, world.school), (world.headman, world.village)):
            receipt = send(person, duty_of(phase, unit), at=moment)
            got.append((receipt.year, receipt.number))
    assert got == [(2022, 1), (2022, 2), (2022, 3), (2022, 4), (2023, 1), (2023, 2)]
    other = make_world(code="9")
    assert make_receipt(other).number == 1


def test_issued_in_the_zone_of_the_organisation(world: World) -> None:
    assert make_receipt(world).year == clock.day_of(BEFORE).year
