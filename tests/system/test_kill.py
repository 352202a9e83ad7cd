"""Web server and worker are killed in turn while reports come in: no receipt is lost, doubled or changed."""

import os
import signal
import sqlite3
import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest
from lxml import html
from uuid_utils.compat import uuid7

from tests.system.running import Place, children, serving
from tests.system.world import PASSWORD, SECRETARIES

GIVE_UP = 90.0
WITHIN = 45.0  # seconds in which the worker catches up after the last report
TARGETS = ("granian", "guong.cli work")


@dataclass
class Storm:
    """What the clients sent and were given, and what was killed; shared by all threads."""

    address: str
    wanted: int
    receipts: dict[str, dict[str, Any]] = field(default_factory=dict)
    sent: set[str] = field(default_factory=set)
    killed: Counter[str] = field(default_factory=Counter)
    retries: int = 0
    done: threading.Event = field(default_factory=threading.Event)


class Secretary:
    """One client with one session. Everything it asks for is asked again while the server is away."""

    def __init__(self, storm: Storm, name: str, duty: str, day: str) -> None:
        self.storm, self.name, self.duty, self.day = storm, name, duty, day
        self.client = httpx.Client(base_url=storm.address, timeout=20, follow_redirects=False)

    def ask(self, method: str, path: str, data: dict[str, Any] | None = None) -> httpx.Response:
        until = time.monotonic() + GIVE_UP
        while time.monotonic() < until:
            try:
                answer = self.client.request(method, path, data=data)
            except httpx.TransportError:
                self.storm.retries += 1
                time.sleep(0.2)
                continue
            if answer.status_code < httpx.codes.INTERNAL_SERVER_ERROR:
                return answer
            raise AssertionError(f"{method} {path}: {answer.status_code}")
        raise AssertionError(f"no answer to {method} {path}")

    def sign_in(self) -> None:
        path = "/accounts/login/"
        answer = self.ask("POST", path, hidden(self.ask("GET", path)) | {"login": self.name, "password": PASSWORD})
        assert answer.status_code == httpx.codes.FOUND, answer.text

    def send(self, order: int, base: str) -> str:
        path, uid = f"/desk/f/{self.duty}/", str(uuid7())
        self.storm.sent.add(uid)
        token = {"csrfmiddlewaretoken": hidden(self.ask("GET", path))["csrfmiddlewaretoken"]}
        answer = self.ask("POST", path, sitting(self.duty, self.day, order) | token | {"uid": uid, "base": base})
        assert answer.headers.get("Location") == f"/desk/receipts/{uid}/", (answer.status_code, problems(answer))
        receipt = self.ask("GET", f"/desk/receipts/{uid}/file/").json()["receipt"]
        assert self.storm.receipts.setdefault(uid, receipt) == receipt
        return uid

    def work(self, number: int) -> None:
        self.sign_in()
        base = ""
        for order in range(number):
            base = self.send(order, base)


def hidden(answer: httpx.Response) -> dict[str, str]:
    fields = html.fromstring(answer.text).xpath('//form//input[@type="hidden"]')
    return {one.get("name"): one.get("value") or "" for one in fields if one.get("name") != "next"}


def problems(answer: httpx.Response) -> str:
    return " ".join(html.fromstring(answer.text).text_content().split())[-3000:]


def sitting(duty: str, day: str, order: int) -> dict[str, Any]:
    counts = {"expected": "20", "present": "18", "absent_excused": "2", "absent": "0", "guests": str(order)}
    rows = {"promises-TOTAL_FORMS": "0", "promises-INITIAL_FORMS": "0", "superiors": "0", "step": "send"}
    said = {"place": "Phòng hội đồng", "outcome": f"Nhất trí lần {order}.", "chair": "Lù Thị Sen"}
    when = {"held_on": day, "started": "00:10", "ended": "00:20", "form": "thematic", "mode": "in_person"}
    return {**when, **counts, **rows, **said, "duties": [duty], "covered": ["0", "1"], "minutes_taker": "Phàn Tả Mẩy"}


def kill_in_turn(storm: Storm, server: int, kills: int) -> None:
    """Kill web and worker in turn, each time after the next share of the receipts has arrived."""
    for turn in range(kills):
        while len(storm.receipts) < storm.wanted * (turn + 1) // (kills + 1) and not storm.done.is_set():
            time.sleep(0.02)
        target = TARGETS[turn % len(TARGETS)]
        until = time.monotonic() + GIVE_UP
        while time.monotonic() < until and not storm.done.is_set():
            found = [pid for pid, command in children(server).items() if target in command]
            if found:
                os.kill(found[0], signal.SIGKILL)
                storm.killed[target] += 1
                break
            time.sleep(0.05)


def weather(place: Place, *, reports: int, kills: int) -> Storm:
    """All reports handed in through a storm of kills; at the end the worker has sealed what was written."""
    people = place.world("kill_world")
    with serving(place) as (address, server):
        storm = Storm(address, reports)
        killer = threading.Thread(target=kill_in_turn, args=(storm, server, kills))
        killer.start()
        try:
            with ThreadPoolExecutor(SECRETARIES) as pool:
                shares = [reports // SECRETARIES + (n < reports % SECRETARIES) for n in range(SECRETARIES)]
                list(pool.map(lambda one: Secretary(storm, *one[0]).work(one[1]), zip(people, shares, strict=True)))
        finally:
            storm.done.set()
            killer.join()
        until = time.monotonic() + WITHIN
        while unsealed(place) and time.monotonic() < until:
            time.sleep(0.2)
    return storm


def unsealed(place: Place) -> int:
    with closing(sqlite3.connect(f"file:{place.data / 'guong.sqlite3'}?mode=ro", uri=True, timeout=20)) as database:
        number: int = database.execute("SELECT count(*) FROM trail_entry WHERE position IS NULL").fetchone()[0]
        return number


def compare(storm: Storm, kept: dict[str, Any]) -> list[str]:
    """What is not as the clients know it."""
    rows = kept["submissions"]
    times = Counter(uid for uid, *_rest in rows)
    digests = {uid: digest for uid, digest, *_rest in rows}
    faults = [f"{uid} is kept {times[uid]} times" for uid in storm.receipts if times[uid] != 1]
    faults += [f"{u} has another digest" for u, r in storm.receipts.items() if digests.get(u) != r["digest"]]
    faults += [f"{uid} was sent by nobody" for uid in digests if uid not in storm.sent]
    faults += [f"{uid} was sent and has no receipt" for uid in storm.sent - set(storm.receipts)]
    if kept["unsealed"]:
        faults.append(f"{kept['unsealed']} entries are not sealed")
    if kept["handed_in"] != len(rows):
        faults.append(f"{kept['handed_in']} entries of handing in for {len(rows)} submissions")
    if len({number for *_row, number, _up in rows}) != len(rows):
        faults.append("a receipt's number was given twice")
    return faults


@pytest.mark.timeout(400)  # under a minute when the machine is quiet
def test_200_reports_come_through_kills_of_web_and_worker_once_each(installed: Place) -> None:
    storm = weather(installed, reports=200, kills=4)
    assert (len(storm.receipts), storm.killed) == (200, Counter(dict.fromkeys(TARGETS, 2)))
    assert storm.retries > 0
    assert compare(storm, installed.world("kept")) == []
    installed.command("verify")
    assert [fault.partition(" ")[2] for fault in compare(storm, installed.world("lose_one"))] == ["has another digest"]
    installed.command("verify", code=1)


@pytest.mark.soak
@pytest.mark.timeout(1800)
def test_2000_reports_come_through_40_kills(installed: Place, record_property: Callable[[str, object], None]) -> None:
    storm = weather(installed, reports=2000, kills=40)
    assert (len(storm.receipts), compare(storm, installed.world("kept"))) == (2000, [])
    record_property("receipts", len(storm.receipts))
    record_property("kills", storm.killed.total())
    record_property("asked_again", storm.retries)
    installed.command("verify")
