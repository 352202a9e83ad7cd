"""What is put into a real installation and read out of it, each in a process of its own: `world <what>` prints JSON."""

import json
import os
import sys
from datetime import timedelta

import django
from django.conf import settings

SECRETARIES = 16
PASSWORD = "only-for-tests-1"  # noqa: S105  (accounts of a throw-away installation)


def kill_world() -> list[list[str]]:
    """One open phase; of each secretary the log-in, the duty, and today's day."""
    from guong.jobs import clock
    from guong.rounds.enums import DutyKind
    from guong.rounds.tests.factories import duty_of, make_round, make_world, open_it
    from guong.units.tests.factories import make_member, make_unit

    world = make_world()
    cells = [make_unit(f"Chi bộ Trường số {n}", parent=world.district) for n in range(SECRETARIES)]
    instant = clock.now()
    phase = make_round(world).phases.get(order=0)
    due_at = clock.start_of(clock.today()) + timedelta(days=30)
    open_it(world, phase, at=instant, due_at=due_at, kinds=[DutyKind.SITTING])
    found = []
    for cell in cells:
        person = make_member(cell, "signatory")
        assert person.user is not None
        found.append([person.user.username, str(duty_of(phase, cell).uid), clock.today().isoformat()])
    return found


def kept() -> dict[str, object]:
    """What the database holds after the storm: [id, digest, receipt's number] of all submissions, entries unsealed."""
    import hashlib

    from guong.jobs.models import OutboxRow
    from guong.rounds import receipts
    from guong.rounds.models import Submission
    from guong.trail.models import Entry

    rows = []
    for one in Submission.objects.select_related("receipt").order_by("uid"):
        rows.append([str(one.uid), one.digest, receipts.number(one.receipt), hashlib.sha256(one.up).hexdigest()])
    return {
        "submissions": rows,
        "unsealed": Entry.objects.filter(position=None).count(),
        "handed_in": Entry.objects.filter(what="rounds.hand_in").count(),
        "last_outbox": OutboxRow.objects.order_by("pk").values_list("pk", flat=True).last(),
    }


def lose_one() -> int:
    """The planted breach: one submission is changed past all actions."""
    from guong.rounds.models import Submission

    Submission.objects.filter(pk=Submission.objects.order_by("pk").values("pk")[:1]).update(digest="0" * 64)
    return 1


WHAT = {one.__name__: one for one in (kill_world, kept, lose_one)}


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "guong.settings")
    django.setup()
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
    print(json.dumps(WHAT[sys.argv[1]]()))


if __name__ == "__main__":
    main()
