"""Slips as they are printed, in the language of the organisation's papers."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from guong.desk.words import language
from guong.jobs.clock import today, zone
from guong.registry.cases import FONTS
from guong.render.slips import Labels, Slip, pdf
from guong.units.actions import Printed
from guong.units.models import Person
from guong.units.queries import mandates, names_of
from guong.viet.dates import format_date


def slips_as_pdf(by: Person, made: Sequence[Printed], units: Mapping[Person, int], *, one_to_a_page: bool) -> bytes:
    names = names_of(set(units.values()), today())
    rows = [_slip(one, names.get(units[one.person], "")) for one in made]
    return pdf(rows, _labels(by), one_to_a_page=one_to_a_page, language=language(), fonts=FONTS)


def _slip(one: Printed, unit: str) -> Slip:
    address = settings.GUONG_PUBLIC_URL.rstrip("/") + reverse("entry:slip_of", args=[one.slip.number])
    half = len(one.code) // 2
    return Slip(
        name=one.person.name,
        unit=unit,
        number=one.slip.number,
        code=f"{one.code[:half]} {one.code[half:]}",
        address=address,
        valid=_moment(one.slip.expires_at),
    )


def _moment(instant: datetime) -> str:
    local = instant.astimezone(zone())
    return f"{local:%H:%M}, {format_date(local.date(), lang=language())}"


def _keeper(by: Person) -> str:
    """The unit at which the one who prints holds a mandate."""
    own = [mandate.unit_id for mandate in mandates(by, today()) if mandate.role]
    return names_of(own[:1], today()).get(own[0], "") if own else ""


def _labels(by: Person) -> Labels:
    lost = _("Device lost or PIN forgotten: call the office, {phone}.").format(phone=by.phone or "………………")
    return Labels(
        keeper=_keeper(by),
        title=_("Invitation to use the system"),
        name=_("Full name"),
        unit=_("Unit"),
        valid=_("Valid until"),
        address=_("Address"),
        number=_("Number of the slip"),
        code=_("One-time code"),
        steps=(
            _("Scan the picture with the camera and open it in the browser, not inside a chat application."),
            _("Enter the number of the slip and the one-time code, then choose a PIN of six figures."),
            lost,
        ),
        list=_("Invitations handed over"),
        columns=(_("No."), _("Full name"), _("Unit"), _("Slip"), _("Received on"), _("Signature")),
    )
