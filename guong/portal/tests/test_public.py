"""What visitors get: nothing of drafts, nothing that runs, nobody else's host, a fixed number of queries."""

import re
from datetime import date
from html.parser import HTMLParser

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from guong.jobs.worker import run_once
from guong.portal import queries
from guong.portal.addresses import paper_url
from guong.portal.tests.factories import SECTION, draft, make_portal, photo, publish
from guong.portal.values import Heading, Paragraph, Photo, Quote
from guong.registry.actions import make_public
from guong.registry.models import OfficialDocument
from guong.registry.tests.factories import make_document
from guong.search.queries import search
from guong.units.models import Unit
from guong.units.tests.factories import make_person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

SECRET = "Chưa ai được thấy"
PAYLOADS = ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "javascript:alert(1)", "{{ 7|add:7 }}"]


class Reader(HTMLParser):
    """What a page loads, and what of it could run."""

    def __init__(self) -> None:
        super().__init__()
        self.loaded: list[str] = []
        self.faults: list[str] = []
        self.inside = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.faults += [f"{tag}[{name}]" for name in given if name.startswith("on") or name == "style"]
        self.faults += [f"{tag}" for _ in [0] if tag in {"style", "base", "iframe", "object", "embed"}]
        data = given.get("type") == "application/ld+json"  # a block of data: nothing runs it
        if tag == "script" and not given.get("src") and not data:
            self.faults.append("script without address")
        if (tag in {"img", "script", "source"} and not data) or (
            tag == "link" and given.get("rel") not in {"alternate", "canonical"}
        ):
            self.loaded += [given.get("src") or given.get("href") or ""]
            self.loaded += [part.split()[0] for part in (given.get("srcset") or "").split(",") if part.strip()]
        self.faults += [str(url) for url in (given.get("href"),) if url and url.lower().startswith("javascript:")]


def read(html: str) -> Reader:
    reader = Reader()
    reader.feed(html)
    return reader


def make_public_paper(unit: Unit, symbol: str = "86-KH/HU", **given: object) -> OfficialDocument:
    document = make_document(unit, symbol, **given)
    make_public(by=make_person(), document=document)
    return document


def everywhere() -> list[str]:
    index = queries.news_index()
    assert index is not None
    pages = [page.get_url() for page in queries.published()]
    names = ("documents", "search", "counting", "sitemap")
    return ["/", index.get_url(), f"{index.get_url()}2022/08/", *pages, *(reverse(f"portal:{n}") for n in names)]


def work() -> None:
    while run_once():
        pass


def test_every_page_answers_and_loads_from_this_host_alone(client: Client) -> None:
    unit = make_portal().unit
    assert unit is not None
    publish("Có ảnh", photos=[photo()], body=[Paragraph("Một."), photo(), Heading("Hai"), Quote("Ba", "Tư")])
    address = paper_url(make_public_paper(unit))
    for path in [*everywhere(), address]:
        response = client.get(path)
        assert response.status_code == 200, path
        reader = read(response.text)
        assert reader.faults == [], path
        assert [url for url in reader.loaded if not url.startswith("/") or url.startswith("//")] == [], path
        policy = response["Content-Security-Policy"]
        assert "unsafe" not in policy
        assert "default-src 'self'" in policy


@pytest.mark.parametrize("payload", PAYLOADS)
def test_what_is_typed_never_runs(client: Client, payload: str) -> None:
    make_portal()
    body = [Paragraph(payload), Heading(payload), Quote(payload, payload), Photo(caption=payload, credit=payload)]
    page = publish(payload, lead=payload, body=body, byline_name=payload, byline_office=payload, source=payload)
    for path in ("/", page.get_url(), f"{page.get_url()}?luu=1", f"/tim-kiem/?q={payload}", f"/van-ban/?q={payload}"):
        text = client.get(path).text
        reader = read(text)
        assert reader.faults == [], path
        assert "onerror=alert(1)>" not in text.replace("&gt;", "")
    assert payload.partition("<")[0] in client.get(page.get_url()).text or "<" in payload


def test_what_is_stored_as_rich_text_is_cleaned_on_the_way_out(client: Client) -> None:
    make_portal()
    page = publish()
    dirty = '<p>Chữ <a href="javascript:alert(1)">đây</a><script>alert(1)</script></p>'
    page.body = [{"type": "paragraph", "value": dirty, "id": "0190aaaa-0000-7000-8000-000000000000"}]
    page.save()
    text = client.get(page.get_url()).text
    assert '<p>Chữ <a rel="noopener">đây</a></p>' in text


def test_drafts_and_withdrawn_show_nowhere(client: Client) -> None:
    make_portal()
    seen = publish("Ai cũng thấy")
    uid = draft(SECRET, paragraphs=[SECRET], photos=[photo("#010203")])
    index = queries.news_index()
    assert index is not None
    addresses = [*everywhere(), reverse("portal:feed"), reverse("portal:sitemap_xml"), f"/tim-kiem/?q={SECRET}"]
    work()
    for path in addresses:
        response = client.get(path)
        text = response.text.replace(f'value="{SECRET}"', "").replace(f"“{SECRET}”", "").replace(f": {SECRET} ·", "")
        assert SECRET not in text, path
        assert "chua-ai-duoc-thay" not in text, path
    assert client.get(f"{index.get_url()}chua-ai-duoc-thay/").status_code == 404
    assert [hit.id for hit in search("ai cung thay").hits] == [f"article:{seen.uid}"]
    assert search(SECRET).total == 0
    assert uid != seen.uid


def test_search_finds_news_and_papers_with_and_without_marks(client: Client) -> None:
    unit = make_portal().unit
    assert unit is not None
    page = publish("Phìn Hồ sửa đường")
    paper = make_public_paper(unit, abstract="Sửa đường liên thôn")
    hidden = make_document(unit, "87-KH/HU", abstract="Sửa đường nội bộ")
    work()
    found = {hit.id for hit in search("sua duong").hits}
    assert found == {f"article:{page.uid}", f"document:{paper.uid}"}
    assert client.get(reverse("portal:document", args=[hidden.uid])).status_code == 404
    text = client.get("/tim-kiem/?q=sua+duong").text
    assert re.findall(r"<h3><a href=\"([^\"]+)\"", text) != []


def test_a_cited_paper_is_linked_only_when_public(client: Client) -> None:
    unit = make_portal().unit
    assert unit is not None
    said = "Theo Kế hoạch số 86-KH/HU, ngày 18/5/2022 và Kế hoạch số 87-KH/HU, ngày 19/5/2022."
    paper = make_public_paper(unit, "86-KH/HU", issued_on=date(2022, 5, 18), issuer=None)
    make_document(unit, "87-KH/HU", issued_on=date(2022, 5, 19), issuer=None)
    page = publish(paragraphs=[said])
    address = paper_url(paper)
    cited = re.findall(r'<a class="cite" href="([^"]+)"', client.get(page.get_url()).text)
    assert cited == [address]


def test_an_unknown_day_is_said(client: Client) -> None:
    make_portal()
    page = publish(shown_on=None, date_unknown=True)
    assert "Chưa rõ ngày đăng" in client.get(page.get_url()).text


def test_sections_months_and_pages_narrow_the_list(client: Client) -> None:
    make_portal()
    for day in range(1, 13):
        publish(f"Ngày {day}", shown_on=date(2022, 7, day))
    publish("Tháng khác", shown_on=date(2022, 6, 3), section="Đời sống")

    def titles(path: str) -> list[str]:
        return re.findall(r"<h2><a[^>]*>([^<]*)<", client.get(path).text)

    assert titles("/tin-tuc/") == [f"Ngày {day}" for day in range(12, 2, -1)]
    assert titles("/tin-tuc/?trang=2") == ["Ngày 2", "Ngày 1", "Tháng khác"]
    assert titles("/tin-tuc/2022/06/") == ["Tháng khác"]
    assert titles("/tin-tuc/?chuyen-muc=doi-song") == ["Tháng khác"]
    assert client.get("/tin-tuc/2022/13/").status_code == 404
    assert client.get("/tin-tuc/?chuyen-muc=khong-co").status_code == 404


@pytest.mark.parametrize("path", ["/", "/tin-tuc/", "/van-ban/", "/tin-tuc.atom", "/sitemap.xml"])
def test_lists_ask_the_database_as_often_for_three_as_for_one(
    client: Client, path: str, django_assert_num_queries: object
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    unit = make_portal().unit
    assert unit is not None

    def asked() -> int:
        client.get(path)
        cache.clear()
        client.get(path)
        with CaptureQueriesContext(
            connection,
        ) as queries_made:
            assert client.get(path).status_code == 200
        return len(queries_made)

    publish(photos=[photo("#111111")], section=SECTION)
    make_public_paper(unit, "1-KH/HU")
    publish(photos=[photo("#111112")], section=SECTION)
    one = asked()
    for number in range(2):
        publish(photos=[photo(f"#22222{number}")], section=SECTION)
        make_public_paper(unit, f"{number + 2}-KH/HU")
    assert asked() == one


def facets(client: Client, query: str) -> dict[str, list[tuple[str, int]]]:
    given = client.get(f"/van-ban/{query}").context["facets"]
    return {facet.label: [(choice.label, choice.number) for choice in facet.choices] for facet in given}


def test_each_filter_counts_what_choosing_it_would_show(client: Client) -> None:
    unit = make_portal().unit
    assert unit is not None
    make_public_paper(unit, "1-KH/HU", abstract="Sửa đường", issued_on=date(2021, 3, 1))
    make_public_paper(unit, "2-KH/HU", issued_on=date(2022, 3, 1))
    make_public_paper(unit, "3-BC/HU", type="BC", issued_on=date(2022, 4, 1))
    work()
    assert facets(client, "?nam=2022")["Năm ban hành"] == [("2022", 2), ("2021", 1)]
    assert facets(client, "?nam=2022")["Thể loại"] == [("báo cáo", 1), ("kế hoạch", 1)]
    assert facets(client, "?loai=BC")["Năm ban hành"] == [("2022", 1)]
    assert facets(client, "?q=sua+duong")["Năm ban hành"] == [("2021", 1)]
    assert facets(client, "?q=zzzz") == {}
    assert "<details" not in client.get("/van-ban/?q=zzzz").text


@pytest.mark.both
@pytest.mark.parametrize(
    "query",
    ["?nam=0", "?nam=99999", "?nam=-1", "?nam=²⁰²²", "?loai=%00", "?co-quan=%00Huyện", "?q=%00", "?trang=-3"],
)
def test_odd_filters_answer(client: Client, query: str) -> None:
    unit = make_portal().unit
    assert unit is not None
    make_public_paper(unit)
    assert client.get(f"/van-ban/{query}").status_code == 200


def test_a_page_of_results_that_is_none_gives_one_that_is(client: Client) -> None:
    make_portal()
    for number in range(21):
        publish(f"Khèn Mông lần {number}")
    work()

    def shown(asked: str) -> tuple[int, int, int]:
        given = client.get(f"/tim-kiem/?q=khen+mong%00&trang={asked}").context
        return given["total"], given["current"], len(given["hits"])

    assert {shown(asked) for asked in ("", "0", "-1", "x", "²", "1", "9" * 400, "9" * 5000)} == {(21, 1, 20)}
    assert {shown(asked) for asked in ("2", "3", "999999")} == {(21, 2, 1)}


def test_a_document_says_its_fields_and_gives_its_file(client: Client) -> None:
    unit = make_portal().unit
    assert unit is not None
    paper = make_public_paper(unit, "05-HD/TU", type="HD", signer="Hoàng Văn Sình", signer_capacity="T/M")
    text = client.get(paper_url(paper)).text
    facts = dict(re.findall(r"<dt>([^<]+)</dt><dd>([^<]*)", text))
    assert facts["Số và ký hiệu"] == "05-HD/TU"
    assert facts["Cơ quan ban hành"] == "Tỉnh ủy Nậm Thi"
    assert facts["Quyền hạn, người ký"] == "T/M · Hoàng Văn Sình"
    assert facts["Ngày ban hành"] == "24/02/2022"


def test_robots_and_feed_name_what_is_open(client: Client) -> None:
    make_portal()
    page = publish("Tin trong nguồn")
    assert "Disallow: /cms/" in client.get("/robots.txt").text.splitlines()
    feed = client.get("/tin-tuc.atom").text
    assert re.findall(r"<id>urn:uuid:([^<]+)</id>", feed) == [str(page.uid)]
