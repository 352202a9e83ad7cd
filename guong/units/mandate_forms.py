"""Forms for saying who holds what at a unit."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _

from guong.units.enums import Role, Verb
from guong.units.models import Mandate, Person
from guong.viet.collate import person_key


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def _people(people: Sequence[Person]) -> list[tuple[str, str]]:
    return [(str(one.uid), one.name) for one in sorted(people, key=lambda one: person_key(one.name))]


class _Days(forms.Form):
    """From a day to the last one; the end as the records keep it is the day after."""

    first_day = forms.DateField(label=_("First day"), widget=_day())
    last_day = forms.DateField(label=_("Last day"), widget=_day(), required=False)

    def ends_on(self) -> date | None:
        last: date | None = self.cleaned_data["last_day"]
        return None if last is None else last + timedelta(days=1)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, last = cleaned.get("first_day"), cleaned.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", __("The last day lies before the first."))
        return cleaned


class TermForm(forms.Form):
    ordinal = forms.CharField(
        label=_("Which term"), max_length=20, help_text=_("As papers name it: XXIII, or 2021 - 2026.")
    )
    starts_on = forms.DateField(label=_("From the day"), widget=_day(), help_text=_("The day of the congress."))


class GiveForm(_Days):
    """A post, a role, or both, for somebody known or new."""

    person = forms.ChoiceField(label=_("Person"), required=False)
    name = forms.CharField(
        label=_("Name of a new person"), required=False, max_length=120, help_text=_("For somebody not in the list.")
    )
    office = forms.ChoiceField(label=_("Post"), required=False)
    office_title = forms.CharField(
        label=_("Full title"), required=False, max_length=160, help_text=_("As it stands below a paper or an article.")
    )
    role = forms.ChoiceField(
        label=_("Role"), required=False, help_text=_("What the person may do. A post without a role opens nothing.")
    )
    line = forms.ChoiceField(label=_("Line"), help_text=_("The line in which the role reaches down."))
    follows = forms.BooleanField(label=_("Follows this unit for the level above, and sees it"), required=False)
    document = forms.CharField(label=_("On which document"), required=False, max_length=200)
    field_order = (
        "person", "name", "office", "office_title", "role", "line", "follows", "first_day", "last_day", "document",
    )  # fmt: skip

    def __init__(
        self, *args: Any, people: Sequence[Person], roles: Sequence[Role], lines: Sequence[str], on: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        language = get_language() or "vi"
        offices = [(entry.code, entry.label(language)) for entry in settings.PACK.table("offices", on)]
        labels = dict(settings.PACK.choices("lines", language, on))
        choices = {
            "person": [("", _("somebody new")), *_people(people)],
            "office": [("", _("none")), *offices],
            "role": [("", _("none")), *((role.value, role.label) for role in roles)],
            "line": [(line, labels.get(line, line)) for line in lines],
        }
        for name, found in choices.items():
            self.fields[name].choices = found  # type: ignore[attr-defined]  # choice fields
        self.fields["first_day"].initial = on
        self.fields["line"].initial = lines[0]
        if len(lines) == 1:
            self.fields["line"].widget = forms.HiddenInput()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if bool(cleaned.get("person")) == bool(cleaned.get("name", "").strip()):
            self.add_error("name", __("Choose a person, or give the name of a new one: one of the two."))
        if not (cleaned.get("office") or cleaned.get("role") or cleaned.get("follows")):
            self.add_error("role", __("A mandate needs a post, a role, or a unit to follow."))
        return cleaned


class EndForm(forms.Form):
    """Ends at once when the last day is yesterday."""

    last_day = forms.DateField(
        label=_("Last day"), widget=_day(), help_text=_("With yesterday's date it ends at once.")
    )


class DelegateForm(_Days):
    """What of a mandate, to whom, for which days."""

    person = forms.ChoiceField(label=_("Person"))
    verbs = forms.MultipleChoiceField(label=_("What is delegated"), widget=forms.CheckboxSelectMultiple)
    document = forms.CharField(label=_("On which document"), required=False, max_length=200)
    field_order = ("person", "verbs", "first_day", "last_day", "document")

    def __init__(
        self, *args: Any, mandate: Mandate, people: Sequence[Person], verbs: Sequence[Verb], on: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = _people(people)  # type: ignore[attr-defined]  # a choice field
        self.fields["verbs"].choices = [(verb.value, verb.label) for verb in verbs]  # type: ignore[attr-defined]  # the same
        self.fields["last_day"].required = True
        self.fields["first_day"].initial = max(on, mandate.starts_on)
