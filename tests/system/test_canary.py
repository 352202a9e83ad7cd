"""200 marked sentences that stay in their units: nobody else's page, file, log, mail or backup holds one of them."""

import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from django.urls import NoReverseMatch, reverse
from uuid_utils.compat import uuid7

from guong.desk.tests.factories import signed_in, sitting_post
from guong.files import queries as files
from guong.files.models import StoredFile
from guong.files.tests.factories import pdf
from guong.jobs import clock
from guong.jobs.outbox import tell
from guong.jobs.worker import run_once
from guong.keys import seal
from guong.portal.addresses import spelled
from guong.portal.tests.factories import make_portal, publish
from guong.registry.models import OfficialDocument
from guong.registry.tests.factories import make_document
from guong.rounds.models import AgendaPoint, Duty, Judgement, Phase, Round, Submission
from guong.rounds.tests.factories import BEFORE, World, duty_of, make_phase, make_world
from guong.units.models import Person, Unit
from guong.units.tests.factories import make_member, make_unit
from tests import canary
from tests.access_matrix import ACCESS
from tests.test_access import Address, addresses

pytestmark = pytest.mark.django_db(transaction=True)
PER_REPORT = 10
CELLS = 20
ROWS = ("words_found", "words", "holder", "measure")


@dataclass(frozen=True)
class Marked:
    """The organisation after all hand-ins: who told the marked sentences, and who must never read one."""

    world: World
    tellers: list[Person]
    others: dict[str, Client]


def report(duty: Duty, words: list[str]) -> dict[str, Any]:
    """A posted sitting whose every word that stays is marked, ten of them, and a marked page of the minutes."""
    page = SimpleUploadedFile(f"{canary.MARK}.pdf", pdf(stream=words[-1].encode()), content_type="application/pdf")
    post = sitting_post(duty, uuid7(), step="send", chair=words.pop(), minutes_taker=words.pop())
    post["promises-TOTAL_FORMS"] = "2"
    for row in range(2):
        for name in ("kind", "topic", "owner_office", "deadline"):
            post[f"promises-{row}-{name}"] = post[f"promises-0-{name}"]
        for name in ROWS:
            post[f"promises-{row}-{name}"] = words.pop()
    return {**post, "pages": page}


def hand_in_all(phase: Phase, cells: list[Unit]) -> list[Person]:
    words, tellers = canary.sentences(len(cells) * PER_REPORT), []
    for cell in cells:
        person, duty = make_member(cell, "signatory"), duty_of(phase, cell)
        answer = signed_in(person).post(reverse("desk:write", args=[duty.uid]), report(duty, words))
        assert answer.status_code == HTTPStatus.FOUND, answer.context["form"].errors
        tellers.append(person)
    assert words == []
    return tellers


def the_others(world: World) -> dict[str, Client]:
    elsewhere = make_unit("Đảng bộ huyện Soi Thượng", kind="district_committee")
    parts = {
        "superior clerk": world.clerk,
        "leader": make_member(world.district, "leader"),
        "sibling secretary": world.secretary,
        "parent secretary": make_member(world.district, "signatory"),
        "editor": make_member(world.district, "editor"),
        "auditor": make_member(world.district, "auditor"),
        "reader elsewhere": make_member(elsewhere, "reader"),
    }
    return {name: signed_in(person) for name, person in parts.items()} | {"anonymous": Client()}


def organisation(number: int) -> Marked:
    """Cells that handed in, one report returned by the superior, and all the worker has to do done."""
    world = make_world()
    cells = [make_unit(f"Chi bộ Trường số {n}", parent=world.district) for n in range(number)]
    phase = make_phase(world)
    make_portal(world.district)
    make_document(world.district)
    publish("Tự soi, tự sửa")
    others, tellers = the_others(world), hand_in_all(phase, cells)
    returned = Submission.objects.order_by("pk")[0]
    post = {"whole": "Thiếu kết luận."}
    others["superior clerk"].post(reverse("desk:return", args=[returned.uid]), post)
    assert Judgement.objects.filter(submission=returned).count() == 1
    while run_once():
        pass
    return Marked(world, tellers, others)


@pytest.fixture
def noisy(caplog: pytest.LogCaptureFixture) -> Iterator[pytest.LogCaptureFixture]:
    """Everything that is logged, on a set clock."""
    caplog.set_level(logging.DEBUG)
    with clock.at(BEFORE):
        yield caplog


def ids(route: str) -> Iterable[object]:
    """What can stand in the first place of an address: objects of its kind, or some of all kinds."""
    sent = list(Submission.objects.order_by("pk")[:2])
    duties = [duty.uid for one in sent for duty in one.duties.all()]
    kinds: dict[str, list[object]] = {
        "desk/rounds/": list(Round.objects.values_list("uid", flat=True)),
        "desk/phases/": list(Phase.objects.filter(duties__isnull=False).distinct().values_list("uid", flat=True)),
        "desk/duties/": [*duties],
        "desk/f/": [*duties],
        "desk/submissions/": [one.uid for one in sent],
        "desk/receipts/": [one.uid for one in sent],
        "desk/units/": [one.unit.uid for one in sent],
        "desk/registry/": list(OfficialDocument.objects.values_list("uid", flat=True)),
        "van-ban/": [spelled(one) for one in OfficialDocument.objects.all()],
    }
    known = next((kinds[start] for start in kinds if route.startswith(start)), None)
    return known if known is not None else [one for some in kinds.values() for one in some[:1]]


def fillings(one: Address) -> Iterator[str]:
    """The addresses of one line of the resolver with real ids."""
    sent = Submission.objects.order_by("pk")[0]
    found = {
        "uid": ids(one.route),
        "unit": [sent.unit.uid, Unit.objects.order_by("pk")[0].uid],
        "order": AgendaPoint.objects.values_list("order", flat=True)[:1],
        "file": StoredFile.objects.values_list("uid", flat=True),
    }
    rows: list[dict[str, object]] = [{}]
    for name in (name for name in found if f":{name}>" in one.route):
        rows = [row | {name: value} for row in rows for value in found[name]]
    for row in rows:
        try:
            yield reverse(one.name, kwargs=row)
        except NoReverseMatch:
            continue


def walk() -> list[str]:
    """Every address of ours that has a name, with the ids of what is there, and as a table where it is one."""
    found = [path for one in addresses() if one.ours and one.name in ACCESS for path in fillings(one)]
    lists = ("/export/", "/desk/units/", "/desk/registry/", "/desk/registry/unresolved/")
    tables = [f"{path}?format={form}" for path in found if path.endswith(lists) for form in ("xlsx", "csv")]
    return ["/", *found, *tables, f"{reverse('portal:search')}?q=b%E1%BA%A1ch+y%E1%BA%BFn"]


def pages_with_marks(client: Client, paths: list[str]) -> tuple[list[canary.Found], set[str]]:
    """(marked sentences in what a client is shown, addresses that were open to it)"""
    found, shown = [], set()
    for path in paths:
        answer = client.get(path)
        content = b"".join(answer) if answer.streaming else answer.content
        if answer.status_code == HTTPStatus.OK:
            shown.add(path)
        found += canary.scan(content + repr(answer.headers).encode(), path)
    return found, shown


def raw_places(folder: Path) -> list[canary.Found]:
    """All that lies on the disk: data with index and files, keys, a backup, the raw database with its journal."""
    call_command("backup", str(folder / "backup.tar"), verbosity=0)
    found = canary.scan_folder(folder) + canary.scan_folder(Path(settings.GUONG_DATA))
    found += canary.scan_folder(Path(settings.GUONG_KEYS))
    if connection.vendor == "sqlite":
        base = Path(str(connection.settings_dict["NAME"]))
        for path in base.parent.glob(base.name + "*"):
            found += canary.scan(path.read_bytes(), "raw " + path.name[len(base.name) :])
    return found


def logged(records: pytest.LogCaptureFixture) -> list[canary.Found]:
    return [one for record in records.records for one in canary.scan(repr(vars(record)).encode(), "log")]


def mailed() -> list[canary.Found]:
    return [one for message in mail.outbox for one in canary.scan(message.message().as_bytes(), "mail")]


@pytest.mark.timeout(300)
def test_nobody_else_finds_a_sentence_and_the_own_people_do(noisy: pytest.LogCaptureFixture, tmp_path: Path) -> None:
    marked, seen = organisation(CELLS), {}
    paths = walk()
    for name, client in marked.others.items():
        found, seen[name] = pages_with_marks(client, paths)
        assert (name, found) == (name, [])
    first = Submission.objects.get(by=marked.tellers[0])
    own = reverse("desk:submission", args=[first.uid])
    assert {name for name in seen if own in seen[name]} >= {"superior clerk", "leader"}
    assert [name for name in ("anonymous", "reader elsewhere", "sibling secretary") if own in seen[name]] == []
    assert len([path for path in seen["superior clerk"] if "format=" in path]) >= len(("xlsx", "csv"))
    page = signed_in(marked.tellers[0]).get(own).content.decode()
    assert page.count(canary.MARK) >= PER_REPORT
    assert canary.MARK.encode() in files.read(first.minutes.get())
    assert canary.scan_tables() == []
    assert raw_places(tmp_path) == []
    assert logged(noisy) + mailed() == []


@pytest.mark.parametrize("address", ["desk:round", "desk:rounds", "xlsx", "csv"])
@pytest.mark.usefixtures("noisy")
def test_a_leak_on_a_page_or_in_an_export_is_caught(address: str) -> None:
    marked, sentence = organisation(1), canary.sentences(1)[0]
    Round.objects.update(title=sentence)
    OfficialDocument.objects.update(abstract=sentence)
    round = Round.objects.get()
    table = f"{reverse('registry:documents')}?format={address}" if address in {"xlsx", "csv"} else ""
    path = table or reverse(address, args=[round.uid] if address == "desk:round" else [])
    assert path in walk()
    assert {one.where for one in pages_with_marks(marked.others["superior clerk"], [path])[0]} == {path}
    assert pages_with_marks(marked.others["reader elsewhere"], [path])[0] == []


@pytest.mark.parametrize("table", ["rounds_round.title", "jobs_outboxrow.ref", "trail_entry.target"])
@pytest.mark.usefixtures("noisy")
def test_a_leak_in_a_row_is_caught_there_and_in_backup_and_raw_file(table: str, tmp_path: Path) -> None:
    organisation(1)
    with transaction.atomic():
        tell("test.leak", "x")
        name, _dot, column = table.partition(".")
        sentence = canary.sentences(1)[0]
        with connection.cursor() as cursor:
            cursor.execute(f"UPDATE {name} SET {column} = %s", [sentence])  # noqa: S608  (our names)
    assert {one.where for one in canary.scan_tables()} == {table}
    found = {one.where for one in raw_places(tmp_path)}
    assert "backup.tar" in found
    assert connection.vendor != "sqlite" or found & {"raw ", "raw -wal"}


@pytest.mark.parametrize("place", ["index", "files", "media", "keys"])
def test_a_leak_in_a_folder_is_caught(place: str, tmp_path: Path) -> None:
    folder = Path(settings.GUONG_KEYS) if place == "keys" else Path(settings.GUONG_DATA) / place
    folder.mkdir(parents=True, exist_ok=True)
    leak = folder / "leak.bin"
    leak.write_bytes(canary.sentences(1)[0].encode("utf-16-le"))
    try:
        assert "leak.bin" in {Path(one.where).name for one in raw_places(tmp_path)}
    finally:
        leak.unlink()


def test_a_leak_in_a_log_or_a_mail_is_caught(noisy: pytest.LogCaptureFixture) -> None:
    sentence = canary.sentences(1)[0]
    logging.getLogger("guong").warning("refused: %s", sentence)
    mail.send_mail("x", sentence, None, ["a@example.org"])
    assert ({one.where for one in logged(noisy)}, {one.where for one in mailed()}) == ({"log"}, {"mail"})


@pytest.mark.usefixtures("noisy")
def test_without_sealing_the_sentences_are_found(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(seal, "seal", lambda clear, **_key: clear)
    organisation(1)
    assert "rounds_submission.stays" in {one.where for one in canary.scan_tables()}
    assert "backup.tar" in {one.where for one in raw_places(tmp_path)}
