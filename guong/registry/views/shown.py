"""How papers are said on the screens of the register."""

from datetime import date

from django.conf import settings
from django.utils.translation import get_language

from guong.registry import queries
from guong.registry.enums import Validity
from guong.registry.models import OfficialDocument

# The class of a pill in look/ for each state.
_PILLS = {Validity.IN_FORCE: "force", Validity.ENDED_IN_PART: "part", Validity.NOT_YET: "soon"}


def type_words(code: str) -> str:
    return settings.PACK.label("document_types", code, get_language() or "vi")


def state_words(document: OfficialDocument, on: date) -> tuple[str, str]:
    """The words of a state and the class of its pill."""
    state = Validity(queries.validity(document, on, document.related_by.all()))
    return str(state.label), _PILLS.get(state, "")


def type_table() -> dict[str, str]:
    """Words of all types by code, for lists."""
    return dict(settings.PACK.choices("document_types", get_language() or "vi"))
