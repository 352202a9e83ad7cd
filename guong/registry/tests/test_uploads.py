"""From a file to a registered paper: the gate, the form beside the page, the files on the page of the paper."""

import hashlib
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from conftest import Clock
from guong.files import queries as files
from guong.files import vault
from guong.files.models import StoredFile
from guong.files.tests import papers
from guong.registry import actions
from guong.registry.actions.uploading import Given
from guong.registry.models import DocumentFile, OfficialDocument, Upload
from guong.registry.proposals import propose
from guong.registry.rules import Refused
from guong.registry.tests.factories import make_document
from guong.registry.tests.test_views import fields, sign_in
from guong.trail.models import Entry
from guong.units.enums import Role
from guong.units.models import Person, Unit
from guong.units.tests.factories import make_member, make_unit

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("clock", "own_folder")]
HEAD = [
    (60, 60, "TỈNH ỦY NẬM THI"),
    (340, 60, "ĐẢNG CỘNG SẢN VIỆT NAM"),
    (60, 92, "Số 105-KH/TU"),
    (330, 92, "Nậm Thi, ngày 24 tháng 02 năm 2022"),
    (240, 130, "KẾ HOẠCH"),
    (120, 150, "triển khai đợt sinh hoạt chính trị năm 2022"),
    (60, 200, "Căn cứ Hướng dẫn số 05-HD/TU ngày 28/4/2022 của Tỉnh ủy;"),
    (60, 600, "Nơi nhận:"),
    (340, 600, "T/M BAN THƯỜNG VỤ"),
    (60, 616, "- Các huyện ủy;"),
    (340, 616, "PHÓ BÍ THƯ"),
    (340, 690, "Giàng Thị Mỷ"),
]
PLAN = papers.pdf(HEAD)


@pytest.fixture
def own_folder(tmp_path: Path, settings: Any) -> Path:
    settings.GUONG_DATA, settings.GUONG_KEYS = tmp_path, tmp_path / "keys"
    return tmp_path


@pytest.fixture
def keeper() -> Unit:
    return make_unit("Đảng bộ huyện Mường Soi")


@pytest.fixture
def clerk(keeper: Unit) -> Person:
    return make_member(keeper, Role.CLERK)


def sent(content: bytes, name: str = "ke-hoach.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def on_disk(folder: Path) -> list[Path]:
    return [path for path in (folder / "files").rglob("*") if path.is_file()]


def test_a_clerk_registers_a_paper_from_its_file(client: Client, keeper: Unit, clerk: Person) -> None:
    sign_in(client, clerk)
    content = PLAN
    answer = client.post(reverse("registry:upload"), {"given": [sent(content)]})
    held = Upload.objects.get()
    assert answer["Location"] == reverse("registry:upload_confirm", args=[held.uid])
    assert OfficialDocument.objects.count() == 0
    form = client.get(answer["Location"]).context["form"]
    shown = {
        name: form[name].value() for name in ("symbol", "type", "issued_on", "issuer_name", "issuer_code", "signer")
    }
    assert shown == {
        "symbol": "105-KH/TU",
        "type": "KH",
        "issued_on": "2022-02-24",
        "issuer_name": "Tỉnh ủy Nậm Thi",
        "issuer_code": "TU",
        "signer": "Giàng Thị Mỷ",
    }
    assert "Số 105-KH/TU" in str(form.fields["symbol"].help_text)
    given = {**fields(keeper), "role_0": "main"}
    given.pop("text")
    answer = client.post(answer["Location"], given)
    document = OfficialDocument.objects.get()
    assert answer["Location"] == reverse("registry:document", args=[document.uid])
    line = document.document_files.get()
    assert (line.role, line.pages, line.file.sha256) == ("main", 1, hashlib.sha256(content).hexdigest())
    assert (Upload.objects.count(), document.text.splitlines()[3]) == (0, HEAD[5][2])
    assert list(document.citations.values_list("symbol", flat=True)) == ["05-HD/TU"]


def test_a_page_is_shown_to_its_person_alone_and_kept_nowhere(client: Client, keeper: Unit, clerk: Person) -> None:
    held = actions.hold_upload(by=clerk, given=[Given("a.pdf", PLAN)])
    address = reverse("registry:upload_page", args=[held.uid, 0, 1])
    answer = sign_in(client, clerk).get(address)
    assert (answer["Content-Type"], answer["Cache-Control"]) == ("image/jpeg", "private, no-store")
    assert client.get(reverse("registry:upload_page", args=[held.uid, 0, 2])).status_code == 404
    sign_in(client, make_member(keeper, Role.CLERK))
    colleague = [
        client.get(address).status_code,
        client.get(reverse("registry:upload_confirm", args=[held.uid])).status_code,
    ]
    sign_in(client, make_member(keeper, Role.READER))
    assert (colleague, client.get(address).status_code) == ([404, 404], 403)


MARKED = {
    "in the words": papers.pdf([(60, 40, "MẬT"), *HEAD]),
    "in a frame": papers.docx("TỈNH ỦY NẬM THI", papers.box("TỐI MẬT"), "BÁO CÁO"),
    "in a header": papers.docx("TỈNH ỦY NẬM THI", "BÁO CÁO", header="Tuyệt mật"),
    "in the title": papers.docx("BÁO CÁO", title="Báo cáo (Mật)"),
}


@pytest.mark.parametrize("where", MARKED)
def test_a_file_with_a_mark_leaves_nothing(
    client: Client, clerk: Person, own_folder: Path, where: str, caplog: pytest.LogCaptureFixture
) -> None:
    sign_in(client, clerk)
    before = Entry.objects.count()
    answer = client.post(
        reverse("registry:upload"), {"given": [sent(papers.pdf(HEAD[:3])), sent(MARKED[where], "bao-cao.pdf")]}
    )
    assert answer.status_code == 422
    assert (StoredFile.objects.count(), Upload.objects.count(), Entry.objects.count()) == (0, 0, before)
    assert (on_disk(own_folder), [one for one in caplog.messages if "MẬT" in one.upper()]) == ([], [])


def test_a_marked_name_is_refused_before_the_file_is_opened(clerk: Person, own_folder: Path) -> None:
    with pytest.raises(Refused):
        actions.hold_upload(by=clerk, given=[Given("Báo cáo (TỐI MẬT).pdf", PLAN)])
    assert on_disk(own_folder) == []


def test_the_name_of_a_held_file_lies_sealed(clerk: Person) -> None:
    held = actions.hold_upload(by=clerk, given=[Given("Tên tệp riêng.pdf", PLAN)])
    row = held.files.get()
    assert (row.name, "Tên tệp".encode() in bytes(row.sealed_name)) == ("Tên tệp riêng.pdf", False)


def test_a_scan_without_words_is_shown_large(client: Client, clerk: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    from guong.files import extraction

    monkeypatch.setattr(extraction, "engine", lambda: None)
    held = actions.hold_upload(by=clerk, given=[Given("a.pdf", papers.scan(HEAD))])
    page = sign_in(client, clerk).get(reverse("registry:upload_confirm", args=[held.uid])).content.decode()
    assert (propose(held).values, reverse("registry:upload_page", args=[held.uid, 0, 1]) in page) == ({}, True)


@pytest.mark.both
def test_what_nobody_registers_goes_after_a_day(clerk: Person, own_folder: Path, clock: Clock) -> None:
    actions.hold_upload(by=clerk, given=[Given("a.pdf", PLAN)])
    clock.forward(hours=23)
    actions.expire_uploads()
    assert Upload.objects.count() == 1
    clock.forward(hours=2)
    actions.expire_uploads()
    assert (Upload.objects.count(), StoredFile.objects.count(), on_disk(own_folder)) == (0, 0, [])


@pytest.mark.both
def test_a_file_that_a_paper_holds_outlives_an_upload_of_the_same(keeper: Unit, clerk: Person) -> None:
    first = actions.hold_upload(by=clerk, given=[Given("a.pdf", PLAN)])
    document = make_document(keeper, files=[first.files.get().file])
    second = actions.hold_upload(by=clerk, given=[Given("b.pdf", PLAN)])
    actions.drop_upload(upload=first)
    actions.throw_away_upload(by=clerk, upload=second)
    assert files.text(document.files.get()).startswith("TỈNH ỦY NẬM THI")


def test_a_mark_that_a_person_saw_throws_the_key_away(client: Client, clerk: Person) -> None:
    held = actions.hold_upload(by=clerk, given=[Given("a.pdf", PLAN)])
    file = held.files.get().file
    sign_in(client, clerk).post(reverse("registry:upload_drop", args=[held.uid]), {"marked": "1"})
    file.refresh_from_db()
    assert (file.taken_out_at is not None, vault.path(file.sha256).exists(), vault.parts(file.sha256)) == (
        True,
        False,
        [],
    )
    with pytest.raises(Refused):
        actions.hold_upload(by=clerk, given=[Given("a.pdf", PLAN)])


# --- files of a paper


@pytest.fixture
def document(keeper: Unit, clerk: Person) -> OfficialDocument:
    made = make_document(keeper, "105-KH/TU")
    actions.add_files(by=clerk, document=made, given=[Given("a.pdf", PLAN)], role="main")
    return made


def held_by(document: OfficialDocument) -> DocumentFile:
    return document.document_files.select_related("file").get()


def test_a_file_is_taken_along_under_the_symbol_of_its_paper(
    client: Client, keeper: Unit, document: OfficialDocument
) -> None:
    held = held_by(document)
    sign_in(client, make_member(keeper, Role.READER))
    answer = client.get(reverse("registry:file", args=[document.uid, held.file.uid]))
    assert answer["Content-Disposition"] == "attachment; filename*=UTF-8''105-KH-TU.pdf"
    assert hashlib.sha256(b"".join(answer)).hexdigest() == held.file.sha256
    page = client.get(reverse("registry:file_page", args=[document.uid, held.file.uid, 1]))
    assert (page["Content-Type"], page["Cache-Control"]) == ("image/jpeg", "private, no-store")


@pytest.mark.parametrize(
    ("role", "own", "answers"),
    [
        (Role.CLERK, True, (200, 200, 200, 200, 200)),
        (Role.READER, True, (200, 200, 200, 403, 403)),
        (Role.CLERK, False, (404, 404, 404, 404, 404)),
    ],
)
def test_who_may_open_and_change_files(
    client: Client, document: OfficialDocument, role: str, own: bool, answers: tuple[int, ...]
) -> None:
    file = held_by(document).file
    sign_in(client, make_member(document.keeper if own else make_unit(), role))
    asked = [
        reverse("registry:file", args=[document.uid, file.uid]),
        reverse("registry:file_pages", args=[document.uid, file.uid]),
        reverse("registry:file_page", args=[document.uid, file.uid, 1]),
        reverse("registry:file_remove", args=[document.uid, file.uid]),
        reverse("registry:file_add", args=[document.uid]),
    ]
    assert tuple(client.get(address).status_code for address in asked) == answers


def test_files_of_an_issued_or_public_paper_stay(keeper: Unit, clerk: Person, document: OfficialDocument) -> None:
    actions.make_public(by=clerk, document=document)
    with pytest.raises(Refused):
        actions.remove_file(by=clerk, held=held_by(document))
    issued = make_document(keeper, direction="outgoing")
    with pytest.raises(Refused):
        actions.add_files(by=clerk, document=issued, given=[Given("a.pdf", PLAN)], role="scan")
    assert (document.document_files.count(), issued.document_files.count()) == (1, 0)


def test_a_removed_file_leaves_the_house_with_its_pages(
    client: Client, clerk: Person, document: OfficialDocument
) -> None:
    held = held_by(document)
    sign_in(client, clerk).post(reverse("registry:file_remove", args=[document.uid, held.file.uid]))
    assert (document.document_files.count(), StoredFile.objects.count(), vault.parts(held.file.sha256)) == (0, 0, [])


def test_the_list_of_files_asks_no_more_for_many_than_for_one(
    client: Client, clerk: Person, document: OfficialDocument
) -> None:
    sign_in(client, clerk)
    counts = []
    for number in (1, 2):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            client.get(reverse("registry:document", args=[document.uid]))
        counts.append(len(asked))
        if number == 1:
            given = [Given(f"{n}.docx", papers.docx(f"Phụ lục {n}")) for n in range(2)]
            actions.add_files(by=clerk, document=document, given=given, role="annex")
    assert counts[0] == counts[1]
