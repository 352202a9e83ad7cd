from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from guong.registry.models import Citation, OfficialDocument
from guong.registry.tests.factories import make_document
from guong.trail.models import Entry
from guong.units.enums import Role
from guong.units.models import Person, Unit
from guong.units.tests.factories import make_member, make_unit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.fixture
def keeper() -> Unit:
    return make_unit("Đảng bộ huyện Mường Soi")


@pytest.fixture
def clerk(keeper: Unit) -> Person:
    return make_member(keeper, Role.CLERK)


def sign_in(client: Client, person: Person) -> Client:
    assert person.user is not None
    client.force_login(person.user)
    return client


def fields(keeper: Unit, **changed: Any) -> dict[str, Any]:
    return {
        "keeper": str(keeper.uid),
        "direction": "incoming",
        "type": "KH",
        "symbol": "105-KH/TU",
        "issued_on": "2022-02-24",
        "issuer_name": "Tỉnh ủy Nậm Thi",
        "issuer_code": "TU",
        "abstract": "Triển khai đợt sinh hoạt",
        "text": "Theo Hướng dẫn số 05-HD/TU ngày 28/4/2022",
        "no_mark_declared": "on",
        **changed,
    }


@pytest.mark.parametrize(
    ("role", "where", "answers"),
    [
        (Role.CLERK, "own", (200, 200, 302)),
        (Role.LEADER, "own", (200, 200, 403)),
        (Role.READER, "own", (200, 200, 403)),
        (Role.CLERK, "other", (200, 404, 404)),
        (Role.CLERK, "below", (200, 404, 404)),
    ],
)
def test_who_may_read_and_who_may_make_public(
    client: Client, keeper: Unit, role: str, where: str, answers: tuple[int, int, int]
) -> None:
    document = make_document(keeper)
    places = {"own": keeper, "other": make_unit(), "below": make_unit(parent=keeper)}
    sign_in(client, make_member(places[where], role))
    page = client.get(reverse("registry:documents"))
    assert [row for row, *_words in page.context["rows"]] == ([document] if where == "own" else [])
    opened = client.get(reverse("registry:document", args=[document.uid]))
    published = client.post(reverse("registry:publish", args=[document.uid]))
    assert (page.status_code, opened.status_code, published.status_code) == answers
    document.refresh_from_db()
    assert document.publicity == ("public" if answers[2] == 302 else "internal")


def test_visitors_are_sent_to_the_log_in(client: Client, keeper: Unit) -> None:
    document = make_document(keeper)
    for name, args in (("documents", []), ("add", []), ("unresolved", []), ("document", [document.uid])):
        url = reverse(f"registry:{name}", args=args)
        assert client.get(url)["Location"].endswith(f"?next={url}")


def test_a_clerk_registers_a_paper(client: Client, keeper: Unit, clerk: Person) -> None:
    sign_in(client, clerk)
    assert client.get(reverse("registry:add")).status_code == 200
    response = client.post(reverse("registry:add"), fields(keeper))
    document = OfficialDocument.objects.get()
    assert response["Location"] == reverse("registry:document", args=[document.uid])
    assert (document.no_mark_declared_by, document.issuer and document.issuer.code) == (clerk, "TU")
    page = client.get(response["Location"])
    pieces = [(piece.text, piece.citation is not None, piece.url) for piece in page.context["pieces"]]
    assert pieces == [("Theo ", False, ""), ("Hướng dẫn số 05-HD/TU ngày 28/4/2022", True, ""), ("", False, "")]
    guidance = make_document(keeper, "05-HD/TU", type="HD", issued_on=date(2022, 4, 28))
    page = client.get(response["Location"])
    assert page.context["pieces"][1].url == reverse("registry:document", args=[guidance.uid])
    cited = client.get(reverse("registry:document", args=[guidance.uid])).context["citing"]
    assert [citation.document for citation in cited] == [document]


@pytest.mark.parametrize(
    "changed",
    [
        {"text": "TỐI MẬT\nSố 15-BC/TU"},
        {"abstract": "Báo cáo (Mật)"},
        {"no_mark_declared": ""},
        {"type": "XX"},
        {"abstract": ""},
    ],
)
def test_a_refused_paper_leaves_nothing(client: Client, keeper: Unit, clerk: Person, changed: dict[str, str]) -> None:
    sign_in(client, clerk)
    before = Entry.objects.count()
    response = client.post(reverse("registry:add"), fields(keeper, **changed))
    assert response.status_code == 422
    assert (OfficialDocument.objects.count(), Citation.objects.count(), Entry.objects.count()) == (0, 0, before)


def test_a_clerk_registers_only_for_own_units(client: Client, clerk: Person) -> None:
    assert sign_in(client, clerk).post(reverse("registry:add"), fields(make_unit())).status_code == 422
    assert not OfficialDocument.objects.exists()


def test_the_list_is_narrowed_and_taken_away(client: Client, keeper: Unit, clerk: Person) -> None:
    plan = make_document(keeper, "105-KH/TU", abstract="Kiểm tra chuyên đề")
    make_document(keeper, "7-KH/HU", direction="outgoing", issued_on=date(2021, 1, 5), issuer=None)
    sign_in(client, clerk)
    for asked in ({"q": "105 - kh/tu"}, {"q": "Kiểm tra"}, {"direction": "incoming"}, {"year": "2022"}):
        page = client.get(reverse("registry:documents"), asked)
        assert [row for row, *_words in page.context["rows"]] == [plan], asked
    page = client.get(reverse("registry:documents"), {"year": "x", "type": "nothing"})
    assert len(page.context["rows"]) == 2
    sheet = client.get(reverse("registry:documents"), {"direction": "incoming", "format": "csv"})
    lines = sheet.content.decode("utf-8-sig").splitlines()
    assert [line.split(",")[4] for line in lines[1:]] == ["105-KH/TU"]
    xlsx = client.get(reverse("registry:documents"), {"format": "xlsx"})
    assert xlsx.content[:2] == b"PK"


def test_making_public_asks_first_and_can_be_taken_back(client: Client, keeper: Unit, clerk: Person) -> None:
    document = make_document(keeper)
    sign_in(client, clerk)
    shown = []
    for name in ("publish", "withdraw"):
        url = reverse(f"registry:{name}", args=[document.uid])
        assert client.get(url).status_code == 200
        document.refresh_from_db()
        shown.append(document.publicity)
        client.post(url)
        document.refresh_from_db()
        shown.append(document.publicity)
    assert shown == ["internal", "public", "public", "internal"]


def test_a_person_chooses_among_several(client: Client, keeper: Unit, clerk: Person) -> None:
    papers = [
        make_document(keeper, "35-CT/TW", type="CT", issued_on=date(year, 5, 30), issuer=None) for year in (2019, 2021)
    ]
    make_document(keeper, text="Thực hiện Chỉ thị số 35-CT/TW")
    sign_in(client, clerk)
    page = client.get(reverse("registry:unresolved"))
    citation = page.context["page"].object_list[0]
    assert set(citation.candidates.all()) == set(papers)
    client.post(reverse("registry:settle", args=[citation.uid]), {"document": str(papers[1].uid)})
    citation.refresh_from_db()
    assert (citation.target, citation.settled_by) == (papers[1], clerk)
    assert list(client.get(reverse("registry:unresolved")).context["page"].object_list) == []
    stranger = make_member(make_unit(), Role.CLERK)
    url = reverse("registry:settle", args=[citation.uid])
    assert sign_in(client, stranger).post(url, {"document": str(papers[0].uid)}).status_code == 404


def test_the_list_takes_as_many_queries_for_many(client: Client, keeper: Unit, clerk: Person) -> None:
    sign_in(client, clerk)
    taken = []
    for more in (1, 2):
        for _ in range(more):
            make_document(keeper)
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("registry:documents"))
        taken.append(len(queries))
    assert taken[0] == taken[1]
