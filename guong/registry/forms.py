from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from guong.registry.enums import Direction, FileRole, Publicity, Urgency, Validity
from guong.registry.models import UploadedFile
from guong.search.docs import NEWEST, NUMBERED, OLDEST, ORDERS, Ask
from guong.ui.widgets import LongSelect
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


ORDER_NAMES = {
    NEWEST: _("newest first"),
    OLDEST: _("oldest first"),
    NUMBERED: _("by number"),
}


def keeper_field() -> forms.ModelChoiceField[Unit]:
    return forms.ModelChoiceField(Unit.objects.none(), label=_("Register of"), to_field_name="uid", empty_label=None)


def offer_keepers(form: forms.Form, keepers: Sequence[Unit], on: date) -> None:
    """The units whose registers a form's keeper is chosen from, under their names of the day."""
    names = names_of(keepers, on)
    field = form.fields["keeper"]
    assert isinstance(field, forms.ModelChoiceField)  # noqa: S101  (for the type checker: `keeper_field`)
    field.queryset = Unit.objects.filter(pk__in=[unit.pk for unit in keepers])
    field.label_from_instance = lambda obj: names.get(obj.pk, "")  # type: ignore[method-assign]  # Django's way


class FilterForm(forms.Form):
    """What the list is narrowed to; a wrong value narrows nothing."""

    q = forms.CharField(label=_("Number, title or words of the text"), required=False, max_length=100)
    direction = forms.ChoiceField(label=_("Direction"), widget=LongSelect, required=False)
    type = forms.ChoiceField(label=_("Type"), widget=LongSelect, required=False)
    issuer = forms.CharField(label=_("Issued by"), widget=LongSelect, required=False, max_length=200)
    signer = forms.CharField(label=_("Signer"), widget=LongSelect, required=False, max_length=120)
    year = forms.IntegerField(
        label=_("Year"), widget=LongSelect, required=False, localize=False, min_value=1945, max_value=2100
    )
    publicity = forms.ChoiceField(label=_("Publicity"), widget=LongSelect, required=False)
    state = forms.ChoiceField(label=_("State"), widget=LongSelect, required=False)
    on = forms.DateField(label=_("State on the day"), widget=_day(), required=False)
    order = forms.ChoiceField(
        label=_("Order"), required=False, choices=[("", _("usual")), *((each, ORDER_NAMES[each]) for each in ORDERS)]
    )
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
        return any(self.asked(name) for name in self.fields if name not in {"on", "order"})

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
            order=self.asked("order"),
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

    keeper = keeper_field()
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
        offer_keepers(self, keepers, on)
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


class FilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """One or several files; the value is always a list."""

    widget = FilesInput(attrs={"accept": ".pdf,.docx,.jpg,.jpeg,.png,.webp"})

    def clean(self, data: Any, initial: Any = None) -> Any:
        given = data if isinstance(data, list | tuple) else [data]
        return [super(FilesField, self).clean(each, initial) for each in given]


class UploadForm(forms.Form):
    """The files of one paper."""

    given = FilesField(
        label=_("Files of the document"),
        help_text=_("PDF, Word or a photo of each page; the document first, then its annexes. At most 50 MB each."),
    )


class AddFilesForm(UploadForm):
    role = forms.ChoiceField(label=_("What they are"), choices=FileRole.choices, initial=FileRole.ANNEX)
    no_mark_declared = forms.BooleanField(label=_("The files carry no secrecy mark."))


class ConfirmForm(DocumentForm):
    """The paper of an upload: what was read is proposed, the person confirms it beside the page."""

    def __init__(self, *args: Any, uploaded: list[UploadedFile], places: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["text"]  # the words of the files are its text
        for name, place in places.items():
            self.fields[name].help_text = place
        for row in uploaded:
            self.fields[f"role_{row.order}"] = forms.ChoiceField(
                label=_("“{name}” is").format(name=row.name),
                choices=FileRole.choices,
                initial=FileRole.ANNEX if row.order else FileRole.MAIN,
            )
        self.order_fields(["keeper", "direction", *(f"role_{row.order}" for row in uploaded)])

    def roles(self) -> dict[int, str]:
        """The roles of the files by their order, taken out of the cleaned data."""
        named = [name for name in self.cleaned_data if name.startswith("role_")]
        return {int(name.removeprefix("role_")): self.cleaned_data.pop(name) for name in named}


class TakeOutForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        help_text=_("It stays, with the mark of each file. Do not repeat anything of the content."),
    )
    sure = forms.BooleanField(label=_("The document is to be taken out for good."))


class RelationForm(forms.Form):
    """A relation of the paper of the page to another one, found by its symbol."""

    kind = forms.ChoiceField(label=_("This document"))
    symbol = forms.CharField(
        label=_("Number and symbol of the other document"), max_length=80, help_text=_("For instance 105-KH/TU.")
    )
    other = forms.ChoiceField(label=_("Which of these"), required=False, widget=forms.RadioSelect)
    part = forms.CharField(
        label=_("Part of the document that is changed"),
        max_length=80,
        required=False,
        help_text=_("An article or a clause of one. Empty: the whole document."),
    )
    from_on = forms.DateField(
        label=_("From"), widget=_day(), required=False, help_text=_("Empty: from the day the acting one takes effect.")
    )
    until_on = forms.DateField(label=_("Until before (suspensions alone)"), widget=_day(), required=False)

    def __init__(self, *args: Any, kinds: list[tuple[str, str]], papers: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (("kind", kinds), ("other", papers)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101  (for the type checker: declared above)
            field.choices = choices
        if len(papers) < 2:
            del self.fields["other"]


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))


class LiftForm(forms.Form):
    on = forms.DateField(label=_("No longer suspended from"), widget=_day())


class DayForm(forms.Form):
    """For which day the state is computed, and as it was recorded by which day."""

    on = forms.DateField(label=_("State on"), widget=_day(), required=False)
    known = forms.DateField(label=_("As recorded by"), widget=_day(), required=False)


class IssuerForm(forms.Form):
    name = forms.CharField(label=_("Name of the body"), max_length=200)
    code = forms.CharField(label=_("Code of the issuer in symbols"), max_length=40, required=False)
    starts_on = forms.DateField(label=_("From"), widget=_day(), required=False)
    ends_on = forms.DateField(label=_("Until before"), widget=_day(), required=False)


class SuccessorForm(forms.Form):
    """Who carries a body on, named as it is in the list or anew."""

    name = forms.CharField(label=_("Name of the body that carries it on"), max_length=200)
    code = forms.CharField(label=_("Code of the issuer in symbols"), max_length=40, required=False)
    from_on = forms.DateField(label=_("From"), widget=_day())


class SameBodyForm(forms.Form):
    gone = forms.ChoiceField(label=_("This entry is the same body"))

    def __init__(self, *args: Any, bodies: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["gone"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  (for the type checker: declared above)
        field.choices = bodies
