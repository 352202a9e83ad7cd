"""What is put into a real installation and read out of it, each in a process of its own: `world <what>` prints JSON."""

import json
import os
import sys
from datetime import timedelta

import django
from django.conf import settings

from tests.system.sample import sample

SECRETARIES = 16
PASSWORD = "only-for-tests-1"


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


def lose_one() -> dict[str, object]:
    """The planted breach: one submission is changed past all actions. What is kept then."""
    from guong.rounds.models import Submission

    Submission.objects.filter(pk=Submission.objects.order_by("pk").values("pk")[:1]).update(digest="0" * 64)
    return kept()


def restore_world() -> dict[str, str]:
    """A sealed report, a public paper with a file, an article with a photo; sealed trail. Names what to look at."""
    from guong.files import actions as files
    from guong.files.tests.factories import pdf
    from guong.jobs import worker
    from guong.portal.addresses import file_url, paper_url
    from guong.portal.tests.factories import make_portal, photo, publish
    from guong.registry.actions import make_public
    from guong.registry.tests.factories import make_document
    from guong.rounds import receipts
    from guong.rounds.tests.factories import duty_of, make_phase, make_world, send

    world = make_world()
    receipt = send(world.secretary, duty_of(make_phase(world), world.school))
    make_portal(world.district)
    paper = make_document(world.district, "105-KH/TU")
    file = files.store(content=pdf(), claimed_name="ke-hoach.pdf")
    paper.files.add(file)
    make_public(by=world.clerk, document=paper)
    article = publish("Tự soi, tự sửa ở Mường Soi", photos=[photo()])
    while worker.run_once():
        pass
    return {
        "article": article.url,
        "paper": paper_url(paper),
        "file": file_url(paper, file.uid),
        "submission": str(receipt.submission.uid),
        "receipt": receipts.file(receipt).decode(),
    }


def pages() -> dict[str, str]:
    """Address → status and text of public pages, without what differs at every request."""
    import re

    from django.test import Client

    from guong.portal.addresses import file_url, paper_url
    from guong.portal.models import ArticlePage
    from guong.registry.models import OfficialDocument

    client, found = Client(SERVER_NAME="127.0.0.1"), {}
    paper = OfficialDocument.objects.get()
    articles = [one.url for one in ArticlePage.objects.live()]
    papers = ["/van-ban/", paper_url(paper), file_url(paper, paper.files.get().uid)]
    for address in ["/", *articles, *papers]:
        answer = client.get(address)
        content = b"".join(answer) if answer.streaming else answer.content
        text = re.sub(r'(nonce|csrfmiddlewaretoken" value)="[^"]*"', "", content.decode("latin-1"))
        found[address] = f"{answer.status_code} {text}"
    return found


def inside() -> dict[str, object]:
    """What the secretary sees of the own report, and whether the sealed part opens."""
    from django.test import Client

    from guong.keys import seal
    from guong.rounds.models import Submission

    one = Submission.objects.get()
    client = Client(SERVER_NAME="127.0.0.1", raise_request_exception=False)
    assert one.by is not None
    assert one.by.user is not None
    client.force_login(one.by.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    answer = client.get(f"/desk/submissions/{one.uid}/")
    try:
        opened = seal.unseal(bytes(one.stays or b""), kind="unit", name=str(one.unit.uid)).decode()
    except seal.KeyMissing:
        opened = ""
    return {"status": answer.status_code, "page": answer.content.decode(), "opened": opened}


WHAT = {one.__name__: one for one in (kill_world, kept, lose_one, restore_world, pages, inside, sample)}


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "guong.settings")
    django.setup()
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
    print(json.dumps(WHAT[sys.argv[1]]()))


if __name__ == "__main__":
    main()
