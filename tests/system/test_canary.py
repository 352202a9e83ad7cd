"""200 marked sentences that stay in their units: nobody else's page, file, log, mail or backup holds one of them."""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from uuid import UUID

import pytest
from django.conf import settings
from django.core import mail
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import NoReverseMatch, reverse
from uuid_utils.compat import uuid7

from guong.desk.tests.factories import signed_in, sitting_post
from guong.jobs import clock
from guong.jobs.worker import run_once
from guong.portal.tests.factories import make_portal, publish
from guong.registry.models import OfficialDocument
from guong.registry.tests.factories import make_document
from guong.rounds.models import AgendaPoint, Duty, Phase, Round, Submission
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


def report(duty: Duty, words: list[str]) -> dict[str, str | list[str]]:
    """A posted sitting whose every word that stays is marked, ten of them."""
    post = sitting_post(duty, uuid7(), step="send", chair=words.pop(), minutes_taker=words.pop())
    post["promises-TOTAL_FORMS"] = "2"
    for row in range(2):
        for name in ("kind", "topic", "owner_office", "deadline"):
            post[f"promises-{row}-{name}"] = post[f"promises-0-{name}"]
        for name in ROWS:
            post[f"promises-{row}-{name}"] = words.pop()
    return post


def hand_in_all(phase: Phase, cells: list[Unit]) -> list[Person]:
    words, tellers = canary.sentences(CELLS * PER_REPORT), []
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


@pytest.fixture
def marked(caplog: pytest.LogCaptureFixture) -> Iterator[Marked]:
    caplog.set_level(logging.DEBUG)
    with clock.at(BEFORE):
        world = make_world()
        cells = [make_unit(f"Chi bộ Trường số {n}", parent=world.district) for n in range(CELLS)]
        phase = make_phase(world)
        make_portal(world.district)
        make_document(world.district)
        publish("Tự soi, tự sửa")
        others = the_others(world)
        tellers = hand_in_all(phase, cells)
        returned = Submission.objects.order_by("pk")[0]
        post = {"general": "Thiếu kết luận.", "outcome": "Thiếu kết luận.", "reason": "Thiếu kết luận."}
        others["superior clerk"].post(reverse("desk:return", args=[returned.uid]), post)
        while run_once():
            pass
        yield Marked(world, tellers, others)


def values() -> dict[str, Sequence[object]]:
    """Ids by the part of an address that they can stand in: as many as show each kind of page."""
    uids: list[UUID] = []
    for model in (Round, Phase, OfficialDocument):
        uids += model.objects.values_list("uid", flat=True)
    sent = Submission.objects.order_by("pk")[:2]
    uids += [one.uid for one in sent] + [duty.uid for one in sent for duty in one.duties.all()]
    units = [*Unit.objects.order_by("pk")[:1].values_list("uid", flat=True), *(one.unit.uid for one in sent)]
    orders = list(AgendaPoint.objects.values_list("order", flat=True)[:1])
    return {"uid": uids + units, "unit": units, "order": orders, "file": uids[:1]}


def fillings(one: Address) -> Iterator[str]:
    """The addresses of one line of the resolver with real ids."""
    found = values()
    names = [name for name in ("uid", "unit", "order", "file") if f":{name}>" in one.route]
    rows: list[dict[str, object]] = [{}]
    for name in names:
        rows = [row | {name: value} for row in rows for value in found[name]]
    for row in rows:
        try:
            yield reverse(one.name, kwargs=row)
        except NoReverseMatch:
            continue


def walk() -> list[str]:
    """Every address of ours that has a name, with the ids of what is there, and both kinds of export."""
    found = [path for one in addresses() if one.ours and one.name in ACCESS for path in fillings(one)]
    tables = [f"{path}?format={form}" for path in found if path.endswith("/export/") for form in ("xlsx", "csv")]
    return ["/", *found, *tables]


def pages_with_marks(client: Client, paths: list[str]) -> tuple[list[canary.Found], int]:
    found, shown = [], 0
    for path in paths:
        answer = client.get(path)
        content = b"".join(answer) if answer.streaming else answer.content
        shown += answer.status_code == HTTPStatus.OK
        found += canary.scan(content + repr(answer.headers).encode(), path)
    return found, shown


def raw_places(folder: Path) -> list[canary.Found]:
    """Everything that lies on the disk: data, keys, a backup, the raw database with its journal."""
    call_command("backup", str(folder / "backup.tar"), verbosity=0)
    found = canary.scan_folder(folder) + canary.scan_folder(Path(settings.GUONG_DATA))
    found += canary.scan_folder(Path(settings.GUONG_KEYS))
    if connection.vendor == "sqlite":
        base = Path(str(connection.settings_dict["NAME"]))
        for path in base.parent.glob(base.name + "*"):
            found += canary.scan(path.read_bytes(), "raw " + path.name[len(base.name) :])
    return found


def test_nobody_else_finds_a_sentence_and_the_own_people_do(
    marked: Marked, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    paths = walk()
    for name, client in marked.others.items():
        found, shown = pages_with_marks(client, paths)
        assert (name, found) == (name, [])
        assert shown > 0, name
    own = reverse("desk:submission", args=[Submission.objects.get(by=marked.tellers[0]).uid])
    page = signed_in(marked.tellers[0]).get(own).content.decode()
    assert page.count(canary.MARK) >= PER_REPORT
    assert canary.scan_tables() == []
    assert raw_places(tmp_path) == []
    assert [one for record in caplog.records for one in canary.scan(repr(vars(record)).encode())] == []
    assert [one for message in mail.outbox for one in canary.scan(message.message().as_bytes())] == []


@pytest.mark.parametrize("where", ["page", "row", "file", "raw"])
def test_a_planted_leak_is_caught_in_each_kind_of_place(marked: Marked, where: str, tmp_path: Path) -> None:
    sentence = canary.sentences(1)[0]
    if where == "file":
        (tmp_path / "leak.bin").write_bytes(sentence.encode())
        assert {one.where for one in raw_places(tmp_path)} == {"leak.bin"}
        return
    Round.objects.update(title=sentence)
    if where == "page":
        path = reverse("desk:round", args=[Round.objects.get().uid])
        assert pages_with_marks(marked.others["superior clerk"], [path])[0] != []
        assert pages_with_marks(marked.others["reader elsewhere"], [path])[0] == []
    elif where == "row":
        assert "rounds_round.title" in {one.where for one in canary.scan_tables()}
    else:
        assert [one for one in raw_places(tmp_path) if one.where == "backup.tar"] != []
