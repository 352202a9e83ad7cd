"""The interface for other programs: what it says of itself holds, nothing internal is in it, nobody asks too often."""

import json
from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import HealthCheck, given
from hypothesis import settings as tries
from openapi_spec_validator import OpenAPIV31SpecValidator
from pytest_django.fixtures import Settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from guong.files import actions as files
from guong.files.tests.factories import pdf
from guong.portal.addresses import file_url, paper_url
from guong.portal.tests.factories import make_portal
from guong.registry.actions import make_internal, make_public, relate
from guong.registry.models import OfficialDocument
from guong.registry.tests.factories import make_document
from guong.units.models import Unit
from guong.units.tests.factories import make_person
from guong.wsgi import application

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock", "often")]
LIST = "/api/v1/documents"
READING = ("/api/v1/documents", "/api/v1/citations", "/api/v1/keys")
CHECKS = [
    not_a_server_error, status_code_conformance, content_type_conformance, response_headers_conformance,
    response_schema_conformance,
]  # fmt: skip


@pytest.fixture
def often(settings: Settings) -> None:
    settings.GUONG_API_PER_MINUTE = 1_000_000


@pytest.fixture
def unit() -> Unit:
    kept = make_portal().unit
    assert isinstance(kept, Unit)
    return kept


def public(unit: Unit, symbol: str = "", **given: object) -> OfficialDocument:
    document = make_document(unit, symbol, **given)
    make_public(by=make_person(), document=document)
    return document


def symbols(client: Client, query: str = "") -> list[str]:
    return [one["symbol"] for one in client.get(f"{LIST}{query}").json()["documents"]]


# --- the list


@pytest.mark.both
def test_the_list_takes_the_filters_of_the_page(client: Client, unit: Unit) -> None:
    public(unit, "1-KH/HU", issued_on=date(2021, 3, 1))
    public(unit, "2-BC/HU", type="BC", issued_on=date(2022, 3, 1))
    public(unit, "3-BC/HU", type="BC", issued_on=None, issuer=None)
    make_document(unit, "4-BC/HU", type="BC")
    assert symbols(client) == ["2-BC/HU", "1-KH/HU", "3-BC/HU"]
    assert symbols(client, "?type=BC") == ["2-BC/HU", "3-BC/HU"]
    assert symbols(client, "?year=2021") == ["1-KH/HU"]
    assert symbols(client, "?issuer=T%E1%BB%89nh+%E1%BB%A7y+N%E1%BA%ADm+Thi&type=BC") == ["2-BC/HU"]
    assert symbols(client, "?type=%00") == ["2-BC/HU", "1-KH/HU", "3-BC/HU"]


@pytest.mark.both
@pytest.mark.parametrize("limit", [1, 2, 3, 100])
def test_pages_hold_every_document_once_in_one_order(client: Client, unit: Unit, limit: int) -> None:
    days = [date(2022, 3, 1), date(2022, 3, 1), None, date(2021, 1, 1), None, date(2022, 3, 1)]
    for number, day in enumerate(days):
        public(unit, f"{number}-KH/HU", issued_on=day)
    whole = symbols(client, "?limit=100")
    seen, query = [], f"?limit={limit}"
    while query:
        answer = client.get(f"{LIST}{query}").json()
        assert len(answer["documents"]) <= limit
        seen += [one["symbol"] for one in answer["documents"]]
        query = (answer["next_url"] or "").partition("/api/v1/documents")[2]
        assert (answer["next"] is None) == (answer["next_url"] is None)
    assert seen == whole
    assert set(whole) == {f"{number}-KH/HU" for number in range(6)}


def test_what_is_made_public_meanwhile_moves_nothing(client: Client, unit: Unit) -> None:
    for number in range(4):
        public(unit, f"{number}-KH/HU", issued_on=date(2022, 1, number + 1))
    first = client.get(f"{LIST}?limit=2").json()
    public(unit, "9-KH/HU", issued_on=date(2022, 6, 1))
    make_internal(by=make_person(), document=OfficialDocument.objects.get(symbol="2-KH/HU"))
    assert [one["symbol"] for one in first["documents"]] == ["3-KH/HU", "2-KH/HU"]
    assert symbols(client, f"?limit=2&cursor={first['next']}") == ["1-KH/HU", "0-KH/HU"]


@pytest.mark.parametrize(
    ("query", "field", "said"),
    [
        ("?limit=0", "limit", "Giá trị phải từ 1 trở lên."),
        ("?limit=101", "limit", "Giá trị phải từ 100 trở xuống."),
        ("?limit=x", "limit", "Cần một số nguyên."),
        ("?on=31/2/2022", "on", "Cần một ngày, như 2022-02-24."),
        ("?cursor=!", "cursor", "Giá trị không hợp lệ."),
        ("?cursor=MjAyMi8x", "cursor", "Giá trị không hợp lệ."),
        (f"?q={'x' * 201}", "q", "Chỉ nhận nhiều nhất 200 ký tự."),
    ],
)
def test_what_does_not_fit_is_said_in_the_caller_s_language(
    client: Client, unit: Unit, query: str, field: str, said: str
) -> None:
    response = client.get(f"{LIST}{query}", headers={"Accept-Language": "vi"})
    assert response.status_code == 422
    assert response["Content-Type"] == "application/problem+json"
    assert response.json() == {
        "type": "about:blank",
        "title": "Yêu cầu không hợp lệ",
        "status": 422,
        "detail": "Có giá trị không hợp lệ; từng giá trị được nêu rõ.",
        "errors": [{"field": field, "detail": said}],
    }
    english = client.get(f"{LIST}{query}", headers={"Accept-Language": "en"}).json()
    assert english["title"] == "The request does not fit"


@pytest.mark.both
def test_the_list_asks_as_often_for_three_as_for_one(client: Client, unit: Unit) -> None:
    def asked() -> int:
        symbols(client)
        with CaptureQueriesContext(connection) as made:
            symbols(client)
        return len(made)

    original = public(unit, "1-KH/HU")
    one = asked()
    for number in (2, 3):
        public(unit, f"{number}-KH/HU", copy_of=original, copy_kind="true_copy")
    assert asked() == one


# --- one document


def test_a_document_is_told_with_all_that_its_page_shows(client: Client, unit: Unit) -> None:
    basis = public(unit, "105-KH/TU")
    hidden = make_document(unit, "106-KH/TU")
    file = files.store(content=pdf())
    text = "Căn cứ Kế hoạch số 105-KH/TU, ngày 24/02/2022 và Kế hoạch số 106-KH/TU, ngày 24/02/2022."
    paper = public(unit, "86-KH/HU", issued_on=date(2022, 5, 18), text=text, files=[file])
    for other in (basis, hidden):
        relate(by=None, document=paper, kind="based_on", other=other, from_on=None)
    site = "http://testserver"
    link = {
        "uid": str(basis.uid), "url": site + paper_url(basis), "symbol": "105-KH/TU", "abstract": basis.abstract,
    }  # fmt: skip
    answer = client.get(f"{LIST}/{paper.uid}?on=2022-05-17").json()
    assert (answer["state"], answer["state_on"], answer["text"]) == ("not_yet", "2022-05-17", text)
    assert answer["relations"] == [
        {"kind": "based_on", "by": "this", "part": None, "from_on": "2022-05-18", "until_on": None, "document": link}
    ]
    assert [(text[one["start"] : one["end"]], one["document"]) for one in answer["citations"]] == [
        ("Kế hoạch số 105-KH/TU, ngày 24/02/2022", link)
    ]
    assert answer["files"] == [
        {
            "url": site + file_url(paper, file.uid),
            "role": "main",
            "title": None,
            "media_type": "application/pdf",
            "size": len(pdf()),
            "sha256": file.sha256,
        }
    ]
    assert client.get(f"{LIST}/{basis.uid}").json()["cited_by"][0]["uid"] == str(paper.uid)
    assert str(hidden.uid) not in json.dumps(answer)


@pytest.mark.both
def test_internal_and_unknown_documents_answer_alike_and_with_as_many_queries(client: Client, unit: Unit) -> None:
    hidden = make_document(unit, "106-KH/TU", text="Nội bộ")
    found = []
    for uid in (hidden.uid, uuid4()):
        with CaptureQueriesContext(connection) as made:
            response = client.get(f"{LIST}/{uid}")
        found.append((response.status_code, response.content, dict(response.items()), len(made)))
    assert found[0][0] == 404
    assert found[0] == found[1]
    assert (
        client.get(f"{LIST}/{hidden.uid}").json()["detail"] == "Không có nội dung này, hoặc nội dung không công khai."
    )


# --- citations of a text


def cite(client: Client, text: object) -> Any:
    return client.post("/api/v1/citations", json.dumps({"text": text}), content_type="application/json")


def test_citations_have_the_keys_of_the_command_and_the_public_paper(client: Client, unit: Unit) -> None:
    paper = public(unit, "105-KH/TU")
    make_document(unit, "106-KH/TU")
    text = "Theo Kế hoạch số 105-KH/TU, ngày 24/02/2022 và Kế hoạch số 106-KH/TU của Tỉnh ủy Nậm Thi."
    first, second = cite(client, text).json()["citations"]
    link = {
        "uid": str(paper.uid),
        "url": f"http://testserver{paper_url(paper)}",
        "symbol": "105-KH/TU",
        "abstract": paper.abstract,
    }
    assert first == {
        "start": 5, "end": 43, "kind": "numbered", "core_start": 17, "core_end": 26, "type": "KH", "number": "105",
        "year": None, "body_code": "TU", "body_name": None, "date": "2022-02-24", "subkind": None,
        "surface": "Kế hoạch số 105-KH/TU, ngày 24/02/2022", "document": link, "candidates": [],
    }  # fmt: skip
    assert (second["document"], second["candidates"]) == (None, [])


@pytest.mark.both
def test_a_citation_that_could_be_several_is_a_list_and_a_copy_leads_to_its_original(
    client: Client, unit: Unit
) -> None:
    one = public(unit, "105-KH/TU")
    two = public(unit, "105-KH/TU", issued_on=date(2021, 2, 24))
    copy = public(unit, "12-KH/HU", copy_of=one, copy_kind="true_copy", issued_on=date(2022, 3, 1))
    several, meant, copied, other = [
        cite(client, said).json()["citations"][0]
        for said in (
            "Kế hoạch số 105-KH/TU",
            "Kế hoạch số 105-KH/TU, ngày 24/02/2021",
            "Kế hoạch số 12-KH/HU, ngày 01/3/2022",
            "Kế hoạch số 105-KH/TU, ngày 25/02/2021",
        )
    ]
    assert (several["document"], [each["uid"] for each in several["candidates"]]) == (
        None,
        [str(one.uid), str(two.uid)],
    )
    assert meant["document"]["uid"] == str(two.uid)
    assert copied["document"]["uid"] == str(one.uid)
    assert other["document"] is None
    make_internal(by=make_person(), document=one)
    assert cite(client, "Kế hoạch số 12-KH/HU, ngày 01/3/2022").json()["citations"][0]["document"]["uid"] == str(
        copy.uid
    )


@pytest.mark.both
def test_many_citations_ask_no_more_often_than_one(client: Client, unit: Unit) -> None:
    for number in range(1, 4):
        public(unit, f"{number}-KH/HU")

    def asked(text: str) -> int:
        with CaptureQueriesContext(connection) as made:
            assert cite(client, text).status_code == 200
        return len(made)

    assert asked("Kế hoạch số 1-KH/HU") == asked("Kế hoạch số 1-KH/HU; Kế hoạch số 2-KH/HU; Kế hoạch số 3-KH/HU")


def test_a_text_that_is_too_large_is_refused_with_its_length(client: Client, unit: Unit) -> None:
    assert cite(client, "x" * 100_000).json() == {"citations": []}
    response = cite(client, "x" * 100_001)
    assert (response.status_code, response["Content-Type"]) == (413, "application/problem+json")
    assert response.json()["detail"] == "Nội dung có 100001 ký tự; mỗi lần nhận nhiều nhất 100000. Hãy gửi từng phần."
    assert cite(client, "x" * 3_000_000).status_code == 413


@pytest.mark.parametrize("body", [b"", b"{", b"\xff", b"[]", b'{"text": 1}', b'{"text": "\\ud800"}', b'{"text": null}'])
def test_a_body_that_is_none_is_said_so(client: Client, unit: Unit, body: bytes) -> None:
    response = client.post("/api/v1/citations", body, content_type="application/json")
    assert response.status_code in {400, 422}
    assert response["Content-Type"] == "application/problem+json"


# --- how it answers


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch", "options"])
def test_nothing_can_be_changed_and_no_other_site_may_read(client: Client, unit: Unit, method: str) -> None:
    response = getattr(client, method)(LIST, headers={"Origin": "https://other.example"})
    assert (response.status_code, response["Allow"]) == (405, "GET")
    assert response["Content-Type"] == "application/problem+json"
    given = client.get(LIST, headers={"Origin": "https://other.example"})
    assert [name for name in given.headers if name.lower().startswith("access-control")] == []


def test_an_address_that_is_none_is_a_problem_too(client: Client, unit: Unit) -> None:
    response = client.get("/api/v1/nothing/here")
    assert (response.status_code, response["Content-Type"]) == (404, "application/problem+json")


def test_whoever_asks_too_often_waits(client: Client, unit: Unit, settings: Settings) -> None:
    settings.GUONG_API_PER_MINUTE = 3

    def ask(address: str) -> Any:
        return client.get(f"{LIST}?limit=1", REMOTE_ADDR=address)

    first = [ask("203.0.113.7") for _ in range(8)]  # more than two minutes of them, if a minute ends meanwhile
    last = next(one for one in first if one.status_code == 429)
    assert [one.status_code for one in first[:3]] == [200, 200, 200]
    assert 1 <= int(last["Retry-After"]) <= 60
    assert last["Content-Type"] == "application/problem+json"
    assert last.json()["title"] == "Quá nhiều yêu cầu"
    assert ask("203.0.113.8").status_code == 200


def test_the_page_for_people_names_every_operation_and_field(client: Client, unit: Unit) -> None:
    schema = client.get("/api/v1/openapi.json").json()
    text = client.get("/api/v1/").text
    paths = {f"<b>{method.upper()}</b> {path}" for path, methods in schema["paths"].items() for method in methods}
    assert {one for one in paths if one in text} == paths
    fields = [name for model in schema["components"]["schemas"].values() for name in model["properties"]]
    fields += ["cursor", "limit", "on"]
    assert {one for one in fields if f"<code>{one}</code>" in text} == set(fields)
    assert "<td></td>" not in text  # each says what it means


# --- what it says of itself


@pytest.fixture
def api_schema(unit: Unit, often: None) -> Iterator[Any]:
    basis = public(unit, "105-KH/TU")
    paper = public(unit, "86-KH/HU", text="Theo Kế hoạch số 105-KH/TU.", files=[files.store(content=pdf())])
    relate(by=None, document=paper, kind="amends", other=basis, from_on=None)
    for signal in (request_started, request_finished):  # a real server's request would close the connection of the test
        signal.disconnect(close_old_connections)
    yield schemathesis.openapi.from_wsgi(reverse("api:openapi-json"), application)
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def test_every_answer_is_one_that_is_declared(api_schema: Any) -> None:
    found = [one.ok() for one in api_schema.get_all_operations()]
    operations = [one for one in found if one.path.startswith(READING)]
    assert len(operations) == 4
    statuses = set()
    limits: Any = tries(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))

    def judge(case: Any) -> None:
        statuses.add(case.call_and_validate(checks=CHECKS).status_code)

    with_any: Any = given
    for operation in operations:
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
            if operation.path.endswith("/keys") and mode == GenerationMode.NEGATIVE:
                continue  # it takes nothing, so nothing can be wrong
            asked: Any = operation.as_strategy(generation_mode=mode)
            run = limits(with_any(asked)(judge))
            run()
    assert {200, 404, 422} <= statuses


def test_a_real_document_keeps_to_the_schema(api_schema: Any, client: Client) -> None:
    operation = api_schema[f"{LIST}/{{uid}}"]["GET"]
    for uid in OfficialDocument.objects.values_list("uid", flat=True):
        case = operation.Case(path_parameters={"uid": str(uid)})
        assert case.call_and_validate(checks=CHECKS).status_code == 200


def test_the_openapi_document_is_valid(client: Client, unit: Unit) -> None:
    document = client.get("/api/v1/openapi.json").json()
    assert list(OpenAPIV31SpecValidator(document).iter_errors()) == []
    assert {path: sorted(methods) for path, methods in document["paths"].items()} == {
        "/api/v1/documents": ["get"],
        "/api/v1/documents/{uid}": ["get"],
        "/api/v1/citations": ["post"],
        "/api/v1/keys": ["get"],
        "/api/v1/devices": ["post"],
        "/api/v1/submissions/{uid}": ["get", "put"],
        "/api/v1/submissions/{uid}/photos/{photo}": ["put"],
    }
