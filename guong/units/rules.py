"""What a role lets its holder do, and where: at the own unit, or at it and all units below."""

from collections.abc import Mapping
from datetime import date

from django.conf import settings
from django.utils.translation import gettext as _

from guong.units.enums import Role, Verb

# Start of periods whose real first day nobody recorded (an imported tree). Screens show no date for it.
UNKNOWN_START = date(1900, 1, 1)


class Refused(Exception):
    """The act cannot be done; the message is a whole sentence for the person."""


_OWN: Mapping[Role, frozenset[Verb]] = {
    Role.READER: frozenset({Verb.SEE, Verb.SEE_INSIDE}),
    Role.REPORTER: frozenset({Verb.SEE, Verb.SEE_INSIDE, Verb.REPORT}),
    Role.SIGNATORY: frozenset({Verb.SEE, Verb.SEE_INSIDE, Verb.REPORT, Verb.SIGN}),
    Role.CLERK: frozenset({Verb.SEE, Verb.DIRECT}),
    Role.LEADER: frozenset({Verb.SEE, Verb.SIGN}),
    Role.EDITOR: frozenset({Verb.SEE, Verb.EDIT}),
    Role.AUDITOR: frozenset({Verb.SEE, Verb.AUDIT}),
    Role.ADMINISTRATOR: frozenset({Verb.SEE, Verb.ADMINISTER}),
}

# Nobody above a unit sees inside it: SEE_INSIDE stands in no row here.
_BELOW: Mapping[Role, frozenset[Verb]] = {
    Role.CLERK: frozenset({Verb.SEE, Verb.DIRECT}),
    Role.LEADER: frozenset({Verb.SEE}),
    Role.AUDITOR: frozenset({Verb.AUDIT}),
    Role.ADMINISTRATOR: frozenset({Verb.ADMINISTER}),
}


def roles_at(verb: Verb) -> list[str]:
    """Roles that allow `verb` at the unit of the mandate."""
    return [role.value for role, verbs in _OWN.items() if verb in verbs]


def roles_below(verb: Verb) -> list[str]:
    """Roles that allow `verb` at every unit below that of the mandate."""
    return [role.value for role, verbs in _BELOW.items() if verb in verbs]


def known(table: str, code: str, on: date) -> str:
    """The code, if the pack has it in force on a day."""
    if settings.PACK.entry(table, code, on) is None:
        raise Refused(_("The pack has no entry “{code}” in force on {day}.").format(code=code, day=on.isoformat()))
    return code
