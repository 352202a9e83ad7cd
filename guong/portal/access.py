"""Who may enter the editor: persons whose mandate lets them edit this portal today. An ended one closes the door."""

from datetime import date

from django.contrib.auth.models import AbstractUser, AnonymousUser, Group
from django.http import HttpRequest

from guong.portal.queries import home
from guong.units.access import acting, scope
from guong.units.enums import Verb
from guong.units.models import Person

EDITORS = "portal editors"  # the group that Wagtail's rights hang on


def may_edit(person: Person | None, day: date) -> bool:
    """Whether a person may edit the portal of this installation on a day."""
    allowed = scope(person, Verb.EDIT, day)
    front = home()
    return allowed.filter(pk=front.unit_id).exists() if front and front.unit_id else allowed.exists()


def editor(request: HttpRequest, day: date) -> Person | None:
    """The editor behind the request, or None. Membership of the editors' group is brought in line on the way."""
    person = acting(request)
    allowed = may_edit(person, day)
    keep_in_step(request.user, allowed=allowed)
    return person if allowed else None


def keep_in_step(user: AbstractUser | AnonymousUser, *, allowed: bool) -> None:
    """Put a user into the editors' group or take them out; writes only on a change."""
    if user.is_anonymous or user.groups.filter(name=EDITORS).exists() == allowed:
        return
    group = Group.objects.filter(name=EDITORS).first()
    if group is not None and allowed:
        user.groups.add(group)
    elif group is not None:
        user.groups.remove(group)


def close_ended(day: date) -> int:
    """Take everybody out of the editors' group whose mandate has ended. Returns how many."""
    members = Person.objects.filter(user__groups__name=EDITORS).select_related("user")
    ended = [person for person in members if not may_edit(person, day)]
    for person in ended:
        if person.user:
            keep_in_step(person.user, allowed=False)
    return len(ended)
