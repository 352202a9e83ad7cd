"""Sheets on the screen: units that begin, and the reorganisation of a whole line. Each is read into a plan."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from guong.units import reorganising, rows
from guong.units.actions import plan_import, plan_reorganisation
from guong.units.plans import Plan
from guong.units.queries.trees import standing_codes
from guong.units.rules import Refused

MOST_ROWS = 2000  # what a request checks and stores within two seconds; more goes through the command
_MOST_BYTES = 4 << 20


def _file(label: Any, columns: Any) -> forms.FileField:
    return forms.FileField(
        label=label, help_text=columns, max_length=200, widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv"})
    )


class SheetForm(forms.Form):
    """Units that begin on a day."""

    command = "import_units"
    line = forms.ChoiceField(label=gettext_lazy("Line of subordination"))
    day = forms.DateField(
        label=gettext_lazy("First day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    decision = forms.CharField(label=gettext_lazy("Deciding document"), max_length=300)
    units = _file(
        gettext_lazy("Units"), gettext_lazy("An xlsx or csv file with the columns code, kind (or level), name, parent.")
    )

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = settings.PACK.choices("lines", get_language() or "vi", on)
        self.fields["line"].choices = choices  # type: ignore[attr-defined]  # a choice field

    def clean_units(self) -> list[rows.Row]:
        found: list[rows.Row] = self._read("units", rows.read)
        return found

    def _read(self, name: str, read: Any) -> Any:
        """The rows of a file, or a sentence that says what is wrong with it."""
        file: UploadedFile[bytes] = self.cleaned_data[name]
        if file.size is None or file.size > _MOST_BYTES:
            raise forms.ValidationError(_("The file is larger than 4 MB."))
        try:
            found = read(file.read(), file.name or "")
        except rows.BadSheet as bad:
            raise forms.ValidationError(str(bad)) from bad
        if not found:
            raise forms.ValidationError(_("The sheet has no rows."))
        if len(found) > MOST_ROWS:
            said = _("{n} rows take longer than a page may. Let them be taken in with “guong {command}”.")
            raise forms.ValidationError(said.format(n=len(found), command=self.command))
        return found

    def plan(self) -> Plan:
        """Raises `BadRows` or `BadPlan`."""
        told = self.cleaned_data
        if standing_codes(told["line"], told["day"]) and not all(row.parent for row in told["units"]):
            raise Refused(_("Name a superior in each row: a further tree of the line is begun with the command alone."))
        return plan_import(line=told["line"], sheet=told["units"], starts_on=told["day"], decision=self._decision())

    def _decision(self) -> str:
        return " ".join(str(self.cleaned_data["decision"]).split())


class ReorganisationForm(SheetForm):
    """All units of a line afterwards, and who carries on whom."""

    command = "reorganise"
    successions = _file(
        gettext_lazy("Who carries on whom"),
        gettext_lazy("Columns: old_code, new_code, how (whole or divided), main_part (1 for the main part)."),
    )
    units = _file(
        gettext_lazy("Units afterwards"),
        gettext_lazy("An xlsx or csv file with the columns code, kind (or level), name, parent."),
    )
    field_order = ("line", "day", "decision", "units", "successions")

    def clean_successions(self) -> Sequence[reorganising.Succeeds]:
        found: Sequence[reorganising.Succeeds] = self._read("successions", reorganising.read_successions)
        return found

    def plan(self) -> Plan:
        told = self.cleaned_data
        made = plan_reorganisation(
            line=told["line"], after=told["units"], successions=told["successions"], day=told["day"],
            decision=self._decision(),
        )  # fmt: skip
        if not made.plan.steps:
            raise Refused(_("Nothing would change: the sheet says what stands already."))
        return made.plan


SHEETS: dict[str, type[SheetForm]] = {"units": SheetForm, "reorganisation": ReorganisationForm}
