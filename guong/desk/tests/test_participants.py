"""Categories of participants on the sheet and on the board."""

from dataclasses import replace

import pytest
from django.urls import reverse
from uuid_utils.compat import uuid7

from guong.desk.queries.participants import participants
from guong.desk.tests.factories import Desk, signed_in, sitting_post
from guong.rounds.content import SittingReport
from guong.rounds.models import Submission
from guong.rounds.queries import content_of
from guong.rounds.tests.factories import AFTER, duty_of, send, sitting

BY = {"by_member": "15", "by_probationary": "3", "by_worker": "1", "by_guest": "2"}


def test_categories_go_from_the_sheet_into_the_report_and_back_into_an_edit(desk: Desk) -> None:
    client, url = signed_in(desk.world.secretary), reverse("desk:write", args=[desk.duty.uid])
    client.post(url, sitting_post(desk.duty, uuid7(), **BY) | {"step": "send"})
    said = content_of(Submission.objects.get(), inside=False)
    assert isinstance(said, SittingReport)
    assert said.participants == {"member": 15, "probationary": 3, "worker": 1, "guest": 2}
    form = client.get(url).context["form"]
    assert [form[name].value() for name in BY] == [15, 3, 1, 2]
    assert form.categories_open


def test_what_does_not_add_up_is_said_beside_the_categories_which_stand_open(desk: Desk) -> None:
    url = reverse("desk:write", args=[desk.duty.uid])
    posted = sitting_post(desk.duty, uuid7(), **{**BY, "by_member": "14"}) | {"step": "send"}
    form = signed_in(desk.world.secretary).post(url, posted).context["form"]
    assert list(form.errors) == ["by_member"]
    assert (form.categories_open, form["by_member"].value()) == (True, "14")


@pytest.mark.both
def test_the_board_adds_categories_up_to_all_attendances(desk: Desk) -> None:
    village = duty_of(desk.phase, desk.world.village)
    desk.sent()
    assert participants(phase=desk.phase, unit=desk.world.district, at=AFTER) is None
    told = replace(sitting(village), participants={"member": 16, "probationary": 2})
    send(desk.world.headman, village, said=told)
    found = participants(phase=desk.phase, unit=desk.world.district, at=AFTER)
    assert found is not None
    assert found.rows == [("Đảng viên chính thức", 16), ("Đảng viên dự bị", 2), ("Chưa nêu thành phần", 24)]
    assert found.seats == 42
