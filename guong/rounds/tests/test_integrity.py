"""`guong verify` names every submission and receipt that was touched, and is silent when none was."""

from collections.abc import Callable

import pytest
from django.utils import translation

from guong.keys import store
from guong.rounds import integrity
from guong.rounds.models import Receipt, Submission
from guong.rounds.tests.factories import World, duty_of, make_phase, make_world, send
from guong.trail.actions import seal_waiting
from guong.trail.models import Entry

pytestmark = [pytest.mark.django_db, pytest.mark.both]


@pytest.fixture
def world() -> World:
    world = make_world()
    phase = make_phase(world)
    seal_waiting()
    send(world.secretary, duty_of(phase, world.school))
    send(world.headman, duty_of(phase, world.village))
    return world


def found() -> list[str]:
    with translation.override("en"):
        return list(integrity.faults())


def test_nothing_is_said_when_nothing_was_touched(world: World) -> None:
    assert found() == []


def first() -> Submission:
    return Submission.objects.order_by("pk")[0]


def alter_up(submission: Submission) -> None:
    submission.up = bytes(submission.up).replace(b"18", b"19")


def alter_stays(submission: Submission) -> None:
    kept = bytes(submission.stays or b"")
    submission.stays = kept[:-1] + bytes([kept[-1] ^ 1])


def drop_stays(submission: Submission) -> None:
    submission.stays = None


def alter_mark(submission: Submission) -> None:
    submission.stays_mark = "0" * 64


@pytest.mark.parametrize("touch", [alter_up, alter_stays, drop_stays, alter_mark])
def test_an_altered_submission_is_named(world: World, touch: Callable[[Submission], None]) -> None:
    submission = first()
    touch(submission)
    submission.save()
    assert found() == [f"Submission {submission.uid}: what was received was altered."]


def test_an_altered_receipt_is_named(world: World) -> None:
    Receipt.objects.filter(number=2).update(issued_at="2022-08-01T00:00:00Z")
    assert found() == ["Receipt 0002/2022: its check mark does not fit what it says."]


def test_a_removed_receipt_leaves_a_gap(world: World) -> None:
    Receipt.objects.filter(number=1).delete()
    assert found() == ["Receipts of 2022: numbers missing: 1."]


def test_cutting_the_trail_shows_against_the_receipts(world: World) -> None:
    position = Receipt.objects.get(number=2).head_position
    assert position > 0
    Entry.objects.filter(position=position).delete()
    assert found() == [f"Trail: receipts name an entry at position {position} that is no longer there."]


def test_without_the_key_of_a_unit_its_texts_are_closed_and_not_altered(world: World) -> None:
    store.forget("unit", str(world.school.uid))
    assert found() == []
