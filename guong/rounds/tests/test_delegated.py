"""Handing in for somebody who delegated it."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from guong.rounds.tests.factories import AFTER, BEFORE, duty_of, make_phase, make_world, send
from guong.trail.models import Entry
from guong.units.actions import delegate
from guong.units.tests.factories import make_person

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def test_a_delegate_hands_in_under_the_mandate_of_who_delegated_it() -> None:
    world = make_world()
    duty = duty_of(make_phase(world), world.school)
    other, mandate = make_person("Vàng Seo Páo"), world.secretary.mandates.get()
    with pytest.raises(PermissionDenied):
        send(other, duty)
    delegate(
        by=world.secretary, mandate=mandate, to=other, verbs=["report"],
        starts_on=date(2022, 8, 20), ends_on=date(2022, 8, 27),
    )  # fmt: skip
    receipt = send(other, duty, at=BEFORE)
    assert (receipt.submission.by, receipt.submission.mandate) == (other, mandate)
    assert Entry.objects.get(what="rounds.hand_in").acting_as == mandate.uid


def test_what_was_written_while_it_was_delegated_is_taken_within_the_grace() -> None:
    """Received on 30 August: delegated up to the 26th, written on the 20th, within the round's grace of days."""
    world = make_world()
    duty = duty_of(make_phase(world), world.school)
    other = make_person("Vàng Seo Páo")
    delegate(
        by=world.secretary, mandate=world.secretary.mandates.get(), to=other, verbs=["report"],
        starts_on=date(2022, 8, 20), ends_on=date(2022, 8, 27),
    )  # fmt: skip
    assert send(other, duty, at=AFTER, written_at=BEFORE).submission.by == other
    with pytest.raises(PermissionDenied):
        send(other, duty, at=AFTER)
