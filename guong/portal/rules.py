"""What must hold before an article reaches the public."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from guong.portal.enums import Basis


class Refused(Exception):
    """An article may not be published as it stands; the sentence says what is missing and what to do."""


def check_photo(value: Mapping[str, Any]) -> None:
    """A picture needs a known basis for its use; a caption without a picture needs none."""
    if value["picture"] and value["basis"] in {"", Basis.UNKNOWN}:
        raise Refused(
            _("Not published: the basis for using a photo is not known. The draft is kept. Choose it, then publish.")
        )
