"""The phone form against the server: the same bytes and codes, pages that look well and are small to load."""

import gzip
import json
import random
from dataclasses import asdict, replace
from datetime import date, time
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

import segno
from django.urls import reverse
from django.utils import translation
from playwright.sync_api import Browser, Page

from conftest import MORNING
from guong.desk.lines import goes_up, stays_inside
from guong.desk.queries.sheet import start
from guong.desk.tests.factories import make_desk
from guong.jobs import clock
from guong.rounds.checks import problems
from guong.rounds.content import NilReport, SittingReport, StatedFinding, StatedPromise, WrittenReport, build, parse
from guong.rounds.enums import FindingKind, Mode
from guong.rounds.rules import participant_groups
from tests.browser.looking import SIZES, faults, picture, width_beyond
from tests.browser.people import PHONE, at_a_browser, let_in
from tests.browser.phone import HERE, arrived, send_what_is_seen, shots, visit, write

TEXTS = (
    "",
    " \u00a0Việc ",
    "Tie\u0302\u0301ng Việt",
    "\ufeffa\u0085",
    "dòng\nhai",
    '"\\/\u2028',
    "😀 ủy hòa",
    "e\x1f",
    "</script>",
)


def some_text(dice: random.Random) -> str:
    return "".join(dice.choices(TEXTS, k=dice.randint(0, 3)))


def some_day(dice: random.Random) -> date | None:
    return dice.choice([None, date(2022, 8, dice.randint(1, 31))])


def some_content(dice: random.Random) -> SittingReport | WrittenReport | NilReport:
    text = partial(some_text, dice)

    day = partial(some_day, dice)

    def hour() -> time | None:
        return dice.choice([None, time(dice.randint(0, 23), dice.randint(0, 59))])

    def count() -> int | None:
        return dice.choice([None, 0, dice.randint(1, 9_999)])

    duties = tuple(UUID(int=dice.getrandbits(128), version=4) for _ in range(dice.randint(1, 3)))
    topics = ("", "study", "words_and_deeds")
    findings = tuple(
        StatedFinding(kind=dice.choice(list(FindingKind)), words=text(), topic=dice.choice(topics))
        for _ in range(dice.randint(0, 3))
    )
    promises = tuple(
        StatedPromise(words=text(), deadline=day(), owner_office=dice.choice(["", "secretary"]), holder=text(),
                      measure=text(), finding=dice.choice([None, 0]), shared=text())
        for _ in range(dice.randint(0, 2))
    )  # fmt: skip
    pages = tuple(f"{dice.getrandbits(256):064x}" for _ in range(dice.randint(0, 2)))
    inside: dict[str, Any] = {
        "findings": findings, "promises": promises, "minutes": pages,
    }  # fmt: skip
    kind = dice.randrange(4)
    if kind == 0:
        return NilReport(duties=duties, reason=text())
    if kind == 1:
        return WrittenReport(
            duties=duties, document_number=text(), document_on=day(), text=text(), requests=text(), **inside
        )
    return SittingReport(
        duties=duties, held_on=day(), started=hour(), ended=hour(), form=dice.choice(["", "thematic"]),
        mode=dice.choice(list(Mode)), place=text(), expected=count(), present=count(), guests=dice.randint(0, 3),
        superiors=dice.randint(0, 2), participants=dice.choice([{}, {"member": 12, "guest": 0}]),
        covered=tuple(dice.choices(range(12), k=dice.randint(0, 6))), speeches=count(), outcome=text(),
        outcome_number=text(), outcome_on=day(), people=count(), tasks=text(), requests=text(), good_practice=text(),
        chair=text(), minutes_taker=text(), **inside,
    )  # fmt: skip


def as_script(content: SittingReport | WrittenReport | NilReport) -> dict[str, Any]:
    def plain(value: Any) -> Any:
        return value.strftime("%H:%M") if isinstance(value, time) else str(value)

    schema = {SittingReport: "sitting", WrittenReport: "written", NilReport: "nil"}[type(content)]
    found: dict[str, Any] = json.loads(json.dumps(asdict(content), default=plain))
    return {**found, "schema": schema}


BOTH_PARTS = """async (contents) => {
  const { build } = await import("/static/desk/phone/content.js");
  return contents.map((one) => { const { up, stays } = build(one); return [up, stays]; });
}"""


def test_the_phone_makes_the_bytes_of_the_server(page: Page) -> None:
    page.goto("/accounts/login/")
    contents = [some_content(random.Random(seed)) for seed in range(300)]
    made = page.evaluate(BOTH_PARTS, [as_script(one) for one in contents])
    parts = [build(one) for one in contents]
    assert made == [[up.decode(), stays.decode() if stays else None] for up, stays in parts]


BOTH_LISTS = """async (parts) => {
  const { goesUp, staysInside } = await import("/static/desk/phone/lines.js");
  const sheet = JSON.parse(document.getElementById("sheet-data").textContent);
  const pairs = (lines) => lines.map(({ label, text }) => [label, text]);
  return parts.map(([up, stays]) => [pairs(goesUp(up, sheet)), pairs(staysInside(stays, sheet))]);
}"""


def test_the_phone_shows_the_lines_of_the_server(page: Page, site: str) -> None:
    desk = make_desk()
    contents = [replace(some_content(random.Random(seed)), duties=(desk.duty.uid,)) for seed in range(300)]
    parts = [[up.decode(), stays.decode() if stays else None] for up, stays in map(build, contents)]
    page.goto(visit(page, desk.world.secretary, desk.duty, site))
    shown = page.evaluate(BOTH_LISTS, parts)
    agenda = start(desk.duty).orders
    with translation.override("vi"):
        lines = [
            [goes_up(build(one)[0], kinds=[desk.duty.kind], agenda=agenda), stays_inside(parse(*build(one)))]
            for one in contents
        ]
    assert shown == [[[[line.label, line.text] for line in part] for part in both] for both in lines]


FOUND = """async (contents) => {
  const { problems } = await import("/static/desk/phone/checks.js");
  const sheet = JSON.parse(document.getElementById("sheet-data").textContent);
  return contents.map((one) => problems(one, {}, [], sheet, sheet.today));
}"""


def test_the_phone_finds_the_faults_of_the_server(page: Page, site: str) -> None:
    """In the same words, beside the same fields; what rows of shortcomings say is tried through the form."""
    desk = make_desk()
    drawn = [replace(some_content(random.Random(seed)), duties=(desk.duty.uid,)) for seed in range(300)]
    contents = [one if isinstance(one, NilReport) else replace(one, findings=(), promises=()) for one in drawn]
    page.goto(visit(page, desk.world.secretary, desk.duty, site))
    found = page.evaluate(FOUND, [as_script(one) for one in contents])
    first = {f"participants.{group}": f"by_{codes[0]}" for group, codes in participant_groups().items()}
    with translation.override("vi"):
        said = [problems(one, today=clock.day_of(MORNING), agenda=range(12)) for one in contents]
    assert found == [{first.get(name, name): words for name, words in one.items()} for one in said]
    assert {bool(one) for one in found} == {True, False}


def test_the_phone_draws_the_codes_of_the_server(page: Page) -> None:
    page.goto("/accounts/login/")
    drawn = """async (texts) => {
      const { matrix } = await import("/static/desk/phone/qr.js");
      return texts.map((text) => matrix(text, 3).map((row) => Array.from(row)));
    }"""
    # Texts that fill a version to its end: how spare room is filled is not the same everywhere.
    texts = ["a" * size for size in (17, 32, 53, 78, 106, 134, 154, 192, 230, 271, 321, 520, 586, 858)]
    codes = [segno.make(text, mode="byte", error="l", mask=3, micro=False, boost_error=False) for text in texts]
    assert page.evaluate(drawn, texts) == [[list(row) for row in code.matrix] for code in codes]


def wrong_with(page: Page, name: str) -> dict[str, list[str]]:
    """What is wrong with the page as it stands, in each width and colour."""
    found = {}
    for width in (320, *(size["width"] for size in SIZES)):
        page.set_viewport_size({"width": width, "height": 844})
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            picture(page, f"phone-{name}-{width}-{scheme}")
            if bad := faults(page) + width_beyond(page):
                found[f"{name}-{width}-{scheme}"] = bad
    page.set_viewport_size(PHONE)
    return found


def test_the_pages_of_the_phone_look_well(chromium: Browser, site: str, tmp_path: Path) -> None:
    """Also while a report is written, looked at, waits for a network, and when its receipt has come."""
    desk = make_desk()
    with at_a_browser(chromium, site, phone=True) as page:
        url = visit(page, desk.world.secretary, desk.duty, site)
        found = wrong_with(page, "list")
        page.goto(HERE)
        found |= wrong_with(page, "kept")
        page.goto(url)
        found |= wrong_with(page, "form")
        page.get_by_role("button", name="Xem trước khi gửi").click()
        found |= wrong_with(page, "form-errors")
        page.context.set_offline(True)
        write(page, shots(tmp_path))
        found |= wrong_with(page, "written")
        page.get_by_role("button", name="Xem trước khi gửi").click()
        found |= wrong_with(page, "preview")
        uid = send_what_is_seen(page)
        page.get_by_role("button", name="Hiện thành mã QR").click()
        found |= wrong_with(page, "waiting")
        page.context.set_offline(False)
        arrived(page, uid)
        assert found | wrong_with(page, "received") == {}


def test_the_first_load_of_the_sheet_is_small(chromium: Browser, site: str) -> None:
    desk = make_desk()
    with at_a_browser(chromium, site, phone=True) as page:
        let_in(page, desk.world.secretary, site)
        asked: list[Any] = []
        page.on("response", lambda one: asked.append(one))  # noqa: PLW0108  playwright takes no built-in
        page.goto(reverse("desk:write", args=[desk.duty.uid]), wait_until="networkidle")
        kinds = {"document", "script", "stylesheet", "font"}
        loaded = {one.url: one.body() for one in asked if one.request.resource_type in kinds and "sw.js" not in one.url}
        whole = sum(len(gzip.compress(body)) for body in loaded.values())
        assert 50_000 < whole <= 150_000
