"""What the leader wrote on a paper, and what became of it."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guong.registry.forms import keeper_field, offer_keepers
from guong.registry.models import Instruction
from guong.registry.office_forms import HistoryForm
from guong.units.models import Collective, Person, Unit
from guong.units.queries import children, collectives_of, line_in_use, names_of, people_of


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def leaders(keeper: Unit, on: date) -> dict[str, str]:
    """People in an office of the unit, by id."""
    return {str(each.person.uid): each.person.name for each in people_of(keeper, on) if each.office}


def leading(keeper: Unit, on: date) -> tuple[dict[str, str], dict[str, str]]:
    """Who may be told to lead: the unit's own bodies, and the units directly below; by id."""
    bodies = {str(each.uid): each.name for each in collectives_of(keeper, on)}
    units = list(children(keeper, line_in_use(), on))
    names = names_of(units, on)
    return bodies, {str(unit.uid): names.get(unit.pk, "") for unit in sorted(units, key=lambda u: names.get(u.pk, ""))}


class InstructionForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("What the leader wrote"), widget=forms.Textarea(attrs={"rows": 4}), max_length=4000,
        help_text=gettext_lazy("One task a line: each line becomes a point when a round is proposed from it."),
        error_messages={"required": gettext_lazy("Not filled in: what the leader wrote.")},
    )  # fmt: skip
    leader = forms.ChoiceField(label=gettext_lazy("Leader"), required=False)
    given_on = forms.DateField(label=gettext_lazy("Given on"), widget=_day())
    lead = forms.ChoiceField(label=gettext_lazy("Leading office or unit"), required=False)
    supporting = forms.CharField(label=gettext_lazy("Supporting offices"), max_length=400, required=False)
    due_on = forms.DateField(label=gettext_lazy("To be done by"), widget=_day(), required=False)

    def __init__(self, *args: Any, keeper: Unit, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        bodies, units = leading(keeper, on)
        self._choose("leader", leaders(keeper, on).items())
        groups = [(_("Bodies of the unit"), list(bodies.items())), (_("Units below"), list(units.items()))]
        self._choose("lead", [(label, rows) for label, rows in groups if rows])

    def _choose(self, name: str, rows: Any) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  (for the type checker: declared above)
        field.choices = [("", _("not said")), *rows]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("due_on") and data.get("given_on") and data["due_on"] < data["given_on"]:
            self.add_error("due_on", _("The deadline lies before the day of the instruction. Check both days."))
        return data

    @property
    def values(self) -> Mapping[str, Any]:
        """As `instruct` takes them."""
        data = self.cleaned_data
        return {
            "text": data["text"],
            "given_on": data["given_on"],
            "supporting": data["supporting"],
            "due_on": data["due_on"],
            "leader": _chosen(Person.objects.all(), data["leader"]),
            "lead_collective": _chosen(Collective.objects.select_related("unit"), data["lead"]),
            "lead_unit": _chosen(Unit.objects.all(), data["lead"]),
        }

    @staticmethod
    def initial_from(instruction: Instruction) -> dict[str, Any]:
        lead = instruction.lead_collective or instruction.lead_unit
        return {
            "text": instruction.text,
            "leader": str(instruction.leader.uid) if instruction.leader else "",
            "given_on": instruction.given_on,
            "lead": str(lead.uid) if lead else "",
            "supporting": instruction.supporting,
            "due_on": instruction.due_on,
        }


_Row = TypeVar("_Row", Person, Collective, Unit)


def _chosen(rows: QuerySet[_Row], uid: str) -> _Row | None:
    return rows.filter(uid=UUID(uid)).first() if uid else None


class OutcomeForm(forms.Form):
    done_on = forms.DateField(label=gettext_lazy("Done on"), widget=_day())
    outcome = forms.CharField(
        label=gettext_lazy("What was done"), max_length=300,
        help_text=gettext_lazy("For instance the number of the reply."),
        error_messages={"required": gettext_lazy("Not filled in: what was done.")},
    )  # fmt: skip


class ImportForm(forms.Form):
    keeper = keeper_field()
    file = forms.FileField(
        label=gettext_lazy("Spreadsheet"),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv"}),
        help_text=gettext_lazy("An xlsx or csv file with one line that names the columns, in any order."),
    )

    def __init__(self, *args: Any, keepers: list[Unit], on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_keepers(self, keepers, on)


class TakeForm(forms.Form):
    """The rows that were shown, carried to the second step; a person declares that none bears a mark."""

    keeper = forms.UUIDField(widget=forms.HiddenInput)
    sheet = forms.CharField(widget=forms.HiddenInput, strip=False)
    no_mark_declared = forms.BooleanField(
        label=gettext_lazy("No document of the sheet carries a secrecy mark."), required=False
    )


class GapsForm(TakeForm, HistoryForm):
    """Where own papers leave numbers of their books out: what became of these."""

    field_order = ["keeper", "sheet", "between", "reason", "no_mark_declared"]

    def __init__(self, *args: Any, gaps: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["between"].help_text = "; ".join(gaps)


class PasteForm(forms.Form):
    row = forms.CharField(
        label=gettext_lazy("Row"), widget=forms.Textarea(attrs={"rows": 4}), max_length=10_000, strip=False,
        help_text=gettext_lazy("Copy one row of a spreadsheet or of another document system and paste it here."),
        error_messages={"required": gettext_lazy("Nothing was pasted.")},
    )  # fmt: skip
