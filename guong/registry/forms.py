from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from guong.registry.enums import Direction, Publicity, Urgency
from guong.units.models import Unit
from guong.units.queries import names_of


def _types(on: date) -> list[tuple[str, str]]:
    return [
        (entry.code, f"{entry.label(get_language() or 'vi')} ({entry.code})")
        for entry in settings.PACK.table("document_types", on)
    ]


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class FilterForm(forms.Form):
    """What the list is narrowed to; a wrong value narrows nothing."""

    q = forms.CharField(label=_("Symbol, abstract or issuer"), required=False, max_length=100)
    direction = forms.ChoiceField(label=_("Direction"), required=False)
    type = forms.ChoiceField(label=_("Type"), required=False)
    publicity = forms.ChoiceField(label=_("Publicity"), required=False)
    year = forms.IntegerField(label=_("Year"), required=False, min_value=1945, max_value=2100)

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (
            ("direction", list(Direction.choices)),
            ("type", _types(on)),
            ("publicity", list(Publicity.choices)),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101  (for the type checker: declared above)
            field.choices = [("", _("all")), *choices]


class DocumentForm(forms.Form):
    """Everything that a register says of a paper. The gate for secrecy marks stands in `register_document`."""

    keeper = forms.ModelChoiceField(Unit.objects.none(), label=_("Register of"), to_field_name="uid", empty_label=None)
    direction = forms.ChoiceField(label=_("Direction"), choices=Direction.choices)
    type = forms.ChoiceField(label=_("Type"))
    symbol = forms.CharField(label=_("Number and symbol"), max_length=80, required=False)
    issued_on = forms.DateField(label=_("Issued on"), widget=_day(), required=False)
    issuer_name = forms.CharField(label=_("Issued by"), max_length=200)
    issuer_code = forms.CharField(
        label=_("Code of the issuer in symbols"),
        max_length=40,
        required=False,
        help_text=_("For instance TU, HU, UBND."),
    )
    abstract = forms.CharField(label=_("Abstract"), widget=forms.Textarea(attrs={"rows": 2}))
    signer = forms.CharField(label=_("Signer"), max_length=120, required=False)
    signer_capacity = forms.CharField(label=_("Capacity of the signer"), max_length=40, required=False)
    signer_office = forms.CharField(label=_("Post of the signer on that day"), max_length=160, required=False)
    arrival_no = forms.CharField(label=_("Arrival number"), max_length=20, required=False)
    arrived_on = forms.DateField(label=_("Arrived on"), widget=_day(), required=False)
    sender = forms.CharField(
        label=_("Sent by"), max_length=200, required=False, help_text=_("Where that is not the body that issued it.")
    )
    urgency = forms.ChoiceField(label=_("Urgency"), choices=[("", _("ordinary")), *Urgency.choices], required=False)
    effective_on = forms.DateField(label=_("In force from"), widget=_day(), required=False)
    text = forms.CharField(
        label=_("Text"),
        widget=forms.Textarea(attrs={"rows": 10}),
        required=False,
        help_text=_("Documents named in it are found and linked."),
    )
    no_mark_declared = forms.BooleanField(
        label=_("The document carries no secrecy mark."),
        required=False,
        help_text=_("A document with such a mark is not registered here. The name of the person is kept."),
    )

    def __init__(self, *args: Any, keepers: list[Unit], on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = names_of(keepers, on)
        keeper = self.fields["keeper"]
        assert isinstance(keeper, forms.ModelChoiceField)  # noqa: S101  (for the type checker: declared above)
        keeper.queryset = Unit.objects.filter(pk__in=[unit.pk for unit in keepers])
        keeper.label_from_instance = lambda obj: names.get(obj.pk, "")  # type: ignore[method-assign]  # Django's way
        kinds = self.fields["type"]
        assert isinstance(kinds, forms.ChoiceField)  # noqa: S101  (for the type checker: declared above)
        kinds.choices = _types(on)

    def clean(self) -> dict[str, Any]:
        """What goes out has no arrival, whatever was proposed."""
        data = super().clean() or {}
        if data.get("direction") == Direction.OUTGOING:
            data |= {"arrival_no": "", "arrived_on": None, "sender": ""}
        if data.get("arrival_no") and not data.get("arrived_on"):
            self.add_error("arrived_on", _("Not filled in: the day of arrival. Arrival numbers run by year."))
        return data


class CandidateForm(forms.Form):
    """Which of several papers a citation means."""

    document = forms.UUIDField()
