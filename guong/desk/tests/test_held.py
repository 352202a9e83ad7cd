"""Two versions of one report: both kept and shown, and a person of the unit decides field by field."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

import pytest
from django.urls import reverse
from uuid_utils.compat import uuid7

from guong.desk.tests.factories import Desk, signed_in, sitting_post
from guong.rounds.content import SittingReport
from guong.rounds.models import Held, Submission
from guong.rounds.queries import content_of


def write(desk: Desk) -> str:
    return reverse("desk:write", args=[desk.duty.uid])


def post(desk: Desk, uid: UUID, **given: str | list[str]) -> Any:
    return signed_in(desk.world.secretary).post(write(desk), sitting_post(desk.duty, uid, **given) | {"step": "send"})


def page(held: Held) -> str:
    return reverse("desk:held", args=[held.uid])


def two_versions(desk: Desk) -> Held:
    post(desk, uuid7())
    post(desk, uuid7(), place="Hội trường xã", present="17", absent="1")
    return Held.objects.get()


@pytest.mark.both
def test_the_same_id_with_other_content_is_answered_409_and_both_are_shown(desk: Desk) -> None:
    uid = uuid7()
    post(desk, uid)
    answer = post(desk, uid, place="Hội trường xã")
    assert answer.status_code == 409
    assert [(one.name, one.stands, one.kept) for one in answer.context["differences"]] == [
        ("place", "Phòng hội đồng", "Hội trường xã")
    ]
    assert (Submission.objects.count(), Held.objects.get().reason) == (1, "conflict")


def test_a_second_tab_is_answered_409_and_what_it_typed_waits(desk: Desk) -> None:
    post(desk, uuid7())
    answer = post(desk, uuid7(), place="Hội trường xã")
    assert (answer.status_code, Held.objects.get().reason) == (409, "stale")
    home = signed_in(desk.world.secretary).get(reverse("desk:home"))
    tasks = signed_in(desk.world.secretary).get(reverse("desk:tasks"))
    assert [[line.uid for line in shown.context["held"]] for shown in (home, tasks)] == [[Held.objects.get().uid]] * 2
    assert home.context["headline"] == "1 việc phải gửi, 1 việc cần xử lý"


@pytest.mark.both
def test_a_choice_becomes_a_new_version_and_ends_the_waiting(desk: Desk) -> None:
    held = two_versions(desk)
    chosen = urlencode({"held": str(held.uid), "take.attendance": "kept", "take.place": "sent"})
    client = signed_in(desk.world.secretary)
    form = client.get(f"{write(desk)}?{chosen}").context["form"]
    assert [form[name].value() for name in ("place", "present", "absent")] == ["Phòng hội đồng", 17, 1]
    typed = sitting_post(desk.duty, uuid7(), present="17", absent="1")
    typed |= {name: str(form[name].value()) for name in ("base", "held")}
    client.post(write(desk), typed | {"step": "send"})
    newest = content_of(Submission.objects.get(version=2), inside=True)
    assert isinstance(newest, SittingReport)
    assert (newest.place, newest.present) == ("Phòng hội đồng", 17)
    held.refresh_from_db()
    assert held.decided_at is not None


def test_what_was_kept_may_be_left_and_stays_readable(desk: Desk) -> None:
    held = two_versions(desk)
    client = signed_in(desk.world.secretary)
    assert client.post(page(held)).status_code == 302
    assert client.get(reverse("desk:tasks")).context["held"] == []
    shown = client.get(page(held))
    assert (shown.status_code, {one.name for one in shown.context["differences"]}) == (200, {"attendance", "place"})


def test_shortcomings_and_promises_are_one_choice(desk: Desk) -> None:
    post(desk, uuid7())
    answer = post(desk, uuid7(), **{"promises-0-words": "Gửi tài liệu trước năm ngày"})
    assert [one.name for one in answer.context["differences"]] == ["rows"]
    held = Held.objects.get()
    chosen = urlencode({"held": str(held.uid), "take.rows": "kept"})
    rows = signed_in(desk.world.secretary).get(f"{write(desk)}?{chosen}").context["promises"]
    assert [row.initial["words"] for row in rows] == ["Gửi tài liệu trước năm ngày"]


def test_a_reader_of_the_unit_and_the_office_above_do_not_open_it(desk: Desk) -> None:
    held = two_versions(desk)
    people = (desk.world.secretary, desk.school_reader, desk.world.clerk, desk.stranger)
    assert [signed_in(person).get(page(held)).status_code for person in people] == [200, 403, 403, 404]


def test_a_made_up_address_of_a_kept_version_leads_nowhere(desk: Desk) -> None:
    client = signed_in(desk.world.secretary)
    answers = [client.get(f"{write(desk)}?held={held}").status_code for held in ("x", uuid7())]
    assert answers == [404, 404]
