from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from guong.intake.parse import LARGEST, UnreadablePage, decoded
from guong.intake.rules import sentence


class PageForm(forms.Form):
    """A captured page, pasted or as a file; what was pasted travels through the preview unchanged."""

    content = forms.CharField(
        label=_("Text of the page"),
        help_text=_("Paste the whole page as it was captured; menus and counters are left out by themselves."),
        widget=forms.Textarea(attrs={"rows": 10}),
        required=False,
        max_length=LARGEST,
        strip=False,
    )
    file = forms.FileField(label=_("Or a saved file (text or HTML)"), required=False, max_length=200)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        upload = given.get("file")
        if upload:
            given["content"] = self._decoded(upload.read(LARGEST + 1))
        if not given.get("content", "").strip():
            raise forms.ValidationError(_("Nothing to read yet. Paste the page or choose a file."))
        return given

    def _decoded(self, raw: bytes) -> str:
        try:
            return decoded(raw)
        except UnreadablePage as unreadable:
            raise forms.ValidationError(sentence(unreadable.reason)) from unreadable
