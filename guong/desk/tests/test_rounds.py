"""From the proposal to the open phase, through the pages."""

from datetime import date

import pytest
from django.urls import reverse

from guong.desk.queries.rounds import occasion_words
from guong.desk.tests.factories import Desk, signed_in
from guong.rounds.enums import DutyKind, RoundState
from guong.rounds.models import Duty, Occasion, Phase, Round
from guong.rounds.tests.factories import make_round


@pytest.mark.both
def test_a_proposal_is_confirmed_by_hand(desk: Desk) -> None:
    round = make_round(desk.world, confirmed=False)
    url = reverse("desk:confirm_round", args=[round.uid])
    client = signed_in(desk.world.clerk)
    client.get(url)
    assert Round.objects.get(pk=round.pk).state == RoundState.PROPOSED
    client.post(url)
    assert Round.objects.get(pk=round.pk).state == RoundState.CONFIRMED


def test_the_clerk_changes_words_and_keeps_clauses(desk: Desk) -> None:
    round = make_round(desk.world, confirmed=False)
    round.agenda.filter(order=0).update(clause="Mục 3")
    posted = {
        "title": "Tự soi, tự sửa 2022",
        "theme": "",
        "aims": "",
        "agenda": "Soát lại việc đã hứa\nÝ kiến nhân dân\n",
        "works": "Sổ tay",
        "topics": "Nêu gương\n\nGiữ nền nếp",
        "ties": "",
        "prompts": "",
    }
    signed_in(desk.world.clerk).post(reverse("desk:edit_round", args=[round.uid]), posted)
    round.refresh_from_db()
    agenda = list(round.agenda.order_by("order").values_list("text", "clause"))
    assert (round.title, agenda) == (
        "Tự soi, tự sửa 2022",
        [("Soát lại việc đã hứa", "Mục 3"), ("Ý kiến nhân dân", "")],
    )
    assert list(round.study.filter(kind="topic").values_list("text", flat=True)) == ["Nêu gương", "Giữ nền nếp"]


def test_days_of_a_phase_are_the_clerks_once_typed(desk: Desk) -> None:
    phase = Phase.objects.get(round=desk.phase.round, order=1)
    posted = {"title": "Giai đoạn hai", "starts_on": "2022-09-01", "last_day": "2022-09-30"}
    signed_in(desk.world.clerk).post(reverse("desk:edit_phase", args=[phase.uid]), posted)
    phase.refresh_from_db()
    assert (phase.starts_on, phase.ends_on) == (date(2022, 9, 1), date(2022, 10, 1))


def test_a_reading_is_chosen_by_a_person(desk: Desk) -> None:
    round = desk.phase.round
    round.reported.create(
        order=0, measure="units", value=46, words="46 chi bộ", readings=["units_direct", "units_below"]
    )
    url = reverse("desk:reading", args=[round.uid, 0])
    client = signed_in(desk.world.clerk)
    client.post(url, {"figure0-reading": "something else"})
    assert round.reported.get().chosen == ""
    client.post(url, {"figure0-reading": "units_direct"})
    assert round.reported.get().chosen == "units_direct"


def _posted(**given: object) -> dict[str, object]:
    return {
        "due_at": "2022-10-10T17:00",
        "cutoff_on": "2022-10-05",
        "levels": "1",
        "list_document": "31-KH/HU",
        "kinds_commune_committee": ["plan", "sitting"],
        "kinds_grassroots_cell": ["sitting"],
        **given,
    }


@pytest.mark.both
def test_a_phase_is_opened_over_the_list_that_was_shown(desk: Desk) -> None:
    phase = Phase.objects.get(round=desk.phase.round, order=1)
    url, client = reverse("desk:open_phase", args=[phase.uid]), signed_in(desk.world.clerk)
    shown = client.post(url, _posted(step="list"))
    assert [(row.name, row.kinds) for row, _field in shown.context["rows"]] == [
        ("Đảng bộ xã Nậm Lùng", [DutyKind.PLAN, DutyKind.SITTING]),
        ("Chi bộ Trường Mầm non số 2", [DutyKind.SITTING]),
    ]
    assert Duty.objects.filter(phase=phase).count() == 0
    school = desk.world.school.pk
    client.post(url, _posted(**{"step": "open", f"expected_{school}": "21"}))
    frozen = Duty.objects.filter(phase=phase).order_by("order", "kind")
    assert list(frozen.values_list("unit", "kind", "expected")) == [
        (desk.world.commune.pk, "plan", None),
        (desk.world.commune.pk, "sitting", None),
        (school, "sitting", 21),
    ]
    phase.refresh_from_db()
    assert (phase.list_document, phase.cutoff_on) == ("31-KH/HU", date(2022, 10, 5))


def test_a_phase_may_ask_every_level(desk: Desk) -> None:
    phase = Phase.objects.get(round=desk.phase.round, order=1)
    given = _posted(step="list", levels="all", kinds_cell=["sitting"])
    shown = signed_in(desk.world.clerk).post(reverse("desk:open_phase", args=[phase.uid]), given)
    assert [row.depth for row, _field in shown.context["rows"]] == [1, 2, 2, 1]


def test_a_wrong_head_count_opens_nothing(desk: Desk) -> None:
    phase = Phase.objects.get(round=desk.phase.round, order=1)
    url = reverse("desk:open_phase", args=[phase.uid])
    given = _posted(**{"step": "open", f"expected_{desk.world.school.pk}": "hai mươi"})
    assert signed_in(desk.world.clerk).post(url, given).status_code == 422
    assert Duty.objects.filter(phase=phase).count() == 0


def test_nothing_asked_of_anybody_is_said(desk: Desk) -> None:
    phase = Phase.objects.get(round=desk.phase.round, order=1)
    given = _posted(kinds_commune_committee=[], kinds_grassroots_cell=[])
    answer = signed_in(desk.world.clerk).post(reverse("desk:open_phase", args=[phase.uid]), given)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["__all__"])


def test_a_locked_phase_takes_nothing_more(desk: Desk) -> None:
    signed_in(desk.world.clerk).post(reverse("desk:close_phase", args=[desk.phase.uid]))
    assert Phase.objects.get(pk=desk.phase.pk).closed_at is not None


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("kỷ niệm 75 năm ngày thành lập", "Kỷ niệm 75 năm ngày thành lập"),
        ("ngày thành lập", "Kỷ niệm 75 năm ngày thành lập"),
    ],
)
def test_an_occasion_says_its_ordinal_once(name: str, words: str) -> None:
    assert occasion_words(Occasion(name=name, years=75)) == words
