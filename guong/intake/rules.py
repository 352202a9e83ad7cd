"""Why a page is not taken in, and from what a derived field was computed, in words."""

import hashlib

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guong.intake.captured.model import CapturedPage
from guong.viet.fold import fold

SOURCES: dict[str, Promise] = {
    "calendar": gettext_lazy("from the calendar of occasions"),
    "host_year": gettext_lazy("from the year of the event it belongs to"),
    "list": gettext_lazy("from the list in which it stands"),
    "order": gettext_lazy("from its place in the text"),
    "title": gettext_lazy("from the title"),
}
"""Words for `Found.source`."""


class Refused(Exception):
    """The sentence says what happened, what was kept and what to do."""


def sentence(reason: str) -> str:
    """The sentence for a reason of `parse.UnreadablePage`."""
    sentences = {
        "too_large": _("The page is larger than 5 MB. Nothing was saved. Save the article alone and try again."),
        "not_utf8": _("The file is not text in UTF-8. Nothing was saved. Save it as UTF-8 text and try again."),
        "empty": _("No article was found on the page. Nothing was saved. Check that title and text are in it."),
    }
    return sentences[reason]


def page_key(page: CapturedPage) -> str:
    """What makes two captures the same page: title and author, whatever spelling or furniture is around them."""
    said = f"{page.title.value or ''}\n{page.author.person.value or ''}"
    return hashlib.sha256(" ".join(fold(said).split()).encode()).hexdigest()
