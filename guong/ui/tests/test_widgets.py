from django import forms
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _

from guong.ui.widgets import LongSelect

CHOICES = [("", _("all")), ("a", "<b>"), ("b", mark_safe("<i>")), (2022, '"')]


def test_a_long_select_says_what_djangos_does() -> None:
    for value in (None, "", "a", 2022, "2022", "elsewhere"):
        ours = LongSelect(attrs={"class": "x"}, choices=CHOICES).render("name", value, {"id": "y", "required": True})
        theirs = forms.Select(attrs={"class": "x"}, choices=CHOICES).render(
            "name", value, {"id": "y", "required": True}
        )
        assert _bare(ours) == _bare(theirs), value


def _bare(html: str) -> list[str]:
    return html.replace(">", ">\n").replace("<", "\n<").replace("&#x27;", "&#39;").split()
