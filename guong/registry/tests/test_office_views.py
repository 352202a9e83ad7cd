from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from guong.files.models import StoredFile
from guong.files.tests.papers import pdf
from guong.registry.actions import Address, address_paper, ask_for_opinions, open_book, reserve_numbers
from guong.registry.models import BookLine, NumberBook, OfficialDocument
from guong.registry.signing import signings
from guong.registry.tests.factories import make_document
from guong.registry.tests.office import (
    Office,
    first_signing,
    make_chief,
    make_draft,
    make_issued,
    make_office,
    make_signed,
)
from guong.units.enums import Role
from guong.units.models import Person, Unit
from guong.units.tests.factories import make_mandate, make_member, make_person, make_unit

PLAN = pdf([(60, 60, "KẾ HOẠCH")])
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

DAY = date(2022, 8, 20)


@pytest.fixture
def office() -> Office:
    return make_office()


@pytest.fixture
def cell(office: Office) -> Unit:
    unit = make_unit("Chi bộ Trường Mầm non số 2", parent=office.district)
    head = make_person("Lù Thị Sen")
    head.phone = "0912 000 111"
    head.save()
    make_mandate(head, unit, office="secretary")
    return unit


def at(client: Client, person: Person) -> Client:
    assert person.user is not None
    client.force_login(person.user)
    return client


def to(name: str, *args: object) -> str:
    return reverse(f"registry:{name}", args=args)


def errors(response: Any) -> list[str]:
    return [str(each) for each in response.context["form"].non_field_errors()]


def test_a_paper_is_drafted_signed_numbered_and_issued_by_its_screens(
    client: Client, office: Office, cell: Unit
) -> None:
    at(client, office.clerk)
    page = client.get(to("add_draft"))
    issuer = page.context["form"].fields["issuer"].choices[0][0]
    given = {"issuer": issuer, "type": "KH", "abstract": "Kế hoạch đợt 1", "text": "Dự thảo", "no_mark_declared": "on"}
    made = client.post(to("add_draft"), given)
    paper = OfficialDocument.objects.get()
    assert made["Location"] == to("draft", paper.uid)
    file = SimpleUploadedFile("du-thao.pdf", PLAN)
    client.post(
        to("lay_draft", paper.uid), {"abstract": "Kế hoạch đợt 2", "text": "", "file": file, "no_mark_declared": "on"}
    )
    client.post(to("recipients", paper.uid), {"who": "below", "purpose": "implement", "fill": "1"})
    client.post(to("submit", paper.uid))
    signing = client.get(to("sign", paper.uid)).context["form"].initial["signing"]
    client.post(to("sign", paper.uid), {"signed_on": "2022-08-19", "signing": signing})
    shown = client.get(to("draft", paper.uid))
    assert [(step.state, shown.context["may_issue"]) for step in shown.context["steps"]] == [
        ("done", True),
        ("done", True),
        ("now", True),
        ("next", True),
    ]
    download = client.get(to("draft_file", paper.uid, 2))
    assert b"".join(download.streaming_content) == PLAN  # type: ignore[attr-defined]  # a streaming answer
    issued = client.post(to("issue", paper.uid), {"issued_on": "2022-08-20", "effective_on": "", "reserved": ""})
    assert issued["Location"] == to("draft", paper.uid)
    assert client.get(to("draft", paper.uid))["Location"] == to("document", paper.uid)
    paper.refresh_from_db()
    assert (paper.symbol, paper.abstract, paper.signed_on, paper.issued_on) == (
        "01-KH/HU",
        "Kế hoạch đợt 2",
        date(2022, 8, 19),
        DAY,
    )
    assert [line.unit for line in paper.recipients.filter(sent_at__isnull=False)] == [cell]


ACTS = {
    "lay_draft": ("draft", {"abstract": "Kế hoạch", "text": "Bản mới", "no_mark_declared": "on"}),
    "submit": ("draft", {}),
    "sign": ("for_signing", {"signed_on": "2022-08-20"}),
    "send_back": ("signed", {"reason": "Bổ sung căn cứ"}),
    "issue": ("signed", {"issued_on": "2022-08-20"}),
    "delete_draft": ("draft", {}),
}
OFFICE_ONLY = {"issue"}
NOT_OF_SIGNERS = {"lay_draft", "submit", "delete_draft", "issue"}


@pytest.mark.parametrize("who", ["clerk", "signer", "asked", "reader", "clerk above", "visitor"])
@pytest.mark.parametrize("act", ACTS)
def test_who_may_do_what_with_a_paper_in_the_making(client: Client, act: str, who: str) -> None:
    top = make_unit("Tỉnh ủy Nậm Thi", kind="province_committee")
    office = make_office(above=top)
    stage, given = ACTS[act]
    paper = make_signed(office) if stage == "signed" else make_draft(office)
    asked = make_member(office.district, Role.READER)
    if stage == "draft":
        ask_for_opinions(by=office.clerk, document=paper, people=[asked])
    if stage == "for_signing":
        at(client, office.clerk).post(to("submit", paper.uid))
        given = {**given, "signing": first_signing(office).key}
        client.logout()
    people = {
        "clerk": office.clerk,
        "signer": office.secretary,
        "asked": asked,
        "reader": make_member(office.district, Role.READER),
        "clerk above": make_member(top, Role.CLERK),
    }
    if who in people:
        at(client, people[who])
    seen = who in {"clerk", "signer"} or (who == "asked" and stage == "draft")
    allowed = who == "clerk" or (who == "signer" and act not in NOT_OF_SIGNERS)
    looked, done = client.get(to(act, paper.uid)), client.post(to(act, paper.uid), given)
    if who == "visitor":
        assert "/login/" in looked["Location"]
    else:
        assert looked.status_code == (200 if allowed else 403 if seen else 404)
    refused = 302 if who == "visitor" else 403 if seen else 404
    assert done.status_code == (302 if allowed else refused)
    left = OfficialDocument.objects.filter(pk=paper.pk).values_list("stage", flat=True)
    after = {"submit": ["for_signing"], "sign": ["signed"], "send_back": ["draft"], "issue": ["issued"]}
    untouched = "draft" if stage == "draft" else "signed" if stage == "signed" else "for_signing"
    assert list(left) == (([] if act == "delete_draft" else after.get(act, ["draft"])) if allowed else [untouched])


def test_a_refusal_keeps_what_was_typed(client: Client, office: Office) -> None:
    paper = make_signed(office)
    at(client, office.clerk)
    answer = client.post(to("issue", paper.uid), {"issued_on": "2022-08-21", "effective_on": ""})
    assert (answer.status_code, answer.context["form"]["issued_on"].value()) == (422, "2022-08-21")
    assert len(errors(answer)) == 1
    wrong = client.post(to("issue", paper.uid), {"issued_on": "ngày mai"})
    assert (wrong.status_code, BookLine.objects.count()) == (422, 0)


def test_a_draft_with_a_mark_or_a_broken_file_is_not_taken(client: Client, office: Office) -> None:
    at(client, office.clerk)
    issuer = client.get(to("add_draft")).context["form"].fields["issuer"].choices[0][0]
    given = {"issuer": issuer, "type": "KH", "abstract": "Kế hoạch", "text": "Dự thảo", "no_mark_declared": "on"}
    broken = SimpleUploadedFile("a.pdf", b"%PDF-1.4 broken")
    for changed in ({"text": "TUYỆT MẬT\nSố 1"}, {"no_mark_declared": ""}, {"file": broken}):
        answer = client.post(to("add_draft"), {**given, **changed})
        assert (answer.status_code, len(errors(answer))) == (422, 1)
    assert not OfficialDocument.objects.exists()


def test_a_refused_act_keeps_no_file(client: Client, office: Office) -> None:
    waiting = make_signed(office)
    at(client, office.clerk)
    page = client.get(to("add_draft")).context["form"].fields["issuer"].choices[0][0]
    given = {"issuer": page, "type": "KH", "abstract": "Kế hoạch (Mật)", "text": "", "no_mark_declared": "on"}
    client.post(to("add_draft"), {**given, "file": SimpleUploadedFile("a.pdf", PLAN)})
    client.post(to("issue", waiting.uid), {"issued_on": "2022-08-21", "scan": SimpleUploadedFile("a.pdf", PLAN)})
    assert (StoredFile.objects.count(), OfficialDocument.objects.count()) == (0, 1)


def test_drafts_are_listed_by_stage(client: Client, office: Office) -> None:
    first, second = make_draft(office), make_signed(office)
    at(client, office.clerk)
    groups = client.get(to("drafts")).context["groups"]
    assert [[paper for paper, _type in papers] for _label, papers in groups] == [[first], [], [second]]
    at(client, make_member(office.district, Role.READER))
    assert client.get(to("drafts")).context["rows"] == []


def test_somebody_who_is_asked_gives_an_opinion(client: Client, office: Office) -> None:
    paper, reader = make_draft(office), make_member(office.district, Role.READER, name="Lý Thị Mai")
    at(client, office.clerk).post(to("ask_for_opinions", paper.uid), {"people": [str(reader.uid)]})
    assert client.get(to("give_opinion", paper.uid)).status_code == 404
    at(client, reader)
    assert client.post(to("give_opinion", paper.uid), {"words": ""}).status_code == 422
    client.post(to("give_opinion", paper.uid), {"words": "Thêm mục 3"})
    page = client.get(to("draft", paper.uid))
    assert [(one.by, one.text) for one in page.context["newest"].opinions.all()] == [(reader, "Thêm mục 3")]


def test_recipients_are_pasted_struck_and_taken_away(client: Client, office: Office, cell: Unit) -> None:
    paper = make_draft(office)
    at(client, office.clerk)
    lines = "- Tỉnh ủy Nậm Thi (để báo cáo);\n- Chi bộ Trường Mầm non số 2"
    client.post(to("recipients", paper.uid), {"text": lines, "purpose": "implement", "paste": "1"})
    shown = client.get(to("recipients", paper.uid)).context["lines"]
    assert [(line.name, line.recipient.purpose) for line in shown] == [
        ("Tỉnh ủy Nậm Thi", "report"),
        ("Chi bộ Trường Mầm non số 2", "implement"),
    ]
    client.post(to("recipients", paper.uid), {"strike": "1"})
    sheet = client.get(to("recipients", paper.uid), {"format": "csv"}).content.decode("utf-8-sig").splitlines()
    assert [line.split(",")[:2] for line in sheet[1:]] == [["Chi bộ Trường Mầm non số 2", "để thực hiện"]]
    marked = {"text": "Văn phòng (Mật)", "purpose": "implement", "paste": "1"}
    assert client.post(to("recipients", paper.uid), marked).context["paste"]["text"].value() == "Văn phòng (Mật)"
    assert paper.recipients.count() == 1


@pytest.mark.parametrize(
    ("role", "where", "status"),
    [
        (Role.CLERK, "own", 200),
        (Role.READER, "own", 403),
        (Role.LEADER, "own", 403),
        (Role.CLERK, "above", 403),
        (Role.SIGNATORY, "recipient", 403),
        (Role.CLERK, "other", 404),
    ],
)
def test_who_opened_is_for_the_issuing_office(client: Client, cell: Unit, role: str, where: str, status: int) -> None:
    top = make_unit("Tỉnh ủy Nậm Thi", kind="province_committee")
    office = make_office("Đảng bộ huyện Hà Thượng", above=top)
    paper = make_issued(office)
    address_paper(by=office.clerk, document=paper, lines=[Address("implement", unit=cell)])
    places = {"own": office.district, "above": top, "recipient": cell, "other": make_unit()}
    at(client, make_member(places[where], role))
    assert client.get(to("recipients", paper.uid)).status_code == status
    assert client.get(to("document", paper.uid)).status_code == (404 if where == "other" else 200)


def test_opening_a_received_paper_is_noted_for_its_sender(client: Client, office: Office, cell: Unit) -> None:
    paper = make_issued(office)
    address_paper(by=office.clerk, document=paper, lines=[Address("implement", unit=cell)])
    head = make_member(cell, Role.SIGNATORY, name="Lù Thị Sen")
    at(client, head)
    waiting = client.get(to("received")).context["rows"]
    assert [(row.document, row.opened_at, unit) for row, _type, unit in waiting] == [
        (paper, None, "Chi bộ Trường Mầm non số 2")
    ]
    page = client.get(to("document", paper.uid))
    assert (page.status_code, page.context["may_direct"], page.context["keeps_papers"]) == (200, False, False)
    line = paper.recipients.get()
    assert (line.opened_by, [row.opened_by for row, _t, _u in client.get(to("received")).context["rows"]]) == (
        head,
        [head],
    )
    at(client, office.clerk)
    seen = client.get(to("recipients", paper.uid)).context
    assert (seen["sent"], seen["unopened"]) == (1, 0)
    assert client.get(to("received")).context["rows"] == []


def test_a_book_shows_every_number_and_is_taken_away(client: Client, office: Office) -> None:
    paper = make_issued(office)
    book = NumberBook.objects.get()
    at(client, office.clerk)
    for name, given in (
        ("reserve", {"count": "2", "reason": "Đợt tháng 9"}),
        ("void", {"number": "2", "reason": "Không ban hành"}),
        ("outside", {"first": "4", "last": "6"}),
    ):
        assert client.get(to(name, book.uid)).status_code == 200
        assert client.post(to(name, book.uid), given)["Location"] == to("book", book.uid)
    page = client.get(to("book", book.uid))
    assert [(row.numbers, row.first.state) for row in page.context["page"].object_list] == [
        ("4–6", "outside"),
        ("3", "reserved"),
        ("2", "void"),
        ("1", "issued"),
    ]
    sheet = client.get(to("book", book.uid), {"format": "csv"}).content.decode("utf-8-sig").splitlines()
    assert [line.split(",")[2] for line in sheet[1:]] == ["", "", "", "", "", paper.symbol]
    books = client.get(to("books")).context["rows"]
    assert [(row, papers) for row, _kind, _span, papers in books] == [(book, 1)]
    assert client.get(to("books"), {"format": "xlsx"}).content[:2] == b"PK"
    refused = client.post(to("void", book.uid), {"number": "1", "reason": "Nhầm"})
    assert (refused.status_code, refused.context["form"]["reason"].value()) == (422, "Nhầm")


def test_an_old_book_is_brought_in(client: Client, office: Office) -> None:
    at(client, office.clerk)
    form = client.get(to("add_book")).context["form"]
    issuer = form.fields["issuer"].choices[0][0]
    opened = client.post(to("add_book"), {"issuer": issuer, "type": "KH", "on": "2022-08-20"})
    book = NumberBook.objects.get()
    assert opened["Location"] == to("book", book.uid)
    for symbol, day in (("30c-KH/HU", 3), ("28-KH/HU", 2)):
        make_document(office.district, symbol, direction="outgoing", issuer=office.issuer, issued_on=date(2022, 3, day))
    assert client.get(to("book", book.uid)).context["loose"] == 2
    assert client.post(to("history", book.uid), {"between": "void", "reason": ""}).status_code == 422
    client.post(to("history", book.uid), {"between": "void", "reason": "Sổ giấy bỏ trống"})
    page = client.get(to("book", book.uid)).context
    assert (page["loose"], page["holes"], page["book"].last) == (0, "", 30)


@pytest.mark.parametrize(
    ("role", "where", "answers"),
    [
        (Role.CLERK, "own", (200, 200)),
        (Role.SIGNATORY, "own", (200, 200)),
        (Role.READER, "own", (200, 403)),
        (Role.LEADER, "own", (200, 403)),
        (Role.CLERK, "above", (404, 404)),
        (Role.CLERK, "other", (404, 404)),
    ],
)
def test_who_reads_and_who_keeps_a_book(client: Client, role: str, where: str, answers: tuple[int, int]) -> None:
    top = make_unit("Tỉnh ủy Nậm Thi", kind="province_committee")
    office = make_office(above=top)
    book = open_book(by=None, issuer=office.issuer, type="KH", on=DAY)
    at(client, make_member({"own": office.district, "above": top, "other": make_unit()}[where], role))
    assert client.get(to("book", book.uid)).status_code == answers[0]
    acts = [client.get(to(name, book.uid)).status_code for name in ("reserve", "void", "outside", "history")]
    assert acts == [answers[1]] * 4


def test_reserved_numbers_are_offered_on_issuing(client: Client, office: Office) -> None:
    book = open_book(by=None, issuer=office.issuer, type="KH", on=DAY)
    reserve_numbers(by=office.clerk, book=book, count=2, reason="Đợt tháng 9")
    paper = make_signed(office)
    at(client, office.clerk)
    offered = client.get(to("issue", paper.uid)).context["form"].fields["reserved"].choices
    assert [key for key, _words in offered] == ["", "1", "2"]
    client.post(to("issue", paper.uid), {"issued_on": "2022-08-20", "reserved": "2"})
    paper.refresh_from_db()
    assert paper.symbol == "02-KH/HU"


def test_a_copy_is_made_of_a_received_paper(client: Client, office: Office, cell: Unit) -> None:
    make_chief(office)
    paper = make_document(office.district, "105-KH/TU", text="Toàn văn")
    at(client, office.clerk)
    body = client.get(to("copy", paper.uid)).context["form"].fields["issuer"].choices[0][0]
    signing = signings(office.district, office.issuer, DAY)[-2].key
    given = {
        "issuer": body,
        "kind": "true_copy",
        "issued_on": "2022-08-20",
        "signing": signing,
        "text": "",
        "no_mark_declared": "on",
    }
    answer = client.post(to("copy", paper.uid), given)
    made = OfficialDocument.objects.get(copy_of=paper)
    assert (answer["Location"], made.symbol) == (to("recipients", made.uid), "01-BS/HU")
    client.post(to("recipients", made.uid), {"who": "below", "purpose": "implement", "fill": "1"})
    at(client, make_member(cell, Role.READER))
    assert client.get(to("copy", made.uid)).status_code == 403
    page = client.get(to("document", made.uid))
    assert "".join(piece.text for piece in page.context["pieces"]) == "Toàn văn"
    assert client.get(to("document", paper.uid)).status_code == 404


@pytest.mark.parametrize("name", ["drafts", "books", "received"])
def test_lists_take_as_many_queries_for_many(client: Client, office: Office, name: str) -> None:
    at(client, office.clerk)
    taken = []
    for kind in (["KH"], ["BC", "HD"]):
        for type in kind:
            make_draft(office, type=type)
            paper = make_issued(office, type=type)
            address_paper(by=office.clerk, document=paper, lines=[Address("report", unit=office.district)])
        with CaptureQueriesContext(connection) as queries:
            client.get(to(name))
        taken.append(len(queries))
    assert taken[0] == taken[1]


def test_a_paper_in_the_making_takes_as_many_queries_for_many_opinions(client: Client, office: Office) -> None:
    paper = make_draft(office)
    at(client, office.clerk)
    taken = []
    for more in (1, 2):
        people = [make_member(office.district, Role.READER) for _ in range(more)]
        ask_for_opinions(by=office.clerk, document=paper, people=people)
        with CaptureQueriesContext(connection) as queries:
            client.get(to("draft", paper.uid))
        taken.append(len(queries))
    assert taken[0] == taken[1]
