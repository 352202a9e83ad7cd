"""Who may walk a figure back to its receipts: those who see the unit it is of."""

from datetime import date
from uuid import UUID

from django.http import Http404

from guong.figures.models import Publication
from guong.units.access import scope
from guong.units.enums import Verb
from guong.units.models import Person


def publication_for(person: Person | None, uid: UUID, *, at: date) -> Publication:
    """The publication, for somebody who sees its unit on that day; 404 for everybody else."""
    found = Publication.objects.select_related("unit", "round", "published_by").filter(uid=uid).first()
    if found is None or not scope(person, Verb.SEE, at).filter(pk=found.unit_id).exists():
        raise Http404
    return found
