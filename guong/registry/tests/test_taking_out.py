"""What is left of a paper that was taken out, in its own room; tests/system looks at whole installations."""

import hashlib
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from guong.files import actions as file_actions
from guong.files.tests.factories import pdf
from guong.jobs.models import OutboxRow
from guong.keys import store as key_store
from guong.keys.seal import KeyMissing
from guong.registry import actions, sealing
from guong.registry.models import (
    BookLine,
    Draft,
    Instruction,
    NumberBook,
    OfficialDocument,
    Opinion,
    Recipient,
)
from guong.registry.rules import Refused
from guong.registry.tests.factories import make_document
from guong.registry.tests.test_views import sign_in
from guong.search import index
from guong.search.docs import SHELVES
from guong.trail.models import Entry
from guong.units.enums import Role
from guong.units.models import Person, Unit
from guong.units.tests.factories import make_member, make_unit

pytestmark = [pytest.mark.both, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("clock")]
TEXT = "Theo Hướng dẫn số 05-HD/TU ngày 28/4/2022, giữ kín nội dung này."


@pytest.fixture
def keeper() -> Unit:
    return make_unit("Đảng bộ huyện Mường Soi")


@pytest.fixture
def clerk(keeper: Unit) -> Person:
    return make_member(keeper, Role.CLERK)


@pytest.fixture
def paper(keeper: Unit, clerk: Person, settings: Any) -> OfficialDocument:
    """A public paper with everything that can hang on one."""
    other = make_document(keeper, "05-HD/TU", type="HD", issued_on=date(2022, 4, 28))
    made = make_document(
        keeper,
        "105-KH/TU",
        direction="outgoing",
        text=TEXT,
        signer="Giàng Thị Mỷ",
        files=[file_actions.store(content=pdf(stream=b"kept"))],
    )
    assert made.issuer is not None
    book = NumberBook.objects.create(issuer=made.issuer, type="KH", year=2022, last=105)
    BookLine.objects.create(book=book, number=105, state="issued", document=made, on=made.issued_on, by=clerk)
    draft = Draft(
        document=made, no=1, made_at=made.registered_at, file=file_actions.store(content=pdf(stream=b"draft"))
    )
    draft.sealed_text = sealing.sealed(made.uid, "bản nháp")
    draft.save()
    Opinion.objects.create(
        draft=draft, by=clerk, sealed_text=sealing.sealed(made.uid, "ý kiến"), given_at=made.registered_at
    )
    Recipient.objects.create(document=made, order=0, purpose="keep", text="Lưu Văn phòng")
    Instruction.objects.create(
        document=made, text="Giao Văn phòng", given_on=date(2022, 2, 25), recorded_at=made.registered_at
    )
    actions.relate(by=clerk, document=made, kind="based_on", other=other, from_on=None)
    actions.make_public(by=clerk, document=made)
    return made


def test_a_stone_with_number_hash_and_reason_stays(clerk: Person, paper: OfficialDocument) -> None:
    envelope = bytes(paper.sealed_text or b"")
    kept = [paper.files.get(), Draft.objects.get().file]
    actions.take_out(by=clerk, document=paper, reason="Có dấu mật")
    stone = OfficialDocument.objects.get(pk=paper.pk)
    assert (stone.symbol, stone.taken_out_reason) == ("105-KH/TU", "Có dấu mật")
    assert stone.taken_out_sha256 == hashlib.sha256(TEXT.encode()).hexdigest()
    left = [stone.abstract, stone.signer, stone.issued_on, stone.issuer, stone.sealed_text, stone.symbol_key]
    assert left == ["", "", None, None, None, ""]
    assert (stone.publicity, stone.made_public_by) == ("internal", None)
    rows = [model.objects.count() for model in (Draft, Opinion, Recipient)]
    assert [*rows, stone.citations.count()] == [0, 0, 0, 0]
    assert (stone.relations.count(), Instruction.objects.get().text) == (0, "…")
    with pytest.raises(KeyMissing):
        sealing.opened(paper.uid, envelope)
    for file in kept:
        assert file is not None
        file.refresh_from_db()
        assert (file.taken_out_reason, key_store.find("file", file.sha256)) == ("Có dấu mật", None)


def test_its_number_is_accounted_for_and_says_nothing(clerk: Person, paper: OfficialDocument) -> None:
    actions.take_out(by=clerk, document=paper, reason="Có dấu mật")
    line = BookLine.objects.get()
    assert (line.number, line.state, line.document, line.on, line.by) == (105, "outside", None, None, None)


def test_the_trail_names_who_and_holds_no_words(clerk: Person, paper: OfficialDocument) -> None:
    actions.take_out(by=clerk, document=paper, reason="Có dấu mật")
    entry = Entry.objects.get(what="registry.take_out")
    assert (entry.actor, entry.target) == (clerk.uid, str(paper.uid))
    assert "Có dấu" not in str(entry.facts)


def test_a_paper_that_cited_it_waits_again(keeper: Unit, clerk: Person, paper: OfficialDocument) -> None:
    host = make_document(keeper, "7-CV/HU", type="CV", text="Thực hiện Kế hoạch số 105-KH/TU ngày 24/02/2022")
    assert host.citations.get().target == paper
    actions.take_out(by=clerk, document=paper, reason="Có dấu mật")
    citation = host.citations.get()
    assert (citation.resolution, citation.target) == ("unresolved", None)
    assert OutboxRow.objects.filter(topic="registry.taken_out", ref=str(paper.uid)).count() == 1


def test_it_happens_once_and_with_a_reason(clerk: Person, paper: OfficialDocument) -> None:
    with pytest.raises(Refused):
        actions.take_out(by=clerk, document=paper, reason=" ")
    actions.take_out(by=clerk, document=paper, reason="Có dấu mật")
    with pytest.raises(Refused):
        actions.take_out(by=clerk, document=paper, reason="Lần hai")
    assert OfficialDocument.objects.get(pk=paper.pk).taken_out_reason == "Có dấu mật"


def test_the_index_is_given_up(clerk: Person, paper: OfficialDocument) -> None:
    for shelf in SHELVES:
        index.rebuild(shelf, [])
    actions.take_out(by=clerk, document=paper, reason="Có dấu mật")
    assert [index.generation(shelf) for shelf in SHELVES] == [None, None]


def test_what_an_older_backup_brings_back_is_taken_out_again(clerk: Person, paper: OfficialDocument) -> None:
    row = OfficialDocument.objects.filter(pk=paper.pk).values().get()
    actions.take_out(by=clerk, document=paper, reason="Có dấu mật")
    OfficialDocument.objects.filter(pk=paper.pk).update(**row)
    assert actions.take_out_again() == 1
    again = OfficialDocument.objects.get(pk=paper.pk)
    assert (again.abstract, again.publicity, again.taken_out_at is not None) == ("", "internal", True)
    assert actions.take_out_again() == 0


def test_it_asks_for_the_password_once_more(client: Client, clerk: Person, paper: OfficialDocument) -> None:
    address = reverse("registry:take_out", args=[paper.uid])
    answer = sign_in(client, clerk).post(address, {"reason": "Có dấu mật", "sure": "on"})
    assert "/reauthenticate/" in answer["Location"]
    assert OfficialDocument.objects.get(pk=paper.pk).taken_out_at is None


@pytest.mark.parametrize(("role", "own", "status"), [(Role.READER, True, 403), (Role.CLERK, False, 404)])
def test_only_who_directs_the_register_may(
    client: Client, paper: OfficialDocument, role: str, own: bool, status: int
) -> None:
    sign_in(client, make_member(paper.keeper if own else make_unit(), role))
    assert (
        client.post(reverse("registry:take_out", args=[paper.uid]), {"reason": "x", "sure": "on"}).status_code == status
    )


def test_a_stone_is_shown_and_not_made_public(client: Client, clerk: Person, paper: OfficialDocument) -> None:
    actions.take_out(by=clerk, document=paper, reason="Có dấu mật")
    page = sign_in(client, clerk).get(reverse("registry:document", args=[paper.uid]))
    assert "Có dấu mật" in page.content.decode()
    assert client.post(reverse("registry:publish", args=[paper.uid])).status_code == 404
