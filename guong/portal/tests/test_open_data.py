"""What machines get of the public papers: feed, csv, JSON with its schema, sitemap; fresh at once."""

import csv
import io
import json
import re
from datetime import date, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from jsonschema import Draft202012Validator, FormatChecker

from conftest import Clock
from guong.portal.addresses import paper_url
from guong.portal.records import COLUMNS
from guong.portal.tests.factories import make_portal
from guong.registry.actions import make_internal, make_public
from guong.registry.models import OfficialDocument
from guong.registry.tests.factories import make_document
from guong.units.models import Unit
from guong.units.tests.factories import make_person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
FILES = ("/van-ban/du-lieu.csv", "/van-ban/du-lieu.json", "/van-ban.atom")


@pytest.fixture
def unit() -> Unit:
    kept = make_portal().unit
    assert isinstance(kept, Unit)
    return kept


def public(unit: Unit, symbol: str = "", **given: object) -> OfficialDocument:
    document = make_document(unit, symbol, **given)
    make_public(by=make_person(), document=document)
    return document


def body(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    content = b"".join(response) if response.streaming else response.content
    return content.decode("utf-8")


def rows(client: Client, query: str = "") -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(body(client, f"/van-ban/du-lieu.csv{query}").removeprefix("\ufeff"))))


def dataset(client: Client, query: str = "") -> dict[str, object]:
    data: dict[str, object] = json.loads(body(client, f"/van-ban/du-lieu.json{query}"))
    return data


def test_csv_holds_every_public_paper_with_every_column(client: Client, unit: Unit) -> None:
    paper = public(unit, "105-KH/TU", signer="Hoàng Văn Sình", signer_capacity="T/M")
    make_document(unit, "106-KH/TU")
    assert rows(client) == [
        {
            "uid": str(paper.uid),
            "url": f"http://testserver{paper_url(paper)}",
            "type": "KH",
            "type_name": "kế hoạch",
            "number": "105",
            "symbol": "105-KH/TU",
            "issuer": "Tỉnh ủy Nậm Thi",
            "issued_on": "2022-02-24",
            "effective_on": "",
            "ended_on": "",
            "abstract": "Triển khai đợt sinh hoạt năm 2022",
            "signer": "Hoàng Văn Sình",
            "signer_capacity": "T/M",
            "signer_office": "",
            "state": "in_force",
            "state_on": "2022-08-20",
            "copy_of": "",
        }
    ]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "＝1", " =1"])
def test_no_text_of_csv_becomes_a_formula(client: Client, unit: Unit, text: str) -> None:
    public(unit, abstract=f"{text}")
    assert rows(client)[0]["abstract"].startswith("'")


def test_json_keeps_to_its_schema(client: Client, unit: Unit) -> None:
    schema = json.loads(body(client, "/van-ban/du-lieu.schema.json"))
    Draft202012Validator.check_schema(schema)
    judge = Draft202012Validator(schema, format_checker=FormatChecker())
    assert list(judge.iter_errors(dataset(client))) == []
    original = public(unit, "105-KH/TU")
    public(unit, "12-SY/HU", copy_of=original, copy_kind="true_copy", issuer=None, issued_on=None)
    data = dataset(client)
    assert list(judge.iter_errors(data)) == []
    documents = data["documents"]
    assert isinstance(documents, list)
    assert [(one["symbol"], one["copy_of"]) for one in documents] == [
        ("105-KH/TU", None),
        ("12-SY/HU", str(original.uid)),
    ]
    assert data["licence"] is None
    del documents[0]["uid"]
    assert len(list(judge.iter_errors(data))) == 1


def test_the_original_of_a_copy_is_named_only_when_public(client: Client, unit: Unit) -> None:
    hidden = make_document(unit, "105-KH/TU")
    public(unit, "12-SY/HU", copy_of=hidden, copy_kind="true_copy")
    assert [row["copy_of"] for row in rows(client)] == [""]


@pytest.mark.both
def test_files_take_the_filters_of_the_list(client: Client, unit: Unit) -> None:
    public(unit, "1-KH/HU", issued_on=date(2021, 3, 1))
    public(unit, "2-BC/HU", type="BC", issued_on=date(2022, 3, 1))
    public(unit, "3-BC/HU", type="BC", issued_on=None, issuer=None)
    assert [row["symbol"] for row in rows(client)] == ["2-BC/HU", "1-KH/HU", "3-BC/HU"]
    assert [row["symbol"] for row in rows(client, "?loai=BC&nam=2022")] == ["2-BC/HU"]
    assert [row["symbol"] for row in rows(client, "?nam=0")] == []
    feed = body(client, "/van-ban.atom?loai=BC&nam=2022")
    assert re.findall(r"<entry><title>([^<]+)<", feed) == ["Báo cáo 2-BC/HU"]
    assert "<title>Văn bản · 2022 · báo cáo · Đảng bộ huyện Mường Soi</title>" in feed


def test_the_feed_lists_what_was_made_public_last(client: Client, clock: Clock, unit: Unit) -> None:
    older = make_document(unit, "1-KH/HU", issued_on=date(2020, 1, 1))
    public(unit, "2-KH/HU")
    clock.set(datetime.fromisoformat("2022-08-21T08:00:00+07:00"))
    make_public(by=make_person(), document=older)
    feed = body(client, "/van-ban.atom")
    assert re.findall(r"<entry><title>([^<]+)<", feed) == ["Kế hoạch 1-KH/HU", "Kế hoạch 2-KH/HU"]
    assert f"<id>urn:uuid:{older.uid}</id>" in feed
    assert f'href="http://testserver{paper_url(older)}"' in feed


@pytest.mark.both
@pytest.mark.parametrize("path", FILES)
def test_nothing_is_sent_twice_and_a_change_of_publicity_shows_at_once(
    client: Client, unit: Unit, clock: Clock, path: str
) -> None:
    paper = public(unit, "105-KH/TU")

    def again(etag: str) -> int:
        return client.get(path, headers={"If-None-Match": etag}).status_code

    first = client.get(path)
    assert again(first["ETag"]) == 304
    since = {"If-Modified-Since": first["Last-Modified"]}
    assert client.get(path, headers=since).status_code == 304
    clock.set(datetime.fromisoformat("2022-08-20T08:00:05+07:00"))
    make_internal(by=make_person(), document=paper)
    assert again(first["ETag"]) == 200
    assert client.get(path, headers=since).status_code == 200
    assert "105-KH/TU" not in body(client, path)
    second = client.get(path)["ETag"]
    clock.set(datetime.fromisoformat("2022-08-21T00:00:01+07:00"))  # states are told for another day
    assert again(second) == 200


def test_another_language_has_another_mark(client: Client, unit: Unit) -> None:
    public(unit)
    marks = {client.get("/van-ban/du-lieu.csv", headers={"Accept-Language": code})["ETag"] for code in ("vi", "en")}
    assert len(marks) == 2


@pytest.mark.both
@pytest.mark.parametrize("path", FILES)
def test_files_ask_as_often_for_three_papers_as_for_one(client: Client, unit: Unit, path: str) -> None:
    def asked() -> int:
        body(client, path)
        with CaptureQueriesContext(connection) as made:
            body(client, path)
        return len(made)

    original = public(unit, "1-KH/HU")
    one = asked()
    public(unit, "2-KH/HU", copy_of=original, copy_kind="true_copy")
    public(unit, "3-KH/HU", copy_of=original, copy_kind="true_copy")
    assert asked() == one


def test_the_page_names_every_column(client: Client, unit: Unit) -> None:
    text = client.get(reverse("portal:data")).text
    assert tuple(re.findall(r"<code>(\w+)</code>", text)) == COLUMNS
    assert "chưa nêu" in text
    assert 'href="/van-ban/du-lieu.csv?loai=KH"' in client.get("/van-ban/du-lieu/?loai=KH&x=1").text


def test_the_sitemap_holds_public_papers_by_their_addresses(client: Client, unit: Unit) -> None:
    paper = public(unit, "105-KH/TU")
    make_document(unit, "106-KH/TU")
    found = re.findall(r"<loc>http://testserver(/van-ban/[^<]*)</loc>", client.get("/sitemap.xml").text)
    assert found == ["/van-ban/", "/van-ban/du-lieu/", paper_url(paper)]
