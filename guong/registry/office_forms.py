"""Forms of the outgoing line: drafts, signing, numbers, recipients, books, copies."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from guong.registry.enums import CopyKind, LineState, Purpose
from guong.registry.issuing_bodies import Body
from guong.registry.signing import Signing

MARK_HELP = _("A document with such a mark is not registered here. The name of the person is kept.")


def _day(**given: Any) -> forms.DateField:
    return forms.DateField(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **given)


def _choose(form: forms.Form, name: str, choices: Sequence[tuple[str, str]]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)  # noqa: S101  (for the type checker: declared below)
    field.choices = list(choices)


def _types(on: date) -> list[tuple[str, str]]:
    language = get_language() or "vi"
    table = settings.PACK.table("document_types", on)
    return [(one.code, f"{one.label(language)} ({one.code})") for one in table if not one.extra.get("copies")]


def _purposes() -> list[tuple[str, str]]:
    language = get_language() or "vi"
    labels = dict(Purpose.choices)
    return [(one.code, one.label(language)) for one in settings.PACK.table("recipient_purposes") if one.code in labels]


class LayForm(forms.Form):
    """A version of a draft: its text, a file, or both."""

    abstract = forms.CharField(label=_("Abstract"), widget=forms.Textarea(attrs={"rows": 2}), max_length=1000)
    text = forms.CharField(label=_("Text of the draft"), widget=forms.Textarea(attrs={"rows": 14}), required=False)
    file = forms.FileField(label=_("File of the draft"), required=False, help_text=_("PDF, Word or a picture."))
    no_mark_declared = forms.BooleanField(
        label=_("The document carries no secrecy mark."), required=False, help_text=MARK_HELP
    )


class DraftForm(LayForm):
    """A new paper: who issues it and what it is, then its first version."""

    issuer = forms.ChoiceField(label=_("Issued by"))
    type = forms.ChoiceField(label=_("Type"))
    field_order = ["issuer", "type", "abstract", "text", "file", "no_mark_declared"]

    def __init__(self, *args: Any, bodies: Sequence[Body], on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "issuer", [(body.key, body.label) for body in bodies])
        _choose(self, "type", _types(on))


class AskForm(forms.Form):
    """Whose opinion is asked for."""

    people = forms.MultipleChoiceField(label=_("People of the unit"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, people: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["people"].choices = list(people)  # type: ignore[attr-defined]  # a choice field, declared above


class WordsForm(forms.Form):
    """An opinion."""

    words = forms.CharField(label=_("Opinion"), widget=forms.Textarea(attrs={"rows": 5}), max_length=10_000)


class InviteForm(forms.Form):
    """Who outside the unit is asked, and for how long."""

    name = forms.CharField(
        label=_("Who is asked"), max_length=200, help_text=_("A person with the office held, or a unit.")
    )
    days = forms.IntegerField(label=_("The link is open for (days)"), min_value=1, max_value=30, initial=7)


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 3}), max_length=300)


class SignForm(forms.Form):
    """Who signed, in which capacity, when."""

    signed_on = _day(label=_("Signed on"))
    signing = forms.ChoiceField(label=_("Signer and capacity"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, signings: Sequence[Signing], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "signing", [(one.key, one.words) for one in signings])


class IssueForm(forms.Form):
    """Number and day, given by the clerk."""

    issued_on = _day(label=_("Day of issue"))
    effective_on = _day(
        label=_("In force from"), required=False, help_text=_("Left empty, it is in force from its day of issue.")
    )
    reserved = forms.ChoiceField(label=_("Number"), required=False)
    scan = forms.FileField(label=_("Scan of the signed paper"), required=False)

    def __init__(self, *args: Any, next_number: str, reserved: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "reserved", [("", next_number), *reserved])


class FillForm(forms.Form):
    """A quick way to name many at once."""

    who = forms.ChoiceField(
        label=_("Recipients"), choices=[("below", _("all units directly below")), ("above", _("the unit above"))]
    )
    purpose = forms.ChoiceField(label=_("What for"), initial=Purpose.IMPLEMENT)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "purpose", [one for one in _purposes() if one[0] != Purpose.KEEP])


class PasteForm(forms.Form):
    """Lines as they stand under a paper."""

    text = forms.CharField(
        label=_("Lines of recipients"),
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=20_000,
        help_text=_("One a line. A line that names a unit is sent to it; another one stays as it is written."),
    )
    purpose = forms.ChoiceField(label=_("What for, where the line does not say"), initial=Purpose.IMPLEMENT)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "purpose", _purposes())


class OpenBookForm(forms.Form):
    """Which book, by a paper that would stand in it."""

    issuer = forms.ChoiceField(label=_("Issued by"))
    type = forms.ChoiceField(label=_("Type"))
    on = _day(label=_("For papers of"))

    def __init__(self, *args: Any, bodies: Sequence[Body], on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "issuer", [(body.key, body.label) for body in bodies])
        language = get_language() or "vi"
        table = settings.PACK.table("document_types", on)
        _choose(self, "type", [(one.code, f"{one.label(language)} ({one.code})") for one in table])


class ReserveForm(ReasonForm):
    count = forms.IntegerField(label=_("How many numbers"), min_value=1, max_value=200, initial=1)
    field_order = ["count", "reason"]


class VoidForm(ReasonForm):
    number = forms.IntegerField(label=_("Number"), min_value=1)
    field_order = ["number", "reason"]


class OutsideForm(forms.Form):
    first = forms.IntegerField(label=_("From number"), min_value=1)
    last = forms.IntegerField(label=_("To number"), min_value=1)


class HistoryForm(forms.Form):
    """What became of the numbers that no registered paper carries."""

    between = forms.ChoiceField(
        label=_("Numbers in between"),
        widget=forms.RadioSelect,
        choices=[
            (LineState.OUTSIDE, _("used for papers that are not registered here")),
            (LineState.VOID, _("skipped in the old book, no paper carries them")),
        ],
        initial=LineState.OUTSIDE,
    )
    reason = forms.CharField(label=_("Reason, for skipped numbers"), required=False, max_length=300)


class CopyForm(forms.Form):
    """A numbered copy."""

    issuer = forms.ChoiceField(label=_("Copied by"))
    kind = forms.ChoiceField(label=_("Kind of copy"), choices=CopyKind.choices)
    issued_on = _day(label=_("Day of issue"))
    signing = forms.ChoiceField(label=_("Signer and capacity"), widget=forms.RadioSelect)
    text = forms.CharField(
        label=_("The part that is copied"),
        widget=forms.Textarea(attrs={"rows": 8}),
        required=False,
        help_text=_("For an extract alone."),
    )
    no_mark_declared = forms.BooleanField(
        label=_("The document carries no secrecy mark."), required=False, help_text=MARK_HELP
    )

    def __init__(self, *args: Any, bodies: Sequence[Body], signings: Sequence[Signing], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "issuer", [(body.key, body.label) for body in bodies])
        _choose(self, "signing", [(one.key, one.words) for one in signings])
