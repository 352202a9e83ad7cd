"""No page of the desk leads a person to a door that is closed to them; first pages say what is the case."""

import re
from html import unescape

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
TABS = re.compile(r'<nav class="tabs"[^>]*>(.*?)</nav>', re.DOTALL)
TAB = re.compile(r'<a href="[^"]*"( aria-current="page")?>([^<]*)</a>')


def dead_ends(client: Client, pages: list[str]) -> dict[str, int]:
    """Links of these pages that answer with anything but a page; some ask who is there first."""
    links = {unescape(link) for page in pages for link in LINK.findall(client.get(page).content.decode())}
    answers = {link: client.get(link, follow=True).status_code for link in links}
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
        reverse("registry:documents"),
        reverse("registry:document", args=[paper.uid]),
    ]
    assert dead_ends(signed_in(people[who]), pages) == {}


def tabs(client: Client, address: str) -> dict[str, bool]:
    """Label → whether it is marked as the place of the page."""
    nav = TABS.findall(client.get(address).content.decode())
    return {label: bool(here) for here, label in TAB.findall(nav[0])}


def test_the_lists_of_documents_stand_beside_each_other_for_who_may_open_them(desk: Desk) -> None:
    of_all = {
        "Sổ văn bản": "registry:documents",
        "Đến, chờ xử lý": "desk:incoming",
        "Văn bản nhận được": "registry:received",
        "Văn bản đang soạn": "registry:drafts",
        "Sổ đăng ký văn bản": "registry:books",
        "Hồ sơ": "registry:cases",
    }
    of_clerks = {"Cơ quan ban hành": "registry:issuers", "Chưa có trong sổ": "registry:unresolved"}
    for person, shown in ((desk.world.clerk, of_all | of_clerks), (desk.world.secretary, of_all)):
        client = signed_in(person)
        for label, name in shown.items():
            assert tabs(client, reverse(name)) == {one: one == label for one in shown}


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
