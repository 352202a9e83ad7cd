"""One public paper: its address, its text with citations, its life, its files; nothing of what is internal."""

import json
import re
from datetime import date
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from guong.files import actions as files
from guong.files.models import StoredFile
from guong.files.tests.factories import pdf, picture
from guong.portal.addresses import file_url, paper_url
from guong.portal.paper_text import Piece, pieces
from guong.portal.tests.factories import make_portal, publish
from guong.registry.actions import make_internal, make_public, relate
from guong.registry.models import Citation, OfficialDocument
from guong.registry.tests.factories import make_document
from guong.units.models import Unit
from guong.units.tests.factories import make_person
from guong.viet.places import anchor_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

TEXT = """Căn cứ Kế hoạch số 105-KH/TU, ngày 24/02/2022 và Quyết định số 9-QĐ/TU, ngày 01/02/2022.
Điều 1. Phạm vi
1. Một.
2. Hai.
a) Nhỏ.
Điều 2. Thời hạn
1. Ba."""


@pytest.fixture
def unit() -> Unit:
    kept = make_portal().unit
    assert isinstance(kept, Unit)
    return kept


def public(unit: Unit, symbol: str = "", **given: object) -> OfficialDocument:
    document = make_document(unit, symbol, **given)
    make_public(by=make_person(), document=document)
    return document


def life(text: str) -> list[str]:
    return [" ".join(line.split()) for line in re.findall(r'<ol class="tline">(.*?)</ol>', text, re.DOTALL)]


# --- addresses


def test_an_address_reads_as_number_and_day_and_ends_in_the_id(unit: Unit) -> None:
    paper = public(unit, "105-KH/TU")
    assert paper_url(paper) == f"/van-ban/105-kh-tu-2022-02-24-{paper.uid}/"
    assert paper_url(public(unit, "30/2020/NĐ-CP", issued_on=None)).startswith("/van-ban/30-2020-nd-cp-0")


@pytest.mark.parametrize("words", ["", "105-kh-tu-", "khac-2021-01-01-", "105-KH-TU-"])
def test_every_older_spelling_leads_to_today_s(client: Client, unit: Unit, words: str) -> None:
    paper = public(unit, "106-KH/TU")
    response = client.get(f"/van-ban/{words}{paper.uid}/?ngay=2022-03-01")
    assert (response.status_code, response["Location"]) == (301, f"{paper_url(paper)}?ngay=2022-03-01")


def test_a_capital_id_leads_to_the_small_one(client: Client, unit: Unit) -> None:
    paper = public(unit)
    assert client.get(f"/van-ban/{str(paper.uid).upper()}/")["Location"] == paper_url(paper)


def test_a_number_that_changes_takes_the_address_along(client: Client, unit: Unit) -> None:
    paper = public(unit, "105-KH/TU")
    before = paper_url(paper)
    OfficialDocument.objects.filter(pk=paper.pk).update(symbol="107-KH/TU")
    assert client.get(before)["Location"] == f"/van-ban/107-kh-tu-2022-02-24-{paper.uid}/"


def test_internal_and_unknown_papers_answer_alike(client: Client, unit: Unit) -> None:
    hidden = make_document(unit, "105-KH/TU")
    answers = [(uid, client.get(f"/van-ban/{uid}/")) for uid in (hidden.uid, uuid4())]
    assert [answer.status_code for _uid, answer in answers] == [404, 404]
    assert len({answer.text.replace(str(uid), "") for uid, answer in answers}) == 1
    assert client.get(paper_url(hidden)).status_code == 404  # no redirect tells that it exists


def test_publicity_changes_the_page_at_once(client: Client, unit: Unit) -> None:
    paper = make_document(unit, "105-KH/TU")
    citing = public(unit, "2-KH/HU", text="Theo Kế hoạch số 105-KH/TU, ngày 24/02/2022.")
    clerk = make_person()

    def seen() -> tuple[int, int]:
        return client.get(paper_url(paper)).status_code, client.get(paper_url(citing)).text.count('class="cite"')

    assert seen() == (404, 0)
    make_public(by=clerk, document=paper)
    assert seen() == (200, 1)
    make_internal(by=clerk, document=paper)
    assert seen() == (404, 0)


# --- text


def test_citations_of_public_papers_are_links_and_all_others_plain(client: Client, unit: Unit) -> None:
    known = public(unit, "105-KH/TU")
    make_document(unit, "9-QĐ/TU", type="QĐ", issued_on=date(2022, 2, 1))
    paper = public(unit, "3-KH/HU", text=TEXT)
    text = client.get(paper_url(paper)).text
    assert re.findall(r'<a class="cite" href="([^"]+)"', text) == [paper_url(known)]
    assert "9-QĐ/TU, ngày 01/02/2022" in text


def test_a_citation_of_a_clause_leads_to_the_clause(client: Client, unit: Unit) -> None:
    known = public(unit, "105-KH/TU", text=TEXT)
    paper = public(unit, "3-KH/HU", text="Theo Kế hoạch số 105-KH/TU, ngày 24/02/2022.")
    Citation.objects.filter(document=paper).update(pin="khoản 2 Điều 1")
    address = f"{paper_url(known)}#dieu-1-khoan-2"
    assert re.findall(r'<a class="cite" href="([^"]+)"', client.get(paper_url(paper)).text) == [address]
    assert 'id="dieu-1-khoan-2"' in client.get(paper_url(known)).text


def test_places_of_a_text_have_ids_and_no_character_is_lost() -> None:
    found = pieces(TEXT + "\nĐiều 1. Nhắc lại", [])
    assert "".join(piece.text for piece in found) == TEXT + "\nĐiều 1. Nhắc lại"
    assert [piece.anchor for piece in found if piece.anchor] == [
        "dieu-1", "dieu-1-khoan-1", "dieu-1-khoan-2", "dieu-1-khoan-2-diem-a", "dieu-2", "dieu-2-khoan-1",
    ]  # fmt: skip


@given(st.lists(st.sampled_from(["Điều 1. A", "Điều 2: B", "II. C", "1. D", "2. E", "a) F", "đ) G", "H", ""])))
def test_any_text_is_kept_whole_and_no_id_stands_twice(lines: list[str]) -> None:
    text = "\n".join(lines)
    found = pieces(text, [])
    assert "".join(piece.text for piece in found) == text
    anchors = [piece.anchor for piece in found if piece.anchor]
    assert len(anchors) == len(set(anchors))


def test_a_party_paper_is_cut_at_its_numerals() -> None:
    found = pieces("II. Cách làm\n3. Thời hạn\nđ) Nhỏ", [])
    assert found == [
        Piece("II.", anchor="muc-ii"), Piece(" Cách làm\n"), Piece("3.", anchor="muc-ii-khoan-3"),
        Piece(" Thời hạn\n"), Piece("đ)", anchor="muc-ii-khoan-3-diem-dd"), Piece(" Nhỏ"),
    ]  # fmt: skip
    assert anchor_of([("điểm", "đ"), ("khoản", "3"), ("mục", "ii")]) == "muc-ii-khoan-3-diem-dd"
    assert anchor_of([("phụ lục", "i")]) == ""


def test_what_cites_a_paper_is_listed_where_it_is_public(client: Client, unit: Unit) -> None:
    paper = public(unit, "105-KH/TU")
    said = "Theo Kế hoạch số 105-KH/TU, ngày 24/02/2022."
    citing = public(unit, "4-KH/HU", text=said)
    make_document(unit, "5-KH/HU", text=said)
    page = publish("Tin có viện dẫn", paragraphs=[said])
    listed = re.search(r'aria-labelledby="cited-by".*?</section>', client.get(paper_url(paper)).text, re.DOTALL)
    assert listed is not None
    assert re.findall(r'href="([^"]+)"', listed[0]) == [
        paper_url(citing),
        page.get_url(),
        f"{reverse('portal:search')}?dan={paper.uid}",
    ]
    assert "5-KH/HU" not in listed[0]


# --- state and life


def test_the_state_is_told_for_today_and_for_another_day(client: Client, unit: Unit) -> None:
    paper = public(unit, "86-KH/HU", issued_on=date(2022, 5, 18), effective_on=date(2022, 5, 20))
    ending = public(unit, "91-KH/HU", issued_on=date(2022, 7, 29))
    relate(by=None, document=ending, kind="repeals", other=paper, from_on=None)

    def state(query: str = "") -> str:
        found = client.get(f"{paper_url(paper)}{query}").context
        return f"{found['paper'].code} {found['asked'].day}"

    assert state() == "ended 2022-08-20"
    assert state("?ngay=2022-07-28") == "in_force 2022-07-28"
    assert state("?ngay=28/7/2022") == "in_force 2022-07-28"
    assert state("?ngay=2022-05-19") == "not_yet 2022-05-19"


@pytest.mark.parametrize("typed", ["31/2/2022", "mai", "2022-13-01", "<b>", "9" * 500])
def test_a_day_that_is_none_is_said_and_kept(client: Client, unit: Unit, typed: str) -> None:
    text = client.get(paper_url(public(unit)), {"ngay": typed})
    assert text.context["asked"].typed == typed[:20]
    assert "không phải là ngày" in text.text
    assert "<b>" not in re.sub(r"<b>\w", "", text.text)


def test_the_life_names_public_papers_alone(client: Client, unit: Unit) -> None:
    paper = public(unit, "86-KH/HU", issued_on=date(2022, 5, 18))
    seen, hidden = public(unit, "91-KH/HU", issued_on=date(2022, 7, 29)), make_document(unit, "92-KH/HU")
    for one in (seen, hidden):
        relate(by=None, document=one, kind="amends", other=paper, from_on=None, part="khoản 3 mục II")
    text = client.get(paper_url(paper)).text
    assert re.findall(r'<a href="([^"]+)">91', text) == [paper_url(seen)]
    assert "khoản 3 mục II" in life(text)[0]
    assert "92-KH/HU" not in text
    assert str(hidden.uid) not in text


def test_the_bar_shows_each_state_with_its_days(client: Client, unit: Unit) -> None:
    paper = public(unit, "86-KH/HU", issued_on=date(2022, 5, 18), effective_on=date(2022, 5, 20))
    amending = public(unit, "91-KH/HU", issued_on=date(2022, 7, 29))
    relate(by=None, document=amending, kind="amends", other=paper, from_on=None)
    rows = re.findall(r"<tr>(.*?)</tr>", client.get(paper_url(paper)).context["bar"])
    assert [re.findall(r"<t[hd][^>]*>([^<]*)</t[hd]>", row) for row in rows[1:]] == [
        ["Chưa có hiệu lực", "18/05/2022", "20/05/2022"],
        ["Còn hiệu lực", "20/05/2022", "29/07/2022"],
        ["Hết hiệu lực một phần", "29/07/2022", "–"],
    ]


def test_a_paper_without_days_has_no_bar(client: Client, unit: Unit) -> None:
    assert client.get(paper_url(public(unit, issued_on=None))).context["bar"] == ""


# --- copies


def test_a_copy_leads_to_its_original_and_back_where_both_are_public(client: Client, unit: Unit) -> None:
    original = public(unit, "105-KH/TU")
    copy = public(unit, "12-SY/HU", copy_of=original, copy_kind="true_copy")
    hidden = make_document(unit, "13-SY/HU", copy_of=original, copy_kind="true_copy")
    assert [one.address for one in client.get(paper_url(copy)).context["original"]] == [paper_url(original)]
    assert [one.address for one in client.get(paper_url(original)).context["copies"]] == [paper_url(copy)]
    make_internal(by=make_person(), document=original)
    text = client.get(paper_url(copy)).text
    assert "105-KH/TU" not in text
    assert str(hidden.uid) not in text


# --- files


def with_file(unit: Unit, content: bytes, symbol: str = "105-KH/TU") -> tuple[OfficialDocument, StoredFile]:
    file = files.store(content=content)
    return public(unit, symbol, files=[file]), file


def test_a_file_is_given_to_keep_under_its_number(client: Client, unit: Unit) -> None:
    paper, file = with_file(unit, pdf())
    response = client.get(file_url(paper, file.uid))
    assert b"".join(response.streaming_content) == pdf()  # type: ignore[attr-defined]  # it streams
    assert response["Content-Disposition"] == 'attachment; filename="105-KH-TU.pdf"'
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["ETag"] == f'"{file.sha256}"'
    again = client.get(file_url(paper, file.uid), headers={"If-None-Match": f'"{file.sha256}"'})
    assert again.status_code == 304


def test_a_second_file_says_that_it_is_the_second(client: Client, unit: Unit) -> None:
    one, two = files.store(content=pdf()), files.store(content=picture("PNG"))
    paper = public(unit, "7/2022/NĐ-CP", files=[one, two])
    names = [client.get(file_url(paper, file.uid))["Content-Disposition"] for file in (one, two)]
    assert names == [
        "attachment; filename*=utf-8''7-2022-N%C4%90-CP.pdf",
        "attachment; filename*=utf-8''7-2022-N%C4%90-CP-2.png",
    ]


def test_files_of_internal_papers_and_of_others_are_not_there(client: Client, unit: Unit) -> None:
    paper, file = with_file(unit, pdf())
    other = public(unit, "8-KH/HU")
    assert client.get(file_url(other, file.uid)).status_code == 404
    mark = {"If-None-Match": f'"{file.sha256}"'}
    make_internal(by=make_person(), document=paper)
    assert client.get(file_url(paper, file.uid), headers=mark).status_code == 404


def test_a_file_that_was_taken_out_is_gone_with_a_sentence(client: Client, unit: Unit) -> None:
    paper, file = with_file(unit, pdf())
    files.take_out(file=file, reason="Có dữ liệu cá nhân")
    response = client.get(file_url(paper, file.uid), headers={"If-None-Match": f'"{file.sha256}"'})
    assert response.status_code == 410
    assert "Tệp này đã được gỡ" in response.text
    assert "Có dữ liệu cá nhân" not in response.text
    assert client.get(paper_url(paper)).context["files"] == []


# --- for machines


def ld(text: str) -> dict[str, object]:
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL)
    assert found is not None
    data: dict[str, object] = json.loads(found[1])
    return data


def test_the_page_says_itself_in_linked_data(client: Client, unit: Unit) -> None:
    basis = public(unit, "112-KH/TU", issued_on=date(2022, 3, 3))
    file = files.store(content=pdf())
    paper = public(unit, "105-KH/TU", files=[file])
    relate(by=None, document=paper, kind="based_on", other=basis, from_on=None)
    with translation.override("vi"):
        data = ld(client.get(paper_url(paper)).text)
    site = "http://testserver"
    assert data == {
        "@context": "https://schema.org",
        "@type": "Legislation",
        "@id": f"urn:uuid:{paper.uid}",
        "url": site + paper_url(paper),
        "name": paper.abstract,
        "inLanguage": "vi",
        "legislationType": "kế hoạch",
        "legislationIdentifier": "105-KH/TU",
        "legislationDate": "2022-02-24",
        "legislationPassedBy": {"@type": "Organization", "name": "Tỉnh ủy Nậm Thi"},
        "legislationLegalForce": "https://schema.org/InForce",
        "temporalCoverage": "2022-02-24/..",
        "isBasedOn": [{"@type": "Legislation", "url": site + paper_url(basis), "name": "112-KH/TU"}],
        "encoding": [
            {
                "@type": "MediaObject",
                "contentUrl": site + file_url(paper, file.uid),
                "encodingFormat": "application/pdf",
            }
        ],
    }


def test_linked_data_cannot_leave_its_block(client: Client, unit: Unit) -> None:
    nasty = "</script><script>alert(1)</script> & \u2028"
    text = client.get(paper_url(public(unit, abstract=nasty))).text
    assert ld(text)["name"] == nasty.strip()
    assert "<script>alert" not in text


def test_the_canonical_address_carries_no_day_and_the_data_tell_today(client: Client, unit: Unit) -> None:
    paper = public(unit)
    text = client.get(f"{paper_url(paper)}?ngay=2021-03-01").text
    assert ld(text)["legislationLegalForce"] == "https://schema.org/InForce"
    assert re.findall(r'<link rel="canonical" href="([^"]+)"', text) == [f"http://testserver{paper_url(paper)}"]


@pytest.mark.both
def test_a_paper_asks_the_database_as_often_for_three_of_everything_as_for_one(client: Client, unit: Unit) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    paper = public(
        unit, "105-KH/TU", text="Theo Kế hoạch số 1-KH/HU, ngày 24/02/2022.", files=[files.store(content=pdf())]
    )

    def more(number: int) -> None:
        said = f"Theo Kế hoạch số 105-KH/TU, ngày 24/02/2022 và Kế hoạch số {number + 1}-KH/HU."
        other = public(unit, f"{number}-KH/HU", text=said)
        relate(by=None, document=other, kind="amends", other=paper, from_on=None, part=f"Điều {number}")
        public(unit, f"{number}-SY/HU", copy_of=paper, copy_kind="true_copy")
        publish(f"Bài {number}", paragraphs=[said])
        paper.files.add(files.store(content=picture("PNG", (10 + number, 10))), through_defaults={"order": number})

    def asked() -> int:
        client.get(paper_url(paper))
        with CaptureQueriesContext(connection) as made:
            assert client.get(paper_url(paper)).status_code == 200
        return len(made)

    more(1)
    one = asked()
    more(2)
    more(3)
    assert asked() == one
