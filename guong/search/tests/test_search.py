import shutil
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guong.jobs import outbox
from guong.search import consumer, index, sources
from guong.search.asking import wanted
from guong.search.docs import PUBLIC, Ask, Doc, Passage
from guong.search.highlight import spans
from guong.search.queries import Results, search
from guong.search.sources import Source
from guong.search.words import both_forms, numbers, words

TITLES = {
    "article:1": "Huyện ủy Mường Khương tổ chức hội nghị",
    "article:2": "Nghị quyết số 35-NQ/TU về chuyển đổi số",
    "article:3": "Đảng bộ xã Pa Lin sinh hoạt chuyên đề",
    "article:4": "Đang thi công đường thôn",
    "article:5": "Dang tay đón khách",
    "article:6": unicodedata.normalize("NFD", "Tỉnh ủy Nậm Thi họp báo"),
    "article:7": "Trường học khang trang ở Mường Soi",
}
# What stack.md found missed or wrong in other engines, and more of the kind: query → ids in order of rank.
TABLE = [
    ("Huyện ủy Mường Khương", ["article:1"]),
    ("huyen uy muong khuong", ["article:1"]),
    ("Huyện uỷ Mường Khương", ["article:1"]),
    ("HUYỆN ỦY MƯỜNG KHƯƠNG", ["article:1"]),
    (unicodedata.normalize("NFD", "Huyện ủy Mường Khương"), ["article:1"]),
    ("nghi quyet", ["article:2"]),
    ("35-NQ/TU", ["article:2"]),
    ("35 - NQ/TU", ["article:2"]),
    ("035-nq/tu", ["article:2"]),
    ("35-NQ", ["article:2"]),
    ("35-NQ/HU", []),
    ("5-NQ/TU", []),
    ("Tỉnh ủy", ["article:6"]),
    ("tinh uy", ["article:6"]),
    ("Tỉnh uỷ Nậm Thi", ["article:6"]),
    ("Mường", ["article:1", "article:7"]),
    ("Mường Soi", ["article:7"]),
    ("khong co tu nay", []),
    ("", []),
    ("  … !", []),
]


def doc(id: str, title: str, text: str = "", numbers: tuple[str, ...] = (), on: date | None = None) -> Doc:
    kind = id.partition(":")[0]
    return Doc(id=id, kind=kind, title=title, text=text, url=f"/{id}/", on=on, numbers=numbers)


@pytest.fixture(autouse=True)
def shelf(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, Doc]]:
    """A public shelf of its own whose documents a test puts in and takes out, by id."""
    held: dict[str, Doc] = {}

    def source(prefix: str) -> Source:
        def load(uids: Sequence[str]) -> list[Doc]:
            return [held[f"{prefix}:{uid}"] for uid in uids if f"{prefix}:{uid}" in held]

        return Source(load, lambda: iter([id.partition(":")[2] for id in held if id.startswith(f"{prefix}:")]))

    monkeypatch.setattr(sources, "_sources", {})
    for prefix in ("a", "article", "document"):
        sources.register(PUBLIC, prefix, source(prefix))
    shutil.rmtree(index.folder(), ignore_errors=True)
    yield held
    shutil.rmtree(index.folder(), ignore_errors=True)


@pytest.fixture
def stock(shelf: dict[str, Doc]) -> Callable[[Iterable[Doc]], None]:
    """Puts documents on the shelf, and makes its index."""

    def put(docs: Iterable[Doc]) -> None:
        shelf.update((one.id, one) for one in docs)
        index.rebuild(PUBLIC, shelf.values())

    return put


Stock = Callable[[Iterable[Doc]], None]


@pytest.fixture
def seven(stock: Stock) -> None:
    stock(doc(id, title) for id, title in TITLES.items())


def found(q: str, **given: Any) -> list[str]:
    return [hit.id for hit in search(q, **given).hits]


@pytest.mark.usefixtures("seven")
@pytest.mark.parametrize(("q", "ids"), TABLE)
def test_the_table(q: str, ids: list[str]) -> None:
    assert sorted(found(q)) == ids


@pytest.mark.usefixtures("seven")
@pytest.mark.parametrize(("q", "first"), [("Đảng", "article:3"), ("đang", "article:4"), ("dang", "article:5")])
def test_the_exact_word_comes_first_and_its_likenesses_after(q: str, first: str) -> None:
    ids = found(q)
    assert ids[0] == first
    assert sorted(ids) == ["article:3", "article:4", "article:5"]


def test_exact_outranks_any_folded_match(stock: Stock) -> None:
    stock([doc("a:1", "dang dang dang dang", "dang " * 50), doc("a:2", "Tin ngắn", "x " * 500 + "đảng")])
    assert found("đảng") == ["a:2", "a:1"]


def test_a_phrase_comes_before_scattered_words(stock: Stock) -> None:
    stock([doc("a:1", "Ủy ban huyện họp, Mường Soi vui"), doc("a:2", "x", "Tin về Huyện ủy Mường Soi")])
    assert found("huyen uy muong soi") == ["a:2", "a:1"]
    assert found("Huyện uỷ Mường Soi") == ["a:2", "a:1"]


def test_the_paper_itself_comes_before_those_that_cite_it(stock: Stock) -> None:
    stock(
        [
            doc("article:1", "Kế hoạch 105-KH/TU, Kế hoạch 105-KH/TU", "Theo 105-KH/TU"),
            doc("document:1", "Triển khai sinh hoạt", "105-KH/TU", numbers=("105-KH/TU",)),
            doc("document:2", "Quyết định", "", numbers=("12/QĐ-UBND",)),
        ]
    )
    assert found("105-KH/TU") == ["document:1", "article:1"]
    assert found("105-kh/tu sinh hoạt") == ["document:1"]
    assert sorted(found("105 kh tu")) == ["article:1", "document:1"]
    assert sorted(found("105-KH")) == ["article:1", "document:1"]
    assert [found(q) for q in ("12/qd-ubnd", "12/QyĐ-UBND", "12/QĐ - UBND")] == [["document:2"]] * 3
    assert found("105-KH/TU", ask=Ask(facets={"kind": "article"})) == ["article:1"]


SPELLINGS = [
    "86-KH/HU", "86 kh/hu", "86KH/HU", "86khhu", "số 86 KH HU", "Số: 86 - KH/HU", "086-kh/hu", "86–KH∕HU", "86 kh hu",
    "86-\u041a\u041d/\u041dU", unicodedata.normalize("NFD", "số 86-KH/HU"),
]  # fmt: skip


@pytest.mark.parametrize("spelled", SPELLINGS)
def test_a_number_is_found_however_it_is_spelled(stock: Stock, spelled: str) -> None:
    stock(
        [
            doc("document:1", "Kiểm tra", "Nội dung", numbers=("86-KH/HU",)),
            doc("document:2", "Triển khai", "Thực hiện Kế hoạch số 86-KH/HU", numbers=("7-KH/HU",)),
            doc("document:3", "Giám sát", "KH của HU", numbers=("186-KH/HU",)),
            doc("document:4", "Tổng kết", "Xong", numbers=("86-KH/TU",)),
        ]
    )
    assert found(spelled) == ["document:1", "document:2"]
    assert "<mark>86-KH/HU</mark>" in search(spelled).hits[1].snippet_html


def test_leading_zeros_say_nothing_of_a_number(stock: Stock) -> None:
    stock([doc("document:1", "Hướng dẫn", numbers=("05-HD/TU",)), doc("document:2", "Khác", numbers=("50-HD/TU",))])
    assert [found(q) for q in ("5-HD/TU", "05-HD/TU", "5 hd tu", "05hdtu")] == [["document:1"]] * 4


def test_words_that_only_may_be_a_number_are_found_as_words_too(stock: Stock) -> None:
    stock([doc("a:1", "Kỷ niệm 75 năm thành lập"), doc("a:2", "Thành lập tổ công tác", numbers=("75-NAM/TT",))])
    assert sorted(found("75 năm thành lập")) == ["a:1", "a:2"]
    assert found("75 năm thành lập")[0] == "a:1"


@pytest.mark.parametrize(
    ("q", "ids"),
    [
        ('"ban chấp hành"', ["a:1"]),
        ("“ban chap hanh”", ["a:1", "a:3"]),
        ('"ban chấp hành" tỉnh', ["a:1"]),
        ('"hành ban"', []),
        ('"họp ban"', []),  # no phrase reaches from the title into the text
        ('"', []),
        ('ban "chấp', ["a:1", "a:2", "a:3"]),
    ],
)
def test_words_in_quotes_stand_in_one_row(stock: Stock, q: str, ids: list[str]) -> None:
    stock(
        [
            doc("a:1", "Tỉnh họp", "Ban Chấp hành đảng bộ"),
            doc("a:2", "Hành trình", "Chấp nhận của ban"),
            doc("a:3", "Ban chap hanh"),
        ]
    )
    assert sorted(found(q)) == ids


def test_the_last_word_is_a_beginning_only_where_nothing_holds_it_whole(stock: Stock) -> None:
    stock([doc("a:1", "Kiểm tra chuyên đề"), doc("a:2", "Kiểm điểm"), doc("a:3", "Kiể")])
    assert (found("kiể"), search("kiể").begun) == (["a:3"], False)
    assert (sorted(found("kiểm tr")), search("kiểm tr").begun) == (["a:1"], True)
    assert sorted(found("ki")) == ["a:1", "a:2", "a:3"]
    assert "<mark>Kiểm tra</mark>" in search("kiểm tr").hits[0].title_html


def test_a_hit_of_what_cites_a_paper_shows_the_passage(stock: Stock) -> None:
    text = "Mở đầu. " * 100 + "Căn cứ Kế hoạch số 86-KH/HU của Huyện ủy. " + "Kết thúc. " * 100
    start = text.index("Kế hoạch")
    cited = Passage("document:9", start, start + len("Kế hoạch số 86-KH/HU"))
    stock([replace(doc("a:1", "Tin", text), cites=("document:9",), passages=(cited,)), doc("a:2", "Khác", text)])
    results = search("", ask=Ask(cites="document:9"))
    assert [hit.id for hit in results.hits] == ["a:1"]
    assert "Căn cứ <mark>Kế hoạch số 86-KH/HU</mark> của" in results.hits[0].snippet_html


def test_what_left_the_shelf_is_not_shown_even_before_the_index_knows(stock: Stock, shelf: dict[str, Doc]) -> None:
    stock([doc("a:1", "Chi bộ họp"), doc("a:2", "Chi bộ bàn")])
    del shelf["a:1"]
    assert [hit.id for hit in search("chi bộ").hits] == ["a:2"]


def test_pages_of_a_list_do_not_overlap(stock: Stock) -> None:
    stock(doc(f"a:{n}", f"Tin số {n}") for n in range(25))
    pages = [search("tin", page=page, per=10) for page in (1, 2, 3, 4)]
    assert [(page.total, len(page.hits)) for page in pages] == [(25, 10), (25, 10), (25, 5), (25, 0)]
    assert len({hit.id for page in pages for hit in page.hits}) == 25


def test_a_hit_carries_what_a_page_shows(stock: Stock) -> None:
    stock([doc("a:1", "Huyện uỷ <họp>", "Chi bộ & Huyện ủy Mường Soi.", on=date(2022, 8, 20))])
    hit = search("huyện ủy").hits[0]
    assert (hit.url, hit.kind, hit.on, hit.title) == ("/a:1/", "a", date(2022, 8, 20), "Huyện uỷ <họp>")
    assert hit.title_html == "<mark>Huyện uỷ</mark> &lt;họp&gt;"
    assert hit.snippet_html == "Chi bộ &amp; <mark>Huyện ủy</mark> Mường Soi."


def test_a_word_found_with_its_marks_in_the_title_marks_no_likeness_in_the_text(stock: Stock) -> None:
    stock([doc("a:1", "Đợt tự soi", "Từ Kế hoạch số 112-KH/TU của Tỉnh ủy.")])
    hit = search("tự soi").hits[0]
    assert (hit.title_html, hit.snippet_html) == ("Đợt <mark>tự soi</mark>", "Từ Kế hoạch số 112-KH/TU của Tỉnh ủy.")


def test_a_long_text_shows_the_stretch_that_matches(stock: Stock) -> None:
    stock([doc("a:1", "Tin", "mở đầu " * 200 + "chi bộ Bản Phố họp " + "kết thúc " * 200)])
    shown = search("Bản Phố").hits[0].snippet_html
    assert shown.startswith("… ")
    assert shown.endswith(" …")
    assert "<mark>Bản Phố</mark>" in shown
    assert len(shown) < 300


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_marks_stand_at_their_place_in_the_original(form: Literal["NFC", "NFD"]) -> None:
    text = unicodedata.normalize(form, "Đảng bộ huyện; ở Đăng Đàn, đảng viên")
    marked = [unicodedata.normalize("NFC", text[start:end]) for start, end in spans(text, wanted("đảng"))]
    assert marked == ["Đảng", "đảng"]
    likenesses = [unicodedata.normalize("NFC", text[start:end]) for start, end in spans(text, wanted("dang"))]
    assert likenesses == ["Đảng", "Đăng", "đảng"]


def test_a_number_is_marked_as_a_whole() -> None:
    text = "Từ Kế hoạch số 105 - KH/TU, số 105 người"
    assert [text[start:end] for start, end in spans(text, wanted("105-KH/TU"))] == ["105 - KH/TU"]


@given(st.text(alphabet="đĐảaẢ\u0309\u0303uỷ 1/-<>&ß", max_size=60))
def test_words_are_slices_of_the_original(text: str) -> None:
    for word in words(text):
        assert 0 <= word.start < word.end <= len(text)
    ends = [word.end for word in words(text)]
    assert ends == sorted(ends)


@given(st.text(alphabet="đĐảaẢ\u0309\u0303uỷ 1/-<>&ßК", max_size=60))
def test_the_index_holds_the_words_that_are_marked(text: str) -> None:
    exact, folded = both_forms(text)
    cut = list(words(text))
    assert (exact, folded) == (" ".join(word.exact for word in cut), " ".join(word.folded for word in cut))


@given(st.text(alphabet="đĐảaẢ\u0309\u0303uỷ b-", max_size=40), st.sampled_from(("đa", "ủy", "da", "a", "b", "uy")))
def test_marks_are_found_by_the_pattern_as_by_reading_every_word(text: str, q: str) -> None:
    said = wanted(q).words[0]
    read = list(words(text))
    exact = any(word.exact == said[0] for word in read)
    there = [word for word in read if (word.exact == said[0] if exact else word.folded == said[1])]
    covered = {at for start, end in spans(text, wanted(q)) for at in range(start, end)}
    assert {word.start for word in read if word.start in covered} == {word.start for word in there}


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("Kế hoạch 105 - KH/TU, ngày 24/02/2022", ["105khtu"]),
        ("Nghị định 30/2020/NĐ-CP và 84 QĐ/TWĐTN", ["30_2020ndcp", "84qdtwdtn"]),
        ("473/TTr -\nNN&PTNT", ["473ttrnnptnt"]),
        ("ngày 2/9, 75 năm, 5-6 người", []),
    ],
)
def test_numbers_of_papers_are_found(text: str, tokens: list[str]) -> None:
    assert [number.token for number in numbers(text)] == tokens


# --- the worker's part


def _deliver() -> None:
    while outbox.deliver():
        pass


@pytest.mark.django_db
@pytest.mark.both
def test_what_is_told_is_found_and_what_left_the_public_is_not(shelf: dict[str, Doc]) -> None:
    consumer.check()
    shelf["article:1"] = doc("article:1", "Chi bộ Bản Phố họp")
    outbox.tell("public.changed", "article:1")
    outbox.tell("public.changed", "nothing:1")
    _deliver()
    assert found("bản phố") == ["article:1"]
    shelf["article:1"] = doc("article:1", "Chi bộ Bản Mới họp")
    for _ in range(2):
        outbox.tell("public.changed", "article:1")
    _deliver()
    assert (found("bản phố"), found("bản mới")) == ([], ["article:1"])
    del shelf["article:1"]
    outbox.tell("public.changed", "article:1")
    _deliver()
    assert search("họp") == Results(0, [])


def test_a_missing_index_is_made_anew(shelf: dict[str, Doc]) -> None:
    shelf["article:1"] = doc("article:1", "Chi bộ Bản Phố")
    assert found("bản") == []
    assert (consumer.check(), consumer.check()) == (2, 0)
    assert found("bản") == ["article:1"]
    index.condemn()
    assert found("bản") == []
    consumer.check()
    assert found("bản") == ["article:1"]
    assert len([place for place in index.folder(PUBLIC).iterdir() if place.is_dir()]) == 1


@pytest.mark.parametrize("said", ["{}", "nonsense", '{"version": 1, "home": "another", "generation": "x"}', "[]"])
def test_a_foreign_index_is_made_anew(shelf: dict[str, Doc], said: str) -> None:
    shelf["article:1"] = doc("article:1", "Chi bộ Bản Phố")
    consumer.check()
    (index.folder(PUBLIC) / "current").write_text(said, "utf-8")
    assert found("bản") == []
    assert consumer.check() == 1
    assert found("bản") == ["article:1"]


def test_there_is_one_writer(stock: Stock) -> None:
    stock([])
    place = index.generation(PUBLIC)
    assert place is not None
    writer = index.Writer(place)
    with pytest.raises(ValueError, match="Lock"):
        index.Writer(place)
    writer.close()
    index.Writer(place).close()


def test_the_workers_writer_stays_until_its_index_is_made_anew(shelf: dict[str, Doc]) -> None:
    consumer.check()
    place = index.generation(PUBLIC)
    for number in "12":
        shelf[f"article:{number}"] = doc(f"article:{number}", "Chi bộ Bản Phố")
        consumer.handle("public.changed", f"article:{number}")
        consumer.finish()
        assert sorted(found("bản")) == sorted(shelf)
        with pytest.raises(ValueError, match="Lock"):
            index.Writer(place or index.folder())
    index.condemn()
    consumer.check()
    assert (sorted(found("bản")), index.generation(PUBLIC) == place) == (sorted(shelf), False)
    index.Writer(index.generation(PUBLIC) or index.folder()).close()


def test_a_failure_lets_the_writer_go(shelf: dict[str, Doc], monkeypatch: pytest.MonkeyPatch) -> None:
    consumer.check()
    shelf["article:1"] = doc("article:1", "Chi bộ Bản Phố")
    consumer.handle("public.changed", "article:1")
    with monkeypatch.context() as broken:
        broken.setattr(index.Writer, "commit", _fail)
        with pytest.raises(OSError, match="full"):
            consumer.finish()
    assert found("bản") == []
    index.Writer(index.generation(PUBLIC) or index.folder()).close()
    consumer.handle("public.changed", "article:1")
    consumer.finish()
    assert found("bản") == ["article:1"]


def _fail(_writer: object) -> None:
    raise OSError("full")
