"""Who may take pages in: those who direct a unit; an import is seen by those who direct the owner of its round."""

from datetime import date
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404

from guong.intake.models import Import
from guong.units.access import scope
from guong.units.enums import Verb
from guong.units.models import Person, Unit
from guong.units.queries import working_in


def owner_for(person: Person, at: date) -> Unit:
    """The unit whose office the person works in; 403 for whoever directs none."""
    mandate = working_in(person, Verb.DIRECT, at)
    if mandate is None:
        raise PermissionDenied
    return mandate.unit


def import_for(person: Person, uid: UUID, at: date) -> Import:
    """The import, or 404 for whoever does not see the owner of its round; 403 for whoever sees but does not direct."""
    found = Import.objects.select_related("round").filter(uid=uid).first()
    if found is None or found.round is None:
        raise Http404
    if not scope(person, Verb.SEE, at).filter(pk=found.round.owner_id).exists():
        raise Http404
    if not scope(person, Verb.DIRECT, at).filter(pk=found.round.owner_id).exists():
        raise PermissionDenied
    return found
