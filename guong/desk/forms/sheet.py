"""What every sheet of a unit carries: its id, the version it was made from, the duties it serves, photos, promises."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.core import signing
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guong.desk.forms.widgets import date_input
from guong.desk.words import choices, first_capital, kind_word
from guong.rounds.content import StatedFinding, StatedPromise
from guong.rounds.enums import FindingKind
from guong.rounds.models import Duty

_SALT = "desk.minutes"


def pack_photos(digests: Sequence[str]) -> str:
    """Digests of stored pages as a form carries them between its steps; signed, so that only our own come back."""
    return signing.dumps(list(digests), salt=_SALT) if digests else ""


def unpack_photos(packed: str) -> list[str]:
    try:
        return [str(digest) for digest in signing.loads(packed, salt=_SALT, max_age=30 * 86_400)] if packed else []
    except signing.BadSignature:
        return []


class Sheet(forms.Form):
    """`open_duties`: those of the unit in this phase that may be answered together.

    `held`: what waited for a decision, where this was written from a choice between two versions.
    """

    uid = forms.UUIDField(widget=forms.HiddenInput)
    base = forms.UUIDField(widget=forms.HiddenInput, required=False)
    held = forms.UUIDField(widget=forms.HiddenInput, required=False)
    written_at = forms.DateTimeField(widget=forms.HiddenInput, required=False)
    photos = forms.CharField(widget=forms.HiddenInput, required=False)
    duties = forms.MultipleChoiceField(label=gettext_lazy("What this answers"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, open_duties: Sequence[Duty], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.set_choices("duties", [(str(duty.uid), first_capital(kind_word(duty.kind))) for duty in open_duties])
        self.fields["duties"].error_messages["required"] = _("Choose at least one duty that this answers.")

    def set_choices(self, name: str, of: Sequence[tuple[str, str]]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = list(of)

    @property
    def digests(self) -> list[str]:
        return unpack_photos(self.cleaned_data.get("photos", ""))

    @property
    def served(self) -> tuple[UUID, ...]:
        return tuple(UUID(uid) for uid in self.cleaned_data["duties"])

    def show_problems(self, problems: Mapping[str, Sequence[str]]) -> None:
        """Sentences of the domain beside their fields; those of no field of this form stand above it."""
        for name, sentences in problems.items():
            for sentence in sentences:
                self.add_error(name if name in self.fields else None, sentence)


class PromiseForm(forms.Form):
    """One shortcoming and what will be done about it. All of it stays in the unit but for what `shared` says."""

    kind = forms.CharField(widget=forms.HiddenInput, required=False, initial=FindingKind.SHORTCOMING.value)
    words_found = forms.CharField(
        label=gettext_lazy("Shortcoming"), widget=forms.Textarea(attrs={"rows": 2}), max_length=1000, required=False
    )
    topic = forms.ChoiceField(label=gettext_lazy("Topic of the shortcoming"), required=False)
    words = forms.CharField(
        label=gettext_lazy("What will be done"),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=1000,
        required=False,
    )
    owner_office = forms.ChoiceField(label=gettext_lazy("Who answers for it"), required=False)
    holder = forms.CharField(label=gettext_lazy("Name of the one in charge"), max_length=120, required=False)
    deadline = forms.DateField(label=gettext_lazy("To be done by"), widget=date_input(), required=False)
    measure = forms.CharField(label=gettext_lazy("Result to be reached"), max_length=300, required=False)
    shared = forms.CharField(
        label=gettext_lazy("What the superior may read"),
        help_text=gettext_lazy("Left empty, the superior sees the topic and the count alone."),
        max_length=400,
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, table, empty in (
            ("topic", "topics", _("Choose a topic")),
            ("owner_office", "offices", _("Choose an office")),
        ):
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = [("", empty), *choices(table)]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("words_found") and not data.get("topic"):
            self.add_error("topic", _("Choose the topic of the shortcoming. The superior sees topics as counts alone."))
        if not data.get("words") and (data.get("deadline") or data.get("holder") or data.get("measure")):
            self.add_error("words", _("Write what will be done, or take out its day, name and result."))
        return data


def promise_forms(rows: Sequence[Mapping[str, Any]] = (), *, blank: int = 0) -> forms.BaseFormSet[PromiseForm]:
    """A set of rows for the form: those typed so far, and `blank` empty ones."""
    made = forms.formset_factory(PromiseForm, extra=blank, max_num=12)
    return made(initial=list(rows), prefix="promises")


def sent_promise_forms(data: Any) -> forms.BaseFormSet[PromiseForm]:
    return forms.formset_factory(PromiseForm, extra=0, max_num=12)(data, prefix="promises")


def stated(forms_: Sequence[forms.BaseForm]) -> tuple[tuple[StatedFinding, ...], tuple[StatedPromise, ...]]:
    """Findings and promises of the filled rows; a promise names the place of its finding."""
    findings: list[StatedFinding] = []
    promises: list[StatedPromise] = []
    for row in (form.cleaned_data for form in forms_):
        place: int | None = None
        if row.get("words_found"):
            place = len(findings)
            kind = FindingKind(row.get("kind") or FindingKind.SHORTCOMING)
            findings.append(StatedFinding(kind=kind, words=row["words_found"], topic=row.get("topic", "")))
        if row.get("words"):
            promises.append(
                StatedPromise(
                    words=row["words"],
                    deadline=row.get("deadline"),
                    owner_office=row.get("owner_office", ""),
                    holder=row.get("holder", ""),
                    measure=row.get("measure", ""),
                    finding=place,
                    shared=row.get("shared", ""),
                )
            )
    return tuple(findings), tuple(promises)
