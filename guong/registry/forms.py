from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from guong.registry.enums import Direction, Publicity, Validity
from guong.search.docs import Ask
from guong.units.models import Unit
from guong.units.queries import names_of
from guong.viet.collate import person_key, sort_key

_MOST_CHOICES = 30
FACETS_OF_LIST = ("direction", "type", "issuer", "signer", "publicity")


def _types(on: date) -> list[tuple[str, str]]:
    return [
        (entry.code, f"{entry.label(get_language() or 'vi')} ({entry.code})")
        for entry in settings.PACK.table("document_types", on)
    ]


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class FilterForm(forms.Form):
    """What the list is narrowed to; a wrong value narrows nothing."""

    q = forms.CharField(label=_("Number, title or words of the text"), required=False, max_length=100)
    direction = forms.ChoiceField(label=_("Direction"), required=False)
    type = forms.ChoiceField(label=_("Type"), required=False)
    issuer = forms.CharField(label=_("Issued by"), widget=forms.Select, required=False, max_length=200)
    signer = forms.CharField(label=_("Signer"), widget=forms.Select, required=False, max_length=120)
    year = forms.IntegerField(
        label=_("Year"), widget=forms.Select, required=False, localize=False, min_value=1945, max_value=2100
    )
    publicity = forms.ChoiceField(label=_("Publicity"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False)
    on = forms.DateField(label=_("State on the day"), widget=_day(), required=False)
    cites = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._labels: dict[str, dict[str, object]] = {
            "direction": dict(Direction.choices),
            "type": dict(_types(on)),
            "publicity": dict(Publicity.choices),
            "state": dict(Validity.choices),
        }
        for name, labels in self._labels.items():
            self.fields[name].choices = [("", _("all")), *labels.items()]  # type: ignore[attr-defined]  # choice fields
        self.is_valid()

    def asked(self, name: str) -> str:
        value = self.cleaned_data.get(name)
        return "" if value is None else str(value)

    @property
    def narrows(self) -> bool:
        return any(self.asked(name) for name in self.fields if name != "on")

    @property
    def filtered(self) -> bool:
        """By more than words."""
        return any(self.asked(name) for name in self.fields if name not in {"q", "cites"})

    def ask(self, readers: Collection[int], today: date) -> Ask:
        facets = {name: self.asked(name) for name in (*FACETS_OF_LIST, "year") if self.asked(name)}
        cited = self.asked("cites")
        return Ask(
            q=self.asked("q"),
            facets=facets,
            state=self.asked("state"),
            day=self.cleaned_data.get("on") or today,
            readers=readers,
            cites=f"document:{cited}" if cited else "",
        )

    def offer(self, counted: Mapping[str, Sequence[tuple[str, int]]]) -> None:
        """Give every choice the number of documents that it would show; a choice that is set stays."""
        for name, values in counted.items():
            shown = dict(sorted(values, key=lambda one: -one[1])[:_MOST_CHOICES])
            if asked := self.asked(name):
                shown.setdefault(asked, dict(values).get(asked, 0))
            labels = self._labels.get(name, {})
            choices = [(value, f"{labels.get(value, value)} · {shown[value]}") for value in self._in_order(name, shown)]
            self.fields[name].widget.choices = [("", _("all")), *choices]

    def _in_order(self, name: str, values: Collection[str]) -> list[str]:
        if labels := self._labels.get(name):
            return [value for value in labels if value in values]
        if name == "year":
            return sorted(values, reverse=True)
        return sorted(values, key=person_key if name == "signer" else sort_key)


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


class CandidateForm(forms.Form):
    """Which of several papers a citation means."""

    document = forms.UUIDField()
