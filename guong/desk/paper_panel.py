"""What the desk adds to the page of a paper: what came of its instructions."""

from datetime import date

from django.utils.translation import gettext as _

from guong.desk.proposing import outcomes
from guong.jobs.clock import now
from guong.registry.arrivals import first_of, instructions_of
from guong.registry.models import OfficialDocument
from guong.rounds.access import rounds_for
from guong.units.access import may
from guong.units.enums import Verb
from guong.units.models import Person
from guong.units.panels import Panel


def what_came_of_it(person: Person, document: OfficialDocument, on: date) -> Panel | None:
    """Rounds that the person may see; who directs the register may propose one where there is none."""
    if not may(person, Verb.SEE, document.keeper, on):
        return None
    standing = [one for one in instructions_of(document) if not hasattr(one, "corrected_by")]
    origins = [first_of(one).uid for one in standing]
    rounds = {round.origin: round for round in rounds_for(person, on).filter(origin__in=origins)}
    directs = may(person, Verb.DIRECT, document.keeper, on)
    found = [one for one in outcomes(standing, rounds, now()) if one.round or directs]
    return (
        Panel(_("What came of it"), "desk/panel_outcomes.html", {"outcomes": found, "directs": directs})
        if found
        else None
    )
