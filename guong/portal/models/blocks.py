"""The blocks of an article's text. They hold values; how they look is decided where the page is composed."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock

from guong.papers.narrative import joined, read
from guong.papers.queries import newest
from guong.portal.enums import Basis
from guong.ui.templatetags.ui import moment

PLAIN_FEATURES = ["bold", "italic", "link", "ul", "ol"]
NEWEST = 30  # sentences with figures that the editor may choose from


def statement_choices() -> list[tuple[str, str]]:
    """The latest sentences with figures, as readers will get them, each with the hour of its figures."""
    made = list(newest()[:NEWEST])
    said = read(made, get_language() or settings.LANGUAGE_CODE)
    return [(str(one.uid), f"{joined(pieces)} ({moment(one.made_at)})") for one, pieces in zip(made, said, strict=True)]


class PhotoBlock(blocks.StructBlock):  # type: ignore[misc]  # wagtail is untyped
    picture = ImageChooserBlock(required=False, label=_("Picture"))
    caption = blocks.TextBlock(required=False, label=_("Caption"), rows=2)
    credit = blocks.CharBlock(required=False, label=_("Credit"), max_length=200)
    alt = blocks.CharBlock(
        required=False,
        label=_("Description"),
        max_length=300,
        help_text=_("What the picture shows, for those who do not see it. Leave empty if the caption says it all."),
    )
    basis = blocks.ChoiceBlock(choices=Basis.choices, default=Basis.UNKNOWN, label=_("Basis for use"))
    wide = blocks.BooleanBlock(required=False, label=_("Full width"))

    class Meta:
        icon = "image"
        label = _("Photo")

    def clean(self, value: Any) -> Any:
        """Asked for before anything is saved, drafts included: nobody remembers it later."""
        cleaned = super().clean(value)
        if cleaned["picture"] and cleaned["basis"] == Basis.UNKNOWN:
            raise blocks.StructBlockValidationError(
                {"basis": ValidationError(_("Choose the basis for using this photo."))}
            )
        return cleaned


class QuoteBlock(blocks.StructBlock):  # type: ignore[misc]  # wagtail is untyped
    text = blocks.TextBlock(label=_("Quote"), rows=3)
    who = blocks.CharBlock(required=False, label=_("Who said it"), max_length=200)

    class Meta:
        icon = "openquote"
        label = _("Quote")


class BodyBlock(blocks.StreamBlock):  # type: ignore[misc]  # wagtail is untyped
    paragraph = blocks.RichTextBlock(features=PLAIN_FEATURES, label=_("Paragraph"))
    heading = blocks.CharBlock(max_length=200, label=_("Heading"), icon="title")
    photo = PhotoBlock()
    quote = QuoteBlock()
    statement = blocks.ChoiceBlock(choices=statement_choices, label=_("Sentence with figures"), icon="order")

    class Meta:
        required = False
