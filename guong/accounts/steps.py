"""What higher rooms say about an account, and what they want to know of it. They add themselves in `apps.ready()`."""

from collections.abc import Callable
from datetime import date
from uuid import UUID

from guong.accounts.models import User

# Whoever holds a desk role on that day: a password alone opens nothing then.
NEEDS_TWO: list[Callable[[User, date], bool]] = []

# Inside the transaction of what somebody did with the own account: who, the verb, and what it was done to.
DONE: list[Callable[[User, str, UUID], None]] = []

# How somebody is called on the own pages; the first name that is not empty stands.
NAMES: list[Callable[[User], str]] = []


def done(user: User, verb: str, on: UUID) -> None:
    for step in DONE:
        step(user, verb, on)


def name_of(user: User) -> str:
    return next((name for step in NAMES if (name := step(user))), user.get_full_name() or user.get_username())
