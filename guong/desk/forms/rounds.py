"""What the clerk may change of a proposed round, and the opening of a phase."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guong.desk.forms.widgets import CountField, date_input, moment_input
from guong.desk.words import choices
from guong.jobs.clock import day_of, zone
from guong.packs.calendar import working_day
from guong.rounds.enums import DutyKind, StudyKind
from guong.rounds.models import Phase, ReportedFigure, Round


def lines_of(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _lines(label: Any, rows: int) -> forms.CharField:
    return forms.CharField(label=label, required=False, widget=forms.Textarea(attrs={"rows": rows}))


class RoundForm(forms.Form):
    """Each list is typed one item a line."""

    title = forms.CharField(label=gettext_lazy("Name of the round"), max_length=300)
    theme = forms.CharField(label=gettext_lazy("Theme"), max_length=300, required=False)
    aims = _lines(gettext_lazy("Aims"), 3)
    agenda = _lines(gettext_lazy("Agenda points that every sitting covers, one a line"), 6)
    works = _lines(gettext_lazy("Works to study, one a line"), 3)
    topics = _lines(gettext_lazy("Topics to concentrate on, one a line"), 8)
    ties = _lines(gettext_lazy("Ties to one's own duties, one a line"), 3)
    prompts = _lines(gettext_lazy("Prompts, one a line"), 4)

    KINDS = {
        "works": StudyKind.WORK,
        "topics": StudyKind.TOPIC,
        "ties": StudyKind.TIE,
        "prompts": StudyKind.PROMPT,
    }

    @classmethod
    def initial_from(cls, round: Round) -> dict[str, Any]:
        study = list(round.study.order_by("order"))
        lists = {name: "\n".join(one.text for one in study if one.kind == kind) for name, kind in cls.KINDS.items()}
        agenda = "\n".join(round.agenda.order_by("order").values_list("text", flat=True))
        return {"title": round.title, "theme": round.theme, "aims": round.aims, "agenda": agenda, **lists}


class PhaseForm(forms.Form):
    title = forms.CharField(label=gettext_lazy("Name of the phase"), max_length=200)
    starts_on = forms.DateField(label=gettext_lazy("First day"), widget=date_input(), required=False)
    last_day = forms.DateField(label=gettext_lazy("Last day"), widget=date_input(), required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("last_day") and not data.get("starts_on"):
            self.add_error("starts_on", _("Not filled in: the first day. A last day needs a first one."))
        if data.get("starts_on") and data.get("last_day") and data["last_day"] < data["starts_on"]:
            self.add_error("last_day", _("The last day lies before the first. Check both days."))
        return data

    @staticmethod
    def initial_from(phase: Phase) -> dict[str, Any]:
        last = phase.ends_on - timedelta(days=1) if phase.ends_on else None
        return {"title": phase.title, "starts_on": phase.starts_on, "last_day": last}

    @property
    def ends_on(self) -> date | None:
        """The first day after."""
        last = self.cleaned_data.get("last_day")
        return last + timedelta(days=1) if last else None


class ReadingForm(forms.Form):
    """Which of the readings a stated figure has: a person says, nothing guesses."""

    reading = forms.ChoiceField(label=gettext_lazy("What it counts"), widget=forms.RadioSelect)

    def __init__(self, data: Any = None, *, figure: ReportedFigure, labels: Mapping[str, str]) -> None:
        super().__init__(data, initial={"reading": figure.chosen}, prefix=f"figure{figure.order}")
        field = self.fields["reading"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(reading, labels.get(reading, reading)) for reading in figure.readings]


class OpeningForm(forms.Form):
    """Dates of a phase and whom it asks. `unit_kinds`: those that stand in the list, in tree order."""

    moved_from: date | None = None
    due_at = forms.DateTimeField(label=gettext_lazy("To be sent before"), widget=moment_input())
    cutoff_on = forms.DateField(label=gettext_lazy("Figures as of"), widget=date_input(), required=False)
    levels = forms.ChoiceField(label=gettext_lazy("How far down"), initial="1")
    list_document = forms.CharField(
        label=gettext_lazy("Paper on which the list is signed"), max_length=200, required=False
    )

    def __init__(self, *args: Any, unit_kinds: Sequence[str], depth: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = dict(choices("unit_kinds"))
        duties = choices("duty_kinds")
        for kind in unit_kinds:
            self.fields[f"kinds_{kind}"] = forms.MultipleChoiceField(
                label=names.get(kind, kind), choices=duties, widget=forms.CheckboxSelectMultiple, required=False
            )
        self.unit_kinds = list(unit_kinds)
        levels = self.fields["levels"]
        if isinstance(levels, forms.ChoiceField):
            levels.choices = [("1", _("units directly below")), *self._deeper(depth)]

    @staticmethod
    def _deeper(depth: int) -> list[tuple[str, str]]:
        if depth < 2:
            return []
        return [*((str(n), _("{n} levels below").format(n=n)) for n in range(2, depth)), ("all", _("all levels below"))]

    @property
    def matrix(self) -> list[forms.BoundField]:
        return [self[f"kinds_{kind}"] for kind in self.unit_kinds]

    @property
    def kinds(self) -> dict[str, list[DutyKind]]:
        return {kind: [DutyKind(code) for code in self.cleaned_data[f"kinds_{kind}"]] for kind in self.unit_kinds}

    @property
    def depth(self) -> int | None:
        chosen = self.cleaned_data["levels"]
        return None if chosen == "all" else int(chosen)

    def clean_due_at(self) -> datetime:
        """A time on a day off moves to the next working day; `moved_from` says from where."""
        typed: datetime = self.cleaned_data["due_at"]
        due = typed if typed.tzinfo else typed.replace(tzinfo=zone())
        last = day_of(due - timedelta(microseconds=1))
        works = working_day(settings.PACK, last)
        self.moved_from = last if works != last else None
        return due + (works - last)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not any(data.get(f"kinds_{kind}") for kind in self.unit_kinds):
            self.add_error(None, _("Nothing is asked of any unit yet. Tick at least one kind of duty."))
        return data


def suggested_due(phase: Phase, today: date) -> datetime:
    """What the directive says; else five in the afternoon, five days after the window, as a clerk would write it.

    Every day can be changed.
    """
    if phase.due_at is not None and day_of(phase.due_at) >= today:
        return phase.due_at
    day = (phase.ends_on or today + timedelta(days=30)) + timedelta(days=4)
    return datetime.combine(max(day, today + timedelta(days=1)), time(17, 0), tzinfo=zone())


class ExpectedForm(forms.Form):
    """Head counts by unit, as typed in the table; empty where the unit says it itself."""

    def __init__(self, *args: Any, units: Sequence[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for unit in units:
            self.fields[f"expected_{unit}"] = CountField(required=False)

    @property
    def counts(self) -> dict[int, int]:
        pairs = ((name.removeprefix("expected_"), value) for name, value in self.cleaned_data.items())
        return {int(unit): value for unit, value in pairs if value is not None}


class ReasonForm(forms.Form):
    """A reason that somebody else will read."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"), widget=forms.Textarea(attrs={"rows": 3}), max_length=300,
        error_messages={"required": gettext_lazy("Not filled in: the reason. The unit will read it.")},
    )  # fmt: skip


class ExtendForm(ReasonForm):
    until = forms.DateTimeField(
        label=gettext_lazy("New time for sending"), widget=moment_input(),
        error_messages={"required": gettext_lazy("Not filled in: until when it is extended.")},
    )  # fmt: skip
    field_order = ["until", "reason"]


class ReturnForm(forms.Form):
    """Why a submission goes back, by field; `fields` are the lines that went up."""

    whole = forms.CharField(
        label=gettext_lazy("For the whole"), widget=forms.Textarea(attrs={"rows": 2}), max_length=300, required=False
    )

    def __init__(self, *args: Any, lines: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.names = [name for name, _label in lines]
        for name, label in lines:
            self.fields[f"why_{name}"] = forms.CharField(label=label, max_length=300, required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not any(data.values()):
            self.add_error(
                None, _("Not returned: no reason is written. Write at least one, so the unit knows what to mend.")
            )
        return data

    @property
    def reasons(self) -> dict[str, str]:
        """Field → sentence; "" for the whole."""
        named = {name: self.cleaned_data[f"why_{name}"] for name in self.names}
        return {name: why for name, why in {"": self.cleaned_data["whole"], **named}.items() if why}
