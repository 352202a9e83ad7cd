from datetime import UTC, date, datetime

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation

from guong.ui import icons
from guong.ui.states import STATES


def rendered(source: str, lang: str = "vi", **context: object) -> str:
    with translation.override(lang):
        return Template(source).render(Context(context))


INSTANT = datetime(2022, 8, 31, 10, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("source", "vi", "en"),
    [
        ("{{ n|num }}", "3.550", "3,550"),
        ("{{ p|percent }}", "97,8%", "97.8%"),
        ("{{ one|share:three }}", "33,3%", "33.3%"),
        ("{{ one|share:zero }}", "", ""),
        ("{{ d|day }}", "24/02/2022", "24 February 2022"),
        ("{{ t|moment }}", "17:05, 31/08/2022", "17:05, 31 August 2022"),
        ("{{ t|weekday }}", "thứ Tư, 31/08/2022", "Wednesday, 31 August 2022"),
        ("{{ d|month }}", "tháng 2 năm 2022", "February 2022"),
        ("{{ none|num }}{{ none|day }}{{ none|moment }}{{ none|month }}", "", ""),
        ("{{ name|initials }}", "NH", "NH"),
    ],
)
def test_numbers_and_days_speak_the_language_of_the_page(source: str, vi: str, en: str) -> None:
    given = {"n": 3550, "p": 97.83, "one": 1, "three": 3, "zero": 0, "d": date(2022, 2, 24), "t": INSTANT}
    assert [rendered(source, lang, none=None, name="Nông Thị Hảo", **given) for lang in ("vi", "en")] == [vi, en]


def test_every_state_has_a_badge_with_letter_and_word() -> None:
    shown = rendered("{% for k in keys %}{% badge k %}|{% endfor %}", keys=list(STATES))
    letters = [part.split('data-k="')[1].split('"')[0] for part in shown.split("|")[:-1]]
    assert letters == [*"ĐTTRM–C", ""]
    assert "Trễ hạn, đã chấp thuận lý do" in shown


def test_a_lettered_cell_is_a_link_with_its_full_name_and_a_quiet_one_is_not() -> None:
    lettered = rendered('{% cell "missing" "/d/1/" "Xã Lao Sáng, báo cáo" %}')
    quiet = rendered('{% cell "on_time" "/d/2/" "Xã Lao Sáng" %}')
    assert 'href="/d/1/"' in lettered
    assert "Quá hạn, chưa gửi: Xã Lao Sáng, báo cáo" in lettered
    assert "<a" not in quiet
    assert "Đúng hạn" in quiet


def test_an_icon_is_decoration_unless_it_has_a_name() -> None:
    assert 'aria-hidden="true"' in icons.icon("print")
    assert 'aria-label="In &lt;b&gt;"' in icons.icon("print", "In <b>")
    with pytest.raises(KeyError):
        icons.icon("unicorn")


def test_a_pager_keeps_the_other_parameters() -> None:
    page = Paginator(range(95), 10).page(4)
    shown = rendered("{% pager page %}", page=page, request=RequestFactory().get("/?q=ba%20b&page=4"))
    assert 'href="?q=ba+b&amp;page=5" rel="next"' in shown
    assert 'href="?q=ba+b&amp;page=4" aria-current="page"' in shown
    assert (
        rendered("{% pager page %}", page=Paginator([1], 10).page(1), request=RequestFactory().get("/")).strip() == ""
    )


class Form(forms.Form):
    day = forms.DateField(label="Ngày", help_text="Ví dụ 27/8/2022.")
    kind = forms.ChoiceField(label="Hình thức", choices=[("a", "Riêng")], widget=forms.RadioSelect)
    sure = forms.BooleanField(label="Đã xem")
    note = forms.CharField(label="Ghi chú", required=False)


def test_a_field_ties_label_hint_and_error_to_its_control() -> None:
    with translation.override("vi"):
        shown = rendered("{% field form.day %}", form=Form({"day": "hôm qua"}))
    assert '<label for="id_day">Ngày</label>' in shown
    assert 'aria-describedby="id_day_helptext id_day_error"' in shown
    assert 'id="id_day_helptext"' in shown
    assert 'id="id_day_error"><li>Chưa đọc được ngày này.' in shown
    assert 'value="hôm qua"' in shown


def test_choices_stand_in_a_fieldset_and_ticks_beside_their_label() -> None:
    form = Form()
    assert "<fieldset" in rendered("{% field form.kind %}", form=form)
    assert '<label class="check" for="id_sure">' in rendered("{% field form.sure %}", form=form)
    assert "(có thể để trống)" in rendered("{% field form.note %}", form=form)
