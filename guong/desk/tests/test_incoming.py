from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from guong.desk.proposing import points, propose
from guong.desk.queries.incoming import counts, waiting
from guong.desk.tests.factories import Desk, make_desk, signed_in
from guong.jobs import clock
from guong.registry.actions import instruct
from guong.registry.models import Instruction
from guong.registry.tests.factories import make_document
from guong.rounds.actions import confirm_round, open_phase
from guong.rounds.enums import DutyKind, RoundState
from guong.rounds.models import Round
from guong.rounds.tests.factories import BEFORE, DUE, OPENED, duty_of, send
from guong.units.actions import add_collective
from guong.units.models import Unit
from guong.units.tests.factories import START

pytestmark = [pytest.mark.django_db, pytest.mark.both]

GIVEN = date(2022, 8, 16)
DEADLINE = date(2022, 9, 15)


@pytest.fixture
def desk() -> Desk:
    return make_desk()


def told(desk: Desk, number: str = "1", **given: object) -> Instruction:
    paper = make_document(desk.world.district, f"{number}-HD/TU", type="HD", arrival_no=number, arrived_on=GIVEN)
    values: dict[str, object] = {
        "by": desk.world.clerk,
        "document": paper,
        "text": "1. Xây dựng kế hoạch; tổ chức sinh hoạt.\n2. Báo cáo kết quả",
        "given_on": GIVEN,
        "due_on": DEADLINE,
    }
    return instruct(**{**values, **given})  # type: ignore[arg-type]  # tests name what they override


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Văn phòng tham mưu.", [("", "Văn phòng tham mưu")]),
        ("a) rà soát\nb) báo cáo", [("a", "Rà soát"), ("b", "Báo cáo")]),
        ("- một;\n\n- hai;", [("", "Một"), ("", "Hai")]),
        ("105-KH/TU: thực hiện", [("", "105-KH/TU: thực hiện")]),
        ("", []),
    ],
)
def test_each_task_becomes_a_point(text: str, found: list[tuple[str, str]]) -> None:
    assert [(one.clause, one.text) for one in points(text)] == found


def test_an_instruction_becomes_the_proposal_of_one_phase(desk: Desk) -> None:
    office = add_collective(by=None, unit=desk.world.district, kind="office", name="Văn phòng", starts_on=START)
    instruction = told(desk, lead_collective=office)
    client = signed_in(desk.world.clerk)
    answer = client.post(reverse("desk:propose", args=[instruction.uid]))
    round = Round.objects.get(origin=instruction.uid)
    assert answer["Location"] == reverse("desk:round", args=[round.uid])
    assert (round.state, round.lead_office, round.owner) == (RoundState.PROPOSED, office, desk.world.district)
    assert [basis.document for basis in round.basis.all()] == [instruction.document]
    assert list(round.agenda.order_by("order").values_list("clause", "text")) == [
        ("1", "Xây dựng kế hoạch"),
        ("", "Tổ chức sinh hoạt"),
        ("2", "Báo cáo kết quả"),
    ]
    phase = round.phases.get()
    assert phase.due_at is not None
    assert (phase.starts_on, phase.ends_on) == (GIVEN, date(2022, 9, 16))
    assert clock.day_of(phase.due_at) == DEADLINE


def test_a_second_click_opens_the_same_proposal_and_keeps_what_was_edited(desk: Desk) -> None:
    instruction = told(desk)
    client = signed_in(desk.world.clerk)
    first = client.post(reverse("desk:propose", args=[instruction.uid]))["Location"]
    Round.objects.filter(origin=instruction.uid).update(title="Đợt kiểm tra")
    correction = told_again(desk, instruction)
    for asked in (instruction, correction):
        assert client.post(reverse("desk:propose", args=[asked.uid]))["Location"] == first
    assert list(Round.objects.exclude(origin=None).values_list("title", flat=True)) == ["Đợt kiểm tra"]


def told_again(desk: Desk, instruction: Instruction) -> Instruction:
    return instruct(
        by=desk.world.clerk,
        document=instruction.document,
        text="Văn phòng chủ trì",
        given_on=GIVEN,
        corrects=instruction,
    )


def test_opening_offers_the_deadline_and_what_each_kind_of_unit_is_asked_for(desk: Desk) -> None:
    round = confirm_round(by=desk.world.clerk, round=propose(by=desk.world.clerk, instruction=told(desk)))
    with clock.at(BEFORE):
        page = signed_in(desk.world.clerk).get(reverse("desk:open_phase", args=[round.phases.get().uid]))
    form = page.context["form"]
    assert clock.day_of(form.initial["due_at"]) == DEADLINE
    assert form.initial["kinds_commune_committee"] == ["plan", "sitting", "review", "report"]
    assert form.initial["kinds_cell"] == ["sitting", "review", "report"]  # a cell decides in its sitting


def test_the_page_of_the_paper_shows_what_came_of_it(desk: Desk) -> None:
    instruction = told(desk)
    url = reverse("registry:document", args=[instruction.document.uid])
    assert "desk/panel_outcomes.html" in shown_panels(signed_in(desk.world.clerk), url)
    assert "desk/panel_outcomes.html" not in shown_panels(signed_in(desk.reader), url)
    round = confirm_round(by=desk.world.clerk, round=propose(by=desk.world.clerk, instruction=instruction))
    with clock.at(OPENED):
        open_phase(by=desk.world.clerk, phase=round.phases.get(), due_at=DUE, kinds=[DutyKind.SITTING])
    send(desk.world.secretary, duty_of(round.phases.get(), desk.world.school))
    for person in (desk.world.clerk, desk.reader):
        panel = shown_panels(signed_in(person), url)["desk/panel_outcomes.html"]
        assert [(one.round, one.done, one.owed) for one in panel["outcomes"]] == [(round, 1, 4)]


def shown_panels(client: Client, url: str) -> dict[str, Mapping[str, Any]]:
    with clock.at(BEFORE):
        return {panel.template: panel.context for panel in client.get(url).context["panels"]}


def test_what_waits_is_in_the_order_of_its_need(desk: Desk) -> None:
    units = Unit.objects.filter(pk=desk.world.district.pk)
    unread = make_document(desk.world.district, arrival_no="9", arrived_on=GIVEN)
    overdue, soon, running = (
        told(desk, str(number), due_on=day)
        for number, day in enumerate([date(2022, 8, 18), date(2022, 8, 25), DEADLINE], start=1)
    )
    rows = waiting(units, date(2022, 8, 20))
    assert [(row.document, row.state) for row in rows] == [
        (overdue.document, "overdue"),
        (soon.document, "soon"),
        (running.document, "running"),
        (unread, "unread"),
    ]
    assert [row.document for row in waiting(units, date(2022, 8, 20), state="soon")] == [soon.document]
    assert [row.document for row in waiting(units, date(2022, 8, 20), text="9")] == []
    assert [row.document for row in waiting(units, date(2022, 8, 20), text=unread.symbol)] == [unread]
    assert waiting(units, date(2022, 8, 20), lead=uuid4()) == []
    assert (counts(units, date(2022, 8, 20)).unread, counts(units, date(2022, 8, 20)).overdue) == (1, 1)
    year_later = date(2023, 8, 20)
    assert counts(units, year_later).unread == 0
    assert unread in [row.document for row in waiting(units, year_later, older=True)]


def test_the_list_is_for_the_people_of_the_register(desk: Desk) -> None:
    told(desk)
    sizes = {}
    for name, person in (("clerk", desk.world.clerk), ("reader", desk.reader), ("stranger", desk.stranger)):
        with clock.at(BEFORE):
            sizes[name] = signed_in(person).get(reverse("desk:incoming")).context["page"].paginator.count
    assert sizes == {"clerk": 1, "reader": 1, "stranger": 0}


def test_the_list_is_narrowed_and_taken_away(desk: Desk) -> None:
    instruction = told(desk, lead_unit=desk.world.commune)
    told(desk, "2")
    client = signed_in(desk.world.clerk)
    with clock.at(BEFORE):
        page = client.get(reverse("desk:incoming"), {"lead": str(desk.world.commune.uid)})
        assert [row.document for row in page.context["page"]] == [instruction.document]
        odd = client.get(reverse("desk:incoming"), {"lead": "x", "state": "nothing"})
        assert odd.context["page"].paginator.count == 2
        sheet = client.get(reverse("desk:incoming"), {"format": "csv", "lead": str(desk.world.commune.uid)})
    lines = sheet.content.decode("utf-8-sig").splitlines()
    assert [line.split(",")[2] for line in lines if line.startswith("1,")] == ["1-HD/TU"]


@pytest.mark.parametrize(("who", "status"), [("colleague", 302), ("reader", 403), ("stranger", 404)])
def test_who_may_propose(desk: Desk, who: str, status: int) -> None:
    instruction = told(desk)
    answer = signed_in(getattr(desk, who)).post(reverse("desk:propose", args=[instruction.uid]))
    assert answer.status_code == status
    assert Round.objects.filter(origin=instruction.uid).exists() == (status == 302)


def test_proposing_is_no_link(desk: Desk) -> None:
    url = reverse("desk:propose", args=[told(desk).uid])
    assert signed_in(desk.world.clerk).get(url).status_code == 405


def test_the_first_page_names_what_waits(desk: Desk) -> None:
    make_document(desk.world.district, arrival_no="9", arrived_on=GIVEN)
    with clock.at(BEFORE):
        page = signed_in(desk.world.clerk).get(reverse("desk:home"))
        assert page.context["incoming"].total == 1
        assert "1 văn bản chưa có ý kiến chỉ đạo" in page.content.decode()
        assert signed_in(desk.reader).get(reverse("desk:home")).context["incoming"] is None


def test_the_list_takes_as_many_queries_for_many(desk: Desk) -> None:
    client = signed_in(desk.world.clerk)
    taken = []
    number = 0
    for more in (1, 2):
        for _ in range(more):
            number += 1
            told(desk, str(number), lead_unit=desk.world.commune)
            make_document(desk.world.district, arrival_no=f"{number}a", arrived_on=GIVEN)
        with clock.at(BEFORE), CaptureQueriesContext(connection) as queries:
            client.get(reverse("desk:incoming"))
        taken.append(len(queries))
    assert taken[0] == taken[1]
