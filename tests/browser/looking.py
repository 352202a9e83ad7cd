"""Looking at a page as people do: two widths, light and dark; and as axe does."""

from collections.abc import Iterator
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, ViewportSize

SHOTS = Path(__file__).resolve().parents[2] / "screenshots"
SIZES = (ViewportSize(width=390, height=844), ViewportSize(width=1280, height=900))


def views(page: Page) -> Iterator[str]:
    """The page in each width and colour, by name; it ends wide and light."""
    for scheme in ("dark", "light"):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        for size in SIZES:
            page.set_viewport_size(size)
            yield f"{size['width']}-{scheme}"


def shots(page: Page, name: str) -> None:
    """Four pictures in `screenshots/`, for eyes."""
    SHOTS.mkdir(exist_ok=True)
    for view in views(page):
        page.screenshot(path=SHOTS / f"{name}-{view}.png", full_page=True)


def faults(page: Page) -> list[str]:
    """What axe finds, one line for each place."""
    found = Axe().run(page).response["violations"]
    return [f"{one['id']}: {node['target']} {node['html'][:160]}" for one in found for node in one["nodes"]]


def axe(page: Page) -> None:
    """No violation in any width and colour."""
    assert {view: bad for view in views(page) if (bad := faults(page))} == {}


def width_beyond(page: Page) -> list[str]:
    """By how much the page is wider than the screen, but for what scrolls by itself; empty when it fits."""
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return [f"{wide} px too wide"] if wide > 0 else []


def fits(page: Page) -> None:
    """Nothing but what scrolls by itself is wider than the screen."""
    assert {view: wide for view in views(page) if (wide := width_beyond(page))} == {}
