"""What a person says of a case file."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from guong.registry.forms import keeper_field, offer_keepers
from guong.registry.models import CaseFile
from guong.units.models import Unit


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class CaseForm(forms.Form):
    title = forms.CharField(
        label=_("Title"), max_length=300, error_messages={"required": _("Not filled in: the title.")}
    )
    code = forms.CharField(label=_("Number and symbol of the case file"), max_length=40, required=False)
    retention = forms.ChoiceField(label=_("Kept for"))

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["retention"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  (for the type checker: declared above)
        language = get_language() or "vi"
        field.choices = [
            (code, label[:1].upper() + label[1:])
            for code, label in settings.PACK.choices("retention_periods", language, on)
        ]

    @staticmethod
    def initial_from(case: CaseFile) -> dict[str, Any]:
        return {"title": case.title, "code": case.code, "retention": case.retention}


class NewCaseForm(CaseForm):
    """A case file that is begun: in one of several registers, where there are several."""

    keeper = keeper_field()
    opened_on = forms.DateField(label=_("Opened on"), widget=_day(), required=False)

    def __init__(self, *args: Any, keepers: Sequence[Unit], on: date, **kwargs: Any) -> None:
        super().__init__(*args, on=on, **kwargs)
        self._first, self._on = keepers[0], on
        offer_keepers(self, keepers, on)
        self.fields["opened_on"].initial = on
        self.fields["keeper"].initial = keepers[0].uid
        self.fields["keeper"].required = False
        if len(keepers) == 1:
            self.fields["keeper"].widget = forms.HiddenInput()

    def clean_keeper(self) -> Unit:
        found: Unit = self.cleaned_data["keeper"] or self._first
        return found

    def clean_opened_on(self) -> date:
        day: date = self.cleaned_data["opened_on"] or self._on
        return day


class PlaceForm(forms.Form):
    """Into which open case file; empty: a new one."""

    case = forms.ChoiceField(label=_("Into which case file"), required=False)

    def __init__(self, *args: Any, cases: list[CaseFile], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["case"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  (for the type checker: declared above)
        field.choices = [("", _("a new one")), *((str(case.uid), case.title) for case in cases)]


class OwnFileForm(forms.Form):
    """A file that is no paper of the register."""

    file = forms.FileField(label=_("File"), help_text=_("PDF, Word, Excel or a picture."))
    title = forms.CharField(label=_("Title"), max_length=300)
    dated_on = forms.DateField(label=_("Date"), widget=_day(), required=False)
    no_mark_declared = forms.BooleanField(label=_("The file carries no secrecy mark."))


class CloseForm(forms.Form):
    closed_on = forms.DateField(label=_("Closed on"), widget=_day())
