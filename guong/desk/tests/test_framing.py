"""Starting rounds by hand, additions for the units below, plans approved: through the pages."""

from datetime import date

from django.urls import reverse
from uuid_utils.compat import uuid7

from guong.desk.tests.factories import Desk, signed_in, sitting_post
from guong.jobs import clock
from guong.rounds import content
from guong.rounds.actions import confirm_round
from guong.rounds.actions.standing import open_months
from guong.rounds.enums import OWN_ORDERS, DutyKind, HeldReason, Rhythm
from guong.rounds.models import Duty, Held, OwnItem, Phase, Round, Sitting
from guong.rounds.tests.factories import BEFORE, duty_of, make_round, open_it, send
from guong.units.tests.factories import make_member


def _start(desk: Desk, **given: str) -> Round:
    posted = {"title": "Đợt mới", "owner": str(desk.world.district.uid), "theme": "", "earlier": "", **given}
    answer = signed_in(desk.world.clerk).post(reverse("desk:new_round"), posted)
    made = Round.objects.get(title="Đợt mới")
    assert answer["Location"] == reverse("desk:round", args=[made.uid])
    return made


def test_a_round_is_started_by_hand_and_gets_its_phases(desk: Desk) -> None:
    made = _start(desk)
    client = signed_in(desk.world.clerk)
    posted = {"title": "Giai đoạn 1", "starts_on": "2022-09-01", "last_day": "2022-09-30"}
    client.post(reverse("desk:new_phase", args=[made.uid]), posted)
    client.post(reverse("desk:new_phase", args=[made.uid]), {"title": "Giai đoạn 2"})
    first, second = made.phases.order_by("order")
    assert (first.title, first.ends_on) == ("Giai đoạn 1", date(2022, 10, 1))
    client.post(reverse("desk:remove_phase", args=[second.uid]))
    assert list(made.phases.all()) == [first]


def test_a_round_is_started_as_a_copy(desk: Desk) -> None:
    made = _start(desk, earlier=str(desk.phase.round.uid))
    assert made.agenda.count() == 2


def test_a_standing_round_is_not_a_copy(desk: Desk) -> None:
    posted = {
        "title": "x",
        "owner": str(desk.world.district.uid),
        "monthly": "on",
        "earlier": str(desk.phase.round.uid),
    }
    assert signed_in(desk.world.clerk).post(reverse("desk:new_round"), posted).status_code == 422


def test_who_directs_nothing_starts_nothing(desk: Desk) -> None:
    assert signed_in(desk.reader).get(reverse("desk:new_round")).status_code == 403


def test_a_light_sheet_has_three_fields(desk: Desk) -> None:
    made = _start(desk, monthly="on")
    assert made.rhythm == Rhythm.MONTHLY
    confirm_round(by=desk.world.clerk, round=made)
    open_months()
    duty = duty_of(made.phases.get(), desk.world.school)
    url = reverse("desk:write", args=[duty.uid])
    client = signed_in(desk.world.secretary)
    page = client.get(url).content.decode()
    assert ['name="present"' in page, 'name="expected"' in page] == [True, False]
    posted = {
        "uid": str(uuid7()),
        "duties": [str(duty.uid)],
        "held_on": "2022-08-15",
        "present": "17",
        "outcome": "Nhất trí",
        "promises-TOTAL_FORMS": "0",
        "promises-INITIAL_FORMS": "0",
        "step": "send",
    }
    client.post(url, posted)
    assert Sitting.objects.filter(phase=duty.phase).values_list("expected", "present").get() == (None, 17)


def test_scope_is_typed(desk: Desk) -> None:
    round = make_round(desk.world)
    url = reverse("desk:scope", args=[round.uid])
    posted = {"lead_office": "", "unit_kinds": ["cell"], "levels": "2", "plan_approval": "on"}
    signed_in(desk.world.clerk).post(url, posted)
    round.refresh_from_db()
    assert (round.unit_kinds, round.levels, round.plan_approval) == (["cell"], 2, True)


def test_a_unit_between_adds_a_point_that_its_units_see(desk: Desk) -> None:
    reporter = make_member(desk.world.commune, "signatory", name="Vàng Seo Páo")
    url = reverse("desk:below", args=[duty_of(desk.phase, desk.world.commune).uid])
    client = signed_in(reporter)
    client.post(url, {"step": "add", "kind": "", "text": "Giữ rừng đầu nguồn", "clause": "II"})
    item = OwnItem.objects.get()
    assert (item.order, item.unit) == (OWN_ORDERS, desk.world.commune)
    client.post(url, {"step": "earlier", "until": "2022-08-25T17:00"})
    village = duty_of(desk.phase, desk.world.village)
    assert village.asked_by_at is not None
    page = signed_in(desk.world.headman).get(reverse("desk:write", args=[village.uid])).content.decode()
    other = signed_in(desk.world.secretary).get(reverse("desk:write", args=[desk.duty.uid])).content.decode()
    assert ("Giữ rừng đầu nguồn" in page, "Giữ rừng đầu nguồn" in other) == (True, False)
    client.post(url, {"step": "remove", "order": str(OWN_ORDERS)})
    assert not OwnItem.objects.exists()


def test_a_plan_is_approved_and_the_sheet_that_waited_is_placed(desk: Desk) -> None:
    phase = make_round(desk.world).phases.get(order=0)
    phase = open_it(desk.world, phase, kinds=[DutyKind.PLAN, DutyKind.SITTING])
    Phase.objects.filter(pk=phase.pk).update(plan_approval=True)
    reporter = make_member(desk.world.commune, "signatory", name="Vàng Seo Páo")
    duty, plan = duty_of(phase, desk.world.commune), duty_of(phase, desk.world.commune, DutyKind.PLAN)
    posted = {**sitting_post(duty, uuid7()), "step": "send"}
    signed_in(reporter).post(reverse("desk:write", args=[duty.uid]), posted)
    assert Held.objects.get().reason == HeldReason.PLAN
    said = content.WrittenReport(duties=(plan.uid,), document_number="07-KH/ĐU")
    submission = send(reporter, plan, said=said).submission
    client = signed_in(desk.world.clerk)
    url = reverse("desk:approve_plan", args=[submission.uid])
    assert url in client.get(reverse("desk:submission", args=[submission.uid])).content.decode()
    client.post(url)
    assert Duty.objects.get(pk=duty.pk).first_arrived_at == BEFORE


def test_a_time_on_a_day_off_moves_and_says_so(desk: Desk) -> None:
    phase = Phase.objects.get(round=desk.phase.round, order=1)
    posted = {
        "due_at": "2022-10-08T17:00",  # a Saturday
        "levels": "1",
        "kinds_commune_committee": ["sitting"],
        "step": "open",
        "expected_": "",
    }
    client = signed_in(desk.world.clerk)
    url = reverse("desk:open_phase", args=[phase.uid])
    client.post(url, posted)
    phase.refresh_from_db()
    assert phase.due_at is not None
    assert (clock.day_of(phase.due_at), phase.due_moved_from) == (date(2022, 10, 10), date(2022, 10, 8))
