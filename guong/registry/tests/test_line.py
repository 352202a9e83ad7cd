from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from guong.files.actions import store
from guong.files.models import StoredFile
from guong.files.tests.factories import pdf
from guong.jobs.clock import today
from guong.keys.seal import KeyMissing
from guong.registry import queries, sealing
from guong.registry.actions import (
    address_paper,
    ask_for_opinions,
    delete_draft,
    give_opinion,
    issue_paper,
    lay_draft,
    make_copy,
    send_back,
    sign_paper,
    submit_for_signing,
)
from guong.registry.actions.addressing import Address
from guong.registry.enums import CopyKind
from guong.registry.issuing_bodies import bodies
from guong.registry.models import BookLine, Draft, OfficialDocument, Opinion, Recipient
from guong.registry.rules import Refused
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
from guong.trail.models import Entry
from guong.units.actions import add_collective
from guong.units.tests.factories import START, make_mandate, make_member, make_person, make_unit

pytestmark = [pytest.mark.django_db, pytest.mark.both, pytest.mark.usefixtures("clock")]

DAY = date(2022, 8, 20)
PAGE, OTHER = pdf(), pdf(b"% ")


@pytest.fixture
def office() -> Office:
    return make_office()


def lay(office: Office, paper: OfficialDocument, text: str) -> Draft:
    return lay_draft(by=office.clerk, document=paper, abstract=paper.abstract, text=text, no_mark_declared=True)


def done(paper: OfficialDocument) -> list[str]:
    rows = Entry.objects.filter(target=str(paper.uid)).order_by("pk").values_list("what", flat=True)
    return [what.removeprefix("registry.") for what in rows]


def test_a_paper_goes_from_draft_to_issued(office: Office) -> None:
    paper = make_draft(office)
    lay(office, paper, "Bản thứ hai")
    submit_for_signing(by=office.clerk, document=paper)
    sign_paper(by=office.clerk, document=paper, signing=first_signing(office), signed_on=DAY)
    paper.refresh_from_db()
    assert (paper.stage, paper.number, paper.symbol, paper.issued_on) == ("signed", "", "", None)
    issue_paper(by=office.clerk, document=paper, issued_on=DAY, effective_on=DAY + timedelta(days=9))
    assert (paper.stage, paper.number, paper.symbol) == ("issued", "01", "01-KH/HU")
    assert (paper.issued_on, paper.effective_on, paper.text) == (DAY, DAY + timedelta(days=9), "Bản thứ hai")
    assert (paper.signer, paper.signer_capacity, paper.signer_office, paper.signed_on) == (
        "Nông Văn Bách",
        "T/M Ban Thường vụ Huyện ủy",
        "Bí thư Huyện ủy",
        DAY,
    )
    assert [(draft.no, draft.text[:4]) for draft in paper.drafts.order_by("no")] == [(1, "Thực"), (2, "Bản ")]
    assert done(paper) == ["start_draft", "lay_draft", "submit_for_signing", "sign_paper", "issue_paper"]


def test_citations_are_found_and_wait_only_from_issuing_on(office: Office) -> None:
    plan = make_document(office.district, "105-KH/TU")
    paper = make_signed(office)
    assert queries.cited_in("document", paper.uid) == []
    issue_paper(by=office.clerk, document=paper, issued_on=DAY)
    assert [row.target for row in queries.cited_in("document", paper.uid)] == [plan]


def test_the_files_of_the_newest_draft_and_the_scan_come_along(office: Office) -> None:
    file, scan = store(content=PAGE), store(content=OTHER)
    paper = make_signed(office, text="", file=file)
    issue_paper(by=office.clerk, document=paper, issued_on=DAY, scan=scan)
    assert list(paper.document_files.values_list("file", "role")) == [(file.pk, "main"), (scan.pk, "scan")]


Act = Callable[[Office, OfficialDocument], object]
ACTS: dict[str, Act] = {
    "lay": lambda office, paper: lay(office, paper, "Bản mới"),
    "ask": lambda office, paper: ask_for_opinions(by=office.clerk, document=paper, people=[office.secretary]),
    "submit": lambda office, paper: submit_for_signing(by=office.clerk, document=paper),
    "sign": lambda office, paper: sign_paper(
        by=office.clerk, document=paper, signing=first_signing(office), signed_on=DAY
    ),
    "back": lambda office, paper: send_back(by=office.secretary, document=paper, reason="Bổ sung căn cứ"),
    "issue": lambda office, paper: issue_paper(by=office.clerk, document=paper, issued_on=DAY),
    "delete": lambda office, paper: delete_draft(by=office.clerk, document=paper),
}
ALLOWED = {
    "draft": {"lay", "ask", "submit", "delete"},
    "for_signing": {"sign", "back", "delete"},
    "signed": {"back", "issue", "delete"},
    "issued": set(),
}


def at_stage(office: Office, stage: str) -> OfficialDocument:
    if stage == "draft":
        return make_draft(office)
    if stage == "for_signing":
        paper = make_draft(office)
        submit_for_signing(by=office.clerk, document=paper)
        return paper
    return make_signed(office) if stage == "signed" else make_issued(office)


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("stage", ALLOWED)
def test_each_stage_allows_its_own_acts(office: Office, stage: str, act: str) -> None:
    paper = at_stage(office, stage)
    before = Entry.objects.count()
    if act in ALLOWED[stage]:
        ACTS[act](office, paper)
        assert Entry.objects.count() > before
    else:
        with pytest.raises(Refused, match=r"\.$"):
            ACTS[act](office, paper)
        paper.refresh_from_db()
        assert (paper.stage, Entry.objects.count()) == (stage, before)


def test_the_database_keeps_number_and_date_blank_until_issued(office: Office) -> None:
    paper = make_signed(office)
    rows = OfficialDocument.objects.filter(pk=paper.pk)
    for early in ({"number": "01"}, {"symbol": "01-KH/HU"}, {"symbol_key": "1-kh/hu"}, {"issued_on": DAY}):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**early)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(signer="")


def test_a_paper_sent_back_shows_the_reason_and_loses_its_signature(office: Office) -> None:
    paper = make_signed(office)
    send_back(by=office.secretary, document=paper, reason="Bổ sung căn cứ")
    assert (paper.stage, paper.signer, paper.signer_capacity, paper.signer_office, paper.signed_on) == (
        *("draft", "", "", ""),
        None,
    )
    assert [(one.by, one.text, one.voice) for one in Opinion.objects.all()] == [
        (office.secretary, "Bổ sung căn cứ", "return")
    ]
    with pytest.raises(Refused):
        send_back(by=office.secretary, document=make_signed(office), reason=" ")


def test_named_people_say_what_they_think_of_the_newest_draft(office: Office) -> None:
    paper, reader = make_draft(office), make_member(office.district, "reader")
    assert ask_for_opinions(by=office.clerk, document=paper, people=[reader, office.secretary]) == 2
    assert ask_for_opinions(by=office.clerk, document=paper, people=[reader]) == 0
    for words in ("Đồng ý", "Đồng ý, thêm mục 3"):
        give_opinion(by=reader, document=paper, text=words)
    with pytest.raises(Refused):
        give_opinion(by=make_person(), document=paper, text="Không được hỏi")
    assert [(one.by, one.text) for one in Opinion.objects.order_by("pk")] == [
        (reader, "Đồng ý, thêm mục 3"),
        (office.secretary, ""),
    ]
    lay(office, paper, "Bản thứ hai")
    with pytest.raises(Refused):
        give_opinion(by=reader, document=paper, text="Bản cũ đã thay")


MARKED = "TỐI MẬT\nSố 15-BC/HU"


@pytest.mark.parametrize(
    "wrong",
    [
        {"text": MARKED},
        {"abstract": "Báo cáo (Mật)"},
        {"no_mark_declared": False},
        {"abstract": " "},
        {"text": "", "file": None},
        {"type": "XX"},
    ],
)
def test_a_refused_draft_leaves_nothing(office: Office, wrong: dict[str, Any]) -> None:
    before = Entry.objects.count()
    with pytest.raises(Refused, match=r"\.$"):
        make_draft(office, **wrong)
    assert (OfficialDocument.objects.count(), Draft.objects.count(), Entry.objects.count()) == (0, 0, before)


def test_the_gate_stands_at_every_entry_of_text(office: Office) -> None:
    paper, waiting = make_draft(office), make_signed(office)
    ask_for_opinions(by=office.clerk, document=paper, people=[office.clerk])
    before = Entry.objects.count()
    line = Address("report", text="(Mật)")
    for act in (
        lambda: lay(office, paper, MARKED),
        lambda: give_opinion(by=office.clerk, document=paper, text=MARKED),
        lambda: send_back(by=office.clerk, document=waiting, reason=MARKED),
        lambda: address_paper(by=office.clerk, document=paper, lines=[line]),
    ):
        with pytest.raises(Refused):
            act()
    assert Entry.objects.count() == before


def test_a_deleted_draft_is_gone_with_its_key_and_its_file(
    office: Office, django_capture_on_commit_callbacks: Any
) -> None:
    file, shared = store(content=PAGE), store(content=OTHER)
    paper, other = make_draft(office, file=file), make_draft(office, file=shared)
    lay_draft(by=office.clerk, document=paper, abstract="Kế hoạch", file=shared, no_mark_declared=True)
    envelope = paper.drafts.get(no=1).sealed_text
    uid = paper.uid
    address_paper(by=office.clerk, document=paper, lines=[Address("report", text="Tỉnh ủy")])
    with django_capture_on_commit_callbacks(execute=True):
        delete_draft(by=office.clerk, document=paper)
    assert list(OfficialDocument.objects.all()) == [other]
    assert (Draft.objects.count(), Recipient.objects.count()) == (1, 0)
    assert list(StoredFile.objects.all()) == [shared]
    with pytest.raises(KeyMissing):
        sealing.opened(uid, envelope)


@pytest.mark.parametrize(
    ("issued_on", "effective_on"),
    [(DAY + timedelta(days=1), None), (DAY - timedelta(days=1), None), (DAY, DAY - timedelta(days=1))],
)
def test_days_that_cannot_be_are_refused(office: Office, issued_on: date, effective_on: date | None) -> None:
    paper = make_signed(office, signed_on=DAY)
    with pytest.raises(Refused, match=r"\.$"):
        issue_paper(by=office.clerk, document=paper, issued_on=issued_on, effective_on=effective_on)
    assert not BookLine.objects.exists()


def test_nobody_signs_tomorrow(office: Office) -> None:
    paper = make_draft(office)
    submit_for_signing(by=office.clerk, document=paper)
    with pytest.raises(Refused):
        sign_paper(
            by=office.clerk, document=paper, signing=first_signing(office), signed_on=today() + timedelta(days=1)
        )


# --- who signs


def test_signers_are_proposed_by_the_offices_held_on_the_day(office: Office) -> None:
    make_chief(office)
    head, deputy = make_person("Lý Thị Mai"), make_person("Giàng A Páo")
    department = add_collective(
        by=None, unit=office.district, kind="advisory_department", name="Ban Tuyên giáo Huyện ủy", starts_on=START
    )
    make_mandate(head, office.district, office="department_head", collective=department, ends_on=date(2022, 8, 1))
    make_mandate(deputy, office.district, office="department_deputy", collective=department)
    standing = "Ban Thường vụ Huyện ủy"
    assert [(one.capacity, one.office, one.name) for one in signings(office.district, office.issuer, DAY)] == [
        (f"T/M {standing}", "Bí thư Huyện ủy", "Nông Văn Bách"),
        ("", "Bí thư Huyện ủy", "Nông Văn Bách"),
        ("K/T Trưởng ban", "Phó trưởng ban", "Giàng A Páo"),
        ("", "Phó trưởng ban", "Giàng A Páo"),
        (f"T/L {standing}", "Chánh Văn phòng Huyện ủy", "Vàng Seo Páo"),
        ("", "Chánh Văn phòng Huyện ủy", "Vàng Seo Páo"),
    ]
    july = [one.name for one in signings(office.district, office.issuer, date(2022, 7, 1))]
    assert "Lý Thị Mai" in july


def test_a_cell_signs_for_its_committee_or_for_itself() -> None:
    cell = make_unit("Chi bộ thôn Bản Phố", kind="cell")
    make_mandate(make_person("Sùng A Chớ"), cell, office="secretary")
    assert [one.capacity for one in signings(cell, None, DAY)] == ["T/M Chi ủy", ""]


def test_bodies_are_the_committee_and_departments_with_a_code(office: Office) -> None:
    for kind, name in (
        ("advisory_department", "Ban Tuyên giáo Huyện ủy Mường Soi"),
        ("office", "Văn phòng Huyện ủy"),
        ("collective_leadership", "Tập thể lãnh đạo"),
    ):
        add_collective(by=None, unit=office.district, kind=kind, name=name, starts_on=START)
    other = make_unit("Đảng bộ huyện Hà Thượng", kind="district_committee")
    assert [(body.name, body.code) for body in bodies([office.district, other], DAY)] == [
        (office.issuer.name, "HU"),
        ("Ban Tuyên giáo Huyện ủy Mường Soi", "BTGHU"),
        ("Văn phòng Huyện ủy", "VPHU"),
        ("Huyện ủy Hà Thượng", "HU"),
    ]


# --- copies


def copy(office: Office, original: OfficialDocument, **given: Any) -> OfficialDocument:
    values: dict[str, Any] = {
        "by": office.clerk,
        "original": original,
        "keeper": office.district,
        "issuer": office.issuer,
        "kind": CopyKind.TRUE_COPY,
        "signing": signings(office.district, office.issuer, DAY)[-2],
        "issued_on": DAY,
        "no_mark_declared": True,
    }
    return make_copy(**{**values, **given})


def test_a_copy_has_its_own_number_and_is_read_from_the_original(office: Office) -> None:
    make_chief(office)
    original = make_document(office.district, "105-KH/TU", text="Toàn văn")
    first = copy(office, original)
    again = copy(office, first, kind=CopyKind.COPY_OF_COPY)
    part = copy(office, original, kind=CopyKind.EXTRACT, text="Mục 1")
    assert [one.symbol for one in (first, again, part)] == ["01-BS/HU", "02-BS/HU", "03-BS/HU"]
    assert {one.copy_of for one in (first, again, part)} == {original}
    assert [(one.text, queries.read_from(one).text) for one in (first, again, part)] == [
        ("", "Toàn văn"),
        ("", "Toàn văn"),
        ("Mục 1", "Mục 1"),
    ]
    assert (first.signer_capacity, first.signer_office) == ("T/L Ban Thường vụ Huyện ủy", "Chánh Văn phòng Huyện ủy")
    assert (first.issued_on, first.abstract, first.type) == (DAY, original.abstract, "BS")


def test_a_copy_carries_the_files_of_the_original(office: Office) -> None:
    file = store(content=PAGE)
    original = make_document(office.district, files=[file])
    assert list(copy(office, original).files.all()) == [file]
    assert list(copy(office, original, kind=CopyKind.EXTRACT, text="Mục 1").files.all()) == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "photo"},
        {"kind": CopyKind.EXTRACT},
        {"no_mark_declared": False},
        {"issued_on": DAY + timedelta(days=1)},
        {"kind": CopyKind.EXTRACT, "text": MARKED},
    ],
)
def test_a_refused_copy_takes_no_number(office: Office, wrong: dict[str, Any]) -> None:
    original = make_document(office.district)
    with pytest.raises(Refused, match=r"\.$"):
        copy(office, original, **wrong)
    assert (OfficialDocument.objects.count(), BookLine.objects.count()) == (1, 0)


def test_a_draft_is_not_copied(office: Office) -> None:
    with pytest.raises(Refused):
        copy(office, make_draft(office))
