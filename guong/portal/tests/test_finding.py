"""Searching the portal: filters, suggestions, what cites a paper, and sentences where nothing is found."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from guong.jobs.worker import run_once
from guong.portal.addresses import paper_url
from guong.portal.tests.factories import SECTION, make_portal, publish
from guong.portal.values import Paragraph
from guong.registry.actions import make_public, relate
from guong.registry.models import OfficialDocument
from guong.registry.tests.factories import make_document
from guong.search import index
from guong.units.models import Unit
from guong.units.tests.factories import make_person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def work() -> None:
    while run_once():
        pass


@pytest.fixture
def unit() -> Unit:
    unit: Unit | None = make_portal().unit
    assert unit is not None
    return unit


def public_paper(unit: Unit, symbol: str, **given: object) -> OfficialDocument:
    document = make_document(unit, symbol, **given)
    make_public(by=make_person(), document=document)
    return document


def shown(client: Client, **given: str) -> list[str]:
    return [paper.symbol for paper in client.get(reverse("portal:documents"), given).context["papers"]]


def choices(client: Client, **given: str) -> dict[str, list[tuple[str, int]]]:
    facets = client.get(reverse("portal:documents"), given).context["facets"]
    return {facet.name: [(one.label, one.number) for one in facet.choices] for facet in facets}


def test_papers_are_narrowed_by_state_on_a_day_and_by_signer(client: Client, unit: Unit) -> None:
    old = public_paper(unit, "1-QĐ/HU", type="QĐ", issued_on=date(2021, 3, 1), signer="Lê Văn An")
    new = public_paper(unit, "2-QĐ/HU", type="QĐ", issued_on=date(2022, 6, 1), signer="Bàn Thị Bình")
    relate(by=None, document=new, kind="replaces", other=old, from_on=None)
    make_document(unit, "3-QĐ/HU", type="QĐ", signer="Không Công Khai")
    work()
    assert (shown(client, **{"hieu-luc": "in_force"}), shown(client, **{"hieu-luc": "ended"})) == (
        ["2-QĐ/HU"],
        ["1-QĐ/HU"],
    )
    then = {"hieu-luc": "in_force", "ngay": "2022-05-31"}
    assert shown(client, **then) == ["1-QĐ/HU"]
    assert shown(client, **{"nguoi-ky": "Lê Văn An"}) == ["1-QĐ/HU"]
    assert choices(client, **then) == {
        "nam": [("2021", 1)],
        "loai": [("quyết định", 1)],
        "hieu-luc": [("còn hiệu lực", 1), ("chưa có hiệu lực", 1)],
        "co-quan": [("Tỉnh ủy Nậm Thi", 1)],
        "nguoi-ky": [("Lê Văn An", 1)],
    }
    page = client.get(reverse("portal:documents"), {"nguoi-ky": "Không Công Khai"})
    assert page.context["papers"] == []
    assert [(one.label, one.url) for one in page.context["chosen"]] == [("Không Công Khai", "?")]


def test_papers_are_listed_in_the_order_that_the_address_asks_for(client: Client, unit: Unit) -> None:
    days = {"9-KH/TU": date(2021, 3, 1), "105-KH/TU": date(2020, 3, 1), "36-KH/TU": date(2022, 3, 1)}
    for symbol, day in days.items():
        public_paper(unit, symbol, issued_on=day)
    orders = {
        "": ["36-KH/TU", "9-KH/TU", "105-KH/TU"],
        "moi": ["36-KH/TU", "9-KH/TU", "105-KH/TU"],
        "cu": ["105-KH/TU", "9-KH/TU", "36-KH/TU"],
        "so": ["9-KH/TU", "36-KH/TU", "105-KH/TU"],
        "sai": ["36-KH/TU", "9-KH/TU", "105-KH/TU"],
    }
    without_index = {name: shown(client, xep=name) for name in orders}
    work()
    assert ({name: shown(client, xep=name) for name in orders}, without_index) == (orders, orders)
    current = [
        [one.label for one in client.get(reverse("portal:documents"), {"xep": name}).context["orders"] if one.current]
        for name in orders
    ]
    assert len({*map(tuple, current)}) == 3


def test_what_cites_a_paper_is_shown_with_its_passage(client: Client, unit: Unit) -> None:
    cited = public_paper(unit, "86-KH/HU")
    publish("Hội nghị", body=[Paragraph("Thực hiện Kế hoạch số 86-KH/HU.")])
    public_paper(unit, "87-BC/HU", type="BC", text="Báo cáo kết quả Kế hoạch số 86-KH/HU")
    make_document(unit, "88-BC/HU", type="BC", text="Nội bộ, theo Kế hoạch số 86-KH/HU")
    work()
    address = client.get(paper_url(cited)).context["citing_url"]
    page = client.get(address)
    assert page.context["total"] == 2
    assert page.text.count("<mark>Kế hoạch số 86-KH/HU") == 2
    assert "Nội bộ" not in page.text
    hidden = make_document(unit, "89-BC/HU")
    for wrong in (str(hidden.uid), "khong-phai"):
        assert client.get(reverse("portal:search"), {"dan": wrong}).status_code == 404


def test_news_are_narrowed_by_kind_section_and_year(client: Client, unit: Unit) -> None:
    publish("Bản Phố họp", section=SECTION)
    public_paper(unit, "86-KH/HU", abstract="Kiểm tra Bản Phố")
    work()
    page = client.get(reverse("portal:search"), {"q": "bản phố"})
    names = {facet.name: [(one.label, one.number) for one in facet.choices] for facet in page.context["facets"]}
    assert sorted(names["loai"]) == [("Tin tức", 1), ("Văn bản", 1)]
    assert [number for _section, number in names["chuyen-muc"]] == [1]
    assert sum(number for _year, number in names["nam"]) == 2
    page = client.get(reverse("portal:search"), {"q": "bản phố", "loai": "document"})
    assert [one["hit"].title for one in page.context["hits"]] == ["Kiểm tra Bản Phố"]


def test_suggestions_are_links_to_what_begins_so(client: Client, unit: Unit) -> None:
    paper = public_paper(unit, "86-KH/HU", abstract="Kiểm tra chuyên đề")
    page = publish("Kiểm điểm cuối năm")
    make_document(unit, "86-BC/HU", abstract="Kiểm kê nội bộ")
    work()
    url = reverse("portal:suggest")
    both = client.get(url, {"q": "kiểm"}).text
    assert paper_url(paper) in both
    assert page.get_url() in both
    assert "nội bộ" not in both
    numbers = client.get(url, {"q": "86", "loai": "document"}).text
    assert (numbers.count("<li>"), "86-KH/HU" in numbers) == (1, True)
    assert client.get(url, {"q": ""}).text.strip() == ""
    assert "<p" in client.get(url, {"q": "zzz"}).text


@pytest.mark.parametrize("q", ["", "…!", '"', "<b>", "a" * 500, "\0", "* OR 1", "86-", "/", "\u0301"])
@pytest.mark.parametrize("name", ["search", "documents", "suggest"])
def test_odd_questions_are_answered(client: Client, unit: Unit, name: str, q: str) -> None:
    public_paper(unit, "86-KH/HU")
    work()
    assert client.get(reverse(f"portal:{name}"), {"q": q}).status_code == 200


def test_without_a_word_and_without_an_index_a_sentence_says_what_to_do(client: Client, unit: Unit) -> None:
    public_paper(unit, "86-KH/HU")
    work()
    for name in ("search", "documents"):
        assert "không có từ nào để tìm" in client.get(reverse(f"portal:{name}"), {"q": "…!"}).text
    index.condemn()
    for name in ("search", "documents"):
        assert "đang được lập" in client.get(reverse(f"portal:{name}"), {"q": "kế hoạch"}).text
    assert shown(client) == ["86-KH/HU"]


def test_searching_asks_the_database_as_often_for_three_as_for_one(client: Client, unit: Unit) -> None:
    asked: dict[str, list[int]] = {}
    for number in (1, 2, 3):
        public_paper(unit, f"{number}-KH/HU", text="Bản Phố, theo Kế hoạch số 1-KH/HU")
        publish(f"Bản Phố {number}")
        work()
        for path in ("/tim-kiem/?q=bản+phố", "/van-ban/?q=bản+phố", "/tim-kiem/goi-y/?q=bản+phố"):
            for _warm in range(2):
                with CaptureQueriesContext(connection) as captured:
                    client.get(path)
            asked.setdefault(path, []).append(len(captured))
    assert {path: (counts[0], counts[2]) for path, counts in asked.items() if counts[0] != counts[2]} == {}
