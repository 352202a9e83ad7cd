"""The same party number in several terms of office: which one a text means."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guong.jobs import outbox
from guong.registry.actions import find_or_make_issuer, link_by_terms, open_book
from guong.registry.models import Issuer, OfficialDocument
from guong.registry.terms import Terms
from guong.registry.tests.factories import make_document
from guong.registry.tests.test_resolve import AMBIGUOUS, RESOLVED, UNRESOLVED, cite, outcome
from guong.units.actions import TERM_STARTED, drop_term, start_term
from guong.units.models import Unit
from guong.units.rules import Refused
from guong.units.tests.factories import make_unit
from guong.viet.terms import said_terms

FIRST, SECOND = date(2015, 8, 20), date(2020, 8, 12)
DAYS = st.dates(date(2000, 1, 1), date(2030, 12, 31))


@pytest.fixture
def district() -> Unit:
    return make_unit("Đảng bộ huyện Mường Soi")


@pytest.fixture
def issuer(district: Unit) -> Issuer:
    return find_or_make_issuer(name="Huyện ủy Mường Soi", code="HU", unit=district)


def papers(district: Unit, issuer: Issuer) -> tuple[OfficialDocument, OfficialDocument]:
    older, newer = (
        make_document(district, "7-KH/HU", issuer=issuer, issued_on=day) for day in (date(2018, 3, 1), date(2022, 3, 1))
    )
    return older, newer


def register(district: Unit) -> None:
    start_term(by=None, unit=district, ordinal="XXI", starts_on=FIRST)
    start_term(by=None, unit=district, ordinal="XXII", starts_on=SECOND)


def text_of(district: Unit, issuer: Issuer, day: date) -> OfficialDocument:
    return make_document(district, f"{day.toordinal()}-BC/HU", type="BC", issuer=issuer, issued_on=day)


@pytest.mark.django_db
@pytest.mark.both
@pytest.mark.usefixtures("clock")
def test_what_a_text_names_decides_or_what_was_not_issued_yet(district: Unit, issuer: Issuer) -> None:
    register(district)
    older, newer = papers(district, issuer)
    late, early = (text_of(district, issuer, day) for day in (date(2023, 1, 5), date(2019, 1, 5)))
    for text, document, paper in (
        ("Kế hoạch số 7-KH/HU", early, older),
        ("Kế hoạch số 7-KH/HU năm 2018", late, older),
        ("Kế hoạch số 7-KH/HU ngày 01/3/2018", late, older),
        ("Kế hoạch số 7-KH/HU của Ban Chấp hành Đảng bộ huyện khóa XXI", late, older),
        ("Kế hoạch số 7-KH/HU của Ban Thường vụ Huyện ủy Mường Soi khóa 22", late, newer),
    ):
        assert outcome(cite(text, document=document)) == (RESOLVED, paper, set()), text
    for unsaid in (cite("Kế hoạch số 7-KH/HU", district), cite("Kế hoạch số 7-KH/HU", document=late)):
        assert outcome(unsaid) == (AMBIGUOUS, None, {older, newer})


@pytest.mark.django_db
@pytest.mark.both
@pytest.mark.usefixtures("clock")
def test_a_number_of_an_earlier_term_alone_is_not_taken_for_sure(district: Unit, issuer: Issuer) -> None:
    register(district)
    older = make_document(district, "8-KH/HU", issuer=issuer, issued_on=date(2020, 7, 1))
    late = text_of(district, issuer, date(2020, 9, 5))
    assert outcome(cite("Kế hoạch số 8-KH/HU", document=late)) == (AMBIGUOUS, None, {older})
    text = "Kế hoạch số 8-KH/HU của Ban Thường vụ Huyện ủy Mường Soi khóa XXII"
    assert cite(text, document=late).resolution == UNRESOLVED


@pytest.mark.django_db
@pytest.mark.both
@pytest.mark.usefixtures("clock")
def test_a_term_that_comes_on_record_links_what_waited(district: Unit, issuer: Issuer) -> None:
    older, newer = papers(district, issuer)
    text = "Kế hoạch số 7-KH/HU của Ban Thường vụ Huyện ủy Mường Soi khóa XXI"
    waiting = cite(text, document=text_of(district, issuer, date(2023, 1, 5)))
    assert outcome(waiting) == (AMBIGUOUS, None, {older, newer})
    register(district)
    assert TERM_STARTED in (outbox.CONSUMERS["registry.terms"].topics or ())
    link_by_terms(TERM_STARTED, str(district.uid))
    waiting.refresh_from_db()
    assert outcome(waiting) == (RESOLVED, older, set())


@pytest.mark.django_db
@pytest.mark.both
@pytest.mark.usefixtures("clock")
def test_a_term_by_which_a_book_runs_stays(district: Unit, issuer: Issuer) -> None:
    term = start_term(by=None, unit=district, ordinal="XXII", starts_on=date(2020, 8, 1))
    free = start_term(by=None, unit=district, ordinal="XX", starts_on=date(2010, 8, 1))
    assert open_book(by=None, issuer=issuer, type="KH", on=date(2022, 8, 20)).term == term
    with pytest.raises(Refused):
        drop_term(by=None, term=term)
    drop_term(by=None, term=free)
    assert list(district.terms.all()) == [term]


@given(st.lists(DAYS, unique=True).map(sorted), DAYS, DAYS)
def test_no_number_runs_over_the_start_of_a_term(starts: list[date], one: date, other: date) -> None:
    terms = Terms(tuple(starts), ("",) * len(starts))
    crossed = any(min(one, other) < start <= max(one, other) for start in starts)
    assert terms.same(one, other) == terms.same(other, one)
    assert not (crossed and terms.same(one, other))
    assert crossed or terms.same(one, other) or abs(one - other) >= timedelta(days=1825)


@pytest.mark.parametrize(
    ("text", "said"),
    [("của Tỉnh ủy khóa XIX", {19}), ("khoá 22", {22}), ("nhiệm kỳ 2020 - 2025", {2020}), ("khóa học", set())],
)
def test_terms_that_are_named(text: str, said: set[int]) -> None:
    assert said_terms(text) == said
