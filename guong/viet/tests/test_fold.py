import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from guong.viet.fold import fold, fold_with_offsets, nfc_with_offsets
from guong.viet.tone import place_tones, place_tones_school

SYLLABLES = st.sampled_from(
    ["Đảng", "ủy", "uỷ", "hoà", "hòa", "quý", "thuý", "khoẻ", "Mường", "Soi", "ĐƯỜNG", "hoàn", "loè", "đ", "ngoài"]
)
VIETNAMESE = st.lists(SYLLABLES, max_size=12).map(" ".join)


def test_fold_strips_marks_and_case() -> None:
    assert fold("Ủy ban nhân dân Đặc khu") == "uy ban nhan dan dac khu"


@given(st.text())
def test_fold_is_idempotent(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.one_of(VIETNAMESE, st.text()))
def test_fold_forgives_decomposed_text(text: str) -> None:
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))


@given(st.one_of(VIETNAMESE, st.text()))
def test_offsets_lead_back(text: str) -> None:
    folded = fold_with_offsets(text)
    assert folded.text == fold(text)
    assert len(folded.offsets) == len(folded.text) + 1
    assert list(folded.offsets) == sorted(folded.offsets)
    assert folded.offsets[-1] == len(text)


@given(VIETNAMESE, st.sampled_from(["NFC", "NFD"]))
def test_each_word_is_found_where_it_stands(text: str, form: str) -> None:
    printed = unicodedata.normalize("NFD" if form == "NFD" else "NFC", text)
    folded = fold_with_offsets(printed)
    begin = 0
    for word in printed.split():
        at = folded.text.index(fold(word), begin)
        start, end = folded.original(at, at + len(fold(word)))
        assert unicodedata.normalize("NFC", printed[start:end]) == unicodedata.normalize("NFC", word)
        begin = at + len(fold(word))


@given(st.text())
def test_nfc_with_offsets_is_nfc(text: str) -> None:
    composed = nfc_with_offsets(text)
    assert composed.text == unicodedata.normalize("NFC", text)
    assert len(composed.offsets) == len(composed.text) + 1


def test_place_tones_moves_only_what_tradition_moves() -> None:
    given_text = "Uỷ ban hoà giải, thuý, khoẻ mạnh, UỶ BAN; quý, hoàn, huỳnh, toán, ngoài, quả"
    assert place_tones(given_text) == "Ủy ban hòa giải, thúy, khỏe mạnh, ỦY BAN; quý, hoàn, huỳnh, toán, ngoài, quả"


def test_place_tones_school_is_the_way_back() -> None:
    assert place_tones_school("Ủy ban hòa giải, khóa XIII, quý") == "Uỷ ban hoà giải, khoá XIII, quý"


@given(st.one_of(VIETNAMESE, st.text()))
def test_placing_tones_twice_changes_nothing(text: str) -> None:
    assert place_tones(place_tones(text)) == place_tones(text)


@given(VIETNAMESE)
def test_tone_placement_goes_there_and_back(text: str) -> None:
    assert place_tones(place_tones_school(text)) == place_tones(text)
