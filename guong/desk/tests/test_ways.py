"""No page of the desk leads a person to a door that is closed to them; first pages say what is the case."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from guong.desk.tests.factories import Desk, signed_in
from guong.desk.views.board import sentence
from guong.figures.queries import compute
from guong.jobs.clock import now, today
from guong.registry.tests.factories import make_document
from guong.rounds.actions import excuse, return_submission
from guong.rounds.content import NilReport
from guong.rounds.models import Basis
from guong.rounds.tests.factories import duty_of, send
from guong.units.models import Person
from guong.units.tests.factories import make_member

LINK = re.compile(r'href="(/desk/[^"#]*)')


def dead_ends(client: Client, pages: list[str]) -> dict[str, int]:
    """Links of these pages that answer with anything but a page."""
    links = {link for page in pages for link in LINK.findall(client.get(page).content.decode())}
    answers = {link.replace("&amp;", "&"): client.get(link.replace("&amp;", "&")).status_code for link in links}
    return {link: status for link, status in answers.items() if status != 200}


@pytest.mark.parametrize("who", ["clerk", "leader", "secretary", "member"])
def test_pages_lead_nowhere_that_is_closed(desk: Desk, who: str) -> None:
    paper = make_document(desk.world.district, "86-KH/HU")
    Basis.objects.create(round=desk.phase.round, order=9, text=paper.symbol, document=paper)
    submission = desk.sent().submission
    people: dict[str, Person] = {
        "clerk": desk.world.clerk,
        "leader": desk.leader,
        "secretary": desk.world.secretary,
        "member": desk.school_reader,
    }
    pages = [
        reverse("desk:home"),
        reverse("desk:rounds"),
        reverse("desk:round", args=[desk.phase.round.uid]),
        reverse("desk:duty", args=[desk.duty.uid]),
        reverse("desk:submission", args=[submission.uid]),
        reverse("desk:corrections"),
    ]
    assert dead_ends(signed_in(people[who]), pages) == {}


def test_who_studies_and_reports_finds_the_running_phase_on_the_first_page(desk: Desk) -> None:
    for person in (desk.school_reader, desk.world.secretary):
        shown = signed_in(person).get(reverse("desk:home")).context["boards"]
        assert [(one.phase, one.sentence) for one in shown] == [(desk.phase, "")]
    assert signed_in(desk.stranger).get(reverse("desk:home")).context["boards"] == []


def test_a_leader_begins_with_the_sentence_of_the_board(desk: Desk) -> None:
    desk.sent()
    context = signed_in(desk.leader).get(reverse("desk:home")).context
    assert context["headline"] == "1 trên 2 đơn vị đã tổ chức buổi sinh hoạt; không có việc quá hạn"
    assert (context["empty"], [bool(one.bar) for one in context["boards"]]) == (False, [True])


@pytest.mark.both
def test_the_board_and_the_published_figure_count_the_same_sittings(desk: Desk) -> None:
    """A returned report still tells of a sitting; "nothing to report" never does."""
    commune = duty_of(desk.phase, desk.world.commune)
    return_submission(by=desk.world.clerk, submission=desk.sent().submission, reasons={"": "Thiếu trang 2"})
    head = make_member(desk.world.commune, "signatory")
    send(head, commune, said=NilReport(duties=(commune.uid,), reason="Đang sắp xếp lại tổ chức"))
    of = signed_in(desk.world.clerk).get(reverse("desk:board", args=[desk.phase.uid])).context["board"]
    figure = compute("units_direct", unit=desk.world.district, phase=desk.phase, on=today(), known=now())
    assert (of.units_done, figure.value, of.curve.points[-1][1]) == (1, 1, 1)
    assert sentence(of).startswith("1 trên 2 đơn vị")


def test_nobody_is_asked_to_write_what_was_excused(desk: Desk) -> None:
    excuse(by=desk.world.clerk, duty=desk.duty, reason="Kiểm điểm cùng cấp trên")
    context = signed_in(desk.world.secretary).get(reverse("desk:duty", args=[desk.duty.uid])).context
    assert context["reports"] is False
