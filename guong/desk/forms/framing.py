"""Starting a round by hand, its scope, and what a unit adds for the units below it."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guong.desk.forms.widgets import moment_input
from guong.desk.words import choices
from guong.jobs.clock import zone
from guong.rounds.enums import StudyKind
from guong.rounds.models import Round
from guong.units.models import Collective


class NewRoundForm(forms.Form):
    """A round by hand, as a copy of an earlier one, or a light one that opens a phase each month."""

    title = forms.CharField(label=gettext_lazy("Name of the round"), max_length=300)
    owner = forms.ChoiceField(label=gettext_lazy("Led by which unit"))
    theme = forms.CharField(label=gettext_lazy("Theme"), max_length=300, required=False)
    earlier = forms.ChoiceField(
        label=gettext_lazy("Take the frame of an earlier round"),
        help_text=gettext_lazy("Basis, agenda, study kit, scope and names of phases are copied; days are not."),
        required=False,
    )
    monthly = forms.BooleanField(
        label=gettext_lazy("A standing round, every month"),
        help_text=gettext_lazy(
            "A phase opens by itself each month. The sheet asks for three things: day, number present, one line."
        ),
        required=False,
    )

    def __init__(
        self, *args: Any, owners: Sequence[tuple[str, str]], earlier: Iterable[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, of in (("owner", owners), ("earlier", [("", _("None, start with an empty one")), *earlier])):
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = list(of)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("monthly") and data.get("earlier"):
            self.add_error("earlier", _("A standing round starts empty. Choose one of the two."))
        return data


class ScopeForm(forms.Form):
    """Who leads a round and whom it is for. Nothing ticked means every kind of unit."""

    lead_office = forms.ChoiceField(label=gettext_lazy("Office that leads"), required=False)
    unit_kinds = forms.MultipleChoiceField(
        label=gettext_lazy("For these kinds of unit alone"), widget=forms.CheckboxSelectMultiple, required=False
    )
    levels = forms.IntegerField(
        label=gettext_lazy("How many levels down"),
        help_text=gettext_lazy("Left empty, it reaches all levels."),
        min_value=1,
        max_value=9,
        required=False,
    )
    plan_approval = forms.BooleanField(
        label=gettext_lazy("The plan of a unit is approved before its sitting"), required=False
    )

    def __init__(self, data: Any = None, *, round: Round, kinds: Sequence[str]) -> None:
        offices = list(Collective.objects.filter(unit=round.owner, ends_on=None).order_by("name"))
        self.offices = {str(one.pk): one for one in offices}
        start = {
            "lead_office": str(round.lead_office_id or ""),
            "unit_kinds": round.unit_kinds,
            "levels": round.levels,
            "plan_approval": round.plan_approval,
        }
        super().__init__(data, initial=start)
        names = dict(choices("unit_kinds"))
        asked = list(dict.fromkeys([*kinds, *round.unit_kinds]))
        for name, of in (
            ("lead_office", [("", _("None named")), *((key, one.name) for key, one in self.offices.items())]),
            ("unit_kinds", [(kind, names.get(kind, kind)) for kind in asked]),
        ):
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = of

    @property
    def values(self) -> dict[str, Any]:
        return {**self.cleaned_data, "lead_office": self.offices.get(self.cleaned_data["lead_office"])}


class OwnItemForm(forms.Form):
    kind = forms.ChoiceField(label=gettext_lazy("What is added"), required=False)
    text = forms.CharField(label=gettext_lazy("In words"), max_length=400)
    clause = forms.CharField(label=gettext_lazy("Clause of the own plan"), max_length=100, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["kind"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", _("A point of the agenda")), *StudyKind.choices]


class EarlierForm(forms.Form):
    until = forms.DateTimeField(
        label=gettext_lazy("Units below send to this unit before"),
        help_text=gettext_lazy("Earlier than the time of the level above, which still judges lateness."),
        widget=moment_input(),
        required=False,
    )

    @property
    def moment(self) -> datetime | None:
        until: datetime | None = self.cleaned_data["until"]
        return until.replace(tzinfo=zone()) if until and not until.tzinfo else until
