"""Finding papers: who finds what, what left the register, the state on a day against the register itself."""

from datetime import date, timedelta
from typing import Any

import pytest
import tantivy
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import settings as law
from hypothesis import strategies as st

from guong.files.models import StoredFile
from guong.jobs import clock as jobs_clock
from guong.jobs.worker import run_once
from guong.registry import found, queries
from guong.registry.access import documents_for, readers_for
from guong.registry.actions import make_internal, make_public, relate
from guong.registry.enums import RelationKind, Stage, Validity
from guong.registry.lives import Paper
from guong.registry.models import Citation, OfficialDocument, Recipient
from guong.registry.spans import spans_among
from guong.registry.tests.factories import make_document
from guong.search import index
from guong.search.docs import PUBLIC, STAFF, Ask, Shelf
from guong.search.queries import counts, search, titles_begun
from guong.search.queries import found as asked
from guong.units.enums import Role
from guong.units.models import Person, Unit
from guong.units.tests.factories import make_member, make_person, make_unit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock"), pytest.mark.both]

TODAY = date(2022, 8, 20)


def work() -> None:
    while run_once():
        pass


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


def ids(person: Person | None, q: str = "", **asked_more: Any) -> set[str]:
    """What a person finds, by symbol."""
    ask = Ask(q=q, readers=readers_for(person, TODAY), day=TODAY, **asked_more)
    result = asked(ask, shelf=STAFF, per=100)
    assert result is not None
    uids = [id.partition(":")[2] for id in result.ids]
    assert len(uids) == result.total
    return set(OfficialDocument.objects.filter(uid__in=uids).values_list("symbol", flat=True))


def public(q: str) -> list[str]:
    return [hit.id for hit in search(q).hits]


def send(document: OfficialDocument, unit: Unit, *, sent: bool = True) -> None:
    at = jobs_clock.now() if sent else None
    Recipient.objects.create(document=document, order=unit.pk, purpose="implement", unit=unit, sent_at=at)


def test_everybody_finds_the_registers_in_sight_and_what_was_received(keeper: Unit, clerk: Person) -> None:
    below, beside = make_unit("Chi bộ Bản Phố", parent=keeper), make_unit("Chi bộ Pa Lin")
    make_document(keeper, "1-KH/HU", text="Sinh hoạt chuyên đề")
    make_document(below, "2-KH/CB", text="Sinh hoạt chuyên đề")
    received = make_document(beside, "3-KH/CB", text="Sinh hoạt chuyên đề")
    send(received, below)
    send(make_document(beside, "4-KH/CB", text="Sinh hoạt chuyên đề"), below, sent=False)
    work()
    people = {"clerk": clerk, "reader": make_member(below, Role.READER), "other": make_member(beside, Role.CLERK)}
    assert {name: ids(person, "chuyên đề") for name, person in people.items()} == {
        "clerk": {"1-KH/HU", "2-KH/CB", "3-KH/CB"},
        "reader": {"2-KH/CB", "3-KH/CB"},
        "other": {"3-KH/CB", "4-KH/CB"},
    }
    for person in people.values():
        assert ids(person) == set(documents_for(person, TODAY).values_list("symbol", flat=True))
    assert (ids(make_person(), "chuyên đề"), ids(None)) == (set(), set())


def test_staff_of_another_unit_learn_nothing_from_counts_suggestions_or_the_public(
    client: Client, keeper: Unit
) -> None:
    make_document(keeper, "86-KH/HU", abstract="Bí mật riêng", text="Nội dung Bản Phố", signer="Lê Văn An")
    make_document(other := make_unit(), "1-QĐ/CB", abstract="Việc khác", type="QĐ", issuer=None)
    work()
    stranger = make_member(other, Role.CLERK)
    ask = Ask(readers=readers_for(stranger, TODAY), day=TODAY)
    counted = counts(ask, ["type", "issuer", "signer", "year", "state"], shelf=STAFF, states=[*Validity.values])
    assert {name: dict(values) for name, values in counted.items()} == {
        "type": {"QĐ": 1},
        "issuer": {},
        "signer": {},
        "year": {"2022": 1},
        "state": {"in_force": 1},
    }
    for typed in ("86", "86-KH/HU", "bí", "bản phố"):
        assert titles_begun(Ask(q=typed, readers=ask.readers), shelf=STAFF) == []
        assert titles_begun(Ask(q=typed)) == []
        assert (ids(stranger, typed), public(typed)) == (set(), [])
        page = sign_in(client, stranger).get(reverse("registry:suggest"), {"q": typed})
        assert "86-KH/HU" not in page.text
        assert client.get(reverse("registry:documents"), {"q": typed}).context["rows"] == []


def test_the_public_index_follows_the_public_and_holds_nothing_internal(keeper: Unit, clerk: Person) -> None:
    cited = make_document(keeper, "9-NQ/HU", abstract="Nghị quyết nội bộ")
    paper = make_document(keeper, "86-KH/HU", text="Thực hiện Nghị quyết số 9-NQ/HU về Bản Phố")
    work()
    assert (public("Bản Phố"), ids(clerk, "Bản Phố")) == ([], {"86-KH/HU"})
    make_public(by=clerk, document=paper)
    work()
    assert public("bản phố") == [f"document:{paper.uid}"]
    internal = f"document:{cited.uid}"
    assert search("", ask=Ask(cites=internal)).hits == []
    assert ids(clerk, cites=internal) == {"86-KH/HU"}
    make_public(by=clerk, document=cited)
    work()
    hit = search("", ask=Ask(cites=internal)).hits[0]
    assert "Thực hiện <mark>Nghị quyết số 9-NQ/HU</mark> về" in hit.snippet_html
    make_internal(by=clerk, document=paper)
    work()
    assert (public("bản phố"), ids(clerk, "bản phố")) == ([], {"86-KH/HU"})


@pytest.mark.parametrize("stage", [Stage.DRAFT, Stage.FOR_SIGNING, Stage.SIGNED])
def test_papers_in_the_making_stand_in_no_index(keeper: Unit, clerk: Person, stage: str) -> None:
    draft = make_document(keeper, "", text="Dự thảo Bản Phố")
    blank: dict[str, Any] = {"number": "", "symbol": "", "symbol_key": "", "issued_on": None}
    signed = {"signer": "Lê Văn An", "signed_on": date(2022, 8, 1)}
    OfficialDocument.objects.filter(pk=draft.pk).update(stage=stage, **blank, **signed)
    index.condemn()
    work()
    assert (ids(clerk, "Bản Phố"), public("Bản Phố")) == (set(), [])


def test_what_was_taken_out_leaves_both_indexes_and_their_words(keeper: Unit, clerk: Person) -> None:
    paper = make_document(keeper, "86-KH/HU", text="Nội dung xanhlơ")
    make_public(by=clerk, document=paper)
    work()
    assert all(_holds(shelf, "xanhlo") for shelf in (PUBLIC, STAFF))
    OfficialDocument.objects.filter(pk=paper.pk).update(
        taken_out_at=jobs_clock.now(),
        taken_out_reason="Đưa nhầm",
        publicity="internal",
        made_public_by=None,
        made_public_at=None,
        abstract="",
        sealed_text=None,
    )
    index.condemn()
    work()
    assert (ids(clerk, "xanhlơ"), public("xanhlơ"), ids(clerk)) == (set(), [], set())
    assert not any(_holds(shelf, "xanhlo") for shelf in (PUBLIC, STAFF))


def _holds(shelf: Shelf, word: str) -> bool:
    """Whether any file of an index still has the word, deleted documents included."""
    return any(
        tantivy.Index.open(str(place)).searcher().terms_with_prefix("folded", word)
        for place in index.folder(shelf).iterdir()
        if place.is_dir()
    )


def test_words_of_files_are_found_and_what_nobody_can_open_is_left_out(
    keeper: Unit, clerk: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = StoredFile.objects.create(sha256="0" * 64, size=1, media_type="application/pdf", stored_at=jobs_clock.now())
    make_document(keeper, "86-KH/HU", text="Nội dung", files=[file])
    shut = make_document(keeper, "87-KH/HU", text="Nội dung khép")
    OfficialDocument.objects.filter(pk=shut.pk).update(sealed_text=b"\1" * 60)
    monkeypatch.setattr("guong.files.queries.text", lambda _file: "Phụ lục Pa Lin", raising=False)
    index.condemn()
    work()
    assert (ids(clerk, "phụ lục pa lin"), ids(clerk, "khép"), ids(clerk)) == (
        {"86-KH/HU"},
        set(),
        {"86-KH/HU", "87-KH/HU"},
    )


def test_an_act_on_a_paper_is_found_with_all_that_hangs_on_it(keeper: Unit, clerk: Person) -> None:
    old, new, later = (make_document(keeper, f"{n}-KH/HU", issued_on=TODAY - timedelta(days=9 - n)) for n in (1, 2, 3))
    work()
    assert ids(clerk, state="in_force") == {"1-KH/HU", "2-KH/HU", "3-KH/HU"}
    relate(by=None, document=new, kind=RelationKind.SUSPENDS, other=old, from_on=None)
    relate(by=None, document=later, kind=RelationKind.REPLACES, other=new, from_on=None)
    work()
    assert found.related_to([str(later.uid)]) == {str(paper.uid) for paper in (later, new, old)}
    states = {paper.symbol: queries.state_on(paper, TODAY) for paper in (old, new, later)}
    for state in Validity.values:
        assert ids(clerk, state=state) == {symbol for symbol, its in states.items() if its == state}


DAYS = st.none() | st.dates(date(2022, 1, 1), date(2022, 1, 12))


@law(max_examples=60)
@given(
    st.tuples(DAYS, DAYS, DAYS),
    st.lists(st.tuples(st.sampled_from(RelationKind.values), DAYS, DAYS), max_size=4),
    st.dates(date(2021, 12, 30), date(2022, 1, 15)),
)
def test_the_spans_of_a_life_say_what_the_register_says_of_every_day(
    own: tuple[date | None, ...], acts: list[tuple[str, date | None, date | None]], day: date
) -> None:
    keeper = Unit.objects.create()
    issued, effective, ended = own
    paper = make_document(keeper, issued_on=issued, effective_on=effective)
    OfficialDocument.objects.filter(pk=paper.pk).update(ended_on=ended)
    paper.refresh_from_db()
    for kind, begins, dated in acts:
        relate(by=None, document=make_document(keeper, issued_on=dated), kind=kind, other=paper, from_on=begins)
    spans = spans_among({paper.pk: Paper(paper.issued_on, paper.effective_on, paper.ended_on)})[paper.pk]
    holding = [
        span.state
        for span in spans
        if (span.from_on is None or span.from_on <= day) and (span.to_on is None or day < span.to_on)
    ]
    assert holding == [queries.state_on(paper, day)]


def test_the_list_is_narrowed_by_what_it_counts(client: Client, keeper: Unit, clerk: Person) -> None:
    make_document(keeper, "105-KH/TU", abstract="Kiểm tra", signer="Lê Văn An", text="Về Bản Phố")
    make_document(keeper, "7-KH/HU", direction="outgoing", issued_on=date(2021, 1, 5), issuer=None)
    make_document(keeper, "8-QĐ/HU", type="QĐ", effective_on=date(2022, 12, 1), issuer=None)
    work()
    sign_in(client, clerk)
    url = reverse("registry:documents")

    def shown(**given: str) -> list[str]:
        return [row.symbol for row, *_words in client.get(url, given).context["rows"]]

    assert shown(q="bản phố") == shown(q="105kh tu") == shown(signer="Lê Văn An") == ["105-KH/TU"]
    assert shown(issuer="Tỉnh ủy Nậm Thi") == ["105-KH/TU"]
    assert shown(type="KH", year="2021") == shown(direction="outgoing") == ["7-KH/HU"]
    assert (shown(state="not_yet"), shown(state="not_yet", on="2022-12-01")) == (["8-QĐ/HU"], [])
    assert len(shown(state="in_force", on="2022-12-01")) == 3
    assert len(shown(type="nothing", state="x", on="y")) == 3
    form = client.get(url, {"type": "KH"}).context["form"]
    choices = {
        name: [str(label) for _value, label in form.fields[name].widget.choices][1:] for name in ("type", "year")
    }
    assert choices == {"type": ["quyết định (QĐ) · 1", "kế hoạch (KH) · 2"], "year": ["2022 · 1", "2021 · 1"]}
    sheet = client.get(url, {"q": "bản phố", "format": "csv"}).content.decode("utf-8-sig").splitlines()
    assert [line.split(",")[4] for line in sheet[1:]] == ["105-KH/TU"]


def test_the_list_shows_the_passages_that_cite(client: Client, keeper: Unit, clerk: Person) -> None:
    cited = make_document(keeper, "9-NQ/HU")
    make_document(keeper, "86-KH/HU", text="Thực hiện Nghị quyết số 9-NQ/HU về Bản Phố")
    hidden = make_document(make_unit(), "1-NQ/CB")
    assert Citation.objects.filter(target=cited).count() == 1
    work()
    sign_in(client, clerk)
    page = client.get(reverse("registry:documents"), {"cites": str(cited.uid)})
    assert "<mark>Nghị quyết số 9-NQ/HU</mark>" in page.text
    assert client.get(reverse("registry:documents"), {"cites": str(hidden.uid)}).status_code == 404


def test_while_the_index_is_made_the_list_says_so_and_answers(client: Client, keeper: Unit, clerk: Person) -> None:
    make_document(keeper, "105-KH/TU", abstract="Kiểm tra")
    make_document(keeper, "7-KH/HU")
    page = sign_in(client, clerk).get(reverse("registry:documents"), {"q": "kiểm tra"})
    assert ([row.symbol for row, *_words in page.context["rows"]], page.context["no_index"]) == (["105-KH/TU"], True)
    instead = client.get(reverse("registry:documents"), {"q": "kiểm tra", "format": "csv"})
    assert instead["Content-Type"].startswith("text/html")


def test_finding_asks_the_database_as_often_for_three_as_for_one(client: Client, keeper: Unit, clerk: Person) -> None:
    sign_in(client, clerk)
    asked_for = []
    for number in (1, 2, 3):
        make_document(keeper, f"{number}-KH/HU", text="Theo Quyết định số 9-QĐ/TU, Bản Phố")
        work()
        for _warm in range(2):
            with CaptureQueriesContext(
                connection,
            ) as captured:
                page = client.get(reverse("registry:documents"), {"q": "bản phố"})
        assert len(page.context["rows"]) == number
        asked_for.append(len(captured))
    assert asked_for[0] == asked_for[2]
