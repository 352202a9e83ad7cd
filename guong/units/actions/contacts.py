"""How the public reaches people in office: shown by a named person, taken back by a named person."""

from django.db import transaction
from django.utils.translation import gettext as _

from guong.jobs import clock
from guong.units.actions.changing import tell
from guong.units.models import Contact, Mandate, Person
from guong.units.queries.periods import during
from guong.units.rules import Refused


@transaction.atomic
def show_contact(
    *, by: Person, mandate: Mandate, post: str, phone: str = "", mail: str = "", hours: str = ""
) -> Contact:
    """The holder of a mandate with a telephone, an address or hours, on the public chart; in the place of what was."""
    if not (phone or mail or hours):
        raise Refused(_("Write a telephone number, a mail address or hours: one of them at least."))
    if not during(Mandate.objects.filter(pk=mandate.pk), clock.today()).exists():
        raise Refused(_("This mandate does not hold today; nobody is reached by it."))
    _take_back(by, mandate)
    shown = Contact.objects.create(
        mandate=mandate,
        unit=mandate.unit,
        name=mandate.person.name,
        post=post,
        phone=phone,
        mail=mail,
        hours=hours,
        shown_at=clock.now(),
        shown_by=by,
    )
    tell(by, "show_contact", shown.uid, {"mandate": str(mandate.uid)})
    return shown


@transaction.atomic
def hide_contact(*, by: Person, mandate: Mandate) -> None:
    """Nothing of the holder on the public chart any more; telephone, mail and hours are erased."""
    if not _take_back(by, mandate):
        raise Refused(_("This contact was taken back already."))
    tell(by, "hide_contact", mandate.uid, {})


def _take_back(by: Person, mandate: Mandate) -> int:
    standing = Contact.objects.filter(mandate=mandate, hidden_at__isnull=True)
    return standing.update(phone="", mail="", hours="", hidden_at=clock.now(), hidden_by=by)
