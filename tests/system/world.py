"""What is put into a real installation and read out of it, each in a process of its own: `world <what>` prints JSON."""

import json
import os
import sys
from datetime import timedelta
from typing import Any

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


SECRET = "khe Sâu nước lặn không ai hay"  # in text, draft, opinion and file alone; the other mark is in the fields too


def slipped_in() -> dict[str, str]:
    """A paper that had no business here, made public, indexed, drafted, commented and opened by a reader."""
    from datetime import date

    from django.test import Client

    from guong.files.tests.papers import docx
    from guong.jobs import worker
    from guong.portal.addresses import paper_url
    from guong.portal.tests.factories import make_portal
    from guong.registry import actions
    from guong.registry.actions.uploading import Given
    from guong.registry.tests.factories import make_document
    from guong.rounds.tests.factories import make_world
    from tests.canary import MARK

    world = make_world()
    make_portal(world.district)
    make_document(world.district, "7-CV/HU", type="CV", text="Theo Kế hoạch số 105-KH/TU ngày 24/02/2022")
    words = [f"{MARK}; {SECRET}; đoạn {number}" for number in range(300)]
    held = actions.hold_upload(by=world.clerk, given=[Given(f"{MARK}.docx", docx("KẾ HOẠCH", *words))])
    paper = actions.register_upload(
        by=world.clerk,
        upload=held,
        roles={},
        keeper=world.district,
        direction="incoming",
        type="KH",
        symbol="105-KH/TU",
        issued_on=date(2022, 2, 24),
        abstract=f"Về việc {MARK}",
        signer=MARK,
        no_mark_declared=True,
    )
    _hang_on(paper, world.clerk)
    actions.make_public(by=world.clerk, document=paper)
    while worker.run_once():
        pass
    page = Client(SERVER_NAME="127.0.0.1").get(paper_url(paper)).content.decode()
    return {"shown": str(MARK in page and SECRET in page), "paper": str(paper.uid)}


def _hang_on(paper: Any, clerk: Any) -> None:
    """A draft, an opinion, a recipient and an instruction with marked words."""
    from datetime import date

    from guong.registry import sealing
    from guong.registry.models import Draft, Instruction, Opinion, Recipient
    from tests.canary import MARK

    draft = Draft.objects.create(
        document=paper, no=1, made_at=paper.registered_at, sealed_text=sealing.sealed(paper.uid, f"{MARK} {SECRET}")
    )
    said = sealing.sealed(paper.uid, f"{MARK} {SECRET}") or b""
    Opinion.objects.create(draft=draft, by=clerk, sealed_text=said, given_at=paper.registered_at)
    Recipient.objects.create(document=paper, order=0, purpose="keep", text=MARK)
    Instruction.objects.create(document=paper, text=MARK, given_on=date(2022, 2, 25), recorded_at=paper.registered_at)


def take_out() -> dict[str, object]:
    from guong.jobs import worker
    from guong.registry import actions
    from guong.registry.models import OfficialDocument

    paper = OfficialDocument.objects.get(symbol="105-KH/TU")
    actions.take_out(by=paper.made_public_by, document=paper, reason="Có dấu chỉ mức độ mật")
    while worker.run_once():
        pass
    return stone()


def stone() -> dict[str, object]:
    """What is left of the paper, and in how many rows of the database its words still are."""
    from django.test import Client

    from guong.registry.models import OfficialDocument
    from tests.canary import scan_tables

    paper = OfficialDocument.objects.get(symbol="105-KH/TU")
    file = paper.files.get()
    return {
        "reasons": [paper.taken_out_reason, file.taken_out_reason],
        "hashes": [len(paper.taken_out_sha256), len(file.sha256)],
        "public": Client(SERVER_NAME="127.0.0.1").get(f"/van-ban/{paper.uid}/").status_code,
        "rows": [one.where for one in scan_tables()],
    }


PARTS = (kill_world, kept, lose_one, restore_world, pages, inside, sample, slipped_in, take_out, stone)
WHAT = {one.__name__: one for one in PARTS}


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "guong.settings")
    django.setup()
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
    print(json.dumps(WHAT[sys.argv[1]]()))


if __name__ == "__main__":
    main()
