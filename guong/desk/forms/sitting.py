"""The sitting sheet: twelve fields, three minutes. What goes up and what stays is one form and two parts."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from guong.desk.forms.sheet import Sheet
from guong.desk.forms.widgets import CountField, date_input, time_input
from guong.desk.words import choices, first_capital, label
from guong.rounds.content import NilReport, SittingReport, StatedFinding, StatedPromise, WrittenReport
from guong.rounds.enums import Mode
from guong.rounds.models import AgendaPoint, OwnItem
from guong.rounds.rules import participant_groups


class SittingForm(Sheet):
    """Bound to the agenda of the round. What is missing or contradicts itself is said by `rounds.checks`, one place."""

    held_on = forms.DateField(label=gettext_lazy("Day of the sitting"), widget=date_input(), required=False)
    started = forms.TimeField(label=gettext_lazy("Began"), widget=time_input(), required=False)
    ended = forms.TimeField(label=gettext_lazy("Ended"), widget=time_input(), required=False)
    form = forms.ChoiceField(label=gettext_lazy("Form of the sitting"), widget=forms.RadioSelect, required=False)
    mode = forms.ChoiceField(
        label=gettext_lazy("How it was held"), widget=forms.RadioSelect, initial=Mode.IN_PERSON, required=False
    )
    place = forms.CharField(label=gettext_lazy("Place"), max_length=200, required=False)
    chair = forms.CharField(label=gettext_lazy("Chair"), max_length=120, required=False)
    minutes_taker = forms.CharField(label=gettext_lazy("Minutes taken by"), max_length=120, required=False)
    expected = CountField(label=gettext_lazy("To attend in all"), required=False)
    expected_reason = forms.CharField(
        label=gettext_lazy("Why the total differs from the list"), max_length=300, required=False
    )
    present = CountField(label=gettext_lazy("Present"), required=False)
    absent_excused = CountField(label=gettext_lazy("Absent with a reason"), initial=0, required=False)
    absent = CountField(label=gettext_lazy("Absent without a reason"), initial=0, required=False)
    exempt = CountField(label=gettext_lazy("Relieved of attending"), initial=0, required=False)
    guests = CountField(label=gettext_lazy("Guests"), initial=0, required=False)
    superiors = CountField(label=gettext_lazy("Of these, from the level above"), initial=0, required=False)
    covered = forms.MultipleChoiceField(
        label=gettext_lazy("What was discussed"), widget=forms.CheckboxSelectMultiple, required=False
    )
    speeches = CountField(label=gettext_lazy("Number of speeches"), required=False)
    outcome = forms.CharField(
        label=gettext_lazy("Outcome in short"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=4000,
        required=False,
    )
    outcome_number = forms.CharField(label=gettext_lazy("Number, if it has one"), max_length=40, required=False)
    outcome_on = forms.DateField(label=gettext_lazy("Dated"), widget=date_input(), required=False)
    people = CountField(label=gettext_lazy("Distinct people, if they were counted"), required=False)
    tasks = forms.CharField(
        label=gettext_lazy("Key tasks it was tied to"),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=600,
        required=False,
    )
    good_practice = forms.CharField(
        label=gettext_lazy("Good practice"), widget=forms.Textarea(attrs={"rows": 2}), max_length=600, required=False
    )
    requests = forms.CharField(
        label=gettext_lazy("Requests to the superior"),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=600,
        required=False,
    )

    def __init__(self, *args: Any, agenda: Sequence[AgendaPoint | OwnItem], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.set_choices("covered", [(str(point.order), point.text) for point in agenda])
        self.set_choices("form", choices("sitting_forms"))
        self.set_choices("mode", choices("sitting_modes"))
        self.categories = {
            group: {f"by_{code}": code for code in codes} for group, codes in participant_groups().items()
        }
        for fields in self.categories.values():
            for name, code in fields.items():
                words = first_capital(label("participant_categories", code))
                self.fields[name] = CountField(label=words, required=False)

    @property
    def by_group(self) -> dict[str, list[forms.BoundField]]:
        return {group: [self[name] for name in fields] for group, fields in self.categories.items()}

    @property
    def categories_open(self) -> bool:
        return _filled(field for fields in self.by_group.values() for field in fields)

    @property
    def more_open(self) -> bool:
        return _filled(self[name] for name in ("people", "tasks", "good_practice", "requests"))

    def show_problems(self, problems: Mapping[str, Sequence[str]]) -> None:
        """What is said of a group of categories stands beside the first of them."""
        first = {f"participants.{group}": next(iter(fields), "") for group, fields in self.categories.items()}
        super().show_problems({first.get(name) or name: sentences for name, sentences in problems.items()})

    @property
    def participants(self) -> dict[str, int]:
        """Head counts by category, of those that were filled in."""
        stated = {code: self.cleaned_data[name] for of in self.categories.values() for name, code in of.items()}
        return {code: count for code, count in stated.items() if count is not None}

    def content(self, findings: tuple[StatedFinding, ...], promises: tuple[StatedPromise, ...]) -> SittingReport:
        data = self.cleaned_data
        counts = ("absent_excused", "absent", "exempt", "guests", "superiors")
        rest: dict[str, Any] = {name: data[name] or 0 for name in counts}
        same = (
            "held_on", "started", "ended", "form", "place", "chair", "minutes_taker", "expected", "expected_reason",
            "present", "speeches", "outcome", "outcome_number", "outcome_on", "people", "tasks", "good_practice",
            "requests",
        )  # fmt: skip
        rest |= {name: data[name] for name in same}
        return SittingReport(
            duties=self.served,
            mode=Mode(data["mode"] or Mode.IN_PERSON),
            covered=tuple(int(order) for order in data["covered"]),
            participants=self.participants,
            minutes=tuple(self.digests),
            findings=findings,
            promises=promises,
            **rest,
        )


def _filled(fields: Iterable[forms.BoundField]) -> bool:
    """Whether a folded part holds something to be seen: what was typed, or a sentence about it."""
    return any(field.errors or field.value() not in (None, "") for field in fields)


class LightForm(Sheet):
    """The sheet of a standing round: day, number present, one line on what was decided."""

    held_on = forms.DateField(label=gettext_lazy("Day of the sitting"), widget=date_input(), required=False)
    present = CountField(label=gettext_lazy("Present"), required=False)
    outcome = forms.CharField(label=gettext_lazy("What was decided, in one line"), max_length=400, required=False)

    def content(self, findings: tuple[StatedFinding, ...], promises: tuple[StatedPromise, ...]) -> SittingReport:
        data = self.cleaned_data
        return SittingReport(
            duties=self.served,
            held_on=data["held_on"],
            form="regular",
            present=data["present"],
            outcome=data["outcome"],
            minutes=tuple(self.digests),
            findings=findings,
            promises=promises,
        )


class WrittenForm(Sheet):
    """The answer to a duty that is no sitting: a plan issued, a self-review held, a report written."""

    document_number = forms.CharField(
        label=gettext_lazy("Number and symbol of the paper"), max_length=60, required=False
    )
    document_on = forms.DateField(label=gettext_lazy("Dated"), widget=date_input(), required=False)
    text = forms.CharField(
        label=gettext_lazy("What was done, in short"),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=3000,
        required=False,
    )
    requests = forms.CharField(
        label=gettext_lazy("Requests to the superior"),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=600,
        required=False,
    )

    def content(self, findings: tuple[StatedFinding, ...], promises: tuple[StatedPromise, ...]) -> WrittenReport:
        names = ("document_number", "document_on", "text", "requests")
        return WrittenReport(
            duties=self.served,
            minutes=tuple(self.digests),
            findings=findings,
            promises=promises,
            **{name: self.cleaned_data[name] for name in names},
        )


class NilForm(Sheet):
    """Nothing to report: a full answer, with its reason."""

    reason = forms.CharField(
        label=gettext_lazy("Why there is nothing to report"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=600,
        required=False,
    )

    def content(self) -> NilReport:
        return NilReport(duties=self.served, reason=self.cleaned_data["reason"])
