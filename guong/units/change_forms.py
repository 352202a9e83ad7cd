"""What a person says of a change of the tree: one form for each kind, read into a plan."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from guong.units import planning
from guong.units.enums import ChangeKind
from guong.units.models import Unit
from guong.units.plans import Part, Plan
from guong.units.queries import kind_of, parent_of
from guong.units.queries.browsing import named_exactly

Find = Callable[[str, date], Unit]


class NotFound(Exception):
    """No unit, or several, by what was typed; the message is a whole sentence."""


@dataclass(frozen=True)
class Asking:
    """For whom a form is made: the line, and how a typed name or code becomes a unit in reach."""

    line: str
    find: Find


def finder(reach: Callable[[Collection[int]], set[int]], line: str) -> Find:
    """Units by code or whole name, of those in reach alone; what is out of reach is as good as not there."""

    def find(words: str, on: date) -> Unit:
        found = [unit for unit in named_exactly(words, line, on) if reach([unit.pk])]
        if not found:
            raise NotFound(_("No unit in reach is called “{words}” on {day}.").format(words=words, day=on.isoformat()))
        if len(found) > 1:
            raise NotFound(_("Several units are called “{words}”; write the code.").format(words=words))
        return found[0]

    return find


def _unit(label: Any, **given: Any) -> forms.CharField:
    attrs = {"list": "units-near", "autocomplete": "off"}
    return forms.CharField(label=label, max_length=200, widget=forms.TextInput(attrs=attrs), **given)


class ChangeForm(forms.Form):
    """Day and decision; what is special to a kind stands in the classes below."""

    day = forms.DateField(
        label=gettext_lazy("In force from"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": gettext_lazy("Not filled in: the day.")},
    )
    decision = forms.CharField(
        label=gettext_lazy("Deciding document"),
        max_length=300,
        help_text=gettext_lazy("Type, number, symbol and date, as it is written."),
        error_messages={"required": gettext_lazy("Not filled in: the deciding document.")},
    )

    def __init__(self, *args: Any, asking: Asking, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asking = asking
        kinds = self.fields.get("kind")
        if isinstance(kinds, forms.ChoiceField):
            kinds.choices = [
                (entry.code, settings.PACK.label("unit_kinds", entry.code, get_language() or "vi").capitalize())
                for entry in settings.PACK.table("unit_kinds")
                if entry.extra.get("line") in {None, asking.line}
            ]

    def found(self, name: str) -> Unit | None:
        """The unit that a field names; None where it is empty. A wrong one is an error of that field."""
        words = self.cleaned_data.get(name, "").strip()
        if not words:
            return None
        try:
            return self.asking.find(words, self.cleaned_data["day"])
        except NotFound as wrong:
            self.add_error(name, str(wrong))
            return None

    def all_found(self, name: str) -> list[Unit]:
        """The units that a field names, one a line."""
        units: dict[int, Unit] = {}
        for words in self.cleaned_data.get(name, "").splitlines():
            if words.strip():
                try:
                    unit = self.asking.find(words.strip(), self.cleaned_data["day"])
                except NotFound as wrong:
                    self.add_error(name, str(wrong))
                else:
                    units[unit.pk] = unit
        return list(units.values())

    def plan(self) -> Plan | None:
        """The plan that was said; None with errors on the fields where something is not there."""
        if not self.is_valid():
            return None
        made = self.made()
        return None if self.errors else made

    def made(self) -> Plan | None:
        raise NotImplementedError

    @property
    def said(self) -> dict[str, Any]:
        """Day and decision, as every plan takes them."""
        return {"day": self.cleaned_data["day"], "decision": self.cleaned_data["decision"]}


class Called(forms.Form):
    """What a new or renamed unit is called."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=200)
    short_name = forms.CharField(label=gettext_lazy("Short name"), max_length=80, required=False)
    kind = forms.ChoiceField(label=gettext_lazy("Kind of unit"))


class Coded(Called):
    code = forms.CharField(label=gettext_lazy("Unit code"), max_length=40, required=False)

    @property
    def called(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("name", "short_name", "kind", "code")}


class FoundForm(Coded, ChangeForm):
    parent = _unit(gettext_lazy("Belongs to"))
    field_order = ("name", "short_name", "kind", "code", "parent", "day", "decision")

    def made(self) -> Plan | None:
        parent = self.found("parent")
        if parent is None:
            return None
        return planning.found(**self.said, **self.called, places={self.asking.line: parent})


class OneForm(ChangeForm):
    """A change of one unit."""

    unit = _unit(gettext_lazy("Unit"))


class RenameForm(Called, OneForm):
    field_order = ("unit", "name", "short_name", "kind", "day", "decision")

    def made(self) -> Plan | None:
        unit = self.found("unit")
        called = {name: self.cleaned_data[name] for name in ("name", "short_name", "kind")}
        return planning.rename(unit=unit, **self.said, **called) if unit is not None else None


class RecodeForm(OneForm):
    code = forms.CharField(label=gettext_lazy("New code"), max_length=40)
    field_order = ("unit", "code", "day", "decision")

    def made(self) -> Plan | None:
        unit = self.found("unit")
        if unit is None:
            return None
        return planning.recode(unit=unit, code=self.cleaned_data["code"], **self.said)


class MoveForm(OneForm):
    parent = _unit(gettext_lazy("New superior"))
    field_order = ("unit", "parent", "day", "decision")

    def made(self) -> Plan | None:
        unit, parent = self.found("unit"), self.found("parent")
        if unit is None or parent is None:
            return None
        return planning.move(unit=unit, places={self.asking.line: parent}, **self.said)


class SeveralForm(ChangeForm):
    """A change in which units end."""

    units = forms.CharField(
        label=gettext_lazy("Units that end"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("One a line: code or whole name."),
    )


class JoinForm(SeveralForm):
    into = _unit(gettext_lazy("Joined into"))
    field_order = ("units", "into", "day", "decision")

    def made(self) -> Plan | None:
        units, into = self.all_found("units"), self.found("into")
        return planning.join(units=units, into=into, **self.said) if into is not None else None


class MergeForm(Coded, SeveralForm):
    parent = _unit(
        gettext_lazy("Belongs to"),
        required=False,
        help_text=gettext_lazy("Empty: the superior of the first unit that ends."),
    )
    field_order = ("units", "name", "short_name", "kind", "code", "parent", "day", "decision")

    def made(self) -> Plan | None:
        units, line = self.all_found("units"), self.asking.line
        if not units:
            return None
        parent = self.found("parent") or parent_of(units[0], line, self.cleaned_data["day"])
        return planning.merge(units=units, places={line: parent}, **self.called, **self.said)


class SplitForm(OneForm):
    parts = forms.CharField(
        label=gettext_lazy("New units"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy(
            "One a line, the main part first: name; code; members. Code and members may be left out. What the old unit "
            "stated goes whole to the main part, unless a list of members says otherwise."
        ),
    )
    field_order = ("unit", "parts", "day", "decision")

    def clean_parts(self) -> list[tuple[str, str, int | None]]:
        rows = [self._row(line) for line in self.cleaned_data["parts"].splitlines() if line.strip()]
        if len(rows) < 2:
            raise forms.ValidationError(_("A split makes two new units at least."))
        return rows

    @staticmethod
    def _row(line: str) -> tuple[str, str, int | None]:
        name, code, members = ([cell.strip() for cell in line.split(";")] + ["", ""])[:3]
        if not name or (members and not members.isdigit()):
            raise forms.ValidationError(_("Not understood: “{line}”. Write name; code; members.").format(line=line))
        return name, code, int(members) if members else None

    def made(self) -> Plan | None:
        unit = self.found("unit")
        if unit is None:
            return None
        kind = kind_of(unit, self.cleaned_data["day"])
        parts = [
            Part(name, kind, code=code, main=number == 0, members=members)
            for number, (name, code, members) in enumerate(self.cleaned_data["parts"])
        ]
        return planning.split(unit=unit, parts=parts, **self.said)


class DissolveForm(SeveralForm):
    children_to = _unit(gettext_lazy("Units below go to"), required=False)
    field_order = ("units", "children_to", "day", "decision")

    def made(self) -> Plan | None:
        units, to = self.all_found("units"), self.found("children_to")
        return planning.dissolve(units=units, children_to=to, **self.said)


FORMS: dict[str, type[ChangeForm]] = {
    ChangeKind.FOUND: FoundForm,
    ChangeKind.RENAME: RenameForm,
    ChangeKind.RECODE: RecodeForm,
    ChangeKind.MOVE: MoveForm,
    ChangeKind.JOIN: JoinForm,
    ChangeKind.MERGE: MergeForm,
    ChangeKind.SPLIT: SplitForm,
    ChangeKind.DISSOLVE: DissolveForm,
}
