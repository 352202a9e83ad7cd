"""Looking at a page as people do: two widths, light and dark; and as axe does."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page, ViewportSize

SHOTS = Path(__file__).resolve().parents[2] / "screenshots"
WANTED = bool(os.environ.get("PICTURES"))  # `make pictures`: a picture takes longer than all that is checked on it
SIZES = (ViewportSize(width=390, height=844), ViewportSize(width=1280, height=900))


def views(page: Page) -> Iterator[str]:
    """The page in each width and colour, by name; it ends wide and light."""
    for scheme in ("dark", "light"):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        for size in SIZES:
            page.set_viewport_size(size)
            yield f"{size['width']}-{scheme}"


def picture(page: Page, name: str) -> None:
    """One picture in `screenshots/`, for eyes, when pictures are wanted."""
    if WANTED:
        page.screenshot(path=kept(f"{name}.png"), full_page=True)


def kept(name: str) -> Path:
    """Where a file for eyes lies."""
    SHOTS.mkdir(exist_ok=True)
    return SHOTS / name


def shots(page: Page, name: str) -> None:
    """Four pictures."""
    for view in views(page) if WANTED else ():
        picture(page, f"{name}-{view}")


def faults(page: Page) -> list[str]:
    """What axe finds, one line for each place."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found: list[dict[str, Any]] = page.evaluate("axe.run({resultTypes: ['violations']}).then(one => one.violations)")
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
