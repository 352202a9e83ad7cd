"""Which paper a citation means: never a guess."""

from datetime import date
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from guong.registry import queries
from guong.registry.actions import find_or_make_issuer, record_citations
from guong.registry.doubts import doubts
from guong.registry.models import Citation, Issuer, IssuerSuccession, OfficialDocument
from guong.registry.tests.factories import make_document
from guong.units.models import Unit
from guong.units.tests.factories import make_unit

pytestmark = [pytest.mark.django_db, pytest.mark.both, pytest.mark.usefixtures("clock")]

RESOLVED, AMBIGUOUS, UNRESOLVED = "resolved", "ambiguous", "unresolved"


@pytest.fixture
def province() -> Unit:
    return make_unit("Đảng bộ tỉnh Nậm Thi")


@pytest.fixture
def keeper(province: Unit) -> Unit:
    return make_unit("Đảng bộ huyện Mường Soi", parent=province)


def body(name: str, code: str, unit: Unit | None = None) -> Issuer:
    return find_or_make_issuer(name=name, code=code, unit=unit)


def cite(text: str, keeper: Unit | None = None, document: OfficialDocument | None = None) -> Citation:
    kind, host = ("document", document.uid) if document else ("article", uuid4())
    record_citations(host_kind=kind, host=host, text=text, keeper=keeper, document=document)
    return queries.cited_in(kind, host)[0]


def outcome(citation: Citation) -> tuple[str, OfficialDocument | None, set[OfficialDocument]]:
    return citation.resolution, citation.target, set(citation.candidates.all())


def test_a_copy_leads_to_its_original(keeper: Unit) -> None:
    plan = make_document(keeper, "105-KH/TU")
    copy = make_document(
        keeper, "24-BS/HU", issuer=body("Huyện ủy Mường Soi", "HU", keeper), copy_of=plan, copy_kind="true_copy",
        issued_on=date(2022, 3, 1),
    )  # fmt: skip
    again = make_document(
        keeper, "31-BS/HU", issuer=copy.issuer, copy_of=copy, copy_kind="of_copy", issued_on=date(2022, 3, 9)
    )
    for symbol, row in (("24-BS/HU", copy), ("31-BS/HU", again)):
        found = cite(f"Theo bản sao số {symbol}", keeper)
        assert (found.resolution, found.target, found.copy) == (RESOLVED, plan, row)
    direct = cite("Kế hoạch số 105-KH/TU ngày 24/02/2022", keeper)
    assert (direct.target, direct.copy) == (plan, None)


def test_a_text_of_a_district_means_its_own_committee(keeper: Unit) -> None:
    other = make_unit("Đảng bộ huyện Hà Thượng")
    own = make_document(keeper, "7-KH/HU", issuer=body("Huyện ủy Mường Soi", "HU", keeper))
    make_document(other, "7-KH/HU", issuer=body("Huyện ủy Hà Thượng", "HU", other))
    foreign = make_document(other, "8-KH/HU", issuer=body("Huyện ủy Hà Thượng", "HU", other))
    for text in ("Kế hoạch số 7-KH/HU", "Kế hoạch số 7-KH/HU của Huyện ủy", "Kế hoạch số 07-KH/HU ngày 24/02/2022"):
        assert outcome(cite(text, keeper)) == (RESOLVED, own, set()), text
    assert outcome(cite("Kế hoạch số 8-KH/HU", keeper)) == (UNRESOLVED, None, set())
    assert outcome(cite("Kế hoạch số 8-KH/HU ngày 24/02/2022", keeper)) == (AMBIGUOUS, None, {foreign})
    assert outcome(cite("Kế hoạch số 8-KH/HU của Huyện ủy Hà Thượng", keeper)) == (RESOLVED, foreign, set())


def test_the_province_is_found_through_the_tree(keeper: Unit) -> None:
    own = make_document(make_unit(), "3-CT/TU", issuer=body("Tỉnh ủy Nậm Thi", "TU"))
    make_document(make_unit(), "3-CT/TU", issuer=body("Tỉnh ủy Hà Thượng", "TU"))
    assert outcome(cite("Chỉ thị số 3-CT/TU", keeper)) == (RESOLVED, own, set())
    assert cite("Chỉ thị số 3-CT/TU").resolution == AMBIGUOUS
    paper = make_document(keeper, issuer=body("Ủy ban nhân dân tỉnh Hà Thượng", "UBND"), symbol="5/KH-UBND")
    foreign = cite("Chỉ thị số 3-CT/TU", document=paper).target
    assert foreign is not None
    assert foreign.issuer is not None
    assert foreign.issuer.name == "Tỉnh ủy Hà Thượng"


def test_a_body_is_named_as_it_was_or_as_who_carried_it_on(keeper: Unit) -> None:
    old, new = body("Huyện ủy Tả Van", "HU"), body("Huyện ủy Tả Van Thượng", "HU")
    IssuerSuccession.objects.create(predecessor=old, successor=new, from_on=date(2023, 1, 1))
    paper = make_document(make_unit(), "9-NQ/HU", type="NQ", issuer=old)
    late = make_document(make_unit(), "12-NQ/HU", type="NQ", issuer=new, issued_on=date(2023, 5, 2))
    for name in ("Huyện ủy Tả Van", "Huyện uỷ Tả Van Thượng"):
        assert outcome(cite(f"Nghị quyết số 9-NQ/HU của {name}", keeper)) == (RESOLVED, paper, set()), name
    assert cite("Nghị quyết số 12-NQ/HU của Huyện ủy Tả Van", keeper).resolution == UNRESOLVED
    assert cite("Nghị quyết số 12-NQ/HU của Huyện ủy Tả Van Thượng", keeper).target == late


def test_a_year_in_the_symbol_outweighs_a_wrong_day(keeper: Unit) -> None:
    decree = make_document(
        keeper, "30/2020/NĐ-CP", type="NĐ", issuer=body("Chính phủ", "CP"), issued_on=date(2020, 3, 5)
    )
    assert outcome(cite("Nghị định số 30/2020/NĐ-CP ngày 03/5/2020", keeper)) == (RESOLVED, decree, set())
    make_document(keeper, "574/QĐ-TTg", type="QĐ", issuer=body("Thủ tướng Chính phủ", "TTg"))
    assert cite("Quyết định số 574/QĐ-TTg ngày 25/02/2022", keeper).resolution == UNRESOLVED


def test_the_word_before_a_decision_tells_which_of_two(keeper: Unit) -> None:
    issuer = body("Bộ Chính trị", "TW")
    rule, decision = (
        make_document(keeper, "66-QĐ/TW", type=type, issuer=issuer, issued_on=day)
        for type, day in (("QyĐ", date(2022, 1, 3)), ("QĐ", date(2022, 4, 3)))
    )
    assert cite("Quy định số 66-QĐ/TW", keeper).target == rule
    assert cite("Quyết định số 66-QĐ/TW", keeper).target == decision
    assert outcome(cite("Văn bản số 66-QĐ/TW", keeper)) == (AMBIGUOUS, None, {rule, decision})
    alone = make_document(keeper, "67-QĐ/TW", type="QĐ", issuer=issuer)
    assert outcome(cite("Quy định số 67-QĐ/TW", keeper)) == (AMBIGUOUS, None, {alone})


def test_an_undated_number_of_another_year_or_term_is_not_taken_for_sure(keeper: Unit) -> None:
    issuer = body("Thủ tướng Chính phủ", "TTg")
    old = make_document(keeper, "19/CT-TTg", type="CT", issuer=issuer, issued_on=date(2021, 5, 1))
    host = make_document(keeper, "4-BC/TU", type="BC", issued_on=date(2022, 5, 1))
    assert outcome(cite("Chỉ thị số 19/CT-TTg", document=host)) == (AMBIGUOUS, None, {old})
    assert outcome(cite("Chỉ thị số 19/CT-TTg năm 2021", document=host)) == (RESOLVED, old, set())
    assert outcome(cite("Chỉ thị số 19/CT-TTg ngày 01/5/2021", document=host)) == (RESOLVED, old, set())
    late = make_document(keeper, "20/CT-TTg", type="CT", issuer=issuer, issued_on=date(2022, 7, 1))
    assert outcome(cite("Chỉ thị số 20/CT-TTg", document=host)) == (UNRESOLVED, None, set()), late


def test_what_looks_back_follows_its_antecedent(keeper: Unit) -> None:
    text = (
        "Thực hiện Kế hoạch số 105-KH/TU ngày 24/02/2022. Kế hoạch này nêu rõ; khoản 2 Mục II Kế hoạch số 105 cũng vậy."
    )
    host = uuid4()
    record_citations(host_kind="article", host=host, text=text, keeper=keeper)
    plan = make_document(keeper, "105-KH/TU", abstract="x", issuer=body("Tỉnh ủy Nậm Thi", "TU"))
    rows = queries.cited_in("article", host)
    assert [(row.surface, row.pin, row.target, row.antecedent_id) for row in rows] == [
        ("Kế hoạch số 105-KH/TU ngày 24/02/2022", "", plan, None),
        ("Kế hoạch này", "", plan, rows[0].pk),
        ("Kế hoạch số 105", "khoản 2 Mục II", plan, rows[0].pk),
    ]


def test_what_may_mean_several_papers_above_is_no_guess(keeper: Unit) -> None:
    text = "Theo Kế hoạch số 105-KH/TU và Kế hoạch số 106-KH/TU; các kế hoạch nêu trên còn hiệu lực."
    host = uuid4()
    record_citations(host_kind="article", host=host, text=text, keeper=keeper)
    assert [row.antecedent for row in queries.cited_in("article", host)] == [None, None]


def test_many_citations_take_as_many_queries_as_one(keeper: Unit) -> None:
    for number in range(1, 4):
        make_document(keeper, f"{number}-KH/TU")
    taken = []
    for many in (1, 3):
        text = "; ".join(f"Kế hoạch số {number}-KH/TU ngày 24/02/2022" for number in range(1, many + 1))
        host = uuid4()
        with CaptureQueriesContext(connection) as seen:
            record_citations(host_kind="article", host=host, text=text, keeper=keeper)
        taken.append(len(seen))
    assert taken[0] == taken[1]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Nghị định số 30/2020/NĐ-CP ngày 05/3/2020", []),
        ("Nghị định số 30/2020/NĐ-CP ngày 03/5/2020", ["other_day"]),
        ("Thông tư số 30/2020/NĐ-CP ngày 05/3/2020", []),
        ("Quy định số 66-QĐ/TW ngày 03/01/2022", []),
        ("Nghị định số 8/2019/NĐ-CP", ["other_year"]),
    ],
)
def test_what_a_citation_says_otherwise_is_told(keeper: Unit, text: str, found: list[str]) -> None:
    government = body("Chính phủ", "CP")
    for symbol, day in (("30/2020/NĐ-CP", date(2020, 3, 5)), ("8/2019/NĐ-CP", date(2020, 1, 5))):
        make_document(keeper, symbol, type="NĐ", issuer=government, issued_on=day)
    make_document(keeper, "66-QĐ/TW", type="QĐ", issuer=body("Bộ Chính trị", "TW"), issued_on=date(2022, 1, 3))
    citation = cite(text, keeper)
    assert (citation.resolution, doubts(citation)) == (RESOLVED, found)
