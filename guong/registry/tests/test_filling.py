from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from guong.registry.actions import Address, address_paper
from guong.registry.actions import cases as acts
from guong.registry.cases import items_of
from guong.registry.models import CaseFile, OfficialDocument
from guong.registry.rules import Refused
from guong.registry.tests.factories import make_document
from guong.registry.tests.office import Office, make_issued, make_office
from guong.registry.tests.test_views import sign_in
from guong.units.enums import Role
from guong.units.models import Unit
from guong.units.tests.factories import make_member, make_unit

pytestmark = [pytest.mark.django_db, pytest.mark.both, pytest.mark.usefixtures("clock")]

ON = date(2022, 8, 20)


@pytest.fixture
def province() -> Office:
    return make_office("Đảng bộ tỉnh Nậm Thi")


@pytest.fixture
def keeper(province: Office) -> Unit:
    return make_unit("Đảng bộ huyện Mường Soi", parent=province.district)


def sent_to(keeper: Unit, province: Office) -> OfficialDocument:
    paper = make_issued(province)
    address_paper(by=province.clerk, document=paper, lines=[Address("implement", unit=keeper)])
    return paper


def papers_in(case: CaseFile) -> list[OfficialDocument | None]:
    return [item.document for item in items_of(case)]


def opened(keeper: Unit) -> CaseFile:
    return acts.open_case(
        by=make_member(keeper, Role.CLERK), keeper=keeper, title="Hồ sơ", retention="permanent", opened_on=ON
    )


def test_a_paper_that_was_sent_to_the_keeper_lies_in_its_case_file(keeper: Unit, province: Office) -> None:
    case, sent, other = opened(keeper), sent_to(keeper, province), make_issued(province)
    clerk = make_member(keeper, Role.CLERK)
    assert acts.add_to_case(by=clerk, case=case, documents=[sent, make_document(keeper)]) == 2
    with pytest.raises(Refused, match=r"\.$"):
        acts.add_to_case(by=clerk, case=case, documents=[other])
    assert len(papers_in(case)) == 2


def test_a_clerk_opens_an_empty_one_and_fills_it_from_a_search(client: Client, keeper: Unit, province: Office) -> None:
    sent, own = sent_to(keeper, province), make_document(keeper, "118-CV/TU", abstract="Báo cáo số liệu quý II")
    sign_in(client, make_member(keeper, Role.CLERK))
    add = reverse("registry:case_add")
    assert client.get(add).context["form"]["opened_on"].value() == ON
    given = {"title": "Hồ sơ đợt", "retention": "10", "opened_on": "2022-02-01"}
    assert client.post(add, {**given, "title": ""}).status_code == 422
    answer = client.post(add, given)
    case = CaseFile.objects.get()
    fill = reverse("registry:case_fill", args=[case.uid])
    assert (answer["Location"], case.keeper, case.opened_on, case.retention) == (fill, keeper, date(2022, 2, 1), "10")
    assert [paper for paper, _type, _there in client.get(fill).context["rows"]] == [sent, own]
    assert [row[0] for row in client.get(fill, {"q": "118"}).context["rows"]] == [own]
    assert client.post(fill, {"document": ["x"]}).status_code == 200
    answer = client.post(fill, {"document": [str(own.uid), str(sent.uid), str(make_issued(province).uid)]})
    assert answer["Location"] == reverse("registry:case", args=[case.uid])
    assert papers_in(case) == [own, sent]
    assert [there for _paper, _type, there in client.get(fill).context["rows"]] == [True, True]


def test_ticked_papers_go_where_all_of_them_lie(client: Client, keeper: Unit, province: Office) -> None:
    below = make_unit("Chi bộ Bản Phố", parent=keeper)
    sent, own, of_cell = sent_to(keeper, province), make_document(keeper), make_document(below)
    sign_in(client, make_member(keeper, Role.CLERK))
    url = reverse("registry:case_choose")

    def chosen(*papers: OfficialDocument) -> str:
        new = {"document": [str(each.uid) for each in papers], "step": "put", "title": "Hồ sơ", "retention": "10"}
        return str(client.post(url, new)["Location"])

    assert chosen(sent, own) != reverse("registry:documents")
    assert papers_in(CaseFile.objects.get(keeper=keeper)) == [own, sent]
    assert chosen(sent, of_cell) == reverse("registry:documents")
    assert chosen(of_cell) == reverse("registry:case", args=[CaseFile.objects.get(keeper=below).uid])
    received = client.get(reverse("registry:received")).content.decode()
    assert received.count(f'name="document" value="{sent.uid}" form="to-case"') == 1


@pytest.mark.parametrize(
    ("role", "where", "answers"),
    [
        (Role.CLERK, "own", (200, 200)),
        (Role.LEADER, "own", (403, 403)),
        (Role.READER, "own", (403, 404)),
        (Role.CLERK, "other", (200, 404)),
    ],
)
def test_who_may_begin_and_fill(client: Client, keeper: Unit, role: str, where: str, answers: tuple[int, int]) -> None:
    case = opened(keeper)
    sign_in(client, make_member({"own": keeper, "other": make_unit()}[where], role))
    pages = [reverse("registry:case_add"), reverse("registry:case_fill", args=[case.uid])]
    assert tuple(client.get(page).status_code for page in pages) == answers


def test_a_closed_one_is_not_filled(client: Client, keeper: Unit) -> None:
    case, paper = opened(keeper), make_document(keeper)
    clerk = make_member(keeper, Role.CLERK)
    acts.add_to_case(by=clerk, case=case, documents=[make_document(keeper)])
    acts.close_case(by=clerk, case=case, closed_on=ON)
    sign_in(client, clerk)
    client.post(reverse("registry:case_fill", args=[case.uid]), {"document": str(paper.uid)})
    assert papers_in(case).count(paper) == 0


def test_filling_takes_as_many_queries_for_many(client: Client, keeper: Unit) -> None:
    case = opened(keeper)
    sign_in(client, make_member(keeper, Role.CLERK))
    taken = []
    for more in (1, 2):
        acts.add_to_case(by=case.made_by, case=case, documents=[make_document(keeper) for _ in range(more)])  # type: ignore[arg-type]  # made above
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("registry:case_fill", args=[case.uid]))
        taken.append(len(queries))
    assert taken[0] == taken[1]
