"""Writing the trail: one entry per change of state, in the transaction of that change; sealing by the worker."""

import re
from collections.abc import Mapping
from uuid import UUID

from django.db import connection, transaction

from guong.jobs import clock
from guong.keys import sign
from guong.trail import chain
from guong.trail.capacity import working_as
from guong.trail.models import Entry, Head, Name

BATCH = 1000
_WHAT = re.compile(r"[a-z_]+\.[a-z_]+")
# A word without blanks: an id, a code, a hash, a symbol. Sentences and people's names have blanks.
_FACT = re.compile(r"[\w.:/+\-]{0,128}")
_LARGEST = 2**53 - 1

Facts = Mapping[str, str | int | None]


class NotInTransaction(RuntimeError):
    """`record` was called outside of the transaction of the change that it records."""


def record(
    *, by: UUID | None, what: str, on: UUID | str, acting_as: UUID | None = None, facts: Facts | None = None
) -> Entry:
    """Add an entry: who (`by` None is the system), what as "room.verb", on what; `facts` hold ids, hashes and counts.

    `acting_as` is the mandate that the act stands on, else the one that the person chose to work in.
    Raises ValueError where a fact could be a text, NotInTransaction outside of `atomic`.
    """
    if not transaction.get_connection().in_atomic_block:
        raise NotInTransaction(what)
    if not _WHAT.fullmatch(what):
        raise ValueError(f"“{what}” is no room.verb")
    capacity = acting_as or (working_as() if by else None)
    return Entry.objects.create(
        made_at=clock.now(), actor=by, acting_as=capacity, what=what, target=str(on), facts=_checked(facts or {})
    )


def _checked(facts: Facts) -> dict[str, str | int | None]:
    for name, value in facts.items():
        if isinstance(value, str) and not _FACT.fullmatch(value):
            raise ValueError(f"the fact “{name}” is a text; the trail holds ids, hashes and counts")
        if isinstance(value, int) and abs(value) > _LARGEST:
            raise ValueError(f"the fact “{name}” is too large a number")
    return dict(facts)


@transaction.atomic
def remember_name(*, uid: UUID, name: str) -> None:
    """Keep or correct the name behind an actor's id. A name that was erased stays erased."""
    Name.objects.get_or_create(uid=uid, defaults={"name": name})
    Name.objects.filter(uid=uid).exclude(name="").update(name=name)


@transaction.atomic
def erase_name(*, uid: UUID, by: UUID | None) -> None:
    """Erase the name behind an id; the empty row stays as its tombstone, the entries keep the id."""
    Name.objects.update_or_create(uid=uid, defaults={"name": ""})
    record(by=by, what="trail.erase_name", on=uid)


@transaction.atomic
def seal_waiting() -> int:
    """Give waiting entries their place in the chain, in order, and sign its new end. Returns how many were sealed.

    The worker alone calls this; should two run at once, the unique position stops the second.
    """
    waiting = list(Entry.objects.filter(position=None).order_by("id")[:BATCH])
    if not waiting:
        return 0
    last = Entry.objects.exclude(position=None).order_by("-position").first()
    position, seal = (last.position or 0, last.seal) if last else (0, chain.FIRST)
    rows = []
    for entry in waiting:
        position, seal = position + 1, chain.seal(seal, entry)
        rows.append((position, seal, entry.pk))
    with connection.cursor() as cursor:
        cursor.executemany(
            f"UPDATE {Entry._meta.db_table} SET position = %s, seal = %s WHERE id = %s",  # noqa: S608  (a table of ours)
            rows,
        )
    _sign_head(position, seal)
    return len(waiting)


def _sign_head(position: int, seal: str) -> None:
    head = Head(position=position, seal=seal, made_at=clock.now())
    head.signature = sign.sign(chain.head_bytes(head))
    head.save(force_insert=True)
