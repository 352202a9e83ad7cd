"""The network is cut at any byte, and sometimes the tab dies too: nothing typed is lost, nothing arrives twice or half.

Ten cuts on every run; a thousand by `make soak RUNS=cuts`.
"""

import os
import random
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Error, Page, expect

from guong.rounds import receipts
from guong.rounds.content import SittingReport
from guong.rounds.enums import DutyKind
from guong.rounds.models import Duty, Held, Photo, Submission
from guong.rounds.queries import content_of
from guong.rounds.tests.factories import World, duty_of, make_phase, make_world
from tests.browser.people import at_a_browser
from tests.browser.phone import HERE, arrived, left_on, ready, send, shots, visit, wake, write
from tests.browser.sheet import FINDING, PROMISE, TYPED
from tests.browser.wire import Way, Wire, wired

# Where the bytes of one handing in fall: the text first, then the photos; answers come back.
PLACES: tuple[tuple[Way, int, int], ...] = (("up", 0, 8_000), ("up", 8_000, 900_000), ("down", 0, 12_000))
BLOCK = 25


def dead(page: Page) -> Page:
    """The tab is killed as a phone kills one: without a word to it. Another one is opened."""
    other = page.context.new_page()
    with page.expect_event("crash"), suppress(Error):
        page.goto("chrome://crash")
    page.close()
    other.goto(HERE)
    return other


def typed_on(page: Page) -> dict[str, str]:
    return {name: page.locator(f"#sheet [name={name}]").input_value() for name in TYPED}


def one_cut(page: Page, wire: Wire, duty: Duty, photos: list[Path], dice: random.Random) -> tuple[Page, bool]:
    """One report through one cut; answers the tab that lives, and whether the cut fell into the sending."""
    page.goto(ready_for(page, duty))
    write(page, photos)
    if dice.random() < 0.3:
        page.wait_for_timeout(2_000)
        page = dead(page)
        page.goto(f"/desk/f/{duty.uid}/")
        expect(page.locator("[name=promises-0-words_found]")).to_have_value(FINDING)
        assert typed_on(page) == TYPED
        expect(page.locator("[data-photos] li")).to_have_count(len(photos))
    way, least, most = dice.choice(PLACES)
    wire.cut(way, after=dice.randint(least, most))
    uid = send(page)
    was_cut = wire.is_cut.wait(timeout=2)
    if was_cut and dice.random() < 0.5:
        page = dead(page)
    wire.mend()
    wake(page)
    arrived(page, uid)
    assert (uid, faults(duty, uid)) == (uid, [])
    assert left_on(page) == {"drafts": 0, "queue": 0, "photos": 0}
    return page, was_cut


def ready_for(page: Page, duty: Duty) -> str:
    """The sheet of a duty that was given after the last visit."""
    page.goto("/desk/f/")
    return ready(page, duty)


def faults(duty: Duty, uid: str) -> list[str]:
    """What is lost, double or half of a report of this duty; empty when it is here once and whole."""
    rows = list(Submission.objects.filter(duties=duty))
    if [str(one.uid) for one in rows] != [uid] or Held.objects.exists():
        return [f"{len(rows)} versions, {Held.objects.count()} waiting"]
    (submission,) = rows
    content = content_of(submission, inside=True)
    assert isinstance(content, SittingReport)
    photos = list(Photo.objects.filter(submissions=submission))
    whole: dict[str, Callable[[], bool]] = {
        "words": lambda: (content.findings[0].words, content.promises[0].words) == (FINDING, PROMISE),
        "receipt": lambda: receipts.check(receipts.file(submission.receipt)),
        "photos": lambda: sorted(one.sha256 for one in photos) == sorted(content.minutes) and len(photos) == 3,
        "files": lambda: {one.file_id for one in photos} == {page.pk for page in submission.minutes.all()},
    }
    return [name for name, holds in whole.items() if not holds()]


def through(chromium: Browser, site: str, photos: list[Path], dice: random.Random, number: int) -> Counter[str]:
    """So many reports, each through a cut, from one phone of one world."""
    world, counted = make_world(f"{dice.randint(0, 10**9):09}"), Counter[str]()
    with wired(site) as wire, at_a_browser(chromium, wire.address, phone=True) as first:
        visit(first, world.secretary, fresh_duty(world), wire.address)
        page = first
        for _ in range(number):
            page, was_cut = one_cut(page, wire, fresh_duty(world), photos, dice)
            counted["reports"] += 1
            counted["cuts"] += was_cut
    return counted


def fresh_duty(world: World) -> Duty:
    return duty_of(make_phase(world, kinds=[DutyKind.SITTING]), world.school)


def test_ten_cuts(chromium: Browser, site: str, tmp_path: Path) -> None:
    counted = through(chromium, site, shots(tmp_path), random.Random(105), 10)
    assert counted["reports"] == 10
    assert counted["cuts"] >= 8


@pytest.mark.soak
@pytest.mark.timeout(0)
def test_a_thousand_cuts(
    chromium: Browser, site: str, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    """In blocks, each with a phone of its own, so that no list grows long. `CUTS` asks for fewer."""
    dice, counted, photos = random.Random(2022), Counter[str](), shots(tmp_path)
    wanted = int(os.environ.get("CUTS", "1000"))
    for done in range(0, wanted, BLOCK):
        counted += through(chromium, site, photos, dice, min(BLOCK, wanted - done))
    for name, count in counted.items():
        record_property(name, count)
    assert counted["reports"] == wanted
    assert counted["cuts"] >= wanted * 8 // 10
