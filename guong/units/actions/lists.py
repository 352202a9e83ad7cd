"""Lists of those who went from a unit that ended to one that carries it on. They are read inside that unit alone."""

from collections.abc import Sequence

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from guong.units.actions.changing import tell
from guong.units.models import MemberList, Person, Succession
from guong.units.rules import Refused
from guong.units.sealing import seal


@transaction.atomic
def list_members(*, by: Person | None, succession: Succession, names: Sequence[str]) -> MemberList:
    """Who went this way, by name; as many as the decision counts, where it counts them."""
    listed = [" ".join(name.split()) for name in names if name.strip()]
    if not listed:
        raise Refused(_("The list has no name."))
    if succession.members not in (None, len(listed)):
        said = _("The decision counts {counted} members who went this way; the list names {listed}.")
        raise Refused(said.format(counted=succession.members, listed=len(listed)))
    sealed = seal(succession.successor, "\n".join(listed))
    made = _stored(MemberList(succession=succession, sealed=sealed, count=len(listed)))
    tell(by, "list_members", succession.change.uid, {"to": str(succession.successor.uid), "members": len(listed)})
    return made


def _stored(members: MemberList) -> MemberList:
    try:
        with transaction.atomic():
            members.save(force_insert=True)
    except IntegrityError as error:
        raise Refused(_("There is a list of who went this way already.")) from error
    return members


@transaction.atomic
def erase_member_list(*, by: Person | None, members: MemberList) -> None:
    """The names are erased; how many they were stays."""
    members.sealed = None
    members.save(update_fields=["sealed"])
    tell(by, "erase_member_list", members.succession.change.uid, {"to": str(members.succession.successor.uid)})
