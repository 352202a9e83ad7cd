from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.http import Http404

from guong.jobs.models import OutboxRow
from guong.registry import queries
from guong.registry.actions import (
    find_or_make_issuer,
    make_internal,
    make_public,
    record_citations,
    relate,
    settle_citation,
)
from guong.registry.enums import Publicity, Resolution
from guong.registry.models import Citation, OfficialDocument
from guong.registry.rules import Refused
from guong.registry.tests.factories import make_document
from guong.trail.models import Entry
from guong.units.models import Unit
from guong.units.tests.factories import make_person, make_unit

pytestmark = [pytest.mark.django_db, pytest.mark.both, pytest.mark.usefixtures("clock")]

TEXT = (
    "Thực hiện Kế hoạch số 105 - KH/TU, ngày 24/02/2022 và Hướng dẫn số 05-HD/TU ngày 28/4/2022 của Tỉnh ủy Nậm Thi. "
    "Bám sát Hướng dẫn số 5-HD/TU."
)


@pytest.fixture
def keeper() -> Unit:
    return make_unit("Đảng bộ huyện Mường Soi")


def _article(text: str = TEXT, keeper: Unit | None = None) -> list[Citation]:
    host = uuid4()
    record_citations(host_kind="article", host=host, text=text, keeper=keeper)
    return queries.cited_in("article", host)


def _again(citations: list[Citation]) -> list[tuple[str, str]]:
    return [(row.symbol, row.resolution) for row in queries.cited_in(citations[0].host_kind, citations[0].host)]


def test_a_paper_is_internal_and_keeps_what_was_printed(keeper: Unit) -> None:
    document = make_document(keeper, "05-HD/TU", type="HD")
    assert (document.number, document.symbol, document.publicity) == ("05", "05-HD/TU", Publicity.INTERNAL)
    entry = Entry.objects.get(what="registry.register_document")
    assert entry.target == str(document.uid)


def test_a_paper_is_registered_once(keeper: Unit) -> None:
    make_document(keeper, "105-KH/TU")
    with pytest.raises(Refused, match="105 - KH/TU"):
        make_document(keeper, "105 - KH/TU")
    make_document(keeper, "105-KH/TU", issued_on=date(2017, 2, 24))
    make_document(make_unit(), "105-KH/TU")
    assert OfficialDocument.objects.count() == 3


@pytest.mark.parametrize("field", ["abstract", "text", "symbol"])
def test_a_secrecy_mark_is_refused_before_anything_is_stored(keeper: Unit, field: str) -> None:
    before = (Entry.objects.count(), OutboxRow.objects.count())
    wrong: dict[str, Any] = {field: "15-BC/HU (Mật)", "issuer": None}
    with pytest.raises(Refused):
        make_document(keeper, **wrong)
    assert (OfficialDocument.objects.count(), Citation.objects.count()) == (0, 0)
    assert (Entry.objects.count(), OutboxRow.objects.count()) == before


@pytest.mark.parametrize(
    "wrong", [{"no_mark_declared": False}, {"type": "XX"}, {"direction": "sideways"}, {"abstract": " "}]
)
def test_refusals_are_sentences(keeper: Unit, wrong: dict[str, Any]) -> None:
    with pytest.raises(Refused, match=r"\.$"):
        make_document(keeper, **wrong)
    assert OfficialDocument.objects.count() == 0


def test_citations_are_kept_and_resolve_by_themselves(keeper: Unit) -> None:
    cited = _article(keeper=keeper)
    symbols = ["105 - KH/TU", "05-HD/TU", "5-HD/TU"]
    assert _again(cited) == [(symbol, Resolution.UNRESOLVED) for symbol in symbols]
    assert [row.surface[:8] for row in queries.unresolved(keeper)] == ["Kế hoạch", "Hướng dẫ", "Hướng dẫ"]
    plan = make_document(keeper, "105-KH/TU")
    assert [row.target for row in queries.cited_in("article", cited[0].host)] == [plan, None, None]
    guidance = make_document(keeper, "05-HD/TU", type="HD", issued_on=date(2022, 4, 28))
    assert [row.target for row in queries.cited_in("article", cited[0].host)] == [plan, guidance, guidance]
    assert not queries.unresolved(keeper).exists()


def test_another_day_or_body_is_another_paper(keeper: Unit) -> None:
    cited = _article(keeper=keeper)
    make_document(keeper, "105-KH/TU", issued_on=date(2017, 2, 24))
    other = find_or_make_issuer(name="Tỉnh ủy Hà Thượng", code="TU")
    make_document(keeper, "05-HD/TU", type="HD", issued_on=date(2022, 4, 28), issuer=other)
    assert {resolution for _symbol, resolution in _again(cited)} == {Resolution.UNRESOLVED}


def test_what_could_be_several_is_a_list(keeper: Unit) -> None:
    first = make_document(keeper, "35-CT/TW", type="CT", issued_on=date(2019, 5, 30), issuer=None)
    cited = _article("Thực hiện Chỉ thị số 35-CT/TW", keeper)
    assert [(row.resolution, row.target) for row in cited] == [(Resolution.RESOLVED, first)]
    second = make_document(keeper, "35-CT/TW", type="CT", issued_on=date(2024, 6, 14), issuer=None)
    row = queries.cited_in("article", cited[0].host)[0]
    assert (row.resolution, row.target, set(row.candidates.all())) == (Resolution.AMBIGUOUS, None, {first, second})
    dated = _article("Thực hiện Chỉ thị số 35-CT/TW ngày 14/6/2024", keeper)
    assert [row.target for row in dated] == [second]


def test_a_person_may_say_which_one(keeper: Unit) -> None:
    make_document(keeper, "35-CT/TW", type="CT", issued_on=date(2019, 5, 30), issuer=None)
    second = make_document(keeper, "35-CT/TW", type="CT", issued_on=date(2024, 6, 14), issuer=None)
    text = "Thực hiện Chỉ thị số 35-CT/TW"
    row = _article(text, keeper)[0]
    settle_citation(by=make_person(), citation=row, document=second)
    make_document(keeper, "35-CT/TW", type="CT", issued_on=date(2009, 6, 14), issuer=None)
    assert [each.target for each in queries.cited_in("article", row.host)] == [second]
    record_citations(host_kind="article", host=row.host, text=f"{text}. Hết.", keeper=keeper)
    assert [each.target for each in queries.cited_in("article", row.host)] == [second]
    assert list(row.candidates.all()) == []


def test_the_same_paper_in_two_registers_is_one(keeper: Unit) -> None:
    other = make_unit()
    make_document(other, "105-KH/TU")
    own = make_document(keeper, "105-KH/TU")
    assert [row.target for row in _article("Kế hoạch số 105-KH/TU", keeper)] == [own]


def test_a_paper_does_not_cite_itself(keeper: Unit) -> None:
    document = make_document(keeper, "9-KH/HU", abstract="Kế hoạch", text="Số 9-KH/HU\nThực hiện Kế hoạch số 105-KH/TU")
    assert [row.symbol for row in queries.cited_in("document", document.uid)] == ["105-KH/TU"]
    plan = make_document(keeper, "105-KH/TU")
    assert [c.document for c in queries.citing(plan, Unit.objects.filter(pk=keeper.pk))] == [document]


def test_new_citations_take_the_place_of_old_ones(keeper: Unit) -> None:
    host = uuid4()
    for text in (TEXT, "Kế hoạch số 7-KH/HU", "Kế hoạch số 7-KH/HU"):
        record_citations(host_kind="article", host=host, text=text, keeper=keeper)
    assert [row.symbol for row in queries.cited_in("article", host)] == ["7-KH/HU"]


def test_a_named_person_makes_public_and_takes_back(keeper: Unit) -> None:
    document, person = make_document(keeper), make_person()
    with pytest.raises(Http404):
        queries.public_document(document.uid)
    make_public(by=person, document=document)
    make_public(by=person, document=document)
    assert queries.public_document(document.uid).made_public_by == person
    assert list(queries.public_documents()) == [document]
    make_internal(by=person, document=document)
    assert not queries.public_documents().exists()
    told = OutboxRow.objects.filter(topic="public.changed", ref=f"document:{document.uid}")
    assert told.count() == 2
    done = Entry.objects.filter(target=str(document.uid)).order_by("pk").values_list("what", flat=True)
    assert list(done) == ["registry.register_document", "registry.make_public", "registry.make_internal"]


def test_the_database_wants_a_name_for_what_is_public(keeper: Unit) -> None:
    document = make_document(keeper)
    with pytest.raises(IntegrityError), transaction.atomic():
        OfficialDocument.objects.filter(pk=document.pk).update(publicity=Publicity.PUBLIC)


def test_hidden_papers_do_not_show_in_public_cited_by(keeper: Unit) -> None:
    plan = make_document(keeper, "105-KH/TU")
    shown, hidden = (make_document(keeper, abstract="Kế hoạch", text="Kế hoạch số 105-KH/TU") for _ in range(2))
    for document in (plan, shown):
        make_public(by=make_person(), document=document)
    assert queries.publicly_citing(plan) == [shown]
    assert {c.document for c in queries.citing(plan, Unit.objects.all())} == {shown, hidden}


DAYS = [date(2022, 1, 1), date(2022, 3, 1), date(2023, 1, 1), date(2024, 1, 1), date(2025, 1, 1)]


@pytest.mark.parametrize(
    ("relations", "ended_on", "states"),
    [
        ([], None, ["not_yet", "in_force", "in_force", "in_force", "in_force"]),
        ([], DAYS[3], ["not_yet", "in_force", "in_force", "ended", "ended"]),
        ([("amends", 2)], None, ["not_yet", "in_force", "ended_in_part", "ended_in_part", "ended_in_part"]),
        ([("amends", 2), ("replaces", 3)], None, ["not_yet", "in_force", "ended_in_part", "ended", "ended"]),
        ([("suspends", 2), ("repeals", 4)], None, ["not_yet", "in_force", "suspended", "suspended", "ended"]),
        ([("based_on", 1), ("corrects", 1)], None, ["not_yet", "in_force", "in_force", "in_force", "in_force"]),
    ],
)
def test_the_state_is_that_of_a_day(
    keeper: Unit, relations: list[tuple[str, int]], ended_on: date | None, states: list[str]
) -> None:
    document = make_document(keeper)
    document.ended_on = ended_on
    document.save()
    for kind, day in relations:
        relate(by=None, document=make_document(keeper), kind=kind, other=document, from_on=DAYS[day])
    assert [queries.state_on(document, day) for day in DAYS] == states


def test_a_relation_without_a_day_holds_from_its_paper(keeper: Unit) -> None:
    document = make_document(keeper)
    newer = make_document(keeper, issued_on=date(2023, 5, 1), effective_on=date(2023, 6, 1))
    relate(by=None, document=newer, kind="replaces", other=document, from_on=None)
    relate(by=None, document=newer, kind="replaces", other=document, from_on=None)
    assert [queries.state_on(document, day) for day in (date(2023, 5, 31), date(2023, 6, 1))] == ["in_force", "ended"]
    assert document.related_by.count() == 1
    with pytest.raises(Refused):
        relate(by=None, document=document, kind="replaces", other=document, from_on=None)
    assert queries.state_on(make_document(keeper, issued_on=None), DAYS[0]) == "unknown"


def test_issuers_are_found_however_they_are_printed() -> None:
    unit = make_unit()
    first = find_or_make_issuer(name="Tỉnh uỷ Nậm Thi", code="TU")
    second = find_or_make_issuer(name="TỈNH ỦY NẬM THI", code="TU", unit=unit)
    assert (first.pk, second.unit) == (second.pk, unit)
    assert find_or_make_issuer(name="Tỉnh ủy Nậm Thi", code="VPTU").pk != first.pk
