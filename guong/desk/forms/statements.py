"""Choosing the sentence to write."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


class StatementForm(forms.Form):
    """`seen`: the mark of the draft that stood beside each choice, by key."""

    template = forms.ChoiceField(label=gettext_lazy("Sentence"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, keys: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["template"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(key, key) for key in keys]
        field.error_messages["required"] = _("Choose a sentence.")

    @property
    def seen(self) -> str:
        return str(self.data.get(f"seen_{self.cleaned_data['template']}", ""))
