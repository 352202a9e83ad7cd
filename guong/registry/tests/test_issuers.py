"""Bodies that issue papers, through time."""

from datetime import date
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from guong.registry import queries
from guong.registry.actions import (
    edit_issuer,
    find_or_make_issuer,
    merge_issuers,
    record_citations,
    succeed_issuer,
)
from guong.registry.models import Citation, Issuer, IssuerSuccession
from guong.registry.rules import Refused
from guong.registry.tests.factories import make_document
from guong.units.enums import Role
from guong.units.models import Person, Unit
from guong.units.tests.factories import make_member, make_person, make_unit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

MERGED = date(2025, 7, 1)


@pytest.fixture
def keeper() -> Unit:
    return make_unit("Đảng bộ huyện Mường Soi")


@pytest.fixture
def clerk(keeper: Unit) -> Person:
    return make_member(keeper, Role.CLERK)


def body(name: str, code: str = "TU") -> Issuer:
    return find_or_make_issuer(name=name, code=code)


def cite(text: str, keeper: Unit) -> Citation:
    host = uuid4()
    record_citations(host_kind="article", host=host, text=text, keeper=keeper)
    return queries.cited_in("article", host)[0]


@pytest.mark.both
def test_who_carries_on_is_found_under_the_new_name(keeper: Unit) -> None:
    old, new = body("Tỉnh ủy Nậm Thi"), body("Tỉnh ủy Nậm Thi Thượng")
    plan = make_document(make_unit(), "105-KH/TU", issuer=old)
    row = cite("Kế hoạch số 105-KH/TU của Tỉnh ủy Nậm Thi Thượng", keeper)
    assert row.resolution == "unresolved"
    succeed_issuer(by=make_person(), predecessor=old, successor=new, from_on=MERGED)
    row.refresh_from_db()
    old.refresh_from_db()
    assert (row.target, old.ends_on) == (plan, MERGED)


def test_succession_has_no_circle(keeper: Unit) -> None:
    one, two, three = (body(f"Tỉnh ủy {name}") for name in ("Một", "Hai", "Ba"))
    person = make_person()
    succeed_issuer(by=person, predecessor=one, successor=two, from_on=MERGED)
    succeed_issuer(by=person, predecessor=two, successor=three, from_on=date(2026, 1, 1))
    for before, after in ((three, one), (one, one), (one, two)):
        with pytest.raises(Refused):
            succeed_issuer(by=person, predecessor=before, successor=after, from_on=MERGED)
    assert IssuerSuccession.objects.count() == 2


def test_of_two_bodies_of_one_name_the_one_of_the_day_is_taken() -> None:
    old = body("Tỉnh ủy Nậm Thi")
    edit_issuer(by=make_person(), issuer=old, name=old.name, code="TU", starts_on=None, ends_on=MERGED)
    new = Issuer.objects.create(name=old.name, name_key=old.name_key, code="TU", starts_on=MERGED)
    found = [find_or_make_issuer(name=old.name, code="TU", on=day) for day in (date(2022, 1, 1), MERGED, None)]
    assert found == [old, new, old]


@pytest.mark.both
def test_two_entries_become_one_body(keeper: Unit) -> None:
    kept, gone = body("Tỉnh ủy Nậm Thi"), body("TU Nậm Thi")
    heir = body("Tỉnh ủy Lùng Vai")
    succeed_issuer(by=make_person(), predecessor=gone, successor=heir, from_on=MERGED)
    plan = make_document(keeper, "105-KH/TU", issuer=gone)
    merge_issuers(by=make_person(), kept=kept, gone=gone)
    plan.refresh_from_db()
    assert (plan.issuer, Issuer.objects.filter(name="TU Nậm Thi").exists()) == (kept, False)
    assert [row.successor for row in kept.successions.all()] == [heir]


@pytest.mark.both
def test_two_entries_with_the_same_paper_stay_two(keeper: Unit) -> None:
    kept, gone = body("Tỉnh ủy Nậm Thi"), body("TU Nậm Thi")
    for issuer in (kept, gone):
        make_document(keeper, "105-KH/TU", issuer=issuer)
    with pytest.raises(Refused):
        merge_issuers(by=make_person(), kept=kept, gone=gone)
    assert [issuer.documents.count() for issuer in (kept, gone)] == [1, 1]


def test_a_clerk_keeps_the_bodies_of_the_own_register(client: Client, keeper: Unit, clerk: Person) -> None:
    issuer = make_document(keeper).issuer
    assert issuer is not None
    assert clerk.user is not None
    client.force_login(clerk.user)
    listed = client.get(reverse("registry:issuers"), {"q": "nam thi"})
    assert [(row.name, row.papers) for row in listed.context["page"].object_list] == [("Tỉnh ủy Nậm Thi", 1)]
    assert client.get(reverse("registry:issuers"), {"q": "không có"}).status_code == 200
    assert client.get(reverse("registry:issuers"), {"format": "csv"}).status_code == 200
    url = reverse("registry:issuer", args=[issuer.uid])
    given = {"name": "Tỉnh ủy Nậm Thi", "code": "TU", "starts_on": "1991-10-01", "ends_on": "1991-01-01"}
    assert client.post(url, given).status_code == 422
    assert client.post(url, {**given, "ends_on": ""})["Location"] == url
    heir = {"name": "Tỉnh ủy Lùng Vai", "code": "TU", "from_on": "2025-07-01"}
    assert client.post(reverse("registry:succeed", args=[issuer.uid]), {**heir, "from_on": ""}).status_code == 422
    client.post(reverse("registry:succeed", args=[issuer.uid]), heir)
    issuer.refresh_from_db()
    assert (issuer.starts_on, issuer.ends_on) == (date(1991, 10, 1), MERGED)
    twice = body("TU Nậm Thi")
    assert client.get(url).context["same_form"].fields["gone"].choices[0][0]
    client.post(reverse("registry:merge", args=[issuer.uid]), {"gone": str(twice.uid)})
    assert not Issuer.objects.filter(pk=twice.pk).exists()
    assert client.post(reverse("registry:merge", args=[issuer.uid]), {"gone": "x"}).status_code == 404


@pytest.mark.parametrize(
    ("role", "where", "answer"),
    [(Role.CLERK, "own", 200), (Role.READER, "own", 403), (Role.CLERK, "other", 404)],
)
def test_who_may_open_a_body(client: Client, keeper: Unit, role: str, where: str, answer: int) -> None:
    issuer = make_document(keeper).issuer
    assert issuer is not None
    person = make_member(keeper if where == "own" else make_unit(), role)
    assert person.user is not None
    client.force_login(person.user)
    assert client.get(reverse("registry:issuer", args=[issuer.uid])).status_code == answer


def test_a_body_that_others_hold_papers_of_is_not_changed_by_one(client: Client, keeper: Unit, clerk: Person) -> None:
    issuer = make_document(keeper).issuer
    make_document(make_unit(), "7-KH/TU", issuer=issuer)
    assert issuer is not None
    assert clerk.user is not None
    client.force_login(clerk.user)
    assert client.get(reverse("registry:issuer", args=[issuer.uid])).status_code == 403


def test_the_list_takes_as_many_queries_for_many(client: Client, keeper: Unit, clerk: Person) -> None:
    assert clerk.user is not None
    client.force_login(clerk.user)
    taken = []
    for names in (["Một"], ["Hai", "Ba"]):
        for name in names:
            make_document(keeper, issuer=body(f"Tỉnh ủy {name}"))
        with CaptureQueriesContext(connection) as seen:
            client.get(reverse("registry:issuers"))
        taken.append(len(seen))
    assert taken[0] == taken[1]


def test_a_paper_of_another_day_is_offered_and_not_linked(client: Client, keeper: Unit, clerk: Person) -> None:
    plan = make_document(keeper, "105-KH/TU")
    make_document(make_unit(), "105-KH/TU", issued_on=date(2017, 1, 1))
    row = cite("Kế hoạch số 105-KH/TU ngày 25/02/2022 của Tỉnh ủy Nậm Thi", keeper)
    assert clerk.user is not None
    client.force_login(clerk.user)
    assert client.get(reverse("registry:unresolved")).context["rows"] == [(row, [plan], True)]
    client.post(reverse("registry:settle", args=[row.uid]), {"document": str(plan.uid)})
    row.refresh_from_db()
    assert (row.target, row.settled_by) == (plan, clerk)
