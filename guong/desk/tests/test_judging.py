"""What the superior does with a submission and with the list, through the pages."""

import json

import pytest
from django.urls import reverse

from guong.desk.tests.factories import Desk, signed_in
from guong.rounds import receipts
from guong.rounds.enums import DutyState, Exemption, JudgementKind
from guong.rounds.models import Duty, Judgement
from guong.rounds.queries import state_of, with_state
from guong.rounds.tests.factories import AFTER, BEFORE


def state(desk: Desk) -> DutyState:
    return state_of(with_state(Duty.objects.filter(pk=desk.duty.pk), BEFORE).get())


@pytest.mark.both
def test_a_report_is_received(desk: Desk) -> None:
    submission = desk.sent().submission
    signed_in(desk.world.clerk).post(reverse("desk:receive", args=[submission.uid]))
    assert list(Judgement.objects.values_list("kind", flat=True)) == [JudgementKind.RECEIVED]


def test_a_return_says_why_by_field_and_the_unit_reads_it(desk: Desk) -> None:
    submission = desk.sent().submission
    url = reverse("desk:return", args=[submission.uid])
    clerk = signed_in(desk.world.clerk)
    assert clerk.post(url, {}).status_code == 422
    clerk.post(url, {"why_attendance": "Số vắng chưa khớp biên bản."})
    assert Judgement.objects.get().reasons == {"attendance": "Số vắng chưa khớp biên bản."}
    assert state(desk) == DutyState.RETURNED
    page = signed_in(desk.world.secretary).get(reverse("desk:write", args=[desk.duty.uid]))
    assert [why for _label, why in page.context["returned"]] == ["Số vắng chưa khớp biên bản."]


def test_the_list_changes_with_a_reason(desk: Desk) -> None:
    url = reverse("desk:excuse", args=[desk.duty.uid])
    clerk = signed_in(desk.world.clerk)
    assert clerk.post(url, {"reason": ""}).status_code == 422
    clerk.post(url, {"reason": "Đang hợp nhất chi bộ"})
    assert (desk.duty.exemption, desk.duty.exemption_reason) == (Exemption.EXCUSED, "Đang hợp nhất chi bộ")
    clerk.post(reverse("desk:lift", args=[desk.duty.uid]), {"reason": "Đã hợp nhất xong"})
    assert state(desk) == DutyState.NOT_DUE


def test_one_unit_gets_a_later_time(desk: Desk) -> None:
    url = reverse("desk:extend", args=[desk.duty.uid])
    signed_in(desk.world.clerk).post(url, {"until": "2022-09-05T17:00", "reason": "Lũ quét"})
    until = desk.duty.extended_until
    assert until is not None
    assert until.isoformat() == "2022-09-05T10:00:00+00:00"


def test_the_receipt_file_checks_without_the_database(desk: Desk) -> None:
    receipt = desk.sent()
    url = reverse("desk:receipt_file", args=[receipt.submission.uid])
    kept = signed_in(desk.world.secretary).get(url).content
    assert receipts.check(kept) is True
    forged = json.loads(kept)
    forged["receipt"]["number"] += 1
    assert receipts.check(json.dumps(forged)) is False


def test_lateness_is_accepted_where_it_was_late(desk: Desk) -> None:
    from guong.jobs import clock
    from guong.rounds.tests.factories import send

    with clock.at(AFTER):
        submission = send(desk.world.secretary, desk.duty, at=AFTER).submission
        url = reverse("desk:accept_late", args=[submission.uid])
        signed_in(desk.world.clerk).post(url, {"reason": "Mất mạng ba ngày"})
    assert state_of(with_state(Duty.objects.filter(pk=desk.duty.pk), AFTER).get()) == DutyState.LATE_ACCEPTED
