"""Mandates in words."""

from collections.abc import Iterable

from django.conf import settings
from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from guong.jobs.clock import today
from guong.trail.capacity import working_as
from guong.ui.nav import Choice
from guong.units.access import acting
from guong.units.enums import Verb
from guong.units.models import Mandate
from guong.units.queries import capacities, short_names_of


def post_of(mandate: Mandate) -> str:
    """What a mandate is for, in words: the full title, the pack's name of the post, the role, or the following."""
    if mandate.office_title:
        return mandate.office_title
    if mandate.office:
        return settings.PACK.label("offices", mandate.office, get_language() or "vi")
    return _("assigned member who follows the unit") if mandate.follows else mandate.get_role_display()


def words_of(verbs: Iterable[str]) -> str:
    """What is delegated, in the order of the vocabulary."""
    chosen = set(verbs)
    return ", ".join(str(verb.label) for verb in Verb if verb.value in chosen)


def offices(request: HttpRequest) -> list[Choice]:
    """The offices in which the person behind a request may work, the chosen one marked; asked once a request."""
    if not hasattr(request, "_guong_offices"):
        request._guong_offices = _offices(request)  # type: ignore[attr-defined]  # remembered for this request only
    return request._guong_offices  # type: ignore[attr-defined, no-any-return]  # set just above


def _offices(request: HttpRequest) -> list[Choice]:
    person = acting(request)
    if person is None:
        return []
    rows = list(capacities(person, today()))
    units, chosen = short_names_of([row.unit_id for row in rows], today()), working_as()
    if chosen is None and rows:
        chosen = rows[0].uid
    named = [(row, _named(row, units.get(row.unit_id, ""))) for row in rows]
    return [
        Choice(
            str(row.uid),
            label
            if row.person_id == person.pk
            else _("{post}, delegated by {name}").format(post=label, name=row.person.name),
            row.uid == chosen,
        )
        for row, label in named
    ]


def _named(mandate: Mandate, unit: str) -> str:
    """The full title names its unit already."""
    if mandate.office_title:
        return mandate.office_title
    return _("{post}, {unit}").format(post=capfirst(post_of(mandate)), unit=unit)
