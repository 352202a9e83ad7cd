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
    Role.SIGNATORY: frozenset({Verb.SEE, Verb.SEE_INSIDE, Verb.REPORT, Verb.SIGN, Verb.GRANT}),
    Role.CLERK: frozenset({Verb.SEE, Verb.DIRECT, Verb.GRANT}),
    Role.LEADER: frozenset({Verb.SEE, Verb.SIGN, Verb.GRANT}),
    Role.EDITOR: frozenset({Verb.SEE, Verb.EDIT}),
    Role.AUDITOR: frozenset({Verb.SEE, Verb.AUDIT}),
    Role.ADMINISTRATOR: frozenset({Verb.SEE, Verb.ADMINISTER, Verb.GRANT}),
}

# Nobody above a unit sees inside it: SEE_INSIDE stands in no row here.
_BELOW: Mapping[Role, frozenset[Verb]] = {
    Role.CLERK: frozenset({Verb.SEE, Verb.DIRECT, Verb.GRANT}),
    Role.LEADER: frozenset({Verb.SEE}),
    Role.AUDITOR: frozenset({Verb.AUDIT}),
    Role.ADMINISTRATOR: frozenset({Verb.ADMINISTER, Verb.GRANT}),
}

# The assigned member above who follows a unit sees it, whatever else that person is.
FOLLOWING = frozenset({Verb.SEE})

# What the holder of a mandate may delegate to another person for a time; to see comes with each. What stays in a unit,
# the right to say who holds what, and checking are delegated to nobody.
DELEGABLE = (Verb.REPORT, Verb.SIGN, Verb.DIRECT, Verb.EDIT)

# What nobody above a unit may hold there. The office above names who does, as it does on paper: a unit without people
# could never get its first ones otherwise.
ANSWERING = frozenset({Verb.REPORT, Verb.SIGN, Verb.SEE_INSIDE})


def verbs_at(role: str) -> frozenset[Verb]:
    """What a role allows at the unit of the mandate; a post without a role allows nothing."""
    return _OWN[Role(role)] if role else frozenset()


def verbs_below(role: str) -> frozenset[Verb]:
    """What a role allows at every unit below."""
    return _BELOW.get(Role(role), frozenset()) if role else frozenset()


def delegable(role: str) -> list[Verb]:
    """What the holder of a role may delegate, in the order of the list above."""
    return [verb for verb in DELEGABLE if verb in verbs_at(role)]


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
