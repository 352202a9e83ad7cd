"""A secretary's phone: one visit with a network, then what people do with the sheet."""

import io
import time
from pathlib import Path

from django.urls import reverse
from PIL import Image
from playwright.sync_api import Page, expect

from guong.rounds.models import Duty
from guong.units.models import Person
from tests.browser.people import let_in
from tests.browser.sheet import fill_in_a_sitting

SOON = 15_000
HERE = "/desk/f/kept/"

KEY_MADE = """() => new Promise((done) => {
  const open = indexedDB.open("guong");
  open.onsuccess = () => {
    const keys = open.result.transaction("keys").objectStore("keys").count();
    keys.onsuccess = () => { open.result.close(); done(keys.result > 0); };
  };
})"""
LEFT = """() => new Promise((done) => {
  const open = indexedDB.open("guong");
  open.onsuccess = () => {
    const names = ["drafts", "queue", "photos"];
    const found = {};
    const act = open.result.transaction(names);
    for (const name of names) act.objectStore(name).count().onsuccess = (one) => (found[name] = one.target.result);
    act.oncomplete = () => { open.result.close(); done(found); };
  };
})"""


def visit(page: Page, person: Person, duty: Duty, site: str) -> str:
    """One visit with a network; afterwards the sheet lies in the cache and the device may sign. The sheet's address."""
    let_in(page, person, site)
    page.goto("/desk/f/")
    return ready(page, duty)


def ready(page: Page, duty: Duty) -> str:
    url = reverse("desk:write", args=[duty.uid])
    until(page, "(url) => caches.match(url).then(Boolean)", url)
    until(page, KEY_MADE)
    until(page, "() => navigator.serviceWorker.controller?.state === 'activated'")
    return url


def until(page: Page, script: str, given: str = "") -> None:
    """`wait_for_function` takes a promise for true; this one waits for what it promises."""
    give_up = time.monotonic() + SOON / 1000
    while not page.evaluate(script, given):
        assert time.monotonic() < give_up, script
        page.wait_for_timeout(50)


def shots(folder: Path, number: int = 3, *, size: tuple[int, int] = (900, 700)) -> list[Path]:
    """Photos that no encoder makes much smaller, so that each goes in more than one piece."""
    found = []
    for order in range(number):
        out = io.BytesIO()
        Image.effect_noise(size, 90 + order).convert("RGB").save(out, "JPEG", quality=85)
        path = folder / f"trang-{order + 1}.jpg"
        path.write_bytes(out.getvalue())
        found.append(path)
    return found


def write(page: Page, photos: list[Path]) -> None:
    """Fills the sheet that is open; returns when the device has promised to keep all of it."""
    if photos:
        page.locator("[name=pages]").set_input_files(photos)
        expect(page.locator("[data-photos] li")).to_have_count(len(photos), timeout=SOON)
    fill_in_a_sitting(page)
    page.wait_for_function("() => document.querySelector('[data-kept]').textContent !== ''", timeout=2_000)


def send(page: Page) -> str:
    """Looks at what goes up and lets it go. Answers the id that the device gave it."""
    page.get_by_role("button", name="Xem trước khi gửi").click()
    return send_what_is_seen(page)


def send_what_is_seen(page: Page) -> str:
    page.get_by_role("button", name="Gửi: tổ chức sinh hoạt").click()
    page.wait_for_url(f"**{HERE}#*")
    return page.url.partition("#")[2]


def wake(page: Page) -> None:
    """What the browser says by itself when the network of the phone is back."""
    page.evaluate("dispatchEvent(new Event('online'))")


def arrived(page: Page, uid: str) -> None:
    """The receipt is shown, and nothing of it waits any more."""
    expect(page.locator(f"[data-uid='{uid}'][data-received=complete]")).to_have_count(1, timeout=SOON)
    expect(page.locator("[data-queue] [data-state]")).to_have_count(0, timeout=SOON)


def left_on(page: Page) -> dict[str, int]:
    """How much the device still holds of what was written."""
    found: dict[str, int] = page.evaluate(LEFT)
    return found
