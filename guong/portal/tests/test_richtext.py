from hypothesis import given
from hypothesis import strategies as st

from guong.portal.richtext import Link, clean, linked, plain


def test_scripts_and_handlers_vanish_and_their_words_stay_words() -> None:
    dirty = '<p onclick="x()">a<script>alert(1)</script><img src=x onerror=y><a href="javascript:z()">b</a></p>'
    assert clean(dirty) == '<p>a<a rel="noopener">b</a></p>'


def test_a_cited_place_becomes_a_link() -> None:
    html = "<p>Theo <b>Kế hoạch</b> 86-KH/HU &amp; sau đó.</p>"
    text = plain(html)
    start = text.index("86-KH/HU")
    assert linked(html, [Link(start, start + 8, "/van-ban/1/")]) == (
        '<p>Theo <b>Kế hoạch</b> <a class="cite" href="/van-ban/1/">86-KH/HU</a> &amp; sau đó.</p>'
    )


def test_a_place_cut_by_a_tag_stays_plain() -> None:
    html = "<p>86-<b>KH/HU</b></p>"
    assert linked(html, [Link(0, 8, "/x/")]) == html


def test_a_place_inside_a_link_is_not_linked_again() -> None:
    html = '<p><a href="https://muongsoi.example/" rel="noopener">86-KH/HU</a></p>'
    assert linked(html, [Link(0, 8, "/x/")]) == html


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\x00\r"), max_size=80))
def test_plain_gives_back_what_was_escaped(text: str) -> None:
    from html import escape

    one_line = " ".join(text.split("\n"))
    assert plain(f"<p>{escape(one_line)}</p>") == one_line.rstrip("\n")


@given(st.text(max_size=200))
def test_nothing_of_any_input_can_run(text: str) -> None:
    out = clean(text).lower()
    assert "<script" not in out
    assert "<img" not in out
    assert clean(clean(text)) == clean(text)
