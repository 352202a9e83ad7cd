from collections.abc import Callable

import pytest
from django.db import connection
from django.http import Http404
from django.test.utils import CaptureQueriesContext

from guong.jobs.clock import today
from guong.registry import recipients
from guong.registry.access import document_for, documents_for, draft_for, drafts_for, received
from guong.registry.actions import (
    Address,
    address_paper,
    ask_for_opinions,
    issue_paper,
    lay_draft,
    open_received,
    strike_recipient,
    submit_for_signing,
)
from guong.registry.models import OfficialDocument
from guong.registry.rules import Refused
from guong.registry.tests.office import Office, make_draft, make_issued, make_office, make_signed
from guong.registry.worklist import paper_work
from guong.units.actions import add_collective
from guong.units.enums import Role
from guong.units.models import Person, Unit
from guong.units.tests.factories import START, make_mandate, make_member, make_person, make_unit

pytestmark = [pytest.mark.django_db, pytest.mark.both, pytest.mark.usefixtures("clock")]

Sent = tuple[OfficialDocument, Unit]


@pytest.fixture
def office() -> Office:
    return make_office()


@pytest.fixture
def cell(office: Office) -> Unit:
    return make_unit("Chi bộ Trường Mầm non số 2", parent=office.district)


def to(*units: Unit) -> list[Address]:
    return [Address("implement", unit=unit) for unit in units]


def shown(document: OfficialDocument) -> list[tuple[str, str]]:
    return [(line.name, line.recipient.purpose) for line in recipients.lines(document, today())]


def sees(person: Person, document: OfficialDocument) -> bool:
    return documents_for(person, today()).filter(pk=document.pk).exists()


def test_recipients_are_recognised_from_pasted_lines(office: Office, cell: Unit) -> None:
    above = make_unit("Tỉnh ủy Nậm Thi", kind="province_committee")
    add_collective(by=None, unit=office.district, kind="office", name="Văn phòng Huyện ủy", starts_on=START)
    text = """
    - Tỉnh uỷ Nậm Thi (để b/c);
    - CHI BỘ TRƯỜNG MẦM NON SỐ 2;
    - Ban Thường vụ Huyện ủy, để báo cáo
    - Các đồng chí Huyện ủy viên;
    - Lưu: Văn phòng Huyện ủy.
    """
    found = recipients.recognised(text, office.district, today(), purpose="implement")
    assert [(one.purpose, one.unit, one.collective and one.collective.name, one.text) for one in found] == [
        ("report", above, None, ""),
        ("implement", cell, None, ""),
        ("report", office.district, "Ban Thường vụ Huyện ủy", ""),
        ("implement", None, None, "Các đồng chí Huyện ủy viên"),
        ("keep", office.district, "Văn phòng Huyện ủy", ""),
    ]


def test_a_name_of_several_units_means_the_one_directly_below_or_stays_text(office: Office) -> None:
    name = "Chi bộ Trạm Y tế"
    for number in (1, 2):
        make_unit(name, parent=make_unit(f"Đảng bộ xã {number}", parent=office.district))
    ask: Callable[[], list[Address]] = lambda: recipients.recognised(name, office.district, today(), purpose="report")  # noqa: E731  (asked twice)
    assert ask() == [Address("report", text=name)]
    near = make_unit(name, parent=office.district)
    assert ask() == [Address("report", unit=near)]


def test_all_units_below_are_named_at_once_and_nobody_twice(office: Office, cell: Unit) -> None:
    other = make_unit("Chi bộ Công an", parent=office.district)
    make_unit("Chi bộ thôn", parent=cell)
    below = recipients.units_below(office.district, today())
    assert below == [cell, other]
    paper = make_draft(office)
    assert address_paper(by=office.clerk, document=paper, lines=[*to(cell), Address("keep", text="Lưu VT")]) == 2
    assert address_paper(by=office.clerk, document=paper, lines=to(*below)) == 1
    assert shown(paper) == [
        ("Chi bộ Trường Mầm non số 2", "implement"),
        ("Lưu VT", "keep"),
        ("Chi bộ Công an", "implement"),
    ]


def test_recipients_find_the_paper_from_issuing_on_and_strangers_never(office: Office, cell: Unit) -> None:
    reader, stranger = make_member(cell, Role.READER), make_member(make_unit(), Role.CLERK)
    paper = make_signed(office)
    address_paper(by=office.clerk, document=paper, lines=to(cell))
    assert (sees(reader, paper), received(Unit.objects.all()).exists()) == (False, False)
    issue_paper(by=office.clerk, document=paper, issued_on=today())
    assert (sees(reader, paper), sees(stranger, paper)) == (True, False)
    assert document_for(reader, paper.uid, today()) == paper
    with pytest.raises(Http404):
        document_for(stranger, paper.uid, today())


def test_what_is_only_kept_or_named_in_words_is_not_sent(office: Office, cell: Unit) -> None:
    paper = make_signed(office)
    lines = [Address("keep", unit=cell), Address("report", text="Tỉnh ủy")]
    address_paper(by=office.clerk, document=paper, lines=lines)
    issue_paper(by=office.clerk, document=paper, issued_on=today())
    assert list(paper.recipients.values_list("sent_at", flat=True)) == [None, None]
    assert not sees(make_member(cell, Role.READER), paper)


def test_the_first_of_the_recipients_own_people_is_noted(office: Office, cell: Unit) -> None:
    paper = make_issued(office)
    address_paper(by=office.clerk, document=paper, lines=to(cell))
    first, second = make_member(cell, Role.SIGNATORY, name="Lù Thị Sen"), make_member(cell, Role.READER)
    above = office.clerk  # sees the cell, does not belong to it
    opened = [open_received(by=person, document=paper, on=today()) for person in (above, first, second)]
    assert opened == [False, True, False]
    line = paper.recipients.get()
    assert (line.opened_by, line.opened_at is not None) == (first, True)


def test_a_collective_opens_what_it_was_sent_by_its_own_people(office: Office) -> None:
    paper = make_issued(office)
    line = Address("report", unit=office.district, collective=office.standing)
    address_paper(by=office.clerk, document=paper, lines=[line])
    member = make_person("Lý Thị Mai")
    make_mandate(member, office.district, Role.LEADER, collective=office.standing)
    assert [open_received(by=each, document=paper, on=today()) for each in (office.clerk, member)] == [False, True]


def test_a_line_is_taken_off_until_it_is_sent(office: Office, cell: Unit) -> None:
    paper = make_signed(office)
    address_paper(by=office.clerk, document=paper, lines=[*to(cell), Address("report", text="Tỉnh ủy")])
    strike_recipient(by=office.clerk, document=paper, order=2)
    issue_paper(by=office.clerk, document=paper, issued_on=today())
    with pytest.raises(Refused):
        strike_recipient(by=office.clerk, document=paper, order=1)
    assert shown(paper) == [("Chi bộ Trường Mầm non số 2", "implement")]


@pytest.mark.parametrize("line", [Address("gift", text="Tỉnh ủy"), Address("report", text="  ")])
def test_lines_that_say_nothing_are_refused(office: Office, line: Address) -> None:
    with pytest.raises(Refused, match=r"\.$"):
        address_paper(by=office.clerk, document=make_draft(office), lines=[line])


def test_unopened_lines_come_first_with_the_telephone_of_the_head(office: Office, cell: Unit) -> None:
    other = make_unit("Chi bộ Công an", parent=office.district)
    head = make_person("Lù Thị Sen")
    head.phone = "0912 000 111"
    head.save()
    make_mandate(head, cell, office="secretary")
    paper = make_issued(office)
    address_paper(by=office.clerk, document=paper, lines=[Address("report", text="Tỉnh ủy"), *to(other, cell)])
    open_received(by=make_member(other, Role.READER), document=paper, on=today())
    lines = recipients.unopened_first(recipients.lines(paper, today()))
    assert [(line.name, line.head, line.phone) for line in lines] == [
        ("Chi bộ Trường Mầm non số 2", "Lù Thị Sen", "0912 000 111"),
        ("Tỉnh ủy", "", ""),
        ("Chi bộ Công an", "", ""),
    ]


def test_lines_take_as_many_queries_for_many(office: Office) -> None:
    paper = make_issued(office)
    taken = []
    for more in (1, 2):
        units = [make_unit(parent=office.district) for _ in range(more)]
        address_paper(by=office.clerk, document=paper, lines=to(*units))
        with CaptureQueriesContext(connection) as queries:
            recipients.lines(paper, today())
        taken.append(len(queries))
    assert taken[0] == taken[1]


# --- papers in the making stay in the unit


def test_drafts_are_for_the_office_the_signers_and_who_is_asked(office: Office, cell: Unit) -> None:
    top = make_unit("Tỉnh ủy Nậm Thi", kind="province_committee")
    below = make_office("Đảng bộ huyện Hà Thượng", above=top)
    paper = make_draft(below)
    reader, reporter = make_member(below.district, Role.READER), make_member(below.district, Role.REPORTER)
    asked, leader_above = make_member(below.district, Role.READER), make_member(top, Role.LEADER)
    ask_for_opinions(by=below.clerk, document=paper, people=[asked])
    people = {
        "clerk": below.clerk,
        "secretary": below.secretary,
        "reporter": reporter,
        "asked": asked,
        "reader": reader,
        "clerk above": make_member(top, Role.CLERK),
        "leader above": leader_above,
        "other": office.clerk,
    }
    seen = {name for name, person in people.items() if drafts_for(person, today()).exists()}
    assert seen == {"clerk", "secretary", "reporter", "asked"}
    assert {name for name, person in people.items() if sees(person, paper)} == set()


def test_whoever_left_the_unit_does_not_see_what_they_drafted(office: Office) -> None:
    writer = make_person()
    make_mandate(writer, office.district, Role.REPORTER, ends_on=today())
    paper = make_draft(office, by=writer)
    with pytest.raises(Http404):
        draft_for(writer, paper.uid, today())


# --- what waits for a person


def work(person: Person) -> list[tuple[str, OfficialDocument]]:
    return [(one.view, one.document) for one in paper_work(person, today())]


def test_work_waits_for_whoever_has_to_do_it(office: Office, cell: Unit) -> None:
    head, asked = make_member(cell, Role.SIGNATORY), make_member(office.district, Role.READER)
    sent, signed, draft = make_issued(office), make_signed(office), make_draft(office)
    lying = make_draft(office)
    address_paper(by=office.clerk, document=sent, lines=to(cell))
    ask_for_opinions(by=office.clerk, document=draft, people=[asked])
    submit_for_signing(by=office.clerk, document=lying)
    assert work(head) == [("registry:document", sent)]
    assert work(asked) == [("registry:draft", draft)]
    assert work(office.secretary) == [("registry:draft", lying)]
    assert work(office.clerk) == [("registry:draft", signed)]
    open_received(by=head, document=sent, on=today())
    lay_draft(by=office.clerk, document=draft, abstract="Kế hoạch", text="Bản mới", no_mark_declared=True)
    assert (work(head), work(asked)) == ([], [])
