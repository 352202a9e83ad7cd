"""The phone form without a network: kept, queued, handed in once; the same bytes and codes as the server makes."""

import gzip
import json
import random
from dataclasses import asdict
from datetime import date, time
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import segno
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect

from guong.desk.tests.factories import Desk, make_desk
from guong.rounds.content import NilReport, SittingReport, StatedFinding, StatedPromise, WrittenReport, build
from guong.rounds.enums import FindingKind, Mode
from tests.browser.looking import SIZES, faults, picture, width_beyond
from tests.browser.people import at_a_browser, let_in
from tests.browser.sheet import FINDING, TYPED

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
SOON = 15_000


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


class Wire:
    """The server's side of the interface, as the wire says it, in this test's own hands."""

    def __init__(self) -> None:
        self.held: dict[str, dict[str, Any]] = {}
        self.signed: list[bool] = []

    def answer(self, request: dict[str, Any]) -> dict[str, Any]:
        path, headers = request["path"], request["headers"]
        if path == "devices":
            return {"status": 201, "json": {"device": str(uuid4())}}
        if path == "keys":
            return {"status": 200, "json": {"keys": []}}
        self.signed.append("guong-signature" in headers)
        uid, _, photo = path.removeprefix("submissions/").partition("/photos/")
        if not photo:
            return self._text(uid, json.loads(request["text"]))
        last = int(headers["content-range"].split("-")[1].split("/")[0])
        self.held[uid]["bytes"][photo] = last + 1
        return {"status": 200, "json": {"held": last + 1, "size": last + 1, "state": "complete"}}

    def _text(self, uid: str, body: dict[str, Any]) -> dict[str, Any]:
        first = uid not in self.held
        kept = self.held.setdefault(uid, {"body": body, "bytes": {}})
        photos = [
            {"id": one["id"], "size": one["size"], "held": kept["bytes"].get(one["id"], 0)} for one in body["photos"]
        ]
        state = "text_held" if photos else "complete"
        said = {"receipt": {}, "short": "GUONG1.x", "number": "0217/2022", "state": state, "photos": photos,
                "arrived_at": "2022-08-28T02:14:00Z"}  # fmt: skip
        return {"status": 201 if first else 200, "json": said}


# Playwright's own routes switch the service worker off, so the interface is answered where the page asks for it.
ASKS = """const real = window.fetch; window.fetch = async (url, init = {}) => {
  if (!String(url).startsWith("/api/v1/")) return real(url, init);
  if (!navigator.onLine) throw new TypeError("offline");
  const path = url.slice(8);
  const text = typeof init.body === "string" ? init.body : new TextDecoder().decode(init.body ?? new Uint8Array());
  const headers = Object.fromEntries(new Headers(init.headers));
  const answer = await window.wire({ path, headers, text: path.includes("/photos/") ? "" : text });
  return new Response(JSON.stringify(answer.json), { status: answer.status });
};"""


def wired(page: Page, wire: Wire) -> None:
    page.context.expose_function("wire", wire.answer)
    page.context.add_init_script(ASKS)


def ready(page: Page, desk: Desk, site: str, wire: Wire) -> str:
    """One visit with a network; afterwards the sheet lies in the cache. Answers the sheet's address."""
    let_in(page, desk.world.secretary, site)
    wired(page, wire)
    page.goto("/desk/f/")
    url = reverse("desk:write", args=[desk.duty.uid])
    page.wait_for_function("(url) => caches.match(url).then(Boolean)", arg=url, timeout=SOON)
    page.wait_for_function(KEY_MADE, timeout=SOON)
    page.wait_for_function("() => navigator.serviceWorker.controller?.state === 'activated'", timeout=SOON)
    page.reload(wait_until="networkidle")
    return url


KEY_MADE = """() => new Promise((done) => {
  const open = indexedDB.open("guong"); open.onsuccess = () => {
  const all = open.result.transaction("keys").objectStore("keys").count();
  all.onsuccess = () => { open.result.close(); done(all.result > 0); }; }; })"""


def type_in(page: Page) -> None:
    for name, value in {**TYPED, "expected": "60", "expected_reason": "Thêm một người chuyển về"}.items():
        box = page.locator(f"#sheet [name={name}]")
        if box.is_visible() or name != "expected_reason":
            box.fill(value)
    page.locator("label", has_text="Sinh hoạt chuyên đề").first.click()
    page.locator("[name=covered]").first.check()
    page.locator("[name=promises-0-topic]").select_option("words_and_deeds")


def send_it(page: Page) -> None:
    page.get_by_role("button", name="Xem trước khi gửi").click()
    page.locator("[data-go]").click()
    page.wait_for_url("**/desk/f/kept/**")


def test_written_without_a_network_it_arrives_once(chromium: Browser, site: str) -> None:
    desk, wire = make_desk(), Wire()
    with at_a_browser(chromium, site, phone=True) as page:
        url = ready(page, desk, site, wire)
        page.context.set_offline(True)
        page.goto(url)
        type_in(page)
        expect(page.locator("[data-kept]")).to_contain_text("Đã giữ trên máy lúc")
        assert page.locator("[data-bar]").inner_text() == "Không có mạng. Vẫn nhập được, mọi thứ giữ trên máy này."
        again = page.context.new_page()
        page.close()
        again.goto(url)
        expect(again.locator("[name=promises-0-words_found]")).to_have_value(FINDING)
        send_it(again)
        expect(again.locator("[data-queue] [data-state=waiting]")).to_have_count(1)
        assert wire.held == {}
        again.context.set_offline(False)
        expect(again.locator("[data-received=complete]")).to_have_count(1, timeout=SOON)
        expect(again.locator("[data-queue] [data-state]")).to_have_count(0)
        assert len(wire.held) == 1
        assert wire.signed == [True] * len(wire.signed)
        (body,) = [one["body"] for one in wire.held.values()]
        assert FINDING not in body["up"]
        assert FINDING in body["stays"]


def test_a_second_tab_overwrites_nothing(chromium: Browser, site: str) -> None:
    desk, wire = make_desk(), Wire()
    with at_a_browser(chromium, site, phone=True) as page:
        url = ready(page, desk, site, wire)
        page.goto(url)
        page.locator("[name=place]").fill("Hội trường một")
        other = page.context.new_page()
        other.goto(url)
        expect(other.locator("[data-trouble]")).to_contain_text("thẻ khác")
        other.get_by_role("button", name="Nhập tiếp ở đây").click()
        expect(other.locator("[name=place]")).to_have_value("Hội trường một")
        expect(page.locator("[data-trouble]")).to_contain_text("thẻ khác")


FULL = "IDBObjectStore.prototype.put = () => { throw new DOMException('full', 'QuotaExceededError'); };"


def test_a_full_disk_is_said_and_the_text_can_be_saved(chromium: Browser, site: str, tmp_path: Path) -> None:
    desk, wire = make_desk(), Wire()
    with at_a_browser(chromium, site, phone=True) as page:
        url = ready(page, desk, site, wire)
        page.add_init_script(FULL)
        page.goto(url)
        page.locator("[name=place]").fill("Hội trường hai")
        expect(page.locator("[data-trouble] [role=alert]")).to_contain_text("bộ nhớ của máy đã đầy")
        with page.expect_download() as saved:
            page.get_by_role("button", name="Xuất ra tệp").click()
        saved.value.save_as(tmp_path / "draft.json")
        assert json.loads((tmp_path / "draft.json").read_text())["draft"]["values"]["place"] == ["Hội trường hai"]
        assert page.locator("[name=place]").input_value() == "Hội trường hai"


def test_another_device_hands_it_in(chromium: Browser, site: str) -> None:
    desk, wire = make_desk(), Wire()
    with at_a_browser(chromium, site, phone=True) as page, at_a_browser(chromium, site, phone=True) as other:
        url = ready(page, desk, site, wire)
        page.context.set_offline(True)
        page.goto(url)
        type_in(page)
        send_it(page)
        page.get_by_role("button", name="Hiện thành mã QR").click()
        codes = page.locator("[data-codes]").input_value()
        let_in(other, desk.colleague, site)
        wired(other, wire)
        other.goto("/desk/f/kept/")
        other.locator("[data-paste]").fill(codes)
        other.get_by_role("button", name="Nhận vào máy").click()
        expect(other.locator("[data-received=complete]")).to_have_count(1, timeout=SOON)
        assert len(wire.held) == 1


def test_the_pages_of_the_phone_look_well(chromium: Browser, site: str) -> None:
    desk, wire = make_desk(), Wire()
    with at_a_browser(chromium, site, phone=True) as page:
        url = ready(page, desk, site, wire)
        found = {}
        for name, address in {"form": url, "kept": "/desk/f/kept/", "list": "/desk/f/"}.items():
            page.goto(address)
            for width in (320, *(size["width"] for size in SIZES)):
                page.set_viewport_size({"width": width, "height": 844})
                for scheme in ("light", "dark"):
                    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
                    picture(page, f"phone-{name}-{width}-{scheme}")
                    if bad := faults(page) + width_beyond(page):
                        found[f"{name}-{width}-{scheme}"] = bad
        assert found == {}


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
